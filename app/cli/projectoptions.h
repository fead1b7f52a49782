// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandsyntax.h"
#include "app/cli/optionreader.h"
#include "core/base/error.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <optional>

namespace turnstone {

/// What a command that works on a project was given.
class ProjectOptions final
{
    Q_DECLARE_TR_FUNCTIONS(ProjectOptions)

public:
    explicit ProjectOptions(CommandSyntax syntax);

    /// What all of them take; `command` as after "turnstone-cli".
    static CommandSyntax syntax(const QString &command, const QString &summary);
    /// Reads the arguments. The exit status where that was all: help was printed, or a complaint.
    std::optional<int> read(const QStringList &arguments);

    /// Call finish() behind the last value that was read.
    OptionReader &values() { return m_reader; }
    QStringList arguments() const { return m_parser.positionalArguments(); }
    QString project() const { return m_reader.text("project"); }
    /// The exit status of the first complaint about a value.
    std::optional<int> finish() const;
    /// Whether these ("-": standard output) may be written: none is the project, or another.
    Outcome claim(const QStringList &outputs) const;

private:
    CommandSyntax m_syntax;
    QCommandLineParser m_parser;
    OptionReader m_reader{m_parser, m_syntax};
};

} // namespace turnstone
