// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/session/runrows.h"
#include "core/types/addresslist.h"
#include "core/types/run.h"

#include <vector>

namespace turnstone {

class Store;

/// What is known of a project before a run of it is planned.
struct ProjectState
{
    AddressList addresses;
    std::vector<RowId> removed; ///< of them, those that are out of the list; in ascending order
    std::vector<RunInfo> runs;
    RunRows rows; ///< of the run that is to be gone on with
};

/// All addresses of a project, in memory.
Result<AddressList> readAddressList(Store &store);
/// Without the rows of any run.
Result<ProjectState> readProject(Store &store);
/// With those of the run that runToGoOn() chooses, where it does.
Result<ProjectState> readProjectToGoOn(Store &store, RunId wanted);

} // namespace turnstone
