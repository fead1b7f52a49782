// SPDX-License-Identifier: GPL-3.0-or-later
// Which run of a project is gone on with. Pure.
#pragma once

#include "core/types/run.h"

#include <vector>

namespace turnstone {

/// It owes something, or nobody has ended it.
bool isUnfinished(const RunInfo &run);
/// The run of this number, or (0) the last unfinished one, else the last of all. nullptr: there is none.
const RunInfo *runToGoOn(const std::vector<RunInfo> &runs, RunId wanted = 0);

} // namespace turnstone
