// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandsyntax.h"
#include "core/types/settingranges.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <chrono>
#include <initializer_list>

class QCommandLineParser;

namespace turnstone {

/// Reads values out of a parser; keeps the first complaint, a sentence that names the option and what it
/// takes. An option that is not set gives the fallback.
class OptionReader final
{
    Q_DECLARE_TR_FUNCTIONS(OptionReader)

public:
    OptionReader(const QCommandLineParser &parser, const CommandSyntax &syntax)
        : m_parser(parser)
        , m_syntax(syntax)
    {}

    bool isSet(const char *name) const;
    QString text(const char *name) const;
    QStringList texts(const char *name) const;
    double number(const char *name, double fallback, SettingRange<double> range);
    int whole(const char *name, int fallback, SettingRange<int> range);
    /// The range is in milliseconds.
    std::chrono::milliseconds seconds(const char *name, std::chrono::milliseconds fallback,
                                      SettingRange<qint64> range);
    /// "10000000", "10M", "500k", "1G".
    qint64 bytes(const char *name, qint64 fallback, SettingRange<qint64> range);
    /// One of the choices that the syntax names.
    QString choice(const char *name, const QString &fallback);
    /// Complains of those that are set to nothing, as by a variable that is empty.
    void needNames(std::initializer_list<const char *> options);

    void complain(const QString &sentence);
    const QString &complaint() const { return m_complaint; }

private:
    const QCommandLineParser &m_parser;
    const CommandSyntax &m_syntax;
    QString m_complaint;
};

} // namespace turnstone
