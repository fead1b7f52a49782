// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlerror.h"

#include "core/base/translation.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
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

constexpr qint64 GrowsBy = 64 * 1024; // a file, at most, at once

/// What is missing in it, if that is why. Our statements are as the schema of a project is, so it is that
/// which is not as it was.
QString missingPart(const QString &details)
{
    static const QRegularExpression unknown(QStringLiteral(
        "^no such (?:table|column|index): (?:main\\.|temp\\.)?(\\S+)$|has no column named (\\S+)$"));
    const QRegularExpressionMatch match = unknown.match(details);
    return match.captured(1) + match.captured(2);
}

bool isDiskFull(const QString &path, qint64 bytes)
{
    struct statvfs disk = {};
    if (::statvfs(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), &disk) != 0)
        return false;
    return quint64(disk.f_bavail) * disk.f_frsize < quint64(bytes) ||
           (disk.f_files > 0 && disk.f_favail == 0);
}

/// The system's limit for this process, not the disk, keeps one of the project's files from growing.
bool isLimitReached(const QString &path, qint64 bytes)
{
    struct rlimit limit = {};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return false;
    const qint64 largest = std::max(
        {QFileInfo(path).size(), QFileInfo(path + u"-wal").size(), QFileInfo(path + u"-journal").size()});
    return quint64(largest + bytes) > limit.rlim_cur;
}

Error tooLarge(const QString &place)
{
    return {Error::Code::DiskFull,
            tr("%1 cannot grow any further: the file size limit has been reached (ulimit -f). What "
               "was written before is kept; raise the limit.")
                .arg(place)};
}

Error noRoom(const QString &place)
{
    return {Error::Code::DiskFull,
            tr("There is no space left on the disk for %1. What was written before is kept; free up "
               "space there, or save the project on another disk.")
                .arg(place)};
}

} // namespace

Error damagedProject(const QString &path, const QString &details)
{
    return {Error::Code::Unreadable,
            tr("%1 is damaged (%2). Use a copy of it, or save what is left: turnstone-cli repair --project "
               "FILE --into NEW.")
                .arg(QDir::toNativeSeparators(path), details)};
}

std::optional<Error> lackOfRoom(const QString &path, qint64 bytes)
{
    const QString place = QDir::toNativeSeparators(path);
    if (isLimitReached(path, bytes))
        return tooLarge(place);
    if (isDiskFull(path, bytes))
        return noRoom(place);
    return std::nullopt;
}

Error sqlError(const QSqlError &error, const QString &path)
{
    const QString place = QDir::toNativeSeparators(path);
    const QString details = error.databaseText();
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case Full:
        return isLimitReached(path, GrowsBy) ? tooLarge(place) : noRoom(place);
    case IoError:
    case CannotOpen: // of a file beside the project that cannot be made it says no more
        if (const std::optional<Error> lack = lackOfRoom(path, GrowsBy))
            return *lack;
        return {
            Error::Code::Unwritable,
            tr("%1 can no longer be reached (%2). Reconnect its disk, or save the project in another place.")
                .arg(place, details)};
    case ReadOnly:
        return {Error::Code::Unwritable,
                tr("%1 cannot be written: it, or its folder, is read-only. Change its permissions, "
                   "or save a copy in another place.")
                    .arg(place)};
    case Busy:
    case Locked:
        return {Error::Code::InUse,
                tr("Another program keeps %1 locked. Close it there, then try again.").arg(place)};
    case Corrupt:
    case NotADatabase:
        return damagedProject(path, details);
    case Mistaken:
        if (const QString part = missingPart(details); !part.isEmpty())
            return damagedProject(path, tr("%1 is missing from it").arg(part));
        [[fallthrough]];
    default:
        return {Error::Code::Internal, tr("%1 could not be used: %2.").arg(place, details)};
    }
}

} // namespace turnstone
