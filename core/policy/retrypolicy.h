// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"
#include "core/types/fetchresult.h"

#include <chrono>
#include <optional>

namespace turnstone {

/// RFC 9110, 9.2.2.
bool isIdempotent(QByteArrayView method);

/// True where asking once more can do no harm: every request of the attempt was idempotent; or there was only
/// one, of which nothing was sent or which a status (408, 421, 425, 429, 503) says was not acted upon.
bool mayBeAskedAgain(const FetchAttempt &attempt);

/// Whether the failure is one that may pass: 408, 421, 425, 429, 500, 502, 503, 504, timeouts, refusals,
/// resets, no way to the host, truncated answers.
bool isTransient(const FetchAttempt &attempt);

/// True where a 429 or 503 has said all, and only its body failed: it counts as a whole answer.
bool hasSaidAll(FetchError error, int status);

/// The wait before the next try after `triesSoFar` failed ones: base x 2^n with full jitter, at most
/// CrawlLimits::maxBackoff; `random` is uniform in [0, 1).
std::chrono::milliseconds backoff(int triesSoFar, const CrawlLimits &limits, double random);

/// The pause that the answer asks for with Retry-After: of 429 and 503 only, at most
/// CrawlLimits::maxBackoff. Holds for the whole host.
std::optional<std::chrono::milliseconds> askedPause(const FetchAttempt &attempt, const CrawlLimits &limits);

} // namespace turnstone
