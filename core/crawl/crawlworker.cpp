// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/crawlworker.h"

#include "core/base/threadcheck.h"
#include "core/crawl/hostkey.h"
#include "core/policy/judge.h"
#include "core/policy/redirectpolicy.h"
#include "core/policy/retrypolicy.h"

#include <QRandomGenerator>

#include <algorithm>

namespace turnstone {

namespace {

using std::chrono::milliseconds;

constexpr int IntakeStep = 20'000;
constexpr milliseconds ReportPeriod{250};
constexpr milliseconds ProgressPeriod{100};

/// The result of an address that was known to be no address.
void refuse(FetchResult &result, AddressProblem problem)
{
    result.verdict = Verdict::InvalidUrl;
    result.reason = addressProblemText(problem);
}

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

/// Asks the budget that all workers share.
class CrawlWorker::Gate final : public StartGate
{
public:
    explicit Gate(CrawlWorker &worker)
        : m_worker(worker)
    {}
    bool tryStart(TimePoint now) override
    {
        return m_worker.m_around.budget->tryStart(m_worker.m_around.index, now);
    }

private:
    CrawlWorker &m_worker;
};

CrawlWorker::CrawlWorker(Surroundings surroundings)
    : m_around(std::move(surroundings))
    , m_flights(*m_around.lookups, this)
    , m_parsing(*m_around.parsers, this)
    , m_outbox([this](const ResultBatch &batch) { Q_EMIT results(batch); })
{
    m_counts.worker = m_around.index;
    m_alarm.setSingleShot(true);
    m_alarm.setTimerType(Qt::PreciseTimer);
    m_reporter.setInterval(ReportPeriod);
    connect(&m_alarm, &QTimer::timeout, this, &CrawlWorker::pump);
    connect(&m_reporter, &QTimer::timeout, this, &CrawlWorker::report);
    connect(&m_flights, &Flights::landed, this, &CrawlWorker::onLanded);
    connect(&m_parsing, &ParseQueue::read, this, &CrawlWorker::onRead);
}

CrawlWorker::~CrawlWorker() = default;

void CrawlWorker::begin(const CrawlSettings &settings, Interest interest, bool fresh)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_settings = settings;
    m_interest = interest;
    m_paused = false;
    m_stopping = false;
    m_begun.clear();
    if (fresh) {
        m_scheduler = HostScheduler();
        m_board = HostBoard();
        m_counts = WorkerSnapshot();
        m_counts.worker = m_around.index;
    }
    m_scheduler.setLimits(settings.limits.perHost, settings.limits.hostDelay);
    m_flights.prepare(m_around.factory, settings);
    m_reporter.start();
}

void CrawlWorker::assign(const AddressList &list, RowId first, RowId last)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_list = list;
    m_assignedAt = Clock::now();
    m_intake.push_back({first, last});
    schedulePump();
}

void CrawlWorker::assignRows(const AddressList &list, const std::vector<RowId> &rows)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_list = list;
    m_assignedAt = Clock::now();
    for (const RowId row : rows)
        takeInRow(row);
    schedulePump();
}

bool CrawlWorker::takeInRows(int most)
{
    while (!m_intake.empty() && most > 0) {
        Span &span = m_intake.front();
        for (; span.first < span.last && most > 0; ++span.first, --most)
            takeInRow(span.first);
        if (span.first == span.last)
            m_intake.pop_front();
    }
    return !m_intake.empty();
}

void CrawlWorker::takeInRow(RowId row)
{
    const HostKey key(m_list.at(row));
    if (key.worker(m_around.workers) != m_around.index)
        return;
    if (const AddressProblem problem = m_list.problem(row); problem != AddressProblem::None) {
        FetchResult result;
        result.row = row;
        refuse(result, problem);
        m_outbox.add(std::move(result), Clock::now());
        return;
    }
    m_scheduler.enqueue(hostOf(key), row);
}

HostId CrawlWorker::hostOf(const HostKey &key)
{
    bool isNew = false;
    const HostId host = m_board.find(key.bytes(), isNew);
    if (isNew)
        m_scheduler.addHost();
    return host;
}

void CrawlWorker::takeOver(std::shared_ptr<Job> job)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (m_closed)
        return;
    if (!m_reporter.isActive())
        m_reporter.start();
    enter(std::move(job));
    schedulePump();
}

void CrawlWorker::setPaused(bool paused)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_paused = paused;
    schedulePump();
}

void CrawlWorker::stop()
{
    TURNSTONE_ASSERT_THREAD(this);
    m_stopping = true;
    takeInRows(std::numeric_limits<int>::max());
    std::vector<RowId> bare;
    for (const RowId row : m_scheduler.clear()) {
        const auto it = m_jobs.find(row);
        if (it == m_jobs.end()) {
            bare.push_back(row);
            continue;
        }
        FetchResult result = std::move(it->second->result);
        m_jobs.erase(it);
        cancel(result);
        m_outbox.add(std::move(result), Clock::now());
    }
    m_outbox.addBare(std::move(bare), [this](FetchResult &result) { cancel(result); });
    m_flights.cancelAll();
    schedulePump();
}

void CrawlWorker::setLimits(const CrawlLimits &limits)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_settings.limits = limits;
    m_scheduler.setLimits(limits.perHost, limits.hostDelay);
    m_flights.setLimits(limits);
    schedulePump();
}

