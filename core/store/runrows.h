// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/run.h"

#include <vector>

namespace turnstone {

class SqlConnection;

// Each inside the caller's transaction.

Result<RunId> insertRun(SqlConnection &connection, RunScope scope, const QByteArray &settingsJson);
/// Takes the end off the run. An Error where there is no such run.
Outcome reopenRun(SqlConnection &connection, RunId run);
/// Writes the end of the run and what it counts.
Outcome closeRun(SqlConnection &connection, RunId run, RunEnding ending);
/// Writes again what the run counts.
Outcome recountRun(SqlConnection &connection, RunId run);
/// Oldest first.
Result<std::vector<RunInfo>> selectRuns(SqlConnection &connection);

} // namespace turnstone
