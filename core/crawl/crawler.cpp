// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/crawler.h"

#include "core/base/backgroundthread.h"
#include "core/base/threadcheck.h"
#include "core/crawl/crawlworker.h"
#include "core/crawl/ratemeter.h"
#include "core/policy/sharedbudget.h"

#include <QMetaMethod>
#include <QThread>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <numeric>

namespace turnstone {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds Beat{100};
constexpr milliseconds StatsPeriod{240};
constexpr quint8 NoVerdict = 0xff;

int workerCount()
{
    return std::clamp(QThread::idealThreadCount(), 2, 8);
}

} // namespace

class Crawler::Private final
{
public:
    Private(NetworkFactory factory, Crawler *crawler);
    ~Private();

    void begin(bool fresh);
    void takeUp(const std::vector<RowStart> &rows);
    void grow();
    void expect(RowId row);
    void setState(State next);
    void onResults(int worker, const ResultBatch &batch);
    void deliver();
    void release(int worker);
    void releaseAll();
    void count(const FetchResult &result);
    bool keepsEarlier(const FetchResult &result) const;
    ResultBatch withoutKept(const ResultBatch &batch) const;
    void onBeat();
    void askForTheEnd();
    void onFinalReport();
    qint64 requests() const;
    CrawlStats stats(TimePoint now) const;
    milliseconds eta(const CrawlStats &stats) const;
    template <typename Call>
    void eachWorker(Call call);

    struct Worker
    {
        std::unique_ptr<QThread> thread;
        std::unique_ptr<CrawlWorker> worker;
        WorkerSnapshot snapshot;
    };
    struct Arrived
    {
        int worker;
        ResultBatch batch;
    };

    Crawler *q;
    State state = State::Idle;
    AddressList addresses;
    CrawlSettings settings;
    SharedBudget budget;
    QThreadPool parsers;
    Resolver::Pool lookups = Resolver::makePool();
    std::vector<Worker> workers;
    std::vector<Arrived> inbox;
    std::vector<Arrived> unacknowledged; // a few at most
    bool receiverAcknowledges = false;
    std::vector<quint8> verdicts; // the latest of each row
    std::vector<bool> pending;    // rows that still owe a result
    qint64 pendingCount = 0;
    qint64 leftOut = 0; // of the list, by the plan
    std::array<qint64, VerdictCount> byVerdict{};
    RateMeter requestMeter;
    RateMeter finishedMeter;
    qint64 finishedInRun = 0;
    TimePoint statsAt;
    QTimer beat;
    int finalReports = 0;
    bool stopped = false;
    bool failedFast = false;
};

Crawler::Private::Private(NetworkFactory factory, Crawler *crawler)
    : q(crawler)
    , budget(workerCount())
{
    workers.resize(size_t(workerCount()));
    for (int i = 0; i < int(workers.size()); ++i) {
        CrawlWorker::Surroundings around;
        around.index = i;
        around.budget = &budget;
        around.parsers = &parsers;
        around.lookups = lookups.get();
        around.factory = factory;
        around.transfer = [this](int owner, std::shared_ptr<Job> job) {
            CrawlWorker *target = workers[size_t(owner)].worker.get();
            QMetaObject::invokeMethod(
                target, [target, job] { target->takeOver(job); }, Qt::QueuedConnection);
        };
        Worker &slot = workers[size_t(i)];
        slot.worker = std::make_unique<CrawlWorker>(std::move(around));
        slot.thread = std::make_unique<QThread>();
        slot.thread->setObjectName(QStringLiteral("crawl %1").arg(i));
        CrawlWorker *worker = slot.worker.get();
        worker->moveToThread(slot.thread.get());
        connect(slot.thread.get(), &QThread::started, worker, &markAsBackgroundThread);
        connect(worker, &CrawlWorker::results, q,
                [this, i](const ResultBatch &batch) { onResults(i, batch); });
        connect(worker, &CrawlWorker::progressed, q, &Crawler::progressed);
        connect(worker, &CrawlWorker::hostsChanged, q, &Crawler::hostsChanged);
        connect(worker, &CrawlWorker::reported, q, [this](const WorkerSnapshot &snapshot) {
            workers[size_t(snapshot.worker)].snapshot = snapshot;
        });
    }
    budget.setWaker([this](int worker) { workers[size_t(worker)].worker->wake(); });
    for (Worker &worker : workers)
        worker.thread->start();
    beat.setInterval(Beat);
    connect(&beat, &QTimer::timeout, q, [this] { onBeat(); });
}

