// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/runclosing.h"

#include "core/store/projectwriter.h"

namespace turnstone {

void RunClosing::writeTo(ProjectWriter &writer) const
{
    if (!forgets.empty())
        writer.forgetOwed(forgets);
    writer.endRun(ending, false);
}

RunEnding endingOf(const CrawlSummary &summary)
{
    if (summary.failedFast)
        return RunEnding::FailedFast;
    return summary.stopped ? RunEnding::Stopped : RunEnding::Finished;
}

} // namespace turnstone
