// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QUuid>
#include <QVariant>

namespace turnstone {

/// The first value of a select, asked by a connection of its own as any other program would; what went wrong
/// where it could not be.
inline QVariant askSqlite(const QString &path, const QString &select)
{
    const QString name = QUuid::createUuid().toString();
    QVariant answer;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(path);
        QSqlQuery query(database);
        if (database.open() && (query = QSqlQuery(database)).exec(select) && query.next())
            answer = query.value(0);
        else
            answer = query.lastError().text();
    }
    QSqlDatabase::removeDatabase(name);
    return answer;
}

inline QString integrityOf(const QString &path)
{
    return askSqlite(path, QStringLiteral("PRAGMA integrity_check")).toString();
}

} // namespace turnstone