Crawler::Private::~Private()
{
    // Sockets and timers go in the thread they live in; only then may the threads end.
    for (Worker &worker : workers) {
        CrawlWorker *object = worker.worker.get();
        QMetaObject::invokeMethod(object, &CrawlWorker::shutDown, Qt::BlockingQueuedConnection);
    }
    parsers.waitForDone();
    for (Worker &worker : workers) {
        worker.thread->quit();
        worker.thread->wait();
    }
}

template <typename Call>
void Crawler::Private::eachWorker(Call call)
{
    for (Worker &worker : workers) {
        CrawlWorker *object = worker.worker.get();
        QMetaObject::invokeMethod(
            object, [object, call] { call(*object); }, Qt::QueuedConnection);
    }
}

void Crawler::Private::setState(State next)
{
    if (state == next)
        return;
    state = next;
    const TimePoint now = Clock::now();
    requestMeter.setRunning(state == State::Running || state == State::Stopping, now);
    Q_EMIT q->stateChanged(state);
}

void Crawler::Private::begin(bool fresh)
{
    stopped = false;
    failedFast = false;
    finishedInRun = 0;
    statsAt = TimePoint::min();
    requestMeter.start(Clock::now(), fresh ? 0 : requests());
    finishedMeter.start(Clock::now());
    budget.setLimits(settings.limits.concurrency, settings.limits.rate);
    CrawlWorker::Interest interest;
    interest.progress = q->isSignalConnected(QMetaMethod::fromSignal(&Crawler::progressed));
    interest.hosts = q->isSignalConnected(QMetaMethod::fromSignal(&Crawler::hostsChanged));
    if (fresh) {
        for (Worker &worker : workers)
            worker.snapshot = WorkerSnapshot();
        eachWorker([hosts = HostSpread(addresses, int(workers.size()))](CrawlWorker &worker) {
            worker.reset(hosts);
        });
    }
    eachWorker([chosen = settings, interest](CrawlWorker &worker) { worker.begin(chosen, interest); });
    beat.start();
    setState(State::Running);
}

/// Rows of which something is known from before.
void Crawler::Private::takeUp(const std::vector<RowStart> &rows)
{
    const size_t count = std::min(rows.size(), size_t(addresses.size()));
    auto wanted = std::make_shared<std::vector<RowId>>();
    verdicts.reserve(size_t(addresses.size()));
    pending.reserve(size_t(addresses.size()));
    for (size_t row = 0; row < count; ++row) {
        const RowStart start = rows[row];
        const std::optional<Verdict> verdict = start.verdict();
        verdicts.push_back(verdict ? quint8(*verdict) : NoVerdict);
        pending.push_back(start.isWanted());
        if (verdict)
            ++byVerdict[size_t(*verdict)];
        if (start.isWanted())
            wanted->push_back(RowId(row));
        leftOut += start.isLeftOut();
    }
    pendingCount = qint64(wanted->size());
    if (!wanted->empty())
        eachWorker([list = addresses, wanted](CrawlWorker &worker) { worker.assignRows(list, *wanted); });
}

/// Rows at the end of the list that were never asked for yet.
void Crawler::Private::grow()
{
    const auto first = RowId(verdicts.size());
    const auto last = RowId(addresses.size());
    verdicts.resize(last, NoVerdict);
    pending.resize(last, true);
    pendingCount += last - first;
    eachWorker([list = addresses, first, last](CrawlWorker &worker) { worker.assign(list, first, last); });
}

void Crawler::Private::onResults(int worker, const ResultBatch &batch)
{
    inbox.push_back({worker, batch});
    qint64 arrived = 0;
    for (const Arrived &one : inbox)
        arrived += qint64(one.batch->size());
    if (state == State::Stopping || arrived >= pendingCount)
        deliver();
}

bool Crawler::Private::keepsEarlier(const FetchResult &result) const
{
    const quint8 earlier = verdicts[result.row];
    if (result.verdict != Verdict::Cancelled || earlier == NoVerdict)
        return false;
    return result.attempts.empty() || earlier != quint8(Verdict::Cancelled);
}

ResultBatch Crawler::Private::withoutKept(const ResultBatch &batch) const
{
    const auto kept = [this](const FetchResult &result) { return keepsEarlier(result); };
    if (std::none_of(batch->begin(), batch->end(), kept))
        return batch;
    auto rest = std::make_shared<std::vector<FetchResult>>();
    std::remove_copy_if(batch->begin(), batch->end(), std::back_inserter(*rest), kept);
    return rest;
}

