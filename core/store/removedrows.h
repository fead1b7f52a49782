// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/rowid.h"

#include <span>
#include <vector>

namespace turnstone {

class SqlConnection;

/// The rows that are out of the list, in ascending order.
Result<std::vector<RowId>> selectRemoved(SqlConnection &connection);

// Each inside the caller's transaction.

/// What is owed of them is noted with them.
Outcome removeRowsOf(SqlConnection &connection, std::span<const RowId> rows, qint64 nowMs);
/// What was owed of them is owed again, where the run is still there.
Outcome restoreRowsOf(SqlConnection &connection, std::span<const RowId> rows);

} // namespace turnstone
