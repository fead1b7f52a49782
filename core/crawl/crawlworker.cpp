// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/crawlworker.h"

#include "core/base/threadcheck.h"
#include "core/types/missingsecrets.h"
#include "core/types/secrets.h"

#include <algorithm>

namespace turnstone {

namespace {

using std::chrono::milliseconds;

constexpr int IntakeStep = 20'000;
constexpr int NamesRemembered = 100; // Qt's cache: 128, for all workers
constexpr milliseconds ReportPeriod{250};
constexpr milliseconds ProgressPeriod{100};
constexpr milliseconds SharedPeriod{20}; // looks at what another worker may have changed

} // namespace

CrawlWorker::CrawlWorker(Surroundings surroundings)
    : m_around(std::move(surroundings))
    , m_parsing(*m_around.parsers, *m_around.memory, this)
    , m_outbox(*m_around.memory, [this](const ResultBatch &batch) { Q_EMIT results(batch); })
{
    m_counts.worker = m_around.index;
    connect(&m_parsing, &ParseQueue::read, this, &CrawlWorker::onRead);
}

CrawlWorker::~CrawlWorker() = default;

/// What has to be made in the worker's own thread.
void CrawlWorker::setUp()
{
    if (m_wire)
        return;
    m_wire = m_around.makeWire();
    connect(m_wire.get(), &Wire::landed, this, &CrawlWorker::onLanded);
    connect(m_wire.get(), &Wire::lookedUp, this, &CrawlWorker::onLookedUp);
    connect(m_wire.get(), &Wire::lookUpDelayed, this, &CrawlWorker::onLookUpDelayed);
    m_alarm = m_around.timeSource->makeAlarm([this] { pump(); });
    m_reporter = m_around.timeSource->makeAlarm([this] { onReportDue(); });
}

void CrawlWorker::reset(const AddressList &list, const HostSpread &hosts)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_list = list;
    m_spread = hosts;
    m_hosts.forget();
    m_lookups.clear();
    m_run = 0;
}

void CrawlWorker::begin(quint32 run, const CrawlSettings &settings, Interest interest)
{
    TURNSTONE_ASSERT_THREAD(this);
    setUp();
    const bool isNewList = m_run == 0;
    m_run = run;
    m_settings = settings;
    m_interest = interest;
    m_paused = false;
    m_stopping = false;
    m_networkDown = false;
    m_hasFailed = false;
    m_begun.clear();
    m_counts = WorkerSnapshot();
    m_counts.worker = m_around.index;
    m_recentTtfb = RecentHistogram();
    m_recentTotal = RecentHistogram();
    m_hosts.setLooksUpNames(settings.proxy.isEmpty() && !settings.systemProxy,
                            NamesRemembered / m_around.workers);
    m_hosts.setLimits(settings.limits);
    m_hosts.beginRun();
    m_wire->prepare(settings, isNewList);
    keepReporting();
}

/// Reports come by themselves from now on, until the run ends.
void CrawlWorker::keepReporting()
{
    if (std::exchange(m_reporting, true))
        return;
    m_reporter->setFor(now() + ReportPeriod);
}

void CrawlWorker::endRun()
{
    TURNSTONE_ASSERT_THREAD(this);
    m_reporting = false;
    m_reporter->clear();
    m_hosts.comeToRest();
    report();
}

void CrawlWorker::extend(const AddressList &more)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_list.append(more);
}

void CrawlWorker::assign(RowId first, RowId last)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_intake.add(first, last, now());
    keepReporting();
    schedulePump();
}

void CrawlWorker::assignRows(const Intake::Rows &rows)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_intake.add(rows, now());
    keepReporting();
    schedulePump();
}

bool CrawlWorker::takeInRows(int most)
{
    for (; most > 0; --most) {
        const std::optional<Intake::Entry> entry = m_intake.take();
        if (!entry)
            return false;
        takeInRow(*entry);
    }
    return !m_intake.isEmpty();
}

/// Whoever starts a crawl sees to its secrets; what is left out all the same is never sent.
AddressProblem CrawlWorker::problemOf(RowId row) const
{
    const AddressProblem problem = m_list.problem(row);
    if (problem != AddressProblem::None)
        return problem;
    const bool isMissing = lacksSecret(m_list, row) || hasHiddenHeader(m_settings.request.headers);
    return isMissing ? AddressProblem::MissingSecret : AddressProblem::None;
}

void CrawlWorker::takeInRow(const Intake::Entry &entry)
{
    const HostKey key(m_list.at(entry.row));
    if (m_spread.worker(key) != m_around.index)
        return;
    if (const AddressProblem problem = problemOf(entry.row); problem != AddressProblem::None) {
        FetchResult result;
        result.row = entry.row;
        result.run = m_run;
        result.verdict = Verdict::InvalidUrl;
        result.reason = addressProblemText(problem);
        m_outbox.add(std::move(result), now());
        return;
    }
    const HostId host = m_hosts.find(key.bytes());
    if (entry.isChosen && m_hosts.health(host).condition() == HostCondition::GivenUp)
        m_hosts.tryNow(host, now()); // somebody asks for just this address
    m_hosts.enqueue(host, entry.row, entry.since);
}

