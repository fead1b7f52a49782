// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/openfile.h"

#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QVariant>

#include <memory>

class QSqlQuery;

namespace turnstone {

/// "turnstone.sql": every statement, when it is prepared.
Q_DECLARE_LOGGING_CATEGORY(lcSql)

/// A Qt Sql connection of its own to one SQLite file, closed with this. Belongs to the thread that opened it.
class SqlConnection final
{
public:
    enum class Access {
        ReadWrite, ///< creates the file where there is none
        ReadOnly,
        Immutable, ///< read-only, and nobody else writes: needs no files beside it
    };

    static Result<std::unique_ptr<SqlConnection>> open(const QString &path, Access access);
    ~SqlConnection();
    SqlConnection(const SqlConnection &) = delete;
    SqlConnection &operator=(const SqlConnection &) = delete;

    const QString &path() const { return m_path; }
    QSqlDatabase database() const;
    /// Statements that yield nothing, one after the other.
    Outcome run(const QStringList &statements);
    Outcome run(const QString &statement);
    /// The first value of the first row; null where there is none.
    Result<QVariant> value(const QString &select);
    Error error(const QSqlQuery &query) const;

private:
    SqlConnection(QString path, QString name);
    const QString m_path;
    const QString m_name;
    const OpenFile m_file; // until the database is closed
};

/// Rolled back where it is left without commit().
class SqlTransaction final
{
public:
    explicit SqlTransaction(SqlConnection &connection)
        : m_connection(connection)
    {}
    ~SqlTransaction();
    SqlTransaction(const SqlTransaction &) = delete;
    SqlTransaction &operator=(const SqlTransaction &) = delete;

    /// Takes the right to write.
    Outcome begin();
    Outcome commit();

private:
    SqlConnection &m_connection;
    bool m_open = false;
};

} // namespace turnstone
