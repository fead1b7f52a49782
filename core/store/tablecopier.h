// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/store.h"

#include <QStringList>

#include <initializer_list>
#include <vector>

namespace turnstone {

class SqlConnection;

/// Copies what can be read of a damaged file's tables, one after the other, by ranges of keys. A range that
/// cannot be read is cut in two, down to the rows that are lost.
class TableCopier final
{
public:
    /// `connection` is of the damaged file; the new one, empty, is attached to it as "found".
    TableCopier(SqlConnection &connection, const StoreProgress &progress)
        : m_connection(connection)
        , m_progress(progress)
    {}

    /// All tables, then indexes and views. An Error where not even their list can be read, or the new file
    /// cannot be written.
    Outcome copyAll();

private:
    struct Made
    {
        QString type, name, sql;
    };
    using Rows = Result<qint64>; ///< how many were copied

    Result<std::vector<Made>> schemaOf(const QString &which);
    Outcome make(const Made &what);
    Result<QStringList> keyOf(const QString &table);
    Outcome copy(const QString &table);
    Outcome copyByRuns(const QString &all);
    Outcome copyRanges(const QString &sql);
    Rows copyRange(const QString &sql, qint64 first, qint64 last, bool &isSound);
    Rows copyRows(const QString &sql, std::initializer_list<qint64> keys);
    Rows insert(const QString &sql);

    SqlConnection &m_connection;
    const StoreProgress &m_progress;
};

} // namespace turnstone