void CrawlWorker::takeOver(std::shared_ptr<Job> job)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (m_closed)
        return;
    enter(std::move(job));
    schedulePump();
}

void CrawlWorker::takeCredit(const Credit &credit)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (const auto host = m_hosts.lookUp(credit.host))
        enterCredit(credit, *host);
}

void CrawlWorker::setPaused(bool paused)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (paused)
        m_pausedSince = now();
    else if (m_paused)
        m_hosts.forgive(now() - m_pausedSince);
    m_paused = paused;
    schedulePump();
}

void CrawlWorker::stop()
{
    TURNSTONE_ASSERT_THREAD(this);
    m_stopping = true;
    takeInRows(std::numeric_limits<int>::max());
    std::vector<RowId> bare;
    for (const RowId row : m_hosts.clear(now())) {
        const auto it = m_jobs.find(row);
        if (it == m_jobs.end()) {
            bare.push_back(row);
            continue;
        }
        FetchResult result = std::move(it->second->result);
        m_jobs.erase(it);
        endWaiting(result);
    }
    m_following = 0;
    m_outbox.addBare(std::move(bare), [this](FetchResult &result) { cancel(result); });
    for (Doubt &doubt : std::exchange(m_doubts, {})) {
        doubt.answer.error = FetchError::Cancelled;
        doubt.answer.errorText.clear();
        settle(doubt.row, doubt.host, doubt.answer, doubt.at);
    }
    m_wire->cancelAll();
    schedulePump();
}

void CrawlWorker::setLimits(const CrawlLimits &limits)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_settings.limits = limits;
    m_hosts.setLimits(limits);
    if (m_wire)
        m_wire->setLimits(limits);
    schedulePump();
}

void CrawlWorker::setHostLimits(const QByteArray &key, const HostLimits &limits)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_hosts.setOwnLimits(key, limits);
    schedulePump();
}

void CrawlWorker::tryHostNow(const QByteArray &key)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (const auto host = m_hosts.lookUp(key)) {
        m_hosts.tryNow(*host, now());
        schedulePump();
    }
}

void CrawlWorker::giveUpHost(const QByteArray &key)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (const auto host = m_hosts.lookUp(key)) {
        m_hosts.giveUp(*host, now());
        schedulePump();
    }
}

void CrawlWorker::believeDoubts(NetworkPart part, TimePoint until)
{
    TURNSTONE_ASSERT_THREAD(this);
    for (Doubt &doubt : std::exchange(m_doubts, {})) {
        if (doubt.part != part)
            m_doubts.push_back(std::move(doubt));
        else if (doubt.at <= until)
            settle(doubt.row, doubt.host, doubt.answer, doubt.at);
        else
            raise(std::move(doubt));
    }
    schedulePump();
}

void CrawlWorker::setNetworkDown(bool isDown, Duration away)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (std::exchange(m_networkDown, isDown))
        m_networkBackAt = now();
    if (isDown) {
        for (Doubt &doubt : std::exchange(m_doubts, {}))
            discard(doubt);
    } else {
        m_hosts.forgive(away);
    }
    schedulePump();
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
    m_alarm.reset();
    m_reporter.reset();
    m_parsing.close();
    m_wire.reset();
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
    if (m_closed || !m_wire)
        return;
    const TimePoint at = now();
    if (!m_outbox.isCrowded() && takeInRows(IntakeStep)) // bad lines are results at once
        schedulePump();
    m_wire->expireDue(at);
    startWhatMay(at);
    flush(at, isIdle() || m_hasFailed);
    arm(at);
}

bool CrawlWorker::isHeld() const
{
    return m_paused || m_stopping || m_networkDown || m_hasFailed || m_outbox.isCrowded() ||
           m_around.proxy->isRefused();
}

/// Of a login that may be wrong one is tried at a time, until the proxy has let something through.
bool CrawlWorker::waitsForProxy(TimePoint at) const
{
    const bool hasLogin = !m_settings.proxy.userName().isEmpty() || !m_settings.proxy.password().isEmpty();
    return hasLogin && !m_around.proxy->mayTry(m_around.index, m_wire->count(), at);
}

