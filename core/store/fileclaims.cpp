// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/fileclaims.h"

#include "core/base/translation.h"
#include "core/store/projectfiles.h"
#include "core/store/projectheader.h"

#include <QDir>

#include <unistd.h>

namespace turnstone {

namespace {

/// The project that the file is a companion of; empty: none.
QString projectOfCompanion(const QString &path)
{
    const QString real = resolvedPath(path);
    for (const QString &ending : companionEndings()) {
        if (real.endsWith(ending) && isProjectFile(real.chopped(ending.size())))
            return real.chopped(ending.size());
    }
    return {};
}

} // namespace

void FileClaims::addInput(const QString &path)
{
    const FileIdentity identity = FileIdentity::of(path);
    if (identity.exists())
        add(Role::Input, QDir::toNativeSeparators(path), identity);
}

void FileClaims::addStandardInput()
{
    add(Role::Input, tr("standard input"), FileIdentity::ofDescriptor(STDIN_FILENO));
}

void FileClaims::addProject(const QString &path)
{
    const QString name = QDir::toNativeSeparators(path);
    const QString real = resolvedPath(path);
    const QString other = projectOfCompanion(path);
    if (path.startsWith(u':')) // SQLite's :memory:, and Qt's files within a program
        m_error = Error{Error::Code::Invalid,
                        tr("%1 cannot be the project: it is a file, whose name does not begin with a "
                           "colon. Choose another name.")
                            .arg(name)};
    else if (!other.isEmpty())
        m_error = Error{Error::Code::Invalid,
                        tr("%1 cannot be the project: it belongs to the project %2, which would be "
                           "lost. Choose another name.")
                            .arg(name, QDir::toNativeSeparators(other))};
    add(Role::Project, name, FileIdentity::of(real));
    for (const QString &ending : companionEndings())
        add(Role::PartOfProject, name, FileIdentity::of(real + ending));
}

void FileClaims::addOutput(const QString &path)
{
    if (path == u'-') {
        add(Role::Output, tr("standard output"), FileIdentity::ofDescriptor(STDOUT_FILENO));
        return;
    }
    const QString name = QDir::toNativeSeparators(path);
    add(Role::Output, name, FileIdentity::of(path));
    if (m_error)
        return;
    if (isProjectFile(path))
        m_error = Error{Error::Code::Invalid,
                        tr("%1 is a Turnstone project, which would be lost. Choose another name for "
                           "the output.")
                            .arg(name)};
    else if (const QString project = projectOfCompanion(path); !project.isEmpty())
        refuse({Role::PartOfProject, QDir::toNativeSeparators(project)}, {Role::Output, name});
}

void FileClaims::add(Role role, const QString &name, const FileIdentity &identity)
{
    if (!identity.canHold())
        return;
    const auto [it, isNew] = m_claims.try_emplace(identity, Claim{role, name});
    const bool bothRead = role == Role::Input && it->second.role == Role::Input;
    if (!isNew && !bothRead)
        refuse(it->second, {role, name});
}

void FileClaims::refuse(const Claim &first, const Claim &second)
{
    if (m_error)
        return;
    QString sentence;
    if (second.role != Role::Output)
        sentence = tr("The input %1 is the project %2, or belongs to it. Choose another name for the "
                      "project, or leave the input out to fetch all of its addresses again.");
    else if (first.role == Role::Output)
        sentence = tr("The outputs %1 and %2 are the same file. Choose another name for one of them.");
    else if (first.role == Role::Input)
        sentence = tr("The input %1 and the output %2 are the same file, and the input would be "
                      "lost. Choose another name for the output.");
    else if (first.role == Role::Project)
        sentence = tr("The project %1 and the output %2 are the same file, and the project would be "
                      "lost. Choose another name for the output.");
    else
        sentence = tr("The output %2 belongs to the project %1, which would be lost. Choose another "
                      "name for the output.");
    m_error = Error{Error::Code::Invalid, sentence.arg(first.name, second.name)};
}

Outcome FileClaims::check() const
{
    return m_error ? Outcome(*m_error) : success();
}

} // namespace turnstone