void Crawler::Private::count(const FetchResult &result)
{
    if (pending[result.row]) {
        pending[result.row] = false;
        --pendingCount;
        ++finishedInRun;
    }
    if (keepsEarlier(result))
        return;
    quint8 &verdict = verdicts[result.row];
    if (verdict != NoVerdict)
        --byVerdict[verdict];
    verdict = quint8(result.verdict);
    ++byVerdict[verdict];
    if (settings.failFast && !isFine(result.verdict) && result.verdict != Verdict::Cancelled)
        failedFast = true;
}

void Crawler::Private::deliver()
{
    const std::vector<Arrived> arrived = std::exchange(inbox, {});
    for (const Arrived &one : arrived) {
        const ResultBatch batch = withoutKept(one.batch);
        for (const FetchResult &result : *one.batch)
            count(result);
        const bool waits = receiverAcknowledges && !batch->empty() && state != State::Stopping;
        if (waits)
            unacknowledged.push_back({one.worker, batch});
        if (!batch->empty())
            Q_EMIT q->resultsReady(batch);
        if (!waits)
            release(one.worker);
    }
    if (failedFast && !stopped)
        q->stop();
    if (pendingCount == 0 && inbox.empty() && state != State::Idle)
        askForTheEnd();
}

/// The worker may send one batch more.
void Crawler::Private::release(int worker)
{
    QMetaObject::invokeMethod(workers[size_t(worker)].worker.get(), &CrawlWorker::acknowledge,
                              Qt::QueuedConnection);
}

void Crawler::Private::releaseAll()
{
    for (const Arrived &one : std::exchange(unacknowledged, {}))
        release(one.worker);
}

void Crawler::Private::onBeat()
{
    deliver();
    const TimePoint now = Clock::now();
    if (state == State::Idle || now < statsAt)
        return;
    statsAt = now + StatsPeriod;
    requestMeter.sample(requests(), now);
    finishedMeter.sample(finishedInRun, now);
    Q_EMIT q->statsChanged(stats(now));
}

/// Everything has its result; the last figures of the workers are still to come.
void Crawler::Private::askForTheEnd()
{
    if (finalReports > 0)
        return;
    finalReports = int(workers.size());
    eachWorker([this](CrawlWorker &worker) {
        worker.report();
        QMetaObject::invokeMethod(
            q, [this] { onFinalReport(); }, Qt::QueuedConnection);
    });
}

void Crawler::Private::onFinalReport()
{
    if (--finalReports > 0 || pendingCount > 0 || state == State::Idle)
        return;
    statsAt = TimePoint::min();
    onBeat();
    CrawlSummary summary;
    summary.stats = stats(Clock::now());
    summary.stopped = stopped;
    summary.failedFast = failedFast;
    beat.stop();
    setState(State::Idle);
    Q_EMIT q->finished(summary);
}

/// Over all runs of this list.
qint64 Crawler::Private::requests() const
{
    return std::accumulate(workers.begin(), workers.end(), qint64(0),
                           [](qint64 sum, const Worker &worker) { return sum + worker.snapshot.requests; });
}

CrawlStats Crawler::Private::stats(TimePoint now) const
{
    CrawlStats stats;
    stats.addresses = addresses.size() - leftOut;
    stats.finished = stats.addresses - pendingCount;
    stats.byVerdict = byVerdict;
    for (const Worker &worker : workers) {
        const WorkerSnapshot &shot = worker.snapshot;
        stats.requests += shot.requests;
        stats.bytes += shot.bytes;
        stats.inFlight += shot.inFlight;
        stats.willRetry += shot.willRetry;
        stats.hosts += shot.hosts;
        stats.ttfb.merge(shot.ttfb);
        stats.total.merge(shot.total);
    }
    stats.waiting = std::max<qint64>(0, pendingCount - stats.inFlight - stats.willRetry);
    stats.requestsPerSecond = state == State::Idle ? 0 : requestMeter.now();
    stats.meanRequestsPerSecond = requestMeter.mean(now);
    stats.elapsed = std::chrono::duration_cast<milliseconds>(requestMeter.elapsed(now));
    stats.eta = eta(stats);
    return stats;
}

milliseconds Crawler::Private::eta(const CrawlStats &stats) const
{
    if (pendingCount == 0)
        return milliseconds(0);
    const double rate = finishedMeter.now();
    if (state != State::Running || stats.requests == 0 || finishedInRun == 0)
        return milliseconds(-1);
    milliseconds slowest{0};
    for (const Worker &worker : workers)
        slowest = std::max(slowest, worker.snapshot.slowestHost);
    const double all = rate > 0 ? double(pendingCount) / rate * 1000 : 0;
    return std::max(slowest, milliseconds(qint64(std::min(all, 1e12))));
}