void CrawlWorker::startWhatMay(TimePoint at)
{
    m_rateHoldsUntil = TimePoint::min();
    // Bodies that wait hold no new request back: a few slow ones would hold them all.
    const bool bodiesWait = m_wire->goOn();
    m_memoryHolds = false;
    m_proxyHolds = false;
    m_hosts.setBegins(m_around.memory->begins());
    bool hasReady = false;
    while (!isHeld() && !m_memoryHolds && (hasReady = m_hosts.hasReady(at))) {
        m_proxyHolds = waitsForProxy(at);
        if (m_proxyHolds)
            break;
        if (m_around.memory->isTight()) {
            m_memoryHolds = true;
            break;
        }
        const SharedBudget::Answer answer = m_around.budget->tryStart(m_around.index, at);
        if (!answer.granted) {
            m_rateHoldsUntil = answer.retryAt == Never ? TimePoint::min() : answer.retryAt;
            break;
        }
        launch(m_hosts.start(at));
        m_hosts.setBegins(m_around.memory->begins());
    }
    if (isHeld() || m_memoryHolds || m_proxyHolds || !hasReady)
        m_around.budget->satisfied(m_around.index);
    m_waitsForMemory = bodiesWait || m_memoryHolds || m_hosts.isHeldBack();
    while (!isHeld()) {
        const auto lost = m_hosts.takeLost(at);
        if (!lost)
            break;
        loseOne(*lost);
    }
    lookUpNames();
}

void CrawlWorker::arm(TimePoint at)
{
    TimePoint next = std::min(m_wire->nextDeadline(), m_outbox.flushAt());
    if (!m_begun.empty())
        next = std::min(next, m_progressAt);
    if (m_waitsForMemory || m_proxyHolds)
        next = std::min(next, at + SharedPeriod);
    if (!isHeld() && !m_memoryHolds && !m_proxyHolds)
        next = std::min(next, m_hosts.wakeAt());
    if (m_rateHoldsUntil != TimePoint::min())
        next = std::min(next, std::max(m_rateHoldsUntil, at + milliseconds(1)));
    if (next == Never) {
        m_alarm->clear();
        m_alarmAt = Never;
        return;
    }
    if (m_alarmAt <= next && m_alarmAt > at)
        return; // rings early enough; whatever is due then is looked at then
    m_alarmAt = next;
    m_alarm->setFor(next);
}

void CrawlWorker::flush(TimePoint at, bool everything)
{
    if (everything || at >= m_progressAt)
        tellProgress(at);
    m_outbox.flush(at, everything);
}

void CrawlWorker::tellProgress(TimePoint at)
{
    if (m_begun.empty())
        return;
    auto batch = std::make_shared<std::vector<RowProgress>>();
    for (const RowId row : m_begun) {
        const auto it = m_jobs.find(row);
        if (it == m_jobs.end())
            continue; // its result is on the way
        const Job &job = *it->second;
        const auto tries = quint8(std::min<size_t>(job.result.attempts.size(), 255));
        const auto state =
            job.next == Job::Next::Hop ? RowProgress::State::Running : RowProgress::State::WillRetry;
        batch->push_back({row, state, tries});
    }
    m_begun.clear();
    m_progressAt = at + ProgressPeriod;
    if (!batch->empty())
        Q_EMIT progressed(batch);
}

bool CrawlWorker::isIdle() const
{
    return m_wire->count() == 0 && m_hosts.queued() == 0 && m_intake.isEmpty() && m_reading.empty() &&
           m_doubts.empty();
}

void CrawlWorker::onReportDue()
{
    m_reporter->setFor(now() + ReportPeriod);
    report();
}

void CrawlWorker::report()
{
    TURNSTONE_ASSERT_THREAD(this);
    const TimePoint at = now();
    if (m_interest.hosts) {
        if (const QList<HostSnapshot> hosts = m_hosts.takeChanged(at); !hosts.isEmpty())
            Q_EMIT hostsChanged(hosts);
    }
    Q_EMIT reported(snapshot(at));
}

/// A request that has taken long will take as long again, the best guess goes; at most until its deadline.
Duration CrawlWorker::oldestFlightLeft(TimePoint at) const
{
    if (m_wire->count() == 0 || m_wire->nextDeadline() == Never)
        return Duration(0);
    const Duration left = std::max(m_wire->nextDeadline() - at, Duration(0));
    const Duration age = std::max(m_settings.limits.timeout - left, Duration(0));
    return std::min(left, age);
}

WorkerSnapshot CrawlWorker::snapshot(TimePoint at) const
{
    WorkerSnapshot shot = m_counts;
    shot.inFlight = m_wire->count();
    shot.waiting = qint64(m_hosts.waiting());
    shot.willRetry = qint64(m_hosts.willRetry()) - m_following;
    shot.hosts = m_hosts.count();
    shot.hostsDown = m_hosts.downCount();
    shot.recentTtfb = m_recentTtfb.recent(at);
    shot.recentTotal = m_recentTotal.recent(at);
    const Duration slowest = std::max(m_hosts.slowest(at), oldestFlightLeft(at));
    shot.slowestHost = std::chrono::duration_cast<milliseconds>(slowest);
    return shot;
}

} // namespace turnstone
