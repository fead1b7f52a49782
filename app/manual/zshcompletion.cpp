// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/manual/zshcompletion.h"

#include "app/manual/shelltext.h"

namespace turnstone {

namespace {

/// Without the characters that end a part of what _arguments is told.
QString zshEscaped(QString text)
{
    return text.replace(u'\\', u"\\\\"_qs)
        .replace(u':', u"\\:"_qs)
        .replace(u'[', u"\\["_qs)
        .replace(u']', u"\\]"_qs);
}

QString value(const CommandSyntax::Option &option)
{
    if (option.value.isEmpty())
        return {};
    QString action = u" "_qs;
    if (!option.choices.isEmpty())
        action = u'(' + option.choices.join(u' ') + u')';
    else if (option.takesFile())
        action = u"_files"_qs;
    return u':' + zshEscaped(option.value) + u':' + action;
}

/// The arguments of _arguments, a line each.
QString specifications(const CommandSyntax &syntax, const QString &indent)
{
    QString text;
    for (const CommandSyntax::Option &option : shownOptions(syntax)) {
        for (const QString &name : option.names) {
            const QString dashed = (name.size() == 1 ? u"-"_qs : u"--"_qs) + name;
            // A long name takes its value behind = as well; any may be given again.
            const QString joined = name.size() > 1 && !option.value.isEmpty() ? u"="_qs : QString();
            text += u" \\\n"_qs + indent +
                    quoted(u'*' + dashed + joined + u'[' + zshEscaped(shortened(option.what)) + u']' +
                           value(option));
        }
    }
    if (!syntax.arguments.isEmpty())
        text +=
            u" \\\n"_qs + indent +
            quoted(u"*:"_qs + zshEscaped(syntax.arguments) + u':' + (takesFiles(syntax) ? u"_files" : u" "));
    return text;
}

} // namespace

QString zshCompletion(const CommandSyntax &program)
{
    QString text = u"#compdef "_qs + program.name + u"\n# Made of the options of the program itself.\n";
    if (program.commands.empty())
        return text + u"_arguments -S"_qs + specifications(program, u"    "_qs) + u'\n';
    QString offered;
    QString cases;
    for (const CommandSyntax &command : program.commands) {
        offered +=
            u"            "_qs +
            quoted(command.command() + u':' + QString(shortened(command.summary)).replace(u':', u"\\:"_qs)) +
            u'\n';
        cases += u"        "_qs + command.command() + u")\n            _arguments -S" +
                 specifications(command, u"                "_qs) + u"\n            ;;\n";
    }
    text += u"local curcontext=$curcontext state line\n"
            u"local -a commands\n"
            u"_arguments -C"_qs +
            specifications(program, u"    "_qs) +
            u" \\\n    '1:command:->command' '*::argument:->argument'\n"
            u"case $state in\n"
            u"    command)\n        commands=(\n" +
            offered +
            u"        )\n        _describe command commands\n        ;;\n"
            u"    argument)\n        case $words[1] in\n" +
            cases + u"        esac\n        ;;\nesac\n";
    return text;
}

} // namespace turnstone
