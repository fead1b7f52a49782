// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"
#include "core/types/rowid.h"
#include "core/types/run.h"

#include <vector>

namespace turnstone {

class ProjectWriter;

/// The beginning of a run, or of going on with one, as its project records it before anything is asked for.
struct RunOpening
{
    enum class Owes {
        All, ///< every address of the list
        Rows,
        AsBefore, ///< what it owes already: only where it is gone on with
    };

    std::vector<RowId> back = {};    ///< rows that are in the list again, with what was owed of them
    RunScope scope = RunScope::List; ///< of a new run
    RunId earlier = 0;               ///< the run that is gone on with; 0: a new one
    Owes owes = Owes::All;
    std::vector<RowId> rows = {}; ///< where it owes Rows
    CrawlSettings settings = {};  ///< from now on; secrets go along as they say

    void writeTo(ProjectWriter &writer) const;
};

} // namespace turnstone
