// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/run.h"

#include <array>
#include <vector>

namespace turnstone {

class SqlConnection;

/// By how much the number of results changes, by verdict.
using VerdictTally = std::array<qint64, VerdictCount>;

// Each inside the caller's transaction.

Result<RunId> insertRun(SqlConnection &connection, RunScope scope, const QByteArray &settingsJson);
/// Takes the end off the run, and gives it these settings where they are not empty. An Error where there is
/// no such run.
Outcome reopenRun(SqlConnection &connection, RunId run, const QByteArray &settingsJson);
/// Writes the end of the run.
Outcome closeRun(SqlConnection &connection, RunId run, RunEnding ending);
/// Brings the counts of the run up to date with what was inserted.
Outcome addToCounts(SqlConnection &connection, RunId run, const VerdictTally &change);
/// Counts the run again from its results.
Outcome recountRun(SqlConnection &connection, RunId run);
/// Oldest first.
Result<std::vector<RunInfo>> selectRuns(SqlConnection &connection);
/// See Store::readableRuns().
Result<std::vector<RunInfo>> selectReadableRuns(SqlConnection &connection);

} // namespace turnstone
