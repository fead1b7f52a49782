// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/salvage.h"

#include "core/base/fileidentity.h"
#include "core/base/translation.h"
#include "core/store/logdamage.h"
#include "core/store/project.h"
#include "core/store/projectcopy.h"
#include "core/store/projectfiles.h"
#include "core/store/projectheader.h"
#include "core/store/projectlock.h"
#include "core/store/repairfolder.h"
#include "core/store/salvagesteps.h"
#include "core/store/schema.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"

#include <QDir>
#include <QFileInfo>
#include <QtEndian>

namespace turnstone {

namespace {

constexpr qint64 MostFilled = 1000; // times its size; what is damaged may say anything

Error unreadable(const QString &sentence, const QString &path)
{
    return {Error::Code::Unreadable, sentence.arg(QDir::toNativeSeparators(path))};
}

Error nothingToBegin(const QString &path)
{
    return unreadable(tr("Not even the list of tables in %1 can be read, and without it there is no "
                         "telling what is where. Nothing was saved. Use an older copy, if there is "
                         "one; sqlite3 FILE .recover may still find some of its rows."),
                      path);
}

/// As long as its header says (sqlite.org/fileformat.html, 1.3): SQLite does not even begin with a shorter
/// one.
Outcome fillUp(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return Error{Error::Code::Unwritable, file.errorString()};
    const QByteArray header = file.read(100);
    if (header.size() < 100)
        return success();
    const qint64 pageSize = qFromBigEndian<quint16>(header.constData() + 16);
    const qint64 pages = qFromBigEndian<quint32>(header.constData() + 28);
    const qint64 size = pages * (pageSize == 1 ? 65'536 : pageSize);
    if (size > file.size() && size <= file.size() * MostFilled && !file.resize(size))
        return Error{Error::Code::DiskFull, file.errorString()};
    return success();
}

/// The damaged file and its log, where the recovery cannot change them.
Outcome copyDamaged(const QString &from, const QString &to)
{
    for (const QString &ending : {QString(), QStringLiteral("-wal")}) {
        if (!QFileInfo::exists(from + ending))
            continue;
        QFile file(from + ending);
        if (file.copy(to + ending))
            continue;
        if (const std::optional<Error> lack = lackOfRoom(to + ending, file.size()))
            return *lack;
        return Error{Error::Code::Unwritable, tr("%1 could not be copied to %2: %3.")
                                                  .arg(QDir::toNativeSeparators(from + ending),
                                                       QDir::toNativeSeparators(to), file.errorString())};
    }
    return success();
}

/// What SQLite can still read of one file, in a new one of the same version.
Outcome recover(const QString &damaged, const QString &found, const StoreProgress &progress, Losses &losses)
{
    const auto opened = SqlConnection::open(damaged, SqlConnection::Access::ReadWrite);
    if (!opened)
        return opened.error();
    SqlConnection &connection = *opened.value();
    const Result<int> version = fullVersionOf(connection);
    if (!version)
        return version.error();
    SqlStatement attach(connection, QStringLiteral("ATTACH ? AS found"));
    if (const Outcome attached = (attach << found).exec(); !attached)
        return attached;
    const Outcome ready = connection.run({QStringLiteral("PRAGMA cell_size_check = 1"),
                                          QStringLiteral("PRAGMA found.auto_vacuum = INCREMENTAL"),
                                          QStringLiteral("PRAGMA found.journal_mode = MEMORY"),
                                          QStringLiteral("PRAGMA found.synchronous = OFF")});
    if (!ready)
        return ready;
    TableCopier copier(connection, progress);
    const int from = version.value();
    if (const Outcome copied =
            copier.copyAll(from <= SchemaVersion ? schemaParts(from) : std::vector<SchemaPart>());
        !copied)
        return copied;
    losses = {.fileBytes = QFileInfo(damaged).size() + QFileInfo(damaged + u"-wal").size(),
              .gaps = copier.gaps(),
              .metDamage = copier.metDamage(),
              .isOfRemoved = copier.metDamageIn(QStringLiteral("removed")),
              .hasTables = copier.hasAddresses()};
    return connection.run({QStringLiteral("PRAGMA found.user_version = %1").arg(version.value()),
                           QStringLiteral("PRAGMA found.application_id = %1").arg(ProjectApplicationId)});
}

/// A project of the current version, whole in itself, of what the recovery found.
Result<Salvaged> mend(const QString &found, const QString &path, const Losses &losses,
                      const StoreProgress &progress)
{
    Salvaged saved;
    saved.metDamage = losses.metDamage;
    saved.mayListRemoved = losses.isOfRemoved;
    {
        const auto opened = SqlConnection::open(found, SqlConnection::Access::ReadWrite);
        if (!opened)
            return opened.error();
        SqlConnection &connection = *opened.value();
        if (!losses.hasTables)
            return nothingToBegin(path);
        if (const Outcome made = makeOpenable(connection, losses, saved); !made)
            return made.error();
    }
    {
        const auto migrated = openProject(found, OpenMode::Write, progress);
        if (!migrated)
            return migrated.error();
        const StoreInfo &info = migrated.value()->info();
        if (info.version > SchemaVersion)
            return Error{Error::Code::Invalid,
                         tr("%1 was saved by a newer Turnstone (format %2); repair it with that. If it was "
                            "not, the number of its format is damaged, and export writes what can be read.")
                             .arg(QDir::toNativeSeparators(path), QString::number(info.version))};
        if (info.readOnly)
            return Error{Error::Code::Invalid, info.readOnlyReason};
    }
    const auto opened = SqlConnection::open(found, SqlConnection::Access::ReadWrite);
    if (!opened)
        return opened.error();
    SqlConnection &connection = *opened.value();
    SqlTransaction transaction(connection);
    if (const Outcome begun = transaction.begin(); !begun)
        return begun.error();
    if (const Outcome agreed = makeAgree(connection, losses, saved); !agreed)
        return agreed.error();
    if (const Outcome committed = transaction.commit(); !committed)
        return committed.error();
    return saved;
}

Result<Salvaged> salvageIn(const RepairFolder &folder, const QString &from, const QString &to,
                           const StoreProgress &progress)
{
    const QString damaged = folder.filePath(QStringLiteral("damaged.turnstone"));
    const QString found = folder.filePath(QStringLiteral("found.turnstone"));
    const Result<std::optional<LogDamage>> log = findLogDamage(from);
    if (!log)
        return log.error();
    if (const Outcome copied = copyDamaged(from, damaged); !copied)
        return copied.error();
    const Outcome played = log.value() ? playBack(damaged, *log.value()) : success();
    if (const Outcome filled = played ? fillUp(damaged) : played; !filled)
        return filled.error();
    Losses losses;
    const Outcome recovered = recover(damaged, found, progress, losses);
    if (recovered && !losses.hasTables && !isProjectFile(from))
        return checkProjectHeader(from).error();
    if (!recovered) {
        const bool isDamaged = recovered.error().code == Error::Code::Unreadable;
        return isDamaged ? nothingToBegin(from) : recovered.error();
    }
    losses.hasDamagedLog = log.value().has_value();
    losses.metDamage = losses.metDamage || losses.hasDamagedLog;
    Result<Salvaged> mended = mend(found, from, losses, progress);
    if (!mended)
        return mended;
    Salvaged saved = std::move(mended).value();
    saved.hasDamagedLog = losses.hasDamagedLog;
    saved.lostFrames = log.value() ? log.value()->lost : 0;
    saved.mayListRemoved = saved.mayListRemoved || saved.lostFrames > 0;
    const QString whole = folder.filePath(QStringLiteral("whole.turnstone"));
    const auto opened = SqlConnection::open(found, SqlConnection::Access::ReadWrite);
    if (!opened)
        return opened.error();
    if (const Outcome copied = copyProject(*opened.value(), whole, progress); !copied)
        return copied.error();
    // nobody writes it before it is in its place
    const Result<std::unique_ptr<ProjectLock>> lock = ProjectLock::take(whole, to);
    if (!lock)
        return lock.error();
    if (const Outcome moved = moveIntoPlace(whole, to, Existing::Refused); !moved)
        return moved.error();
    return saved;
}

/// Nobody knows the files that are there only meanwhile, and what SQLite says of them is of no use.
Error saidOf(Error error, const RepairFolder &folder, const QString &path, const QString &into)
{
    const QString files = QDir::toNativeSeparators(folder.filePath(QString()));
    const bool isOfFiles = error.message.contains(files);
    if (error.code == Error::Code::Internal || (isOfFiles && error.code == Error::Code::Unreadable))
        return unreadable(
            tr("What is left of %1 could not be made into a project. Nothing was saved. Use an older "
               "copy, if there is one; sqlite3 FILE .recover may still find some of its rows."),
            path);
    for (const char *name : {"damaged.turnstone", "found.turnstone", "whole.turnstone"})
        error.message.replace(QDir::toNativeSeparators(folder.filePath(QLatin1StringView(name))),
                              QDir::toNativeSeparators(into));
    return error;
}

} // namespace

Result<Salvaged> salvageProject(const QString &path, const QString &into, const StoreProgress &progress)
{
    const QString from = resolvedPath(path);
    const QString to = resolvedPath(into);
    if (!QFileInfo(from).isFile())
        return unreadable(tr("There is no file %1."), path);
    if (QFileInfo::exists(to))
        return alreadyThere(to);
    if (const Outcome checked = checkFolder(to); !checked)
        return checked.error();
    if (const Outcome checked = checkSideFiles(to); !checked)
        return checked.error();
    if (ProjectLock::isTaken(from))
        return Error{Error::Code::InUse, tr("%1 is being written by another program. Close it there.")
                                             .arg(QDir::toNativeSeparators(path))};
    RepairFolder::removeAbandoned(to, QFileInfo(from).absolutePath());
    const RepairFolder folder(to);
    if (!folder.isValid())
        return Error{
            Error::Code::Unwritable,
            tr("%1 cannot be created: %2.").arg(QDir::toNativeSeparators(into), folder.errorString())};
    const Result<Salvaged> saved = salvageIn(folder, from, to, progress);
    return saved ? saved : saidOf(saved.error(), folder, path, into);
}

} // namespace turnstone
