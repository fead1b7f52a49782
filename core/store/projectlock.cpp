// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/projectlock.h"

#include "core/base/translation.h"
#include "core/store/projectfiles.h"

#include <QDir>
#include <QFile>

#include <cerrno>

namespace turnstone {

namespace {

constexpr int Attempts = 10; // at a file that is replaced again and again

QString programOf(qint64 process)
{
    QFile name(QStringLiteral("/proc/%1/comm").arg(process));
    return name.open(QIODevice::ReadOnly) ? QString::fromLocal8Bit(name.readAll()).trimmed() : QString();
}

Error heldBy(qint64 process, const QString &place)
{
    const QString program = process > 0 ? programOf(process) : QString();
    if (program.isEmpty())
        return {Error::Code::InUse,
                tr("%1 is being written by another program, perhaps in a container or on another machine. "
                   "Close it there to write it here.")
                    .arg(place)};
    return {Error::Code::InUse, tr("%1 is being written by %2 (process %3). Close it there to write it here.")
                                    .arg(place, program, QString::number(process))};
}

Error impossible(int error, const QString &place)
{
    switch (error) {
    case EACCES:
    case EPERM:
    case EROFS:
        return {Error::Code::Unwritable, tr("%1 cannot be written: it is read-only. Change its "
                                            "permissions, or save a copy in another place.")
                                             .arg(place)};
    case ENOLCK:
    case EOPNOTSUPP:
    case EINVAL:
    case ENOSYS:
        return {Error::Code::Unwritable,
                tr("%1 cannot be written: its file system cannot lock files (%2), so nothing would "
                   "keep two programs from writing it at once. Keep it on a local disk.")
                    .arg(place, qt_error_string(error))};
    default:
        return {Error::Code::Unwritable,
                tr("%1 cannot be written: %2. Choose another place.").arg(place, qt_error_string(error))};
    }
}

} // namespace

Result<std::unique_ptr<ProjectLock>> ProjectLock::take(const QString &path, const QString &name)
{
    const QString place = QDir::toNativeSeparators(name.isEmpty() ? path : name);
    OpenFile::LockAnswer answer;
    for (int attempt = 0; attempt < Attempts; ++attempt) {
        std::unique_ptr<ProjectLock> lock(new ProjectLock(path));
        answer = lock->m_file.lock();
        const bool isReplaced = FileIdentity::of(path) != lock->m_file.identity();
        if (isReplaced && answer.lock != OpenFile::Lock::Held)
            continue; // the lock is one of a file that nobody finds any more
        if (answer.lock != OpenFile::Lock::Taken)
            break;
        removeOldLock(path);
        return lock;
    }
    return answer.lock == OpenFile::Lock::Held ? heldBy(answer.process, place)
                                               : impossible(answer.error, place);
}

} // namespace turnstone
