// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

class QCommandLineParser;

namespace turnstone {

/// What a program or one of its commands takes, said once: its parser, its --help, its manual page and the
/// completions of shells are made of it.
struct CommandSyntax final
{
    Q_DECLARE_TR_FUNCTIONS(CommandSyntax)

public:
    struct Option
    {
        QStringList names;   ///< without dashes; a letter first, where there is one
        QString what;        ///< sentences
        QString value;       ///< a word for its value, FILE for the name of one; empty: it takes none
        QStringList choices; ///< all that the value may be; empty: not so few
        bool isRequired = false;
        bool isHidden = false; ///< understood, but not told

        /// "-o, --output FILE"
        QString spelling() const;
        bool takesFile() const { return value == QLatin1StringView("FILE"); }
    };
    struct Example
    {
        QString line;
        QString what;
    };

    QString name;        ///< as it is typed: "turnstone-cli crawl"
    QString summary;     ///< a sentence
    QString description; ///< further ones
    QList<Option> options;
    QString arguments; ///< such as "[FILE]..."; empty: it takes none
    QString argumentsMeaning;
    QString exitStatus; ///< "0 ...; 1 ..."
    QList<Example> examples;
    std::vector<CommandSyntax> commands; ///< of a program that has some

    void add(const char *option, const QString &what, const char *value = nullptr,
             const QStringList &choices = {});
    /// The same with a letter for short.
    void add(char letter, const char *option, const QString &what, const char *value = nullptr);
    void addHidden(const QString &option);
    /// -h and --help; last, as everywhere.
    void addHelp();

    /// The last word of the name.
    QString command() const { return name.section(u' ', -1); }
    /// Each way of calling it, a line each: "turnstone-cli crawl [options] [FILE]...".
    QStringList usages() const;
    /// Empty where it takes anything.
    QStringList choicesOf(const QString &option) const;
    void declareTo(QCommandLineParser &parser) const;
    /// For a terminal of 80 columns.
    QString help() const;
};

} // namespace turnstone
