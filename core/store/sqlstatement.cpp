// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlstatement.h"

#include "core/store/sqlerror.h"

#include <QSqlError>

namespace turnstone {

SqlStatement::SqlStatement(SqlConnection &connection, QString sql)
    : m_connection(connection)
    , m_sql(std::move(sql))
    , m_query(connection.database())
{
    m_query.setForwardOnly(true);
}

void SqlStatement::prepare()
{
    if (m_prepared)
        return;
    qCDebug(lcSql).noquote() << m_sql;
    m_prepared = m_query.prepare(m_sql);
}

Outcome SqlStatement::exec()
{
    prepare();
    m_bound = 0;
    if (!m_prepared || !m_query.exec()) {
        const Error error = m_connection.error(m_query);
        m_query.finish();
        return error;
    }
    return success();
}

Outcome SqlStatement::done()
{
    const QSqlError error = m_query.lastError();
    m_query.finish();
    if (error.isValid())
        return sqlError(error, m_connection.path());
    return success();
}

} // namespace turnstone
