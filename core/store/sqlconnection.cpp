// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlconnection.h"

#include "core/store/sqlerror.h"

#include <QCoreApplication>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QUuid>

namespace turnstone {

Q_LOGGING_CATEGORY(lcSql, "turnstone.sql", QtInfoMsg)

namespace {

const QString &driver()
{
    static const QString name = QStringLiteral("QSQLITE");
    return name;
}

Error driverMissing()
{
    return {Error::Code::Internal,
            QCoreApplication::translate("Project",
                                        "Qt's SQLite driver is missing, so no project can be opened. Install "
                                        "the package libqt6sql6-sqlite.")};
}

} // namespace

SqlConnection::SqlConnection(QString path, QString name)
    : m_path(std::move(path))
    , m_name(std::move(name))
    , m_file(m_path)
{}

SqlConnection::~SqlConnection()
{
    database().close();
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<SqlConnection>> SqlConnection::open(const QString &path, Access access)
{
    if (!QSqlDatabase::isDriverAvailable(driver()))
        return driverMissing();
    std::unique_ptr<SqlConnection> connection(
        new SqlConnection(path, QUuid::createUuid().toString(QUuid::WithoutBraces)));
    QSqlDatabase database = QSqlDatabase::addDatabase(driver(), connection->m_name);
    database.setDatabaseName(path);
    if (access == Access::ReadOnly) {
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    } else if (access == Access::Immutable) {
        const QByteArray uri = QUrl::fromLocalFile(path).toEncoded() + "?immutable=1";
        database.setDatabaseName(QString::fromLatin1(uri));
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI"));
    }
    if (!database.open())
        return sqlError(database.lastError(), path);
    return connection;
}

QSqlDatabase SqlConnection::database() const
{
    return QSqlDatabase::database(m_name, false);
}

Outcome SqlConnection::run(const QStringList &statements)
{
    for (const QString &statement : statements) {
        if (const Outcome done = run(statement); !done)
            return done;
    }
    return success();
}

Outcome SqlConnection::run(const QString &statement)
{
    qCDebug(lcSql).noquote() << statement;
    QSqlQuery query(database());
    if (!query.exec(statement))
        return error(query);
    return success();
}

Result<QVariant> SqlConnection::value(const QString &select)
{
    qCDebug(lcSql).noquote() << select;
    QSqlQuery query(database());
    if (!query.exec(select))
        return error(query);
    return query.next() ? query.value(0) : QVariant();
}

Error SqlConnection::error(const QSqlQuery &query) const
{
    return sqlError(query.lastError(), m_path);
}

SqlTransaction::~SqlTransaction()
{
    // where SQLite itself rolled back, after a full disk, there is nothing left to do
    if (m_open)
        QSqlQuery(m_connection.database()).exec(QStringLiteral("ROLLBACK"));
}

Outcome SqlTransaction::begin()
{
    const Outcome begun = m_connection.run(QStringLiteral("BEGIN IMMEDIATE"));
    m_open = bool(begun);
    return begun;
}

Outcome SqlTransaction::commit()
{
    const Outcome committed = m_connection.run(QStringLiteral("COMMIT"));
    m_open = !committed;
    return committed;
}

} // namespace turnstone
