// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"

#include "core/base/translation.h"
#include "core/store/logdamage.h"
#include "core/store/pagemigration.h"
#include "core/store/projectfiles.h"
#include "core/store/projectheader.h"
#include "core/store/projectlock.h"
#include "core/store/schema.h"
#include "core/store/sqlconnection.h"
#include "core/store/sqlerror.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace turnstone {

namespace {

using Access = SqlConnection::Access;

/// Writers commit to the log without waiting for the disk: safe against the end of the process at any moment.
const QStringList &writerSettings()
{
    static const QStringList settings{QStringLiteral("PRAGMA journal_mode = WAL"),
                                      QStringLiteral("PRAGMA synchronous = NORMAL"),
                                      QStringLiteral("PRAGMA wal_autocheckpoint = 4000")};
    return settings;
}

/// Somebody writes the file, or its log has what it has not.
bool isChanging(const QString &path)
{
    return QFileInfo(path + u"-wal").size() > 0 || ProjectLock::isTaken(path);
}

/// Reading beside a writer needs to write the files beside it, too; where nothing can be written, and there
/// is nothing to be read there, the file alone will do.
Access readAccess(const QString &path)
{
    const QFileInfo info(path);
    if (info.isWritable() && QFileInfo(info.absolutePath()).isWritable())
        return Access::ReadWrite;
    return isChanging(path) ? Access::ReadOnly : Access::Immutable;
}

/// Where the addresses of what is owed, and of results, begin and end. Of pages by their key: an index may be
/// damaged that no reader needs.
QStringList rowEdges(int version)
{
    QStringList edges;
    for (const QString &edge : {QStringLiteral("min"), QStringLiteral("max")}) {
        edges.append(QStringLiteral("SELECT %1(address_id) AS row FROM owed").arg(edge));
        edges.append(
            version < FirstWithPages
                ? QStringLiteral("SELECT (SELECT %1(address_id) FROM results WHERE run_id = runs.id) AS row "
                                 "FROM runs")
                      .arg(edge)
                : QStringLiteral("SELECT %1(address_id) AS row FROM pages NOT INDEXED").arg(edge));
    }
    return edges;
}

/// Whether something is owed to a run that there is not, or is not found by its run: nobody would go on with
/// that. Runs are few; a million that are owed are counted in 0.05 s.
Outcome checkOwingRuns(SqlConnection &connection, int version)
{
    const Result<QVariant> isFound =
        version < FirstWithPages ? Result<QVariant>(true)
                                 : connection.value(QStringLiteral(
                                       "SELECT (SELECT count(*) FROM owed NOT INDEXED) = (SELECT "
                                       "count(*) FROM owed INDEXED BY owed_by_run WHERE run_id >= 0)"));
    if (!isFound)
        return isFound.error();
    if (!isFound.value().toBool())
        return damagedProject(connection.path(),
                              tr("it is not known which addresses are still to be fetched"));
    const Result<QVariant> isOwed = connection.value(QStringLiteral(
        "WITH RECURSIVE owing(run) AS (SELECT min(run_id) FROM owed UNION ALL SELECT (SELECT "
        "min(run_id) FROM owed WHERE run_id > owing.run) FROM owing WHERE run IS NOT NULL) "
        "SELECT EXISTS(SELECT 1 FROM owing WHERE run IS NOT NULL AND run NOT IN (SELECT id FROM runs)) OR "
        "EXISTS(SELECT 1 FROM owed WHERE run_id IS NULL)"));
    if (!isOwed)
        return isOwed.error();
    if (isOwed.value().toBool())
        return damagedProject(connection.path(), tr("it refers to runs that are missing"));
    return success();
}

/// Whether all results and all that is owed are of addresses that there are: readers count on it. At a few
/// places of the file, however large that is. Who only reads goes on where such a place is damaged, and meets
/// that only if he needs it. `lacksAddresses` where no result is of those that are missing.
Outcome checkRows(SqlConnection &connection, int version, bool isToWrite, bool &lacksAddresses)
{
    if (version > SchemaVersion)
        return success();
    for (const QString &edge : rowEdges(version)) {
        const Result<QVariant> outside = connection.value(
            QStringLiteral("SELECT EXISTS(SELECT 1 FROM (%1) WHERE row < 0 OR row > ifnull((SELECT max(id) "
                           "FROM addresses), -1))")
                .arg(edge));
        if (!outside && (isToWrite || outside.error().code != Error::Code::Unreadable))
            return outside.error();
        if (!outside || !outside.value().toBool())
            continue;
        lacksAddresses = true;
        if (isToWrite || !edge.endsWith(QLatin1StringView("owed")))
            return damagedProject(connection.path(), tr("it refers to addresses that are missing"));
    }
    return isToWrite ? checkOwingRuns(connection, version) : success();
}

Result<StoreInfo> readInfo(SqlConnection &connection, bool isToWrite)
{
    StoreInfo info;
    info.path = connection.path();
    if (const Outcome checked = isToWrite ? checkVersion(connection) : success(); !checked)
        return checked.error();
    const Result<int> version = versionOf(connection);
    if (!version)
        return version.error();
    info.version = version.value();
    const Result<QVariant> addresses =
        connection.value(QStringLiteral("SELECT coalesce(max(id) + 1, 0) FROM addresses"));
    if (!addresses)
        return addresses.error();
    info.addresses = addresses.value().toLongLong();
    if (const Outcome checked = checkRows(connection, info.version, isToWrite, info.lacksAddresses); !checked)
        return checked.error();
    if (info.version > SchemaVersion) {
        info.readOnly = true;
        info.readOnlyReason = tr("%1 was saved by a newer Turnstone (format %2), so it can only be "
                                 "read here. Update Turnstone to continue with it.")
                                  .arg(QDir::toNativeSeparators(info.path), QString::number(info.version));
    }
    return info;
}

Outcome prepareWriting(SqlConnection &connection, StoreInfo &info, const ProjectLock &lock,
                       const StoreProgress &progress)
{
    if (const Outcome set = connection.run(writerSettings()); !set)
        return set;
    // From its first reading on SQLite keeps the file open as long as this connection is: a descriptor of it
    // that is closed here would take the name from the lock.
    if (const Result<QVariant> read = connection.value(QStringLiteral("SELECT count(*) FROM sqlite_master"));
        !read)
        return read.error();
    lock.sign(); // before a migration, which takes its time
    if (info.version < SchemaVersion) {
        if (const Outcome migrated = migrate(connection, info.version, migrations(), progress); !migrated)
            return migrated;
        info.version = SchemaVersion;
    }
    return checkSchema(connection);
}

/// A result is one without its header fields, too.
Outcome readWithoutHeaders(SqlConnection &connection, StoreInfo &info)
{
    const Result<QVariant> hasTable = connection.value(QStringLiteral(
        "SELECT EXISTS(SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = 'headers')"));
    info.lacksHeaders = info.version <= SchemaVersion && hasTable && !hasTable.value().toBool();
    if (!info.lacksHeaders)
        return success();
    return connection.run(QStringLiteral(
        "CREATE TEMP VIEW headers AS SELECT NULL AS run_id, NULL AS address_id, NULL AS attempt, "
        "NULL AS hop, NULL AS request, NULL AS response WHERE 0"));
}

Outcome prepareReading(SqlConnection &connection, StoreInfo &info)
{
    if (!info.readOnly) {
        info.readOnly = true;
        info.readOnlyReason = tr("%1 is open read-only. Open it for writing to change it.")
                                  .arg(QDir::toNativeSeparators(info.path));
    }
    if (info.version < SchemaVersion) {
        const Outcome shown = info.version < FirstWithPages   ? showAsPages(connection)
                              : info.version < FirstWithPeers ? showWithPeers(connection)
                                                              : success();
        if (!shown)
            return shown;
        const Result<int> full = fullVersionOf(connection);
        if (!full)
            return full.error();
        // without the table, it cannot be told which rows were removed
        const Outcome without = full.value() < FirstWithRemoved ? showWithRemoved(connection) : success();
        if (!without)
            return without;
    }
    if (const Outcome prepared = readWithoutHeaders(connection, info); !prepared)
        return prepared;
    return connection.run(QStringLiteral("PRAGMA query_only = 1"));
}

Result<std::unique_ptr<Store>> openAs(const QString &path, Access access, std::unique_ptr<ProjectLock> lock,
                                      const StoreProgress &progress = {}, const QString &logDamage = {})
{
    Result<std::unique_ptr<SqlConnection>> opened = SqlConnection::open(path, access);
    if (!opened)
        return opened.error();
    std::unique_ptr<SqlConnection> connection = std::move(opened).value();
    Result<StoreInfo> known = readInfo(*connection, lock != nullptr);
    if (!known)
        return known.error();
    StoreInfo info = std::move(known).value();
    if (!logDamage.isEmpty()) {
        info.readOnly = true;
        info.readOnlyReason = info.logDamage = logDamage;
    }
    if (info.readOnly)
        lock.reset();
    const Outcome prepared =
        lock ? prepareWriting(*connection, info, *lock, progress) : prepareReading(*connection, info);
    if (!prepared)
        return prepared.error();
    std::unique_ptr<Store> store =
        std::make_unique<Store>(std::move(connection), std::move(info), std::move(lock));
    return store;
}

/// What was left in the middle of writing needs its log, and that a file beside it which cannot be made here.
Error logUnread(const QString &path)
{
    return {Error::Code::Unreadable,
            tr("%1 was not closed by the program that wrote it, and its folder is read-only, so its "
               "log %2 cannot be read. Copy both files to another folder and open that copy.")
                .arg(QDir::toNativeSeparators(path), QFileInfo(path).fileName() + u"-wal")};
}

Result<std::unique_ptr<Store>> openToRead(const QString &path)
{
    // to read it, SQLite plays a log back that nobody writes any more
    const Outcome checked = QFileInfo(path + u"-wal").size() > 0 ? checkOnlyName(path) : success();
    if (!checked)
        return checked.error();
    const Result<std::optional<LogDamage>> damage = findLogDamage(path);
    if (!damage)
        return damage.error();
    // whoever may write the log, closes it by writing it back, and is rid of what he could not read
    const Access access = damage.value() ? Access::ReadOnly : readAccess(path);
    const QString logDamage = damage.value() ? damagedLog(path, *damage.value()).message : QString();
    const bool changing = isChanging(path);
    Result<std::unique_ptr<Store>> opened = openAs(path, access, nullptr, {}, logDamage);
    if (opened || access == Access::Immutable)
        return opened;
    const Error::Code code = opened.error().code;
    if (code != Error::Code::Unwritable && code != Error::Code::DiskFull)
        return opened;
    if (!changing) { // only the files beside it cannot be made, as on a full disk
        if (Result<std::unique_ptr<Store>> alone = openAs(path, Access::Immutable, nullptr); alone)
            return alone;
        return opened;
    }
    const bool lacksFolder =
        access == Access::ReadOnly && !QFileInfo::exists(path + u"-shm") && !ProjectLock::isTaken(path);
    if (lacksFolder)
        return logUnread(path);
    return opened;
}

Outcome makeEmptyProject(const QString &path)
{
    const Result<std::unique_ptr<SqlConnection>> opened = SqlConnection::open(path, Access::ReadWrite);
    if (!opened)
        return opened.error();
    return createSchema(*opened.value());
}

/// The file appears under its name when it is complete, and locked: nobody else can be the first to write it.
Result<std::unique_ptr<ProjectLock>> placeEmptyProject(const QString &path, Existing existing)
{
    const QString temporary = temporaryNameBeside(path);
    const auto placed = [&]() -> Result<std::unique_ptr<ProjectLock>> {
        if (const Outcome kept = makePrivateFile(temporary); !kept)
            return kept.error();
        if (const Outcome made = makeEmptyProject(temporary); !made)
            return made.error();
        if (const Outcome written = writeThrough(temporary); !written)
            return written.error();
        Result<std::unique_ptr<ProjectLock>> lock = ProjectLock::take(temporary, path);
        if (!lock)
            return lock;
        if (const Outcome moved = moveIntoPlace(temporary, path, existing); !moved)
            return moved.error();
        return lock;
    };
    Result<std::unique_ptr<ProjectLock>> lock = placed();
    if (!lock) {
        QFile::remove(temporary);
        removeSideFiles(temporary);
    }
    return lock;
}

} // namespace

