// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/manual/fishcompletion.h"

#include "app/manual/shelltext.h"

namespace turnstone {

namespace {

/// Fish knows \' between apostrophes, and no end and beginning anew.
QString text(QString words)
{
    return u'\'' + words.replace(u'\\', u"\\\\"_qs).replace(u'\'', u"\\'"_qs) + u'\'';
}

/// A line for each option; `start` says of what program, and where.
QString fishOptions(const CommandSyntax &syntax, const QString &start)
{
    QString lines;
    for (const CommandSyntax::Option &option : shownOptions(syntax)) {
        lines += start;
        for (const QString &name : option.names)
            lines += (name.size() == 1 ? u" -s "_qs : u" -l "_qs) + name;
        if (!option.choices.isEmpty())
            lines += u" -x -a "_qs + text(option.choices.join(u' '));
        else if (option.takesFile())
            lines += u" -r -F"_qs;
        else if (!option.value.isEmpty())
            lines += u" -x"_qs;
        lines += u" -d "_qs + text(shortened(option.what)) + u'\n';
    }
    return lines;
}

} // namespace

QString fishCompletion(const CommandSyntax &program)
{
    const QString start = u"complete -c "_qs + program.name;
    QString lines = u"# Completion of "_qs + program.name + u" for fish, made of its own options.\n";
    if (!takesFiles(program))
        lines += start + u" -f\n";
    if (program.commands.empty())
        return lines + fishOptions(program, start);
    lines += fishOptions(program, start + u" -n __fish_use_subcommand");
    for (const CommandSyntax &command : program.commands) {
        lines += start + u" -n __fish_use_subcommand -a "_qs + command.command() + u" -d " +
                 text(shortened(command.summary)) + u'\n';
        const QString within =
            start + u" -n "_qs + text(u"__fish_seen_subcommand_from "_qs + command.command());
        if (takesFiles(command))
            lines += within + u" -F\n";
        lines += fishOptions(command, within);
    }
    return lines;
}

} // namespace turnstone
