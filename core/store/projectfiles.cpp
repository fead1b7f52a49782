// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/projectfiles.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace turnstone {

namespace {

QString translated(const char *sentence)
{
    return QCoreApplication::translate("Project", sentence);
}

QString lockName(const QString &path)
{
    return path + u".lock";
}

Error heldBy(const QLockFile &lock, const QString &path)
{
    qint64 process = 0;
    QString host, program;
    lock.getLockInfo(&process, &host, &program);
    return {Error::Code::InUse,
            translated("%1 is being written by %2 (process %3 on %4). Close it there to write it here.")
                .arg(QDir::toNativeSeparators(path),
                     program.isEmpty() ? translated("another program") : program, QString::number(process),
                     host)};
}

/// A process that was killed before it could write who it is left its lock file empty; one that lives holds
/// the file, and writes that at once.
bool isAbandoned(const QString &lockFile)
{
    const QFileInfo info(lockFile);
    if (!info.exists() || info.size() > 0)
        return false;
    const int descriptor = ::open(QFile::encodeName(lockFile).constData(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool isFree = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    ::close(descriptor);
    return isFree;
}

bool tryLock(QLockFile &lock, const QString &path)
{
    lock.setStaleLockTime(0); // a crawl may take days: only a dead process lets go
    if (lock.tryLock(0))
        return true;
    if (!isAbandoned(lockName(path)))
        return false;
    if (lock.tryLock(1000)) // it may be about to be written
        return true;
    return isAbandoned(lockName(path)) && QFile::remove(lockName(path)) && lock.tryLock(0);
}

bool synchronize(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

} // namespace

std::pair<quint64, quint64> fileIdentity(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return {};
    return {quint64(status.st_dev), quint64(status.st_ino)};
}

Result<std::unique_ptr<QLockFile>> lockProject(const QString &path)
{
    auto lock = std::make_unique<QLockFile>(lockName(path));
    if (tryLock(*lock, path))
        return lock;
    if (lock->error() == QLockFile::LockFailedError)
        return heldBy(*lock, path);
    const QString sentence =
        QFileInfo::exists(path)
            ? translated("%1 cannot be written: its folder is read-only. Save a copy in another place.")
            : translated("%1 cannot be created: its folder is read-only. Choose another place.");
    return Error{Error::Code::Unwritable, sentence.arg(QDir::toNativeSeparators(path))};
}

bool isProjectLocked(const QString &path)
{
    if (!QFileInfo::exists(lockName(path)))
        return false;
    QLockFile lock(lockName(path));
    return !tryLock(lock, path) && lock.error() == QLockFile::LockFailedError;
}

void removeSideFiles(const QString &path)
{
    for (const QStringView ending : {u"-wal", u"-shm", u"-journal"})
        QFile::remove(path + ending);
}

QString temporaryNameBeside(const QString &path)
{
    const QFileInfo info(path);
    const QString unique = QUuid::createUuid().toString(QUuid::Id128).left(8);
    return info.absoluteDir().filePath(u'.' + info.fileName() + u'.' + unique);
}

Outcome moveIntoPlace(const QString &from, const QString &path)
{
    const bool moved = synchronize(from) && std::rename(QFile::encodeName(from).constData(),
                                                        QFile::encodeName(path).constData()) == 0;
    if (moved) {
        synchronize(QFileInfo(path).absolutePath()); // of the name; not every file system can
        return success();
    }
    const int reason = errno;
    return Error{reason == ENOSPC || reason == EDQUOT ? Error::Code::DiskFull : Error::Code::Unwritable,
                 translated("%1 could not be written: %2. Choose another place.")
                     .arg(QDir::toNativeSeparators(path), qt_error_string(reason))};
}

} // namespace turnstone
