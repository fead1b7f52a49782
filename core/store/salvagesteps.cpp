// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/salvagesteps.h"

#include "core/store/sqlstatement.h"

namespace turnstone {

namespace {

/// Whether a text of a row of the table was overwritten with zeros; see isZeroedText().
Result<QString> isZeroed(SqlConnection &connection, const QString &table)
{
    const Result<QVariant> columns = connection.value(
        QStringLiteral("SELECT group_concat('typeof(' || name || ') = ''text'' AND instr(' || name || ', "
                       "char(0))', ' OR ') FROM pragma_table_info('%1') WHERE type = 'TEXT'")
            .arg(table));
    if (!columns)
        return columns.error();
    return QString(u'(' + columns.value().toString() + u')');
}

} // namespace

Result<qint64> countOf(SqlConnection &connection, const QString &select)
{
    const Result<QVariant> value = connection.value(select);
    if (!value)
        return value.error();
    return value.value().toLongLong();
}

Result<qint64> change(SqlConnection &connection, const QString &sql)
{
    SqlStatement statement(connection, sql);
    if (const Outcome changed = statement.exec(); !changed)
        return changed.error();
    return qint64(statement.changedRows());
}

Result<qint64> changeZeroed(SqlConnection &connection, const QString &table, const QString &sql)
{
    const Result<QString> which = isZeroed(connection, table);
    if (!which)
        return which.error();
    return change(connection, sql.arg(table) + QStringLiteral(" WHERE ") + which.value());
}

} // namespace turnstone
