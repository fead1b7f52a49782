// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hostverdict.h"

#include "core/base/translation.h"
#include "core/policy/judge.h"

namespace turnstone {

namespace {

QString sentence(HostTrouble trouble)
{
    switch (trouble) {
    case HostTrouble::None:
        break;
    case HostTrouble::Throttled:
        return tr(
            "The host kept asking for fewer requests (429, or 503 with Retry-After), so it was given up.");
    case HostTrouble::Unavailable:
        return tr("The host kept answering 503 Service Unavailable, so it was given up.");
    case HostTrouble::Refused:
        return tr("The host kept refusing connections, so it was given up.");
    case HostTrouble::Reset:
        return tr("The host kept closing connections without an answer, so it was given up.");
    case HostTrouble::TimedOut:
        return tr("The host repeatedly gave no answer in time, so it was given up.");
    case HostTrouble::Unreachable:
        return tr("The host repeatedly could not be reached, so it was given up.");
    }
    return tr("The host was given up.");
}

Verdict verdictOfTrouble(HostTrouble trouble)
{
    switch (trouble) {
    case HostTrouble::Throttled:
        return Verdict::Throttled;
    case HostTrouble::Unavailable:
        return Verdict::ServerError;
    case HostTrouble::TimedOut:
        return Verdict::Timeout;
    default:
        return Verdict::ConnectionFailed;
    }
}

} // namespace

HostTrouble troubleOf(FetchError error, int status, bool saysWhen)
{
    switch (error) {
    case FetchError::None:
        if (status == 429 || (status == 503 && saysWhen))
            return HostTrouble::Throttled;
        return status == 503 ? HostTrouble::Unavailable : HostTrouble::None;
    case FetchError::Refused:
        return HostTrouble::Refused;
    case FetchError::Reset:
        return HostTrouble::Reset;
    case FetchError::ConnectTimeout:
        return HostTrouble::TimedOut;
    case FetchError::Timeout: // with a header it was only slow
        return status == 0 ? HostTrouble::TimedOut : HostTrouble::None;
    case FetchError::Unreachable:
        return HostTrouble::Unreachable;
    default:
        return HostTrouble::None;
    }
}

void judgeByHost(FetchResult &result, HostTrouble trouble)
{
    const FetchAttempt *last = result.lastAttempt();
    // A redirect only led here: its target was not asked.
    const bool wasAnswered = last && last->error == FetchError::None && last->status() >= 400;
    result.verdict = wasAnswered ? verdictOf(*last) : verdictOfTrouble(trouble);
    result.reason = sentence(trouble) + u' ';
    const auto tries = int(result.attempts.size());
    if (tries == 0)
        result.reason += tr("This address was not requested.");
    else if (tries == 1)
        result.reason += tr("This address was tried once.");
    else
        result.reason += tr("This address was tried %1 times.", nullptr, tries).arg(tries);
}

} // namespace turnstone
