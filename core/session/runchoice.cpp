// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/runchoice.h"

#include <algorithm>

namespace turnstone {

bool isUnfinished(const RunInfo &run)
{
    return run.owed > 0 || (run.ending == RunEnding::Open && run.results > 0);
}

const RunInfo *runToGoOn(const std::vector<RunInfo> &runs, RunId wanted)
{
    if (wanted != 0) {
        const auto found =
            std::find_if(runs.begin(), runs.end(), [wanted](const RunInfo &run) { return run.id == wanted; });
        return found == runs.end() ? nullptr : &*found;
    }
    const auto found = std::find_if(runs.rbegin(), runs.rend(), isUnfinished);
    if (found != runs.rend())
        return &*found;
    return runs.empty() ? nullptr : &runs.back();
}

} // namespace turnstone
