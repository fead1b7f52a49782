// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/addresslist.h"
#include "core/types/crawlsettings.h"
#include "core/types/run.h"

#include <optional>
#include <vector>

namespace turnstone {

class Store;

/// What a crawl is to do in a project.
struct ProjectRun
{
    AddressList addresses;           ///< all of the project, those that are new at the end
    RowId known = 0;                 ///< so many of them the project has already
    std::vector<RowStart> rows;      ///< where each starts; empty: every one is wanted
    std::optional<RunInfo> earlier;  ///< the run that is gone on with; nothing: a new one
    bool isOver = false;             ///< that run has nothing left to do
    RunScope scope = RunScope::List; ///< of a new run
};

/// The first run of a new project.
ProjectRun planFirstRun(const AddressList &given);
/// A new run of the given addresses, which are the list of the day: one that is not in it any more is gone.
/// Those that the project does not have added at its end.
Result<ProjectRun> planRunOf(Store &store, const AddressList &given);
/// A new run that checks some of the project's addresses again; one that it does not have is an Error.
Result<ProjectRun> planRunOfOnly(Store &store, const AddressList &given);
/// A new run of all addresses.
Result<ProjectRun> planRunOfAll(Store &store);
/// The run of this number, or (0) the last one with something left to do, and what it owes; where there is
/// none, the last run, which is over. `given`: the addresses once more, with the secrets that the project
/// does not keep; an Error where it needs none, or does not have all of them.
Result<ProjectRun> planToGoOn(Store &store, RunId run, const AddressList &given = {});
/// An Error with what to do where an address that is wanted lacks a secret.
Outcome checkSecrets(const ProjectRun &run);

} // namespace turnstone
