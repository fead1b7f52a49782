// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/policy/redirectpolicy.h"
#include "core/types/crawlsettings.h"
#include "core/types/fetchresult.h"

namespace turnstone {

/// Where an address goes from one answer: to the next hop, back to its beginning, or to its verdict.
struct NextStep
{
    enum class Kind {
        Follow, ///< ask for `redirect`
        Again,  ///< from the beginning, after `wait`
        Done,   ///< judge the attempt as it stands
    };

    Kind kind = Kind::Done;
    RedirectStep redirect;
    std::chrono::milliseconds wait{0};
    /// The try is one of CrawlLimits::retries + 1. False: it was the host's outage, not the address's
    /// failure.
    bool isCounted = true;
};

/// What the decision has to know beside the attempt.
struct JobSituation
{
    int triesBefore = 0;       ///< counted tries before this attempt
    Duration remaining{0};     ///< of this attempt's time
    bool hostIsDown = false;   ///< the address's host was known to be down when the answer came
    bool hostIsPatient = true; ///< CrawlLimits::hostPatience is not over for it
    bool isStopping = false;
};

/// The last hop of `attempt` has its answer, or the attempt its error: what comes next. Sets the hop's
/// `location` to the resolved target, and the attempt's error where a redirect cannot be followed. Pure;
/// `random` is uniform in [0, 1).
NextStep nextStep(FetchAttempt &attempt, const JobSituation &situation, const CrawlSettings &settings,
                  double random);

} // namespace turnstone
