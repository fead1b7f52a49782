// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/jobway.h"

#include "core/policy/retrypolicy.h"

#include <algorithm>

namespace turnstone {

namespace {

/// What forbids another hop, if anything.
FetchError obstacle(const FetchAttempt &attempt, const RedirectStep &step, const JobSituation &situation,
                    const CrawlSettings &settings)
{
    const QByteArray &target = attempt.hops.back().location;
    const bool seen = std::any_of(attempt.hops.begin(), attempt.hops.end(), [&](const Hop &hop) {
        return hop.url == target && hop.method == step.method;
    });
    if (seen && !settings.cookies) // a cookie set on the way may well change what the same address answers
        return FetchError::RedirectLoop;
    if (int(attempt.hops.size()) > settings.limits.maxRedirects)
        return FetchError::TooManyRedirects;
    return situation.remaining <= Duration(0) ? FetchError::Timeout : FetchError::None;
}

bool tryFollow(FetchAttempt &attempt, const JobSituation &situation, const CrawlSettings &settings,
               NextStep &next)
{
    Hop &hop = attempt.hops.back();
    RedirectStep step =
        followRedirect(hop.status, hop.location, QUrl::fromEncoded(hop.url, QUrl::StrictMode), hop.method);
    attempt.error = step.error;
    attempt.errorText = step.errorText;
    if (step.error != FetchError::None)
        return false;
    hop.location = step.url.toEncoded();
    attempt.error = obstacle(attempt, step, situation, settings);
    if (attempt.error != FetchError::None)
        return false;
    next.kind = NextStep::Kind::Follow;
    next.redirect = std::move(step);
    return true;
}

} // namespace

NextStep nextStep(FetchAttempt &attempt, const JobSituation &situation, const CrawlSettings &settings,
                  double random)
{
    NextStep next;
    const bool redirects = attempt.error == FetchError::None && isRedirectStatus(attempt.status());
    if (redirects && tryFollow(attempt, situation, settings, next))
        return next;

    const CrawlLimits &limits = settings.limits;
    const int tries = situation.triesBefore + 1;
    if (situation.isStopping || limits.retries == 0 || !isTransient(attempt) || !mayBeAskedAgain(attempt))
        return next;
    if (situation.hostIsDown && situation.hostIsPatient) {
        next.kind = NextStep::Kind::Again; // when, is the host's business
        next.isCounted = false;
        return next;
    }
    if (tries > limits.retries)
        return next;
    next.kind = NextStep::Kind::Again;
    const std::chrono::milliseconds asked =
        askedPause(attempt, limits).value_or(std::chrono::milliseconds(0));
    next.wait = std::max(asked, backoff(tries, limits, random));
    return next;
}

} // namespace turnstone