Crawler::Crawler(NetworkFactory factory, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(factory), this))
{}

Crawler::~Crawler() = default;

Crawler::State Crawler::state() const
{
    return d->state;
}

const AddressList &Crawler::addresses() const
{
    return d->addresses;
}

const CrawlSettings &Crawler::settings() const
{
    return d->settings;
}

void Crawler::start(CrawlPlan plan)
{
    TURNSTONE_ASSERT_THREAD(this);
    Q_ASSERT(d->state == State::Idle);
    d->addresses = std::move(plan.addresses);
    d->settings = std::move(plan.settings);
    d->verdicts.clear();
    d->pending.clear();
    d->pendingCount = 0;
    d->leftOut = 0;
    d->byVerdict = {};
    d->begin(true);
    d->takeUp(plan.rows);
    d->grow();
    if (d->pendingCount == 0)
        d->askForTheEnd();
}

void Crawler::add(const AddressList &more)
{
    TURNSTONE_ASSERT_THREAD(this);
    d->addresses.append(more);
    if (d->state == State::Idle)
        d->begin(false);
    d->grow();
    if (d->pendingCount == 0)
        d->askForTheEnd();
}

void Crawler::recheck(const std::vector<RowId> &rows)
{
    TURNSTONE_ASSERT_THREAD(this);
    std::vector<RowId> again;
    for (const RowId row : rows) {
        if (row < d->pending.size() && !d->pending[row]) {
            d->pending[row] = true;
            d->leftOut -= d->verdicts[row] == NoVerdict;
            again.push_back(row);
        }
    }
    if (again.empty())
        return;
    if (d->state == State::Idle)
        d->begin(false);
    d->pendingCount += qint64(again.size());
    d->eachWorker([list = d->addresses, again](CrawlWorker &worker) { worker.assignRows(list, again); });
}

void Crawler::setReceiverAcknowledges(bool acknowledges)
{
    TURNSTONE_ASSERT_THREAD(this);
    d->receiverAcknowledges = acknowledges;
    if (!acknowledges)
        d->releaseAll();
}

void Crawler::acknowledge(const ResultBatch &batch)
{
    TURNSTONE_ASSERT_THREAD(this);
    const auto it = std::find_if(d->unacknowledged.begin(), d->unacknowledged.end(),
                                 [&batch](const auto &one) { return one.batch == batch; });
    if (it == d->unacknowledged.end())
        return; // let go of before, by stop()
    const int worker = it->worker;
    d->unacknowledged.erase(it);
    d->release(worker);
}

void Crawler::pause()
{
    TURNSTONE_ASSERT_THREAD(this);
    if (d->state != State::Running)
        return;
    d->eachWorker([](CrawlWorker &worker) { worker.setPaused(true); });
    d->setState(State::Paused);
}

void Crawler::resume()
{
    TURNSTONE_ASSERT_THREAD(this);
    if (d->state != State::Paused)
        return;
    d->eachWorker([](CrawlWorker &worker) { worker.setPaused(false); });
    d->setState(State::Running);
}

void Crawler::stop()
{
    TURNSTONE_ASSERT_THREAD(this);
    if (d->state == State::Idle || d->state == State::Stopping)
        return;
    d->stopped = true;
    d->setState(State::Stopping);
    d->releaseAll();
    d->eachWorker([](CrawlWorker &worker) { worker.stop(); });
}

void Crawler::setSettings(const CrawlSettings &settings)
{
    TURNSTONE_ASSERT_THREAD(this);
    Q_ASSERT(d->state == State::Idle);
    d->settings = settings;
}

void Crawler::setLimits(const CrawlLimits &limits)
{
    TURNSTONE_ASSERT_THREAD(this);
    d->settings.limits = limits;
    d->budget.setLimits(limits.concurrency, limits.rate);
    d->eachWorker([limits](CrawlWorker &worker) { worker.setLimits(limits); });
}

void Crawler::tryHostNow(const QString &) {}

void Crawler::giveUpHost(const QString &) {}

void Crawler::setHostLimits(const QString &host, const HostLimits &limits)
{
    TURNSTONE_ASSERT_THREAD(this);
    d->eachWorker(
        [key = host.toLatin1(), limits](CrawlWorker &worker) { worker.setHostLimits(key, limits); });
}

} // namespace turnstone