bool isProjectName(const QString &path)
{
    return path.endsWith(u".turnstone", Qt::CaseInsensitive);
}

Result<std::unique_ptr<Store>> openProject(const QString &path, OpenMode mode, const StoreProgress &progress)
{
    const QString real = resolvedPath(path);
    if (const Outcome checked = checkProjectHeader(real); !checked)
        return checked.error();
    if (const Outcome checked = checkSideFiles(real, LogBy::Frames); !checked)
        return checked.error();
    if (mode == OpenMode::Read)
        return openToRead(real);
    if (const Outcome checked = checkFolder(real); !checked)
        return checked.error();
    Result<std::unique_ptr<ProjectLock>> lock = ProjectLock::take(real);
    if (!lock)
        return lock.error();
    if (const Outcome checked = checkOnlyName(real); !checked)
        return checked.error();
    const Result<std::optional<LogDamage>> damage = findLogDamage(real, lock.value().get());
    if (!damage)
        return damage.error();
    if (damage.value())
        return damagedLog(real, *damage.value());
    return openAs(real, Access::ReadWrite, std::move(lock).value(), progress);
}

Result<std::unique_ptr<Store>> createProject(const QString &path)
{
    const QString real = resolvedPath(path);
    if (const Outcome checked = checkFolder(real); !checked)
        return checked.error();
    if (const Outcome checked = checkSideFiles(real); !checked)
        return checked.error();
    std::unique_ptr<ProjectLock> empty; // of two that find an empty file only one goes on
    if (QFileInfo::exists(real)) {
        if (QFileInfo(real).isFile() && QFileInfo(real).size() == 0) {
            Result<std::unique_ptr<ProjectLock>> lock = ProjectLock::take(real);
            if (!lock)
                return lock.error();
            empty = std::move(lock).value();
        }
        if (!empty || QFileInfo(real).size() > 0)
            return alreadyThere(real);
    }
    Result<std::unique_ptr<ProjectLock>> lock =
        placeEmptyProject(real, empty ? Existing::Replaced : Existing::Refused);
    if (!lock)
        return lock.error();
    return openAs(real, Access::ReadWrite, std::move(lock).value());
}

} // namespace turnstone
