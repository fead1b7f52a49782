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

/// Has SQLite check all of a file of no more than 64 MB, which takes it up to some 0.25 s. Of a larger one
/// it checks what is owed, and looks at some ten thousand of the places, all over the list, where the results
/// of what the run owes belong. One of the rows that are owed; nothing where none is. Code::Unreadable: it is
/// damaged.
Result<std::optional<RowId>> lookWhereResultsGo(SqlConnection &connection, RunId run);
/// A result that needs every table.
ResultBatch trialResult(RowId row);

} // namespace turnstone
