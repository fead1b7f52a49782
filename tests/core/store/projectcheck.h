// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QStringList>
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

/// How SQLite goes about it, a step a line.
inline QString planOf(const QString &path, const QString &select)
{
    const QString name = QUuid::createUuid().toString();
    QStringList steps;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(path);
        QSqlQuery query(database);
        if (database.open() &&
            (query = QSqlQuery(database)).exec(QStringLiteral("EXPLAIN QUERY PLAN ") + select)) {
            while (query.next())
                steps.append(query.value(3).toString());
        } else {
            steps.append(query.lastError().text());
        }
    }
    QSqlDatabase::removeDatabase(name);
    return steps.join(QLatin1Char('\n'));
}

inline QString integrityOf(const QString &path)
{
    return askSqlite(path, QStringLiteral("PRAGMA integrity_check")).toString();
}

} // namespace turnstone