void CrawlWorker::setHostLimits(const QByteArray &key, const HostLimits &limits)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (const auto host = m_board.lookUp(key)) {
        m_scheduler.setHostLimits(*host, limits);
        m_board.touch(*host);
        schedulePump();
    }
}

void CrawlWorker::acknowledge()
{
    TURNSTONE_ASSERT_THREAD(this);
    m_outbox.acknowledge();
    schedulePump();
}

void CrawlWorker::shutDown()
{
    TURNSTONE_ASSERT_THREAD(this);
    m_closed = true;
    disconnect();
    m_alarm.stop();
    m_reporter.stop();
    m_parsing.close();
    m_flights.close();
}

void CrawlWorker::wake()
{
    if (m_wakePending.exchange(true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_wakePending = false;
            pump();
        },
        Qt::QueuedConnection);
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

    job.wire.url = step.url;
    job.wire.method = step.method;
    if (!step.keepsBody) {
        job.wire.body.clear();
        job.wire.hasBody = false;
        removeHeader(job.wire.headers, "Content-Type");
    }
    if (!step.keepsCredentials) {
        removeHeader(job.wire.headers, "Authorization");
        removeHeader(job.wire.headers, "Cookie");
    }
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
    const int owner = first ? HostKey(m_list.at(row)).worker(m_around.workers)
                            : HostKey(job->wire.url).worker(m_around.workers);
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

void CrawlWorker::schedulePump()
{
    if (m_pumpScheduled)
        return;
    m_pumpScheduled = true;
    QMetaObject::invokeMethod(this, &CrawlWorker::pump, Qt::QueuedConnection);
}

void CrawlWorker::pump()
{
    TURNSTONE_ASSERT_THREAD(this);
    m_pumpScheduled = false;
    if (m_closed)
        return;
    const TimePoint now = Clock::now();
    if (takeInRows(IntakeStep))
        schedulePump();
    m_flights.expireDue(now);
    startWhatMay(now);
    flush(now, isIdle());
    arm(now);
}

void CrawlWorker::startWhatMay(TimePoint now)
{
    Gate gate(*this);
    const bool held = m_paused || m_stopping || m_outbox.isCrowded() || m_parsing.isCrowded();
    while (!held) {
        const auto start = m_scheduler.next(now, gate);
        if (!start)
            break;
        launch(start->row, start->host);
    }
    if (held || !m_scheduler.hasReady(now))
        m_around.budget->satisfied(m_around.index);
}

void CrawlWorker::arm(TimePoint now)
{
    TimePoint at = std::min(m_flights.nextDeadline(), m_outbox.flushAt());
    if (!m_begun.empty())
        at = std::min(at, m_progressAt);
    if (!m_paused) {
        at = std::min(at, m_scheduler.wakeAt());
        if (m_scheduler.hasReady(
                now)) { // held by the gate: the rate has its moment, a full house wakes us itself
            const TimePoint rate = m_around.budget->nextStartAt();
            if (rate != TimePoint::min())
                at = std::min(at, std::max(rate, now + milliseconds(1)));
        }
    }
    if (at == Never) {
        m_alarm.stop();
        return;
    }
    const auto wait = std::chrono::ceil<milliseconds>(at - now);
    m_alarm.start(std::max(wait, milliseconds(0)));
}

void CrawlWorker::flush(TimePoint now, bool everything)
{
    if (everything || now >= m_progressAt)
        tellProgress(now);
    m_outbox.flush(now, everything);
}

void CrawlWorker::tellProgress(TimePoint now)
{
    if (m_begun.empty())
        return;
    auto batch = std::make_shared<std::vector<RowProgress>>();
    for (const RowId row : m_begun) {
        const auto it = m_jobs.find(row);
        if (it == m_jobs.end())
            continue; // its result is on the way
        const bool retry = it->second->next == Job::Next::FirstHop;
        const auto tries = quint8(std::min<size_t>(it->second->result.attempts.size(), 255));
        batch->push_back({row, retry ? RowProgress::State::WillRetry : RowProgress::State::Running, tries});
    }
    m_begun.clear();
    m_progressAt = now + ProgressPeriod;
    if (!batch->empty())
        Q_EMIT progressed(batch);
}

bool CrawlWorker::isIdle() const
{
    return m_flights.count() == 0 && m_scheduler.queued() == 0 && m_intake.empty() && m_reading.empty();
}

void CrawlWorker::report()
{
    TURNSTONE_ASSERT_THREAD(this);
    const TimePoint now = Clock::now();
    if (m_interest.hosts) {
        if (const QList<HostSnapshot> hosts = m_board.takeChanged(m_scheduler, now); !hosts.isEmpty())
            Q_EMIT hostsChanged(hosts);
    }
    if (isIdle() && m_outbox.isEmpty())
        m_reporter.stop();
    Q_EMIT reported(snapshot(now));
}

WorkerSnapshot CrawlWorker::snapshot(TimePoint now) const
{
    WorkerSnapshot shot = m_counts;
    shot.inFlight = m_flights.count();
    shot.waiting = qint64(m_scheduler.waiting());
    shot.willRetry = qint64(m_scheduler.delayed());
    shot.hosts = m_board.count();
    shot.slowestHost =
        std::chrono::duration_cast<milliseconds>(m_board.slowest(m_scheduler, m_settings.limits, now));
    return shot;
}

} // namespace turnstone
