// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectoptions.h"

#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/store/fileclaims.h"

namespace turnstone {

ProjectOptions::ProjectOptions(CommandSyntax syntax)
    : m_syntax(std::move(syntax))
{
    m_syntax.declareTo(m_parser);
}

CommandSyntax ProjectOptions::syntax(const QString &command, const QString &summary)
{
    CommandSyntax syntax;
    syntax.name = u"turnstone-cli "_qs + command;
    syntax.summary = summary;
    syntax.add("project", tr("The project file."), "FILE");
    syntax.options.back().isRequired = true;
    return syntax;
}

std::optional<int> ProjectOptions::read(const QStringList &arguments)
{
    if (!m_parser.parse(QStringList{m_syntax.name} + arguments))
        return complain(m_parser.errorText());
    if (m_parser.isSet(u"help"_qs)) {
        put(m_syntax.help().toUtf8());
        return 0;
    }
    const QStringList given = m_parser.positionalArguments();
    if (!given.isEmpty() && m_syntax.arguments.isEmpty())
        return complain(tr("%1 takes no argument \"%2\". See turnstone-cli %1 --help.")
                            .arg(m_syntax.command(), given.front()));
    if (project().isEmpty())
        return complain(
            tr("Name the project with --project FILE. See turnstone-cli %1 --help.").arg(m_syntax.command()));
    return {};
}

std::optional<int> ProjectOptions::finish() const
{
    if (m_reader.complaint().isEmpty())
        return {};
    return complain(m_reader.complaint());
}

Outcome ProjectOptions::claim(const QStringList &outputs) const
{
    FileClaims claims;
    claims.addProject(project());
    for (const QString &output : outputs)
        claims.addOutput(output);
    return claims.check();
}

} // namespace turnstone
