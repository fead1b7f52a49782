// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlstats.h"
#include "core/types/rowid.h"
#include "core/types/run.h"

#include <vector>

namespace turnstone {

class ProjectWriter;

/// The end of a run as its project records it. What it owes then is kept, to be gone on with.
struct RunClosing
{
    RunEnding ending = RunEnding::Finished;
    std::vector<RowId> forgets = {}; ///< nobody is to fetch these any more

    void writeTo(ProjectWriter &writer) const;
};

RunEnding endingOf(const CrawlSummary &summary);

} // namespace turnstone
