// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/run.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace turnstone {

/// Runs of a project as aligned lines for people; times are local.
QString runsAsTable(const std::vector<RunInfo> &runs);
/// run, started_at, ended_at, ending, scope, results, owed, a column for each verdict, and pruned; times are
/// UTC.
QByteArray runsAsCsv(const std::vector<RunInfo> &runs);
/// The same names; what is not known is null.
QByteArray runsAsJsonLines(const std::vector<RunInfo> &runs);
/// "1,204 ok, 3 broken"
QString verdictCounts(const std::array<qint64, VerdictCount> &byVerdict);

} // namespace turnstone
