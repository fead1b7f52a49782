// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlinsert.h"

#include <utility>

namespace turnstone {

namespace {

constexpr size_t MaxStatements = 200; // far more than ordinary sites lead to

QStringList placeholders(const QStringList &columns)
{
    QStringList names;
    for (const QString &column : columns)
        names.append(u':' + column);
    return names;
}

} // namespace

QStringList columnNames(const char *names)
{
    return QString::fromLatin1(names).split(u' ');
}

SqlInsert::SqlInsert(SqlConnection &connection, QString table, QStringList columns, OnConflict onConflict)
    : m_connection(connection)
    , m_table(std::move(table))
    , m_columns(std::move(columns))
    , m_placeholders(placeholders(m_columns))
    , m_onConflict(onConflict)
{
    Q_ASSERT(m_columns.size() <= MaxColumns);
}

Outcome SqlInsert::exec()
{
    Q_ASSERT(m_column == m_columns.size());
    SqlStatement &insert = statement();
    for (int column = 0; column < m_column; ++column) {
        if (isKnown(column))
            insert.bind(m_placeholders[column], m_values[size_t(column)]);
    }
    m_column = 0;
    m_known = 0;
    const Outcome done = insert.exec();
    m_inserted = done && insert.changedRows() > 0;
    return done;
}

SqlStatement &SqlInsert::statement()
{
    if (const auto found = m_statements.find(m_known); found != m_statements.end())
        return *found->second;
    if (m_statements.size() >= MaxStatements)
        m_statements.clear();
    return *(m_statements[m_known] = std::make_unique<SqlStatement>(m_connection, sql()));
}

QString SqlInsert::sql() const
{
    QStringList names, values;
    for (int column = 0; column < m_columns.size(); ++column) {
        if (isKnown(column)) {
            names.append(m_columns[column]);
            values.append(m_placeholders[column]);
        }
    }
    const QString comma = QStringLiteral(", ");
    return QStringLiteral("INSERT%1 INTO %2(%3) VALUES(%4)%5")
        .arg(m_onConflict == OnConflict::Replace ? QStringLiteral(" OR REPLACE") : QString(), m_table,
             names.join(comma), values.join(comma),
             m_onConflict == OnConflict::LeaveOut ? QStringLiteral(" ON CONFLICT DO NOTHING") : QString());
}

} // namespace turnstone
