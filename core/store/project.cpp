// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"

#include "core/store/projectfiles.h"
#include "core/store/projectheader.h"
#include "core/store/schema.h"
#include "core/store/sqlitestore.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace turnstone {

namespace {

using Access = SqlConnection::Access;

QString translated(const char *sentence)
{
    return QCoreApplication::translate("Project", sentence);
}

/// Writers commit to the log without waiting for the disk: safe against the end of the process at any moment.
const QStringList &writerSettings()
{
    static const QStringList settings{QStringLiteral("PRAGMA journal_mode = WAL"),
                                      QStringLiteral("PRAGMA synchronous = NORMAL"),
                                      QStringLiteral("PRAGMA wal_autocheckpoint = 4000")};
    return settings;
}

/// Reading beside a writer needs to write the files beside it, too; where nothing can be written, and there
/// is nothing to be read there, the file alone will do.
Access readAccess(const QString &path)
{
    const QFileInfo info(path);
    if (info.isWritable() && QFileInfo(info.absolutePath()).isWritable())
        return Access::ReadWrite;
    return QFileInfo::exists(path + u"-wal") ? Access::ReadOnly : Access::Immutable;
}

Result<StoreInfo> readInfo(SqlConnection &connection)
{
    StoreInfo info;
    info.path = connection.path();
    const Result<QVariant> version = connection.value(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return version.error();
    info.version = version.value().toInt();
    const Result<QVariant> addresses =
        connection.value(QStringLiteral("SELECT coalesce(max(id) + 1, 0) FROM addresses"));
    if (!addresses)
        return addresses.error();
    info.addresses = addresses.value().toLongLong();
    if (info.version > SchemaVersion) {
        info.readOnly = true;
        info.readOnlyReason =
            translated("%1 was saved by a newer Turnstone (format %2), so it can only be read "
                       "here. Update Turnstone to go on with it.")
                .arg(QDir::toNativeSeparators(info.path), QString::number(info.version));
    }
    return info;
}

Outcome prepareWriting(SqlConnection &connection, StoreInfo &info)
{
    if (const Outcome set = connection.run(writerSettings()); !set)
        return set;
    if (info.version == SchemaVersion)
        return success();
    if (const Outcome migrated = migrate(connection, info.version, migrations()); !migrated)
        return migrated;
    info.version = SchemaVersion;
    return success();
}

Outcome prepareReading(SqlConnection &connection, StoreInfo &info)
{
    if (!info.readOnly) {
        info.readOnly = true;
        info.readOnlyReason = translated("%1 is open read-only. Open it for writing to change it.")
                                  .arg(QDir::toNativeSeparators(info.path));
    }
    return connection.run(QStringLiteral("PRAGMA query_only = 1"));
}

Result<std::unique_ptr<Store>> openAs(const QString &path, Access access, std::unique_ptr<QLockFile> lock)
{
    Result<std::unique_ptr<SqlConnection>> opened = SqlConnection::open(path, access);
    if (!opened)
        return opened.error();
    std::unique_ptr<SqlConnection> connection = std::move(opened).value();
    Result<StoreInfo> known = readInfo(*connection);
    if (!known)
        return known.error();
    StoreInfo info = std::move(known).value();
    if (info.readOnly)
        lock.reset();
    const Outcome prepared = lock ? prepareWriting(*connection, info) : prepareReading(*connection, info);
    if (!prepared)
        return prepared.error();
    std::unique_ptr<Store> store =
        std::make_unique<SqliteStore>(std::move(connection), std::move(info), std::move(lock));
    return store;
}

/// The file appears under its name when it is complete.
Outcome makeEmptyProject(const QString &path)
{
    const QString temporary = temporaryNameBeside(path);
    const auto made = [&temporary]() -> Outcome {
        const Result<std::unique_ptr<SqlConnection>> opened =
            SqlConnection::open(temporary, Access::ReadWrite);
        if (!opened)
            return opened.error();
        return createSchema(*opened.value());
    }();
    const Outcome moved = made ? moveIntoPlace(temporary, path) : made;
    if (!moved) {
        QFile::remove(temporary);
        removeSideFiles(temporary);
    }
    return moved;
}

} // namespace

bool isProjectName(const QString &path)
{
    return path.endsWith(u".turnstone", Qt::CaseInsensitive);
}

Result<std::unique_ptr<Store>> openProject(const QString &path, OpenMode mode)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (const Outcome checked = checkProjectHeader(absolute); !checked)
        return checked.error();
    if (mode == OpenMode::Read)
        return openAs(absolute, readAccess(absolute), nullptr);
    if (!QFileInfo(absolute).isWritable())
        return Error{Error::Code::Unwritable,
                     translated("%1 cannot be written: it is read-only. Change its permissions, or save a "
                                "copy in another place.")
                         .arg(QDir::toNativeSeparators(absolute))};
    Result<std::unique_ptr<QLockFile>> lock = lockProject(absolute);
    if (!lock)
        return lock.error();
    return openAs(absolute, Access::ReadWrite, std::move(lock).value());
}

Result<std::unique_ptr<Store>> createProject(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    const QFileInfo info(absolute);
    if (info.exists() && info.size() > 0)
        return Error{Error::Code::Unwritable,
                     translated("There is a file %1 already. Open it, or choose another name.")
                         .arg(QDir::toNativeSeparators(absolute))};
    if (!info.absoluteDir().exists())
        return Error{Error::Code::Unwritable,
                     translated("There is no folder %1. Create it, or choose another place.")
                         .arg(QDir::toNativeSeparators(info.absolutePath()))};
    Result<std::unique_ptr<QLockFile>> lock = lockProject(absolute);
    if (!lock)
        return lock.error();
    removeSideFiles(absolute);
    if (const Outcome made = makeEmptyProject(absolute); !made)
        return made.error();
    return openAs(absolute, Access::ReadWrite, std::move(lock).value());
}

} // namespace turnstone
