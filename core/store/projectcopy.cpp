// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/projectcopy.h"

#include "core/store/projectfiles.h"
#include "core/store/projectlock.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>

#include <algorithm>

namespace turnstone {

namespace {

Outcome vacuumInto(SqlConnection &connection, const QString &path)
{
    QSqlQuery copy(connection.database());
    copy.prepare(QStringLiteral("VACUUM INTO ?"));
    copy.addBindValue(path);
    if (!copy.exec())
        return sqlError(copy.lastError(), path);
    return success();
}

/// A connection that only reads must be allowed to write the copy.
Outcome copyWhole(SqlConnection &connection, const QString &path)
{
    const Result<QVariant> queryOnly = connection.value(QStringLiteral("PRAGMA query_only"));
    if (!queryOnly)
        return queryOnly.error();
    const QString set = QStringLiteral("PRAGMA query_only = %1");
    if (const Outcome allowed = connection.run(set.arg(0)); !allowed)
        return allowed;
    const Outcome copied = vacuumInto(connection, path);
    if (const Outcome restored = connection.run(set.arg(queryOnly.value().toInt())); !restored)
        return restored;
    return copied;
}

/// Where the copy would take away what it is made from.
Outcome checkTarget(const QString &project, const QString &target)
{
    const FileIdentity wanted = FileIdentity::of(target);
    QStringList own{project};
    for (const QString &ending : sideFileEndings())
        own.append(project + ending);
    if (QFileInfo::exists(target) && !QFileInfo(target).isFile())
        return alreadyThere(target); // a device, or a pipe
    if (std::none_of(own.begin(), own.end(),
                     [&wanted](const QString &path) { return FileIdentity::of(path) == wanted; })) {
        const Outcome checked = checkFolder(target);
        return checked ? checkSideFiles(target) : checked;
    }
    return Error{Error::Code::Invalid,
                 QCoreApplication::translate("Project", "%1 is the project itself. Choose another name.")
                     .arg(QDir::toNativeSeparators(target))};
}

} // namespace

Outcome copyProject(SqlConnection &connection, const QString &path, const StoreProgress &progress)
{
    const QString target = resolvedPath(path);
    if (const Outcome checked = checkTarget(connection.path(), target); !checked)
        return checked;
    std::unique_ptr<ProjectLock> lock; // of what is replaced
    if (QFileInfo::exists(target)) {
        Result<std::unique_ptr<ProjectLock>> taken = ProjectLock::take(target);
        if (!taken)
            return taken.error();
        lock = std::move(taken).value();
    }
    if (progress && !progress(0, 0))
        return Error{Error::Code::Cancelled,
                     QCoreApplication::translate("Project", "Cancelled. Nothing was copied.")};
    const QString temporary = temporaryNameBeside(target);
    const auto place = [&]() -> Outcome {
        if (const Outcome kept = makePrivateFile(temporary); !kept)
            return kept;
        if (const Outcome copied = copyWhole(connection, temporary); !copied)
            return copied;
        if (const Outcome written = writeThrough(temporary); !written)
            return written;
        // nobody writes it before what lay beside the older one is gone
        const Result<std::unique_ptr<ProjectLock>> copy = ProjectLock::take(temporary, target);
        if (!copy)
            return copy.error();
        return moveIntoPlace(temporary, target, lock ? Existing::Replaced : Existing::Refused);
    };
    const Outcome done = place();
    if (!done) {
        QFile::remove(temporary);
        removeSideFiles(temporary);
    }
    return done;
}

} // namespace turnstone
