// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/history.h"

#include <functional>
#include <vector>

namespace turnstone {

class SqlConnection;

/// What each run found at the address, oldest first.
Result<std::vector<HistoryEntry>> selectHistory(SqlConnection &connection, RowId row);
/// See Store::compare(). Memory does not grow with the runs.
Outcome compareRuns(SqlConnection &connection, RunId before, RunId after, const CompareOptions &options,
                    const std::function<bool(const RunDifference &)> &take);

} // namespace turnstone
