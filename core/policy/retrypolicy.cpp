// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/retrypolicy.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace turnstone {

namespace {

template <size_t N>
bool contains(const std::array<int, N> &statuses, int status)
{
    return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

} // namespace

bool isIdempotent(QByteArrayView method)
{
    constexpr std::array<QByteArrayView, 6> idempotent = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
    return std::find(idempotent.begin(), idempotent.end(), method) != idempotent.end();
}

bool mayBeAskedAgain(const FetchAttempt &attempt)
{
    const bool harmless = std::all_of(attempt.hops.begin(), attempt.hops.end(),
                                      [](const Hop &hop) { return isIdempotent(hop.method); });
    if (harmless)
        return true;
    if (attempt.hops.size() > 1)
        return false; // the first was answered by a redirect, so it was acted upon
    if (attempt.error != FetchError::None)
        return attempt.hops.front().sends == 0;
    constexpr std::array<int, 5> notActedUpon = {408, 421, 425, 429, 503};
    return contains(notActedUpon, attempt.status());
}

bool isTransient(const FetchAttempt &attempt)
{
    constexpr std::array<int, 8> passing = {408, 421, 425, 429, 500, 502, 503, 504};
    switch (attempt.error) {
    case FetchError::None:
        return contains(passing, attempt.status());
    case FetchError::Refused:
    case FetchError::Unreachable:
    case FetchError::ConnectTimeout:
    case FetchError::ProxyFailed:
    case FetchError::Reset:
    case FetchError::Timeout:
    case FetchError::Truncated:
        return true;
    default:
        return false;
    }
}

bool hasSaidAll(FetchError error, int status)
{
    constexpr std::array ofTheBody = {FetchError::Reset, FetchError::Timeout, FetchError::Truncated,
                                      FetchError::TooLarge, FetchError::BadEncoding};
    return (status == 429 || status == 503) &&
           std::find(ofTheBody.begin(), ofTheBody.end(), error) != ofTheBody.end();
}

std::chrono::milliseconds backoff(int triesSoFar, const CrawlLimits &limits, double random)
{
    const double base = double(limits.backoff.count()) * std::exp2(std::clamp(triesSoFar - 1, 0, 40));
    const double ceiling = std::min(base, double(limits.maxBackoff.count()));
    return std::chrono::milliseconds(qint64(ceiling * random));
}

std::optional<std::chrono::milliseconds> askedPause(const FetchAttempt &attempt, const CrawlLimits &limits)
{
    const bool counts = attempt.error == FetchError::None && attempt.retryAfterMs >= 0 &&
                        (attempt.status() == 429 || attempt.status() == 503);
    if (!counts)
        return std::nullopt;
    return std::min(std::chrono::milliseconds(attempt.retryAfterMs), limits.maxBackoff);
}

} // namespace turnstone
