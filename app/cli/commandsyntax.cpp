// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandsyntax.h"

#include "core/base/translation.h"

#include <QCommandLineParser>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype Columns = 79;

/// Lines of at most `width`, but for words that are longer.
QStringList wrapped(const QString &text, qsizetype width)
{
    QStringList lines;
    for (const QString &paragraph : text.split(u'\n')) {
        QString line;
        for (const QString &word : paragraph.split(u' ')) {
            if (!line.isEmpty() && line.size() + 1 + word.size() > width)
                lines.append(std::exchange(line, {}));
            line += line.isEmpty() ? word : u' ' + word;
        }
        lines.append(line);
    }
    return lines;
}

struct Entry
{
    QString term;
    QString meaning;
};

QString table(const QString &title, const QList<Entry> &entries)
{
    qsizetype left = 0;
    for (const Entry &entry : entries)
        left = std::max(left, entry.term.size());
    left = std::min<qsizetype>(left + 4, 30);
    QString text = u'\n' + title + u'\n';
    for (const Entry &entry : entries) {
        QString line = u"  "_qs + entry.term;
        if (line.size() + 2 > left)
            text += std::exchange(line, {}) + u'\n';
        for (const QString &part : wrapped(entry.meaning, Columns - left)) {
            text += line.leftJustified(left) + part + u'\n';
            line.clear();
        }
    }
    return text;
}

} // namespace

QString CommandSyntax::Option::spelling() const
{
    QStringList spelled;
    for (const QString &each : names)
        spelled.append((each.size() == 1 ? u"-"_qs : u"--"_qs) + each);
    return spelled.join(u", ") + (value.isEmpty() ? QString() : u' ' + value);
}

void CommandSyntax::add(const char *option, const QString &what, const char *value,
                        const QStringList &choices)
{
    options.append({{QString::fromLatin1(option)}, what, QString::fromLatin1(value), choices});
}

void CommandSyntax::add(char letter, const char *option, const QString &what, const char *value)
{
    add(option, what, value);
    options.back().names.prepend(QString(QLatin1Char(letter)));
}

void CommandSyntax::addHidden(const QString &option)
{
    options.append({{option}, {}, {}, {}});
    options.back().isHidden = true;
}

void CommandSyntax::addHelp()
{
    add('h', "help", tr("Print this help."));
}

QStringList CommandSyntax::usages() const
{
    QStringList lines;
    for (const CommandSyntax &each : commands)
        lines += each.usages();
    QString line = name;
    if (commands.empty()) {
        for (const Option &option : options) {
            if (option.isRequired)
                line += u' ' + option.spelling();
        }
        line += u" [options]"_qs;
    } else {
        QStringList spelled;
        for (const Option &option : options)
            spelled.append(u"--"_qs + option.names.back());
        line += u' ' + spelled.join(u" | ");
    }
    lines.append(arguments.isEmpty() ? line : line + u' ' + arguments);
    return lines;
}

QStringList CommandSyntax::choicesOf(const QString &option) const
{
    const auto found = std::find_if(options.begin(), options.end(),
                                    [&option](const Option &each) { return each.names.contains(option); });
    return found == options.end() ? QStringList() : found->choices;
}

void CommandSyntax::declareTo(QCommandLineParser &parser) const
{
    for (const Option &option : options)
        parser.addOption(QCommandLineOption(option.names, option.what, option.value));
}

QString CommandSyntax::help() const
{
    const QString title = tr("Usage:");
    QString text = title + u' ' + usages().join(u'\n' + QString(title.size() + 1, u' ')) + u"\n\n";
    text += wrapped(summary, Columns).join(u'\n') + u'\n';
    if (!description.isEmpty())
        text += u'\n' + wrapped(description, Columns).join(u'\n') + u'\n';
    QList<Entry> entries;
    for (const CommandSyntax &each : commands)
        entries.append({each.command(), each.summary});
    if (!entries.isEmpty())
        text += table(tr("Commands:"), entries);
    entries.clear();
    for (const Option &option : options) {
        if (!option.isHidden)
            entries.append({option.spelling(), option.what});
    }
    text += table(tr("Options:"), entries);
    if (!argumentsMeaning.isEmpty())
        text += table(tr("Arguments:"), {{arguments, argumentsMeaning}});
    if (!exitStatus.isEmpty())
        text += u'\n' + wrapped(tr("Exit status: %1").arg(exitStatus), Columns).join(u'\n') + u'\n';
    if (!examples.isEmpty())
        text += u'\n' + tr("Examples:") + u'\n';
    for (const Example &example : examples)
        text += u"  "_qs + example.line + u"\n      "_qs +
                wrapped(example.what, Columns - 6).join(u"\n      ") + u'\n';
    if (!commands.empty())
        text += u'\n' + tr("Each command has its own --help.") + u'\n';
    return text;
}

} // namespace turnstone
