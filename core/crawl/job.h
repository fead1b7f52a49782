// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/requestbuilder.h"
#include "core/policy/memorybudget.h"
#include "core/types/fetchresult.h"

namespace turnstone {

/// An address on its way: what is known so far and what comes next. Moves between workers as a whole.
struct Job
{
    enum class Next {
        FirstHop,   ///< of the first try
        AnotherTry, ///< from the beginning, not before `notBefore`
        Hop,        ///< `wire`, where a redirect leads
    };

    FetchResult result; ///< the last attempt in it is the open one while `next` is Hop
    Next next = Next::FirstHop;
    WireRequest wire; ///< the request that is on the wire, or of the next hop
    TimePoint queuedSince;
    TimePoint notBefore = TimePoint::min();
    TimePoint firstTroubleAt = Never; ///< since then it has failed, each time as a host in trouble does
    Duration remaining{0};            ///< of the open attempt's time limit
    int tries = 0;                    ///< those that count
    Duration lookup{-1};              ///< of the name, just before this hop; negative: it was known
    MemoryBudget::Parking parking;    ///< while it waits between two requests
    bool follows = false;             ///< likewise, for the host that a redirect leads to

    FetchAttempt &attempt() { return result.attempts.back(); }
    bool startsOver() const { return next != Next::Hop; }
};

} // namespace turnstone
