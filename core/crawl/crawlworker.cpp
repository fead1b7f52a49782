// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/crawlworker.h"

#include "core/base/threadcheck.h"

#include <algorithm>

namespace turnstone {

namespace {

using std::chrono::milliseconds;

constexpr int IntakeStep = 20'000;
constexpr milliseconds ReportPeriod{250};
constexpr milliseconds ProgressPeriod{100};

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

void CrawlWorker::reset(const HostSpread &hosts)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_hosts = hosts;
    m_scheduler = HostScheduler();
    m_board = HostBoard();
    m_counts = WorkerSnapshot();
    m_counts.worker = m_around.index;
}

void CrawlWorker::begin(const CrawlSettings &settings, Interest interest)
{
    TURNSTONE_ASSERT_THREAD(this);
    m_settings = settings;
    m_interest = interest;
    m_paused = false;
    m_stopping = false;
    m_begun.clear();
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
    if (m_hosts.worker(key) != m_around.index)
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
    if (!m_outbox.isCrowded() && takeInRows(IntakeStep)) // bad lines are results at once
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
    if (m_alarm.isActive() && m_alarmAt <= at && m_alarmAt > now)
        return; // rings early enough; whatever is due then is looked at then
    m_alarmAt = at;
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

/// A request that has taken long will take as long again, the best guess goes; at most until its deadline.
Duration CrawlWorker::oldestFlightLeft(TimePoint now) const
{
    if (m_flights.count() == 0)
        return Duration(0);
    const Duration left = std::max(m_flights.nextDeadline() - now, Duration(0));
    const Duration age = std::max(m_settings.limits.timeout - left, Duration(0));
    return std::min(left, age);
}

WorkerSnapshot CrawlWorker::snapshot(TimePoint now) const
{
    WorkerSnapshot shot = m_counts;
    shot.inFlight = m_flights.count();
    shot.waiting = qint64(m_scheduler.waiting());
    shot.willRetry = qint64(m_scheduler.delayed());
    shot.hosts = m_board.count();
    const Duration slowest = m_board.slowest(m_scheduler, m_settings.limits, now);
    shot.slowestHost = std::chrono::duration_cast<milliseconds>(std::max(slowest, oldestFlightLeft(now)));
    return shot;
}

} // namespace turnstone
