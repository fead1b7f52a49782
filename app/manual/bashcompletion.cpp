// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/manual/bashcompletion.h"

#include "app/manual/shelltext.h"

namespace turnstone {

namespace {

/// Its names with dashes, as `separator` joins them.
QString names(const CommandSyntax::Option &option, QStringView separator)
{
    QStringList spelled;
    for (const QString &name : option.names)
        spelled.append((name.size() == 1 ? u"-"_qs : u"--"_qs) + name);
    return spelled.join(separator);
}

/// What follows an option that takes a value, and else what a word of the command can be.
QString offers(const CommandSyntax &syntax, const QString &indent)
{
    QString text = indent + u"case $previous in\n";
    QStringList free;
    QStringList files;
    QStringList words;
    for (const CommandSyntax::Option &option : shownOptions(syntax)) {
        words.append(names(option, u" "));
        if (!option.choices.isEmpty())
            text += indent + names(option, u"|") + u") words=" + quoted(option.choices.join(u' ')) + u" ;;\n";
        else if (option.takesFile())
            files.append(names(option, u"|"));
        else if (!option.value.isEmpty())
            free.append(names(option, u"|"));
    }
    if (!files.isEmpty())
        text += indent + files.join(u'|') + u") files=yes ;;\n";
    if (!free.isEmpty())
        text += indent + free.join(u'|') + u") ;; # whatever the user likes\n";
    text += indent + u"*) words=" + quoted(words.join(u' ')) + (takesFiles(syntax) ? u" files=yes" : u"") +
            u" ;;\n" + indent + u"esac\n";
    return text;
}

} // namespace

QString bashCompletion(const CommandSyntax &program)
{
    const QString function = u'_' + QString(program.name).replace(u'-', u'_');
    QString text = u"# Completion of "_qs + program.name + u" for bash, made of its own options.\n" +
                   function +
                   u"()\n{\n"
                   u"    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words= "
                   u"files= word\n"
                   u"    COMPREPLY=()\n";
    if (program.commands.empty()) {
        text += offers(program, u"    "_qs);
    } else {
        QStringList first;
        QString cases;
        for (const CommandSyntax &command : program.commands) {
            first.append(command.command());
            cases += u"        "_qs + command.command() + u")\n" + offers(command, u"            "_qs) +
                     u"            ;;\n";
        }
        for (const CommandSyntax::Option &option : shownOptions(program))
            first.append(names(option, u" "));
        text += u"    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words="_qs + quoted(first.join(u' ')) +
                u"\n    else\n        case ${COMP_WORDS[1]} in\n" + cases + u"        esac\n    fi\n";
    }
    text += u"    while IFS= read -r word; do\n"
            u"        COMPREPLY+=(\"$word\")\n"
            u"    done < <(compgen -W \"$words\" -- \"$current\"; [ -z \"$files\" ] || compgen -f -- "
            u"\"$current\")\n"
            u"    [ -z \"$files\" ] || compopt -o filenames 2>/dev/null\n"
            u"}\n"
            u"complete -F "_qs +
            function + u' ' + program.name + u'\n';
    return text;
}

} // namespace turnstone
