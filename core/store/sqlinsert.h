// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlstatement.h"

#include <QStringList>

#include <array>
#include <memory>
#include <unordered_map>

namespace turnstone {

/// Of a list with spaces between them.
QStringList columnNames(const char *names);

/// Inserts rows into one table. Binding a value costs more than storing it, so NULLs are not bound: there is
/// a prepared statement for each set of columns that comes up.
class SqlInsert final
{
public:
    static constexpr int MaxColumns = 32;

    enum class OnConflict { Fail, Replace, LeaveOut };

    /// `columns` in the order of the values to come.
    SqlInsert(SqlConnection &connection, QString table, QStringList columns,
              OnConflict onConflict = OnConflict::Fail);

    /// The value of the next column.
    SqlInsert &operator<<(const QVariant &value)
    {
        if (!value.isNull())
            m_known |= 1U << m_column;
        m_values[size_t(m_column++)] = value;
        return *this;
    }
    /// Inserts the row of these values.
    Outcome exec();
    /// Whether the last row was inserted, or was in conflict with one that is there.
    bool inserted() const { return m_inserted; }

private:
    SqlStatement &statement();
    bool isKnown(int column) const { return m_known & (1U << column); }
    QString sql() const;

    SqlConnection &m_connection;
    const QString m_table;
    const QStringList m_columns;
    const QStringList m_placeholders; // of the columns
    const OnConflict m_onConflict;
    std::unordered_map<quint32, std::unique_ptr<SqlStatement>> m_statements; // by the columns they bind
    std::array<QVariant, MaxColumns> m_values;
    int m_column = 0;    // the next
    quint32 m_known = 0; // a bit for each column that is not NULL
    bool m_inserted = false;
};

} // namespace turnstone
