// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/rowid.h"

#include <QString>

#include <span>
#include <vector>

namespace turnstone {

class SqlConnection;

/// A condition, in SQL, for what no program has noted of a removed row: then it is a row of another table.
/// `prefix` is before the names of its columns.
QString isNoRemovedRowSql(const QString &prefix = {});
/// For where such a row was met: it cannot be told which rows are out of the list.
Error damagedRemovedRows(const SqlConnection &connection);

/// The rows that are out of the list, in ascending order. Code::Unreadable where that cannot be told.
Result<std::vector<RowId>> selectRemoved(SqlConnection &connection);

// Each inside the caller's transaction.

/// What is owed of them is noted with them. A moment that no clock should show is noted as the nearest one.
Outcome removeRowsOf(SqlConnection &connection, std::span<const RowId> rows, qint64 nowMs);
/// What was owed of them is owed again, where the run is still there.
Outcome restoreRowsOf(SqlConnection &connection, std::span<const RowId> rows);

} // namespace turnstone
