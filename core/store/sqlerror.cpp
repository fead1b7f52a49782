// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlerror.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>

#include <algorithm>
#include <sys/resource.h>
#include <sys/statvfs.h>

namespace turnstone {

namespace {

// SQLite's result codes (sqlite.org/rescode.html); the low byte of an extended one
enum SqliteCode {
    Mistaken = 1,
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADatabase = 26,
};

QString translated(const char *sentence)
{
    return QCoreApplication::translate("Project", sentence);
}

/// Our statements are as the schema of a project is, so it is that which is not as it was.
bool isOfSchema(const QString &details)
{
    return details.startsWith(QLatin1StringView("no such ")) ||
           details.contains(QLatin1StringView(" has no column named "));
}

/// SQLite says of a file beside the project that cannot be made only that something went wrong.
bool isDiskFull(const QString &path)
{
    constexpr quint64 SideFileBytes = 64 * 1024;
    struct statvfs disk = {};
    if (::statvfs(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), &disk) != 0)
        return false;
    return quint64(disk.f_bavail) * disk.f_frsize < SideFileBytes || (disk.f_files > 0 && disk.f_favail == 0);
}

/// The system's limit for this process, not the disk, keeps one of the project's files from growing.
bool isLimitReached(const QString &path)
{
    constexpr quint64 GrowsBy = 64 * 1024; // at most, at once
    struct rlimit limit = {};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return false;
    const qint64 largest = std::max(
        {QFileInfo(path).size(), QFileInfo(path + u"-wal").size(), QFileInfo(path + u"-journal").size()});
    return quint64(largest) + GrowsBy > limit.rlim_cur;
}

Error tooLarge(const QString &place)
{
    return {Error::Code::DiskFull,
            translated("%1 cannot grow any more: the limit on the size of files is reached (ulimit -f). What "
                       "came before is kept; raise the limit.")
                .arg(place)};
}

Error noRoom(const QString &place)
{
    return {Error::Code::DiskFull,
            translated("There is no room left on the disk for %1. What came before is kept; make room "
                       "there, or save the project on another disk.")
                .arg(place)};
}

} // namespace

Error damagedProject(const QString &path, const QString &details)
{
    return {Error::Code::Unreadable,
            translated(
                "%1 is damaged (%2). Use a copy of it, or save what is left: turnstone-cli repair --project "
                "FILE --into NEW.")
                .arg(QDir::toNativeSeparators(path), details)};
}

Error sqlError(const QSqlError &error, const QString &path)
{
    const QString place = QDir::toNativeSeparators(path);
    const QString details = error.databaseText();
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case Full:
        return isLimitReached(path) ? tooLarge(place) : noRoom(place);
    case IoError:
    case CannotOpen:
        if (isLimitReached(path))
            return tooLarge(place);
        if (isDiskFull(path))
            return noRoom(place);
        return {Error::Code::Unwritable,
                translated("%1 cannot be reached any more (%2). Bring its disk back, or save the project in "
                           "another place.")
                    .arg(place, details)};
    case ReadOnly:
        return {Error::Code::Unwritable,
                translated("%1 cannot be written: it, or its folder, is read-only. Change its permissions, "
                           "or save a copy in another place.")
                    .arg(place)};
    case Busy:
    case Locked:
        return {Error::Code::InUse,
                translated("Another program keeps %1 locked. Close it there, then try again.").arg(place)};
    case Corrupt:
    case NotADatabase:
        return damagedProject(path, details);
    case Mistaken:
        if (isOfSchema(details))
            return damagedProject(path, details);
        [[fallthrough]];
    default:
        return {Error::Code::Internal, translated("%1 could not be used: %2.").arg(place, details)};
    }
}

} // namespace turnstone
