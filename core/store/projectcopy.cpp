// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/projectcopy.h"

#include "core/store/projectfiles.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>

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

} // namespace

Outcome copyProject(SqlConnection &connection, const QString &path, const StoreProgress &progress)
{
    const QString target = QFileInfo(path).absoluteFilePath();
    if (fileIdentity(target) == fileIdentity(connection.path()) && QFileInfo::exists(target))
        return Error{Error::Code::Invalid,
                     QCoreApplication::translate("Project", "%1 is the project itself. Choose another name.")
                         .arg(QDir::toNativeSeparators(target))};
    const Result<std::unique_ptr<QLockFile>> lock = lockProject(target);
    if (!lock)
        return lock.error();
    if (progress && !progress(0, 0))
        return Error{Error::Code::Cancelled,
                     QCoreApplication::translate("Project", "Cancelled. Nothing was copied.")};
    const QString temporary = temporaryNameBeside(target);
    const Outcome copied = copyWhole(connection, temporary);
    if (copied)
        removeSideFiles(target);
    const Outcome moved = copied ? moveIntoPlace(temporary, target) : copied;
    if (!moved) {
        QFile::remove(temporary);
        removeSideFiles(temporary);
    }
    return moved;
}

} // namespace turnstone
