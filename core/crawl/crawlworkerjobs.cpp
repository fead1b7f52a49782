// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a job through its worker: attempts, hops, retries, reading, the result.
#include "core/crawl/crawlworker.h"
#include "core/crawl/hostkey.h"
#include "core/policy/judge.h"
#include "core/policy/redirectpolicy.h"
#include "core/policy/retrypolicy.h"

#include <QRandomGenerator>

#include <algorithm>

namespace turnstone {

namespace {

bool isPageWorthReading(const FetchAttempt &attempt, const Answer &answer)
{
    return !answer.body.isEmpty() &&
           (attempt.error == FetchError::None || attempt.error == FetchError::TooLarge ||
            attempt.error == FetchError::Truncated);
}

QByteArray mediaType(const QByteArray &field)
{
    const qsizetype end = field.indexOf(';');
    return (end < 0 ? field : field.first(end)).trimmed().toLower();
}

} // namespace

/// The result of an address that is no address.
void CrawlWorker::refuse(FetchResult &result, AddressProblem problem)
{
    result.verdict = Verdict::InvalidUrl;
    result.reason = addressProblemText(problem);
}

void CrawlWorker::launch(RowId row, HostId host)
{
    std::shared_ptr<Job> &slot = m_jobs[row];
    if (!slot) {
        slot = std::make_shared<Job>();
        slot->result.row = row;
        slot->queuedSince = m_assignedAt;
    }
    Job &job = *slot;
    if (job.next == Job::Next::FirstHop && !prepareAttempt(job)) {
        m_scheduler.finished(host);
        m_around.budget->finished(m_around.index);
        FetchResult result = std::move(job.result);
        m_jobs.erase(row);
        refuse(result, AddressProblem::BadSyntax);
        complete(result, host);
        return;
    }
    ++m_counts.requests;
    m_board.countRequest(host);
    if (m_interest.progress)
        m_begun.push_back(row);
    m_flights.launch(row, host, job.wire, job.remaining, m_board.count());
}

/// Opens an attempt; false when the address turns out to be none after all.
bool CrawlWorker::prepareAttempt(Job &job)
{
    const RowId row = job.result.row;
    QUrl url(m_list.text(row), QUrl::TolerantMode);
    if (!url.isValid() || url.host().isEmpty())
        return false;
    url.setFragment(QString());
    job.wire = firstRequest(url, m_settings, m_list.request(row));
    job.next = Job::Next::Hop;
    job.remaining = m_settings.limits.timeout;
    job.result.attempts.emplace_back().waitUs = toMicroseconds(Clock::now() - job.queuedSince);
    return true;
}

void CrawlWorker::onLanded(RowId row, HostId host, Answer &answer)
{
    m_scheduler.finished(host);
    m_around.budget->finished(m_around.index);
    m_counts.bytes += answer.bodyBytes;
    const Phases &phases = answer.hop.phases;
    if (phases.ttfbUs >= 0) {
        m_counts.ttfb.add(phases.ttfbUs);
        m_board.countAnswer(host, phases.ttfbUs);
    }

    Job &job = *m_jobs.at(row);
    const TimePoint startedAt = Clock::now() - std::chrono::microseconds(phases.totalUs);
    answer.hop.queuedUs = std::max<qint64>(0, toMicroseconds(startedAt - job.queuedSince));
    job.remaining -= std::chrono::microseconds(phases.totalUs);
    job.queuedSince = Clock::now();
    FetchAttempt &attempt = job.attempt();
    attempt.error = answer.error;
    attempt.errorText = answer.errorText;
    attempt.hops.push_back(std::move(answer.hop));
    const bool redirects = answer.error == FetchError::None && isRedirectStatus(attempt.status());
    if (redirects && followed(job, answer))
        sendOn(row);
    else
        endAttempt(row, host, answer);
    schedulePump();
}

/// Sets the job's next hop from a redirect, or the attempt's error where it cannot be followed.
bool CrawlWorker::followed(Job &job, const Answer &)
{
    FetchAttempt &attempt = job.attempt();
    const RedirectStep step =
        followRedirect(attempt.status(), attempt.hops.back().location, job.wire.url, job.wire.method);
    attempt.error = step.error;
    attempt.errorText = step.errorText;
    if (step.error != FetchError::None)
        return false;
    const QByteArray target = step.url.toEncoded();
    attempt.hops.back().location = target;
    const bool seen = std::any_of(attempt.hops.begin(), attempt.hops.end(), [&](const Hop &hop) {
        return hop.url == target && hop.method == step.method;
    });
    if (seen && !m_settings.cookies) // a cookie set on the way may well change what the same address answers
        attempt.error = FetchError::RedirectLoop;
    else if (int(attempt.hops.size()) > m_settings.limits.maxRedirects)
        attempt.error = FetchError::TooManyRedirects;
    else if (job.remaining <= Duration(0))
        attempt.error = FetchError::Timeout;
    if (attempt.error != FetchError::None)
        return false;

    applyRedirect(job.wire, step);
    return true;
}

/// The attempt is over: again later, or done.
void CrawlWorker::endAttempt(RowId row, HostId host, Answer &answer)
{
    const std::shared_ptr<Job> job = m_jobs.at(row);
    FetchAttempt &attempt = job->attempt();
    attempt.retryAfterMs = answer.retryAfterMs;
    attempt.challenge = answer.challenge;
    if (attempt.error != FetchError::Cancelled) {
        m_counts.total.add(attempt.totalUs());
        m_board.countAttempt(host, attempt.totalUs());
    }

    const TimePoint now = Clock::now();
    const double random = QRandomGenerator::global()->generateDouble();
    const RetryDecision decision =
        decideRetry(attempt, int(job->result.attempts.size()), m_settings.limits, random);
    if (decision.hostPause.count() > 0)
        m_scheduler.pauseHost(host, now + decision.hostPause);
    if (decision.again && !m_stopping) {
        job->next = Job::Next::FirstHop;
        job->notBefore = now + decision.wait;
        job->wire = WireRequest();
        sendOn(row);
        return;
    }

    FetchResult result = std::move(job->result);
    const QUrl url = job->wire.url;
    m_jobs.erase(row);
    result.contentType = mediaType(answer.contentTypeField);
    result.httpVersion = answer.httpVersion;
    result.bytes = answer.bodyBytes;
    result.contentHash = answer.contentHash;
    if (m_settings.keepBodyBytes > 0)
        result.body = answer.body.left(m_settings.keepBodyBytes);
    if (isPageWorthReading(result.attempts.back(), answer)) {
        m_reading.emplace(row, std::make_pair(std::move(result), host));
        m_parsing.add({row, std::move(answer.body), answer.contentTypeField, url});
        return;
    }
    judge(result);
    complete(result, host);
}

/// To where the job goes on: this worker's queue, or the worker that owns the next host.
void CrawlWorker::sendOn(RowId row)
{
    auto node = m_jobs.extract(row);
    std::shared_ptr<Job> job = std::move(node.mapped());
    const bool first = job->next == Job::Next::FirstHop;
    const int owner = m_hosts.worker(first ? HostKey(m_list.at(row)) : HostKey(job->wire.url));
    if (owner == m_around.index)
        enter(std::move(job));
    else
        m_around.transfer(owner, std::move(job));
}

void CrawlWorker::enter(std::shared_ptr<Job> job)
{
    const RowId row = job->result.row;
    if (m_stopping) {
        cancel(job->result);
        m_outbox.add(std::move(job->result), Clock::now());
        return;
    }
    const bool first = job->next == Job::Next::FirstHop;
    const HostId host = hostOf(first ? HostKey(m_list.at(row)) : HostKey(job->wire.url));
    if (first) {
        m_scheduler.enqueueAt(host, row, job->notBefore);
        if (m_interest.progress)
            m_begun.push_back(row);
    } else {
        m_scheduler.enqueueUrgent(host, row);
    }
    m_jobs[row] = std::move(job);
}

void CrawlWorker::onRead(const std::vector<ParseQueue::Read> &pages)
{
    for (const ParseQueue::Read &page : pages) {
        auto node = m_reading.extract(page.row);
        auto &[result, host] = node.mapped();
        result.facts = page.facts;
        judge(result);
        complete(result, host);
    }
    schedulePump();
}

void CrawlWorker::complete(FetchResult &result, HostId host)
{
    m_board.countResult(host, isFine(result.verdict));
    m_outbox.add(std::move(result), Clock::now());
}

void CrawlWorker::cancel(FetchResult &result) const
{
    static const QString reason = [] {
        FetchResult bare;
        judge(bare);
        return bare.reason;
    }();
    result.verdict = Verdict::Cancelled;
    result.reason = reason;
}

} // namespace turnstone
