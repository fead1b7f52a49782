// SPDX-License-Identifier: GPL-3.0-or-later
// What tells before the first request of a run whether its results can be kept: a request may take effect,
// and once is enough.
#pragma once

#include "core/base/error.h"
#include "core/types/fetchresult.h"
#include "core/types/run.h"

#include <optional>

namespace turnstone {

class SqlConnection;

/// Reads the places in all tables where the results of what the run owes belong: all of the tables where the
/// project has no more than 100,000 `addresses`, else what holds some ten thousand rows, all over the list.
/// One of the rows that are owed; nothing where none is.
Result<std::optional<RowId>> lookWhereResultsGo(SqlConnection &connection, RunId run, qint64 addresses);
/// A result that needs every table.
ResultBatch trialResult(RowId row);

} // namespace turnstone
