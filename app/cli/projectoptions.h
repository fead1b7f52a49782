// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/optionreader.h"
#include "core/base/error.h"

#include <QCommandLineParser>

#include <optional>

namespace turnstone {

/// The options of a command that works on a project: --project, --help, and those that it adds.
class ProjectOptions final
{
public:
    /// `name` as after "turnstone-cli".
    ProjectOptions(const QString &name, const QString &description);

    void add(const char *name, const QString &what, const char *value = nullptr);
    /// Positional arguments; without this call there may be none.
    void addArguments(const QString &syntax, const QString &what);
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
    QString m_name;
    QCommandLineParser m_parser;
    OptionReader m_reader{m_parser};
    bool m_takesArguments = false;
};

} // namespace turnstone
