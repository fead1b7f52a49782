// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/stagedfile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace turnstone {

namespace {

QString systemText(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

} // namespace

StagedFile::StagedFile(const ExportTarget &target, const QString &final, const QString &path)
    : m_target(target)
    , m_final(final)
    , m_path(path)
{}

StagedFile::~StagedFile()
{
    remove();
}

Result<std::unique_ptr<StagedFile>> StagedFile::create(const ExportTarget &target)
{
    const QFileInfo info(target.path());
    const QString final = info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
    if (info.exists() && !info.isWritable())
        return target.cannotOpen(systemText(EACCES));
    QTemporaryFile unique(final + QLatin1StringView(".XXXXXX"));
    if (!unique.open())
        return target.cannotOpen(unique.errorString());
    QFile file(unique.fileName()); // made anew with the permissions that files of this user usually have
    if (!unique.remove() || !file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return target.cannotOpen(file.errorString());
    return std::unique_ptr<StagedFile>(new StagedFile(target, final, file.fileName()));
}

QString StagedFile::folder() const
{
    return QFileInfo(m_final).absolutePath();
}

Outcome StagedFile::takePlace()
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadWrite) || ::fsync(file.handle()) != 0)
        return m_target.writeError(errno, systemText(errno));
    if (const QFileInfo old(m_final); old.exists())
        file.setPermissions(old.permissions());
    file.close();
    if (std::rename(QFile::encodeName(m_path).constData(), QFile::encodeName(m_final).constData()) != 0)
        return m_target.writeError(errno, systemText(errno));
    m_path.clear();
    return success();
}

void StagedFile::remove()
{
    if (!m_path.isEmpty())
        QFile::remove(m_path);
}

} // namespace turnstone
