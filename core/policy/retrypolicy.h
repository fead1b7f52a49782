// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"
#include "core/types/fetchresult.h"

#include <chrono>
#include <optional>

namespace turnstone {

/// Whether and when a failed try is made again.
struct RetryDecision
{
    bool again = false;
    std::chrono::milliseconds wait{0};
    /// The server asked for it: the whole host keeps quiet that long, even when this address is not tried
    /// again.
    std::chrono::milliseconds hostPause{0};
};

/// `triesSoFar` counts the failed one; `random` is uniform in [0, 1). Tried again: 408, 425, 429, 500, 502,
/// 503, 504, timeouts, refusals, resets, truncated answers. A method that is not idempotent (RFC 9110, 9.2.2)
/// only where the request cannot have taken effect: a refusal, no connection, or one of these statuses. The
/// wait is Retry-After, else base x 2^n with full jitter; both are capped by CrawlLimits::maxBackoff.
RetryDecision decideRetry(const FetchAttempt &attempt, int triesSoFar, const CrawlLimits &limits,
                          double random);

bool isIdempotent(QByteArrayView method);

} // namespace turnstone
