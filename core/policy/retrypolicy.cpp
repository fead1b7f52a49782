// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/retrypolicy.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace turnstone {

namespace {

bool isTransientStatus(int status)
{
    constexpr std::array<int, 7> transient = {408, 425, 429, 500, 502, 503, 504};
    return std::find(transient.begin(), transient.end(), status) != transient.end();
}

bool isTransient(const FetchAttempt &attempt)
{
    const bool harmless = attempt.hops.empty() || isIdempotent(attempt.hops.back().method);
    switch (attempt.error) {
    case FetchError::None:
        return isTransientStatus(attempt.status());
    case FetchError::Refused:
    case FetchError::Unreachable:
    case FetchError::ConnectTimeout:
    case FetchError::ProxyFailed:
        return true;
    case FetchError::Reset:
    case FetchError::Timeout:
    case FetchError::Truncated:
        return harmless;
    default:
        return false;
    }
}

std::chrono::milliseconds backoff(int triesSoFar, const CrawlLimits &limits, double random)
{
    const double base = double(limits.backoff.count()) * std::exp2(std::min(triesSoFar - 1, 40));
    const double ceiling = std::min(base, double(limits.maxBackoff.count()));
    return std::chrono::milliseconds(qint64(ceiling * random));
}

} // namespace

bool isIdempotent(QByteArrayView method)
{
    constexpr std::array<QByteArrayView, 6> idempotent = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
    return std::find(idempotent.begin(), idempotent.end(), method) != idempotent.end();
}

RetryDecision decideRetry(const FetchAttempt &attempt, int triesSoFar, const CrawlLimits &limits,
                          double random)
{
    RetryDecision decision;
    if (attempt.retryAfterMs >= 0)
        decision.hostPause = std::min(std::chrono::milliseconds(attempt.retryAfterMs), limits.maxBackoff);
    if (!isTransient(attempt) || triesSoFar > limits.retries)
        return decision;
    decision.again = true;
    decision.wait = attempt.retryAfterMs >= 0 ? decision.hostPause : backoff(triesSoFar, limits, random);
    return decision;
}

} // namespace turnstone
