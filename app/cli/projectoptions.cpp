// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectoptions.h"

#include "app/cli/terminal.h"
#include "core/store/fileclaims.h"

#include <QCoreApplication>

namespace turnstone {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProjectOptions", text);
}

} // namespace

ProjectOptions::ProjectOptions(const QString &name, const QString &description)
    : m_name(name)
{
    m_parser.setApplicationDescription(description);
    add("project", tr("The project file."), "FILE");
    m_parser.addHelpOption();
}

void ProjectOptions::add(const char *name, const QString &what, const char *value)
{
    QStringList names{QLatin1StringView(name)};
    if (names.front() == QLatin1StringView("output"))
        names.prepend(u"o"_qs); // as with crawl
    m_parser.addOption(
        QCommandLineOption(names, what, value ? QString(QLatin1StringView(value)) : QString()));
}

void ProjectOptions::addArguments(const QString &syntax, const QString &what)
{
    m_takesArguments = true;
    m_parser.addPositionalArgument(syntax, what, syntax);
}

std::optional<int> ProjectOptions::read(const QStringList &arguments)
{
    if (!m_parser.parse(QStringList{u"turnstone-cli "_qs + m_name} + arguments))
        return complain(m_parser.errorText());
    if (m_parser.isSet(u"help"_qs)) {
        put(helpOf(m_parser, m_name).toUtf8());
        return 0;
    }
    const QStringList given = m_parser.positionalArguments();
    if (!given.isEmpty() && !m_takesArguments)
        return complain(
            tr("%1 takes no argument \"%2\". See turnstone-cli %1 --help.").arg(m_name, given.front()));
    if (project().isEmpty())
        return complain(tr("Name the project with --project FILE. See turnstone-cli %1 --help.").arg(m_name));
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
