// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/requestbuilder.h"
#include "core/types/fetchresult.h"

namespace turnstone {

/// An address on its way: what is known so far and what comes next. Moves between workers as a whole.
struct Job
{
    enum class Next { FirstHop, Hop };

    FetchResult result; ///< the last attempt in it is the open one while `next` is Hop
    Next next = Next::FirstHop;
    WireRequest wire; ///< the request of the next hop
    TimePoint queuedSince;
    TimePoint notBefore = TimePoint::min();
    Duration remaining{0}; ///< of the open attempt's time limit

    FetchAttempt &attempt() { return result.attempts.back(); }
};

} // namespace turnstone
