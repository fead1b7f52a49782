// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/manual/manualpage.h"

namespace turnstone {

namespace {

/// As it reads: a hyphen that can be copied, and no line that begins as a request.
QString escaped(QString text)
{
    text.replace(u'\\', u"\\e"_qs).replace(u'-', u"\\-"_qs);
    QStringList lines = text.split(u'\n');
    for (QString &line : lines) {
        if (line.startsWith(u'.') || line.startsWith(u'\''))
            line.prepend(u"\\&"_qs);
    }
    return lines.join(u"\n.PP\n");
}

QString bold(const QString &text)
{
    return u"\\fB"_qs + escaped(text) + u"\\fR";
}

QString italic(const QString &text)
{
    return u"\\fI"_qs + escaped(text) + u"\\fR";
}

QString section(const QString &title)
{
    return u".SH "_qs + title + u'\n';
}

QString entry(const QString &term, const QString &meaning)
{
    return u".TP\n"_qs + term + u'\n' + escaped(meaning) + u'\n';
}

QString term(CommandSyntax::Option option)
{
    const QString value = std::exchange(option.value, {});
    const QString names = bold(option.spelling()).replace(u", "_qs, u"\\fR, \\fB"_qs);
    return value.isEmpty() ? names : names + u' ' + italic(value);
}

/// What stands behind the name, in a section of its own or below that of a command.
QString body(const CommandSyntax &syntax)
{
    QString text = u".PP\n"_qs + escaped(syntax.summary) + u'\n';
    if (!syntax.description.isEmpty())
        text += u".PP\n"_qs + escaped(syntax.description) + u'\n';
    return text;
}

QString options(const CommandSyntax &syntax)
{
    QString text;
    for (const CommandSyntax::Option &option : syntax.options) {
        if (!option.isHidden)
            text += entry(term(option), option.what);
    }
    if (!syntax.argumentsMeaning.isEmpty())
        text += entry(italic(syntax.arguments), syntax.argumentsMeaning);
    return text;
}

QString synopsis(const CommandSyntax &program)
{
    QString text;
    for (const QString &usage : program.usages()) {
        const bool isOwn = program.commands.empty() || usage.section(u' ', 1, 1).startsWith(u'-');
        const QString called = usage.section(u' ', 0, isOwn ? 0 : 1);
        text += (text.isEmpty() ? QString() : u".br\n"_qs) + bold(called) +
                escaped(usage.mid(called.size())) + u'\n';
    }
    return text;
}

QString examples(const CommandSyntax &syntax)
{
    QString text;
    for (const CommandSyntax::Example &example : syntax.examples)
        text += entry(bold(example.line), example.what);
    return text;
}

} // namespace

QString manualPage(const CommandSyntax &program, const QStringList &others)
{
    QString what = program.summary;
    what.front() = what.front().toLower();
    what.chop(1); // the stop
    QString text = u".\\\" Made of the options of the program itself.\n.TH "_qs +
                   escaped(program.name).toUpper() +
                   u" 1 \"\" \"Turnstone " TURNSTONE_VERSION "\" \"User Commands\"\n"
                   u".nh\n.ad l\n"; // an option is never broken
    text += section(u"NAME"_qs) + escaped(program.name) + u" \\- " + escaped(what) + u'\n';
    text += section(u"SYNOPSIS"_qs) + synopsis(program);
    text += section(u"DESCRIPTION"_qs) + body(program);
    text += section(u"OPTIONS"_qs) + options(program);
    if (!program.commands.empty())
        text += section(u"COMMANDS"_qs);
    QString allExamples = examples(program);
    for (const CommandSyntax &command : program.commands) {
        text += u".SS "_qs + escaped(command.command()) + u'\n' + body(command) + options(command);
        if (!command.exitStatus.isEmpty())
            text += u".PP\nExit status: "_qs + escaped(command.exitStatus) + u'\n';
        allExamples += examples(command);
    }
    if (!program.exitStatus.isEmpty())
        text += section(u"EXIT STATUS"_qs) + escaped(program.exitStatus) + u'\n';
    if (!allExamples.isEmpty())
        text += section(u"EXAMPLES"_qs) + allExamples;
    text += section(u"SEE ALSO"_qs);
    QStringList pages;
    for (const QString &other : others)
        pages.append(bold(other) + u"(1)");
    return text + pages.join(u",\n") + u'\n';
}

} // namespace turnstone
