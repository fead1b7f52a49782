// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a job through its worker: attempts, hops, retries, reading, the result.
#include "core/crawl/crawlworker.h"
#include "core/crawl/hostkey.h"
#include "core/net/privateaddress.h"
#include "core/policy/hostverdict.h"
#include "core/policy/judge.h"
#include "core/policy/retrypolicy.h"
#include "core/types/addressurl.h"
#include "core/types/contenttype.h"

#include <QDateTime>

#include <algorithm>

namespace turnstone {

namespace {

using std::chrono::microseconds;

constexpr Duration NameHolds = std::chrono::seconds(50); // Qt's own cache: 60 s
constexpr Duration DeadNameHolds = std::chrono::seconds(20);

bool isPageWorthReading(const FetchAttempt &attempt, const Answer &answer)
{
    return !answer.body.isEmpty() &&
           (attempt.error == FetchError::None || attempt.error == FetchError::TooLarge ||
            attempt.error == FetchError::Truncated);
}

/// The answer to a request that nobody was asked.
Answer unsent(const Job &job, FetchError why, const QString &text)
{
    Answer answer;
    answer.error = why;
    answer.errorText = text;
    answer.hop.url = job.wire.url.toEncoded();
    answer.hop.method = job.wire.method;
    answer.hop.secure = job.wire.url.scheme() == QLatin1StringView("https");
    answer.hop.startedAtMs = QDateTime::currentMSecsSinceEpoch();
    return answer;
}

QString sentBefore()
{
    return u' ' + CrawlWorker::tr("The request had been sent before that and may have taken effect, so it is "
                                  "not sent again automatically.");
}

/// A redirect led on from what may have taken effect, and then nobody was there, or it failed in a way that
/// others are tried again for.
void tellIfSentBefore(FetchResult &result)
{
    const FetchAttempt &attempt = result.attempts.back();
    if (attempt.hops.size() > 1 && !mayBeAskedAgain(attempt) &&
        (attempt.status() == 0 || isTransient(attempt)))
        result.reason += sentBefore();
}

/// The answer is about the connection that it came on, which had been idle for too long or is not for this
/// host (RFC 9110, 15.5.9 and 15.5.20).
bool isOfItsConnection(int status)
{
    constexpr int requestTimeout = 408, misdirectedRequest = 421;
    return status == requestTimeout || status == misdirectedRequest;
}

void noteAnswer(FetchResult &result, const Answer &answer)
{
    result.contentType = mediaTypeIn(answer.contentTypeField);
    if (const Hop *hop = result.lastHop())
        result.httpVersion = hop->httpVersion;
    result.bytes = answer.bodyBytes;
}

} // namespace

/// The job of a row that has its turn; a new one where the row was never tried.
Job &CrawlWorker::jobOf(const HostTable::Start &start)
{
    std::shared_ptr<Job> &slot = m_jobs[start.row];
    if (!slot) {
        slot = std::make_shared<Job>();
        slot->result.row = start.row;
        slot->result.run = m_run;
        slot->queuedSince = start.queuedAt;
    }
    slot->parking.leave();
    m_following -= std::exchange(slot->follows, false) ? 1 : 0;
    return *slot;
}

void CrawlWorker::launch(const HostTable::Start &start)
{
    Job &job = jobOf(start);
    FetchError obstacle = FetchError::None;
    if (job.startsOver() && !prepareAttempt(job))
        obstacle = FetchError::InvalidUrl;
    else if (m_settings.forbidPrivate && isForbidden(job, start.host))
        obstacle = FetchError::Forbidden;
    if (obstacle != FetchError::None) {
        m_hosts.landed(start.host, 0);
        m_around.budget->finished(m_around.index, 0);
        Answer answer = unsent(job, obstacle, {});
        settle(start.row, start.host, answer, now());
        return;
    }
    job.lookup = start.lookup;
    ++m_counts.requests;
    if (m_interest.progress)
        m_begun.push_back(start.row);
    m_wire->launch(start.row, start.host, job.wire, job.remaining, m_hosts.count());
}

/// Opens an attempt; false when the address turns out to be none after all.
bool CrawlWorker::prepareAttempt(Job &job)
{
    const RowId row = job.result.row;
    QUrl url = addressUrl(m_list.text(row));
    const bool isUsable = url.isValid() && !url.host().isEmpty();
    url.setFragment(QString());
    if (isUsable)
        job.wire = firstRequest(url, m_settings, m_list.request(row));
    job.wire.ownConnection =
        !job.result.attempts.empty() && isOfItsConnection(job.result.attempts.back().status());
    job.next = Job::Next::Hop;
    job.remaining = m_settings.limits.timeout;
    job.result.attempts.emplace_back().waitUs = toMicroseconds(now() - job.queuedSince);
    return isUsable;
}

/// A private address that stands in the list as such was meant; one that a name or a redirect leads to was
/// not.
bool CrawlWorker::isForbidden(const Job &job, HostId host) const
{
    const bool isFirst = job.result.attempts.back().hops.empty();
    if (isPrivateHost(HostKey::name(m_hosts.key(host))))
        return !isFirst && !m_hosts.isGiven(host);
    return m_hosts.name(host).isPrivate;
}

void CrawlWorker::onLanded(RowId row, HostId host, Answer &answer)
{
    m_hosts.landed(host, answer.hop.sends);
    m_around.budget->finished(m_around.index, answer.hop.sends);
    m_counts.requests += answer.hop.sends - 1; // none, where no connection came about
    m_counts.bytes += answer.bodyBytes;
    // Whether there is such a host, our own look-up has said already; a SOCKS proxy says so of any failure.
    const bool isBySocks = m_settings.proxy.scheme().startsWith(QLatin1StringView("socks"));
    if (answer.error == FetchError::HostNotFound && (m_hosts.looksUpNames() || isBySocks))
        answer.error = FetchError::Unreachable;
    if (hasSaidAll(answer.error, answer.hop.status)) {
        answer.error = FetchError::None;
        answer.errorText.clear();
    }
    receive(row, host, answer);
    schedulePump();
}

void CrawlWorker::receive(RowId row, HostId host, Answer &answer, NetworkPart part)
{
    if (!isDoubtful(answer, row, host)) {
        settle(row, host, answer, now());
        return;
    }
    const TimePoint at = now();
    const bool wasSentBefore = at - microseconds(answer.hop.phases.totalUs) <= m_networkBackAt;
    Doubt doubt{row, host, at, std::move(answer), part};
    if (m_networkDown || wasSentBefore) { // it may have waited for what was lost while the network was down
        discard(doubt);
        return;
    }
    raise(std::move(doubt));
}

void CrawlWorker::raise(Doubt doubt)
{
    Q_EMIT doubted(doubt.part, m_jobs.at(doubt.row)->wire.url.host());
    m_doubts.push_back(std::move(doubt));
}

/// True for what may be the failure of our own network rather than of the host.
bool CrawlWorker::isDoubtful(const Answer &answer, RowId row, HostId host) const
{
    const bool hasProxy = !m_settings.proxy.isEmpty();
    if (m_settings.systemProxy || (m_hosts.isThisMachine(host) && !hasProxy))
        return false;
    const bool unheard = answer.error == FetchError::Unreachable ||
                         answer.error == FetchError::ConnectTimeout || answer.error == FetchError::Timeout ||
                         answer.error == FetchError::ProxyFailed;
    if (!unheard && (answer.hop.status != 0 || answer.error == FetchError::Refused))
        m_around.pulse->heard(m_jobs.at(row)->wire.url, now());
    return unheard;
}

/// The answer counts: on to the next hop, back to the beginning, or to the verdict.
void CrawlWorker::settle(RowId row, HostId host, Answer &answer, TimePoint landedAt)
{
    Job &job = *m_jobs.at(row);
    const TimePoint at = now();
    Hop &hop = answer.hop;
    const TimePoint startedAt = landedAt - microseconds(hop.phases.totalUs);
    const bool hostWasDown = m_hosts.health(host).isDown() && !hasOwnTrouble(job, host);
    if (hop.phases.ttfbUs >= 0) {
        m_counts.ttfb.add(hop.phases.ttfbUs);
        m_recentTtfb.add(hop.phases.ttfbUs, at);
        m_hosts.countAnswer(host, hop.phases.ttfbUs);
    }
    reportHealth(job, host, answer, landedAt);
    noteProxy(answer);

    Duration queued = std::max(startedAt - job.queuedSince, Duration(0));
    if (job.lookup >= Duration(0)) {
        const Duration lookup = std::min(std::exchange(job.lookup, Duration(-1)), queued);
        hop.phases.lookupUs = toMicroseconds(lookup);
        queued -= lookup;
    }
    hop.queuedUs = toMicroseconds(queued);
    job.remaining -= microseconds(hop.phases.totalUs);
    job.queuedSince = at;
    FetchAttempt &attempt = job.attempt();
    attempt.error = answer.error;
    attempt.errorText = answer.errorText;
    attempt.retryAfterMs = answer.retryAfterMs;
    attempt.challenge = answer.challenge;
    attempt.hops.push_back(std::move(hop));

    JobSituation situation;
    situation.triesBefore = job.tries;
    situation.remaining = job.remaining;
    situation.hostIsDown = hostWasDown;
    situation.hostIsPatient = m_hosts.health(host).condition() == HostCondition::Down;
    situation.isStopping = m_stopping;
    NextStep next = nextStep(attempt, situation, m_settings, m_around.random());
    if (const auto pause = askedPause(attempt, m_settings.limits))
        m_hosts.pause(host, at + *pause);
    if (next.kind == NextStep::Kind::Follow) {
        m_around.memory->release(answer.heldBytes);
        applyRedirect(job.wire, next.redirect);
        sendOn(row);
        return;
    }
    if (attempt.error != FetchError::Cancelled && attempt.error != FetchError::Forbidden) {
        const qint64 total = attempt.totalUs();
        if (attempt.status() != 0) { // of the same tries as the first byte, or it could be the larger one
            m_counts.total.add(total);
            m_recentTotal.add(total, at);
        }
        credit({{}, total, false, false}, row, host, attempt.hops.size() == 1);
    }
    if (next.kind == NextStep::Kind::Done) {
        finishJob(row, host, answer);
        return;
    }
    noteAnswer(job.result, answer); // it may be the last
    m_around.memory->release(answer.heldBytes);
    const bool isHome = attempt.hops.size() == 1;
    job.tries += next.isCounted ? 1 : 0;
    job.next = Job::Next::AnotherTry;
    if (next.isCounted)
        job.notBefore = at + next.wait;
    else // its own host's pauses say when; another one would only be asked to lead here again
        job.notBefore = isHome ? at : at + m_settings.limits.backoff;
    job.wire = WireRequest();
    sendOn(row);
}

/// What the answer says of the proxy's login. A SOCKS proxy has no statuses.
void CrawlWorker::noteProxy(const Answer &answer)
{
    constexpr int proxyAuthenticationRequired = 407;
    if (m_settings.proxy.isEmpty())
        return;
    const bool hasStatuses = m_settings.proxy.scheme() == QLatin1StringView("http") && !answer.hop.secure;
    if (answer.error == FetchError::ProxyLogin ||
        (hasStatuses && answer.hop.status == proxyAuthenticationRequired))
        m_around.proxy->refused();
    else if (answer.hop.status != 0)
        m_around.proxy->let();
}

/// What the answer says of the host that was asked.
void CrawlWorker::reportHealth(Job &job, HostId host, const Answer &answer, TimePoint landedAt)
{
    const TimePoint at = now();
    const TimePoint startedAt = landedAt - microseconds(answer.hop.phases.totalUs);
    const HostTrouble trouble = troubleOf(answer.error, answer.hop.status, answer.retryAfterMs >= 0);
    if (trouble == HostTrouble::None) {
        if (answer.hop.status != 0) {
            m_hosts.succeeded(host, startedAt, at);
            job.firstTroubleAt = Never;
        }
        return;
    }
    if (m_networkDown) // which says nothing of the host
        return;
    if (job.firstTroubleAt == Never)
        job.firstTroubleAt = at;
    if (hasOwnTrouble(job, host) && !m_hosts.health(host).isDown())
        return;
    HostHealth::Incident incident{trouble, job.result.row, startedAt};
    if (answer.retryAfterMs >= 0)
        incident.pause =
            std::min<Duration>(std::chrono::milliseconds(answer.retryAfterMs), m_settings.limits.maxBackoff);
    m_hosts.failed(host, incident, at, m_around.random());
}

/// Others were answered since it failed for the first time: it is the address, not the host.
bool CrawlWorker::hasOwnTrouble(const Job &job, HostId host) const
{
    return job.firstTroubleAt < m_hosts.lastSuccess(host);
}

/// A row whose turn will not come: its host's name is dead, or the host was given up.
void CrawlWorker::loseOne(const HostTable::Start &start)
{
    Job &job = jobOf(start);
    if (m_hosts.health(start.host).condition() != HostCondition::GivenUp) {
        failUnsent(start, FetchError::HostNotFound, {});
        return;
    }
    FetchResult result = std::move(job.result);
    const bool isHome = job.startsOver();
    m_jobs.erase(start.row);
    judgeByHost(result, m_hosts.health(start.host).trouble());
    if (!result.attempts.empty() && !mayBeAskedAgain(result.attempts.back())) // a redirect led here
        result.reason += sentBefore();
    complete(result, start.host, isHome);
}

void CrawlWorker::failUnsent(const HostTable::Start &start, FetchError why, const QString &text)
{
    Job &job = jobOf(start);
    const bool isUsable = !job.startsOver() || prepareAttempt(job);
    job.lookup = start.lookup;
    Answer answer = unsent(job, isUsable ? why : FetchError::InvalidUrl, text);
    receive(start.row, start.host, answer, NetworkPart::Names);
}

/// It was our own network: as if it had not been tried; but what may have taken effect is not sent again.
void CrawlWorker::discard(Doubt &doubt)
{
    Job &job = *m_jobs.at(doubt.row);
    FetchAttempt &attempt = job.attempt();
    attempt.hops.push_back(doubt.answer.hop);
    attempt.error = doubt.answer.error;
    const bool isHarmless = mayBeAskedAgain(attempt);
    if (!isHarmless) {
        attempt.hops.pop_back();
        // What a redirect led on from is told of any failure.
        doubt.answer.errorText =
            attempt.hops.empty()
                ? tr("The network or its name servers were down after the request had been sent. It may have "
                     "taken effect, so it is not sent again automatically.")
                : tr("The network or its name servers were down.");
        settle(doubt.row, doubt.host, doubt.answer, doubt.at);
        return;
    }
    m_around.memory->release(doubt.answer.heldBytes);
    job.result.attempts.pop_back();
    job.next = job.result.attempts.empty() ? Job::Next::FirstHop : Job::Next::AnotherTry;
    job.notBefore = TimePoint::min();
    job.wire = WireRequest();
    sendOn(doubt.row);
}

/// A stop ends what was begun: it is owed as before, unless something of it may have taken effect.
bool CrawlWorker::endIfSent(FetchResult &result) const
{
    if (result.attempts.empty() || mayBeAskedAgain(result.attempts.back()))
        return false;
    FetchAttempt &attempt = result.attempts.back();
    attempt.error = FetchError::Reset; // nobody shall go on with it
    attempt.errorText = tr("It was stopped after the request had been sent. The request may have taken "
                           "effect, so it is not sent again automatically.");
    return true;
}

/// A job that waits for its next hop or its next try is stopped.
void CrawlWorker::endWaiting(FetchResult &result)
{
    if (endIfSent(result)) {
        judge(result);
        complete(result, {}, false);
        return;
    }
    cancel(result);
    m_outbox.add(std::move(result), now());
}

/// The last try is over.
void CrawlWorker::finishJob(RowId row, HostId host, Answer &answer)
{
    const std::shared_ptr<Job> job = std::move(m_jobs.at(row));
    m_jobs.erase(row);
    FetchResult result = std::move(job->result);
    const bool saysSo = result.attempts.back().error == FetchError::Cancelled && endIfSent(result);
    noteAnswer(result, answer);
    result.contentHash = answer.contentHash;
    if (m_settings.keepBodyBytes > 0)
        result.body = answer.body.left(m_settings.keepBodyBytes);
    if (isPageWorthReading(result.attempts.back(), answer)) {
        m_reading.emplace(row, Unread{std::move(result), host});
        m_parsing.add(
            {row, std::move(answer.body), answer.contentTypeField, job->wire.url, answer.heldBytes});
        return;
    }
    m_around.memory->release(answer.heldBytes);
    if (result.attempts.back().error == FetchError::InvalidUrl) { // no address after all: nothing was tried
        result.attempts.clear();
        result.verdict = Verdict::InvalidUrl;
        result.reason = addressProblemText(AddressProblem::BadSyntax);
    } else {
        judge(result);
        if (!saysSo)
            tellIfSentBefore(result);
    }
    complete(result, host, result.redirects() == 0);
}

/// To where the job goes on: this worker's queue, or the worker that owns the next host.
void CrawlWorker::sendOn(RowId row)
{
    auto node = m_jobs.extract(row);
    std::shared_ptr<Job> job = std::move(node.mapped());
    const int owner = m_spread.worker(job->startsOver() ? HostKey(m_list.at(row)) : HostKey(job->wire.url));
    if (owner == m_around.index)
        enter(std::move(job));
    else
        m_around.transfer(owner, std::move(job));
}

void CrawlWorker::enter(std::shared_ptr<Job> job)
{
    const RowId row = job->result.row;
    const TimePoint at = now();
    if (m_stopping) {
        endWaiting(job->result);
        return;
    }
    job->parking.enter(*m_around.memory, bytesHeldBy(job->result) + qint64(sizeof(Job)));
    const bool startsOver = job->startsOver();
    const HostId host =
        m_hosts.find(startsOver ? HostKey(m_list.at(row)).bytes() : HostKey(job->wire.url).bytes());
    job->follows = !startsOver;
    m_following += job->follows ? 1 : 0;
    if (startsOver && m_interest.progress)
        m_begun.push_back(row);
    if (startsOver && job->notBefore > at)
        m_hosts.enqueueAt(host, row, job->notBefore);
    else
        m_hosts.enqueueUrgent(host, row, at);
    m_jobs[row] = std::move(job);
}

void CrawlWorker::onRead(const std::vector<ParseQueue::Read> &pages)
{
    for (const ParseQueue::Read &page : pages) {
        auto node = m_reading.extract(page.row);
        auto &[result, host] = node.mapped();
        result.facts = page.facts;
        judge(result);
        tellIfSentBefore(result);
        complete(result, host, result.redirects() == 0);
    }
    schedulePump();
}

/// `host` is the one that was, or was to be, asked last; `isHome`: it is the address's own.
void CrawlWorker::complete(FetchResult &result, HostId host, bool isHome)
{
    if (result.verdict != Verdict::Cancelled) {
        credit({{}, -1, true, isFine(result.verdict)}, result.row, host, isHome);
        m_hasFailed |= m_settings.failFast && !isFine(result.verdict);
    }
    m_outbox.add(std::move(result), now());
}

/// Figures belong to the host of the address, wherever its redirects led.
void CrawlWorker::credit(Credit credit, RowId row, HostId host, bool isHome)
{
    if (isHome) {
        enterCredit(credit, host);
        return;
    }
    const HostKey home(m_list.at(row));
    if (const int owner = m_spread.worker(home); owner == m_around.index) {
        enterCredit(credit, m_hosts.find(home.bytes()));
    } else {
        credit.host = home.bytes();
        credit.host.detach(); // it may share memory with the list
        m_around.credit(owner, credit);
    }
}

void CrawlWorker::enterCredit(const Credit &credit, HostId host)
{
    if (credit.totalUs >= 0)
        m_hosts.countAttempt(host, credit.totalUs);
    if (credit.isResult)
        m_hosts.countResult(host, credit.isFine);
}

void CrawlWorker::cancel(FetchResult &result) const
{
    static const QString reason = [] {
        FetchResult bare;
        judge(bare);
        return bare.reason;
    }();
    result.run = m_run;
    result.verdict = Verdict::Cancelled;
    result.reason = result.attempts.empty() ? reason : tr("Stopped before the next attempt.");
}

void CrawlWorker::lookUpNames()
{
    for (const HostId host : m_hosts.takeNamesToLookUp()) {
        const QString name = HostKey::name(m_hosts.key(host));
        std::vector<HostId> &asking =
            m_lookups[name]; // a host of the same name and another port may be first
        asking.push_back(host);
        if (asking.size() == 1)
            m_wire->lookUp(name);
    }
}

void CrawlWorker::onLookUpDelayed(const QString &name)
{
    for (const HostId host : m_lookups.value(name))
        m_hosts.nameDelayed(host);
    schedulePump();
}

void CrawlWorker::onLookedUp(const QString &name, const Resolver::Answer &finding)
{
    const TimePoint at = now();
    const bool isSettled = finding.error == QHostInfo::NoError || finding.error == QHostInfo::HostNotFound;
    if (isSettled && !finding.isKept) { // by a name server, which is there
        QUrl url;
        url.setHost(name);
        m_around.names->heard(url, at);
    }
    for (const HostId host : m_lookups.take(name)) {
        if (finding.error == QHostInfo::NoError)
            m_hosts.nameFound(host, at, at + NameHolds, finding.isPrivate);
        else if (finding.error == QHostInfo::HostNotFound)
            m_hosts.nameDead(host, at, at + DeadNameHolds);
        else if (const auto start = m_hosts.nameFailed(host, at)) // nobody knows whether the host exists
            failUnsent(*start, FetchError::Unreachable, finding.text);
    }
    schedulePump();
}

} // namespace turnstone
