// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/repairfolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace turnstone {

namespace {

const QString Ending = QStringLiteral(".repair-"), Unique = QStringLiteral("XXXXXX");

/// The descriptor of the folder, locked; -1 where somebody else has that lock, or it cannot be had.
int lockFolder(const QString &path)
{
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

/// Of what a repair puts there, and nothing else: a folder with more in it stays.
void removeFolder(const QString &path)
{
    const QDir folder(path);
    for (const QString &name : folder.entryList(QDir::Files | QDir::Hidden | QDir::System)) {
        if (name.contains(QStringLiteral(".turnstone")))
            QFile::remove(folder.filePath(name));
    }
    QDir().rmdir(path);
}

} // namespace

RepairFolder::RepairFolder(const QString &target)
    : m_folder(target + Ending + Unique)
{
    if (m_folder.isValid())
        m_lock = lockFolder(m_folder.path());
}

RepairFolder::~RepairFolder()
{
    m_folder.remove();
    if (m_lock >= 0)
        ::close(m_lock);
}

void RepairFolder::removeAbandoned(const QString &target, const QString &needed)
{
    const QFileInfo info(target);
    const QString beginning = info.fileName() + Ending;
    for (const QString &name :
         info.absoluteDir().entryList(QDir::Dirs | QDir::Hidden | QDir::NoSymLinks | QDir::NoDotAndDotDot)) {
        if (!name.startsWith(beginning) || name.size() != beginning.size() + Unique.size())
            continue;
        const QString path = info.absoluteDir().filePath(name);
        const int lock = path == needed ? -1 : lockFolder(path);
        if (lock < 0)
            continue;
        removeFolder(path);
        ::close(lock);
    }
}

} // namespace turnstone
