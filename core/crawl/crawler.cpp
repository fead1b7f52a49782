// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/crawler.h"

#include "core/base/threadcheck.h"
#include "core/crawl/crew.h"
#include "core/crawl/etameter.h"
#include "core/crawl/ownnetwork.h"
#include "core/crawl/ratemeter.h"
#include "core/crawl/runledger.h"

#include <QMetaMethod>

#include <algorithm>
#include <numeric>

namespace turnstone {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr milliseconds Beat{100};
constexpr milliseconds StatsPeriod{240};

} // namespace

class Crawler::Private final
{
public:
    Private(const CrawlEngine &engine, Crawler *crawler);

    CrawlOutcome outcome(CrawlCall call) const { return outcomeOf(call, state); }
    TimePoint now() const { return engine.timeSource->now(); }
    void connectWorker(int index);
    void begin();
    void joinAll();
    void takeUp(const std::vector<RowStart> &rows);
    void growList();
    void wantAgain(const std::vector<RowId> &rows);
    void setState(State next);
    void onResults(int worker, const ResultBatch &batch);
    void deliver();
    void release(int worker);
    void releaseAll();
    ResultBatch withoutKept(const ResultBatch &batch) const;
    void onBeat();
    bool isOver() const;
    void endIfDone();
    void onFinalReport();
    void end();
    qint64 requests() const;
    CrawlStats stats() const;
    milliseconds eta(const CrawlStats &stats) const;

    struct Arrived
    {
        int worker;
        ResultBatch batch;
    };
    /// What was asked for while the crawl was stopping.
    struct Afterwards
    {
        bool isWanted = false;
        bool isStopped = false;
        std::vector<RowId> rows; // to be checked again
    };

    Crawler *q;
    CrawlEngine engine;
    State state = State::Idle;
    quint32 run = 0;
    AddressList addresses;
    CrawlSettings settings;                    // of the run
    std::optional<CrawlSettings> nextSettings; // of those to come, where they differ
    RunLedger ledger;
    Afterwards afterwards;
    int holds = 0;
    Crew crew;
    OwnNetwork network;
    std::vector<WorkerSnapshot> snapshots;
    std::vector<Arrived> inbox;
    std::vector<Arrived> unacknowledged; // a few at most
    bool receiverAcknowledges = false;
    RateMeter requestMeter;
    EtaMeter etaMeter;
    TimePoint statsAt;
    std::unique_ptr<Alarm> beat;
    int finalReports = 0; // still to come
    qint64 finishedAtAsking = 0;
    bool stopped = false;
    bool failedFast = false;
    qint64 asked = 0; // results of the run that took a request
};

Crawler::Private::Private(const CrawlEngine &chosen, Crawler *crawler)
    : q(crawler)
    , engine(chosen)
    , crew(engine, nullptr)
    , network(crew, engine, [this] { return Duration(settings.limits.hostPatience); })
    , snapshots(size_t(crew.size()))
    , beat(engine.timeSource->makeAlarm([this] { onBeat(); }))
{
    for (int i = 0; i < crew.size(); ++i)
        connectWorker(i);
    connect(&network, &OwnNetwork::downChanged, q, [this](bool down) {
        requestMeter.setRunning(!down && state == State::Running, now());
        Q_EMIT q->networkDownChanged(down);
    });
    crew.tellAll([spread = HostSpread({}, crew.size())](CrawlWorker &worker) { worker.reset({}, spread); });
}

void Crawler::Private::connectWorker(int index)
{
    CrawlWorker *worker = &crew.worker(index);
    connect(worker, &CrawlWorker::results, q,
            [this, index](const ResultBatch &batch) { onResults(index, batch); });
    connect(worker, &CrawlWorker::progressed, q, &Crawler::progressed);
    connect(worker, &CrawlWorker::hostsChanged, q, &Crawler::hostsChanged);
    connect(worker, &CrawlWorker::doubted, q, [this](NetworkPart part, const QString &host) {
        if (state != State::Idle)
            network.doubt(part, host);
    });
    connect(worker, &CrawlWorker::reported, q,
            [this](const WorkerSnapshot &snapshot) { snapshots[size_t(snapshot.worker)] = snapshot; });
}

void Crawler::Private::setState(State next)
{
    if (state == next)
        return;
    state = next;
    requestMeter.setRunning(state == State::Running && !network.isDown(), now());
    Q_EMIT q->stateChanged(state);
}

/// A new run, of which nothing is known yet.
void Crawler::Private::begin()
{
    ++run;
    stopped = false;
    failedFast = false;
    crew.proxy().reset();
    asked = 0;
    finalReports = 0;
    if (nextSettings)
        settings = *std::exchange(nextSettings, {});
    ledger.beginRun();
    statsAt = TimePoint::min();
    requestMeter.start(now());
    etaMeter.start();
    std::fill(snapshots.begin(), snapshots.end(), WorkerSnapshot());
    crew.setLimits(settings.limits);
    CrawlWorker::Interest interest;
    interest.progress = q->isSignalConnected(QMetaMethod::fromSignal(&Crawler::progressed));
    interest.hosts = q->isSignalConnected(QMetaMethod::fromSignal(&Crawler::hostsChanged));
    crew.tellAll([number = run, chosen = settings, interest](CrawlWorker &worker) {
        worker.begin(number, chosen, interest);
    });
    beat->setFor(now() + Beat);
    setState(State::Running);
    network.beginRun(settings.proxy);
}

/// Rows of which something is known from before.
void Crawler::Private::takeUp(const std::vector<RowStart> &rows)
{
    const auto count = std::ptrdiff_t(std::min(rows.size(), size_t(addresses.size())));
    const auto wanted =
        std::make_shared<const std::vector<RowId>>(ledger.takeUp({rows.begin(), rows.begin() + count}));
    if (!wanted->empty())
        crew.tellAll([wanted](CrawlWorker &worker) { worker.assignRows(wanted); });
}

/// Rows at the end of the list that were never asked for yet.
void Crawler::Private::growList()
{
    const auto last = RowId(addresses.size());
    const RowId first = ledger.grow(last);
    if (first < last)
        crew.tellAll([first, last](CrawlWorker &worker) { worker.assign(first, last); });
}

void Crawler::Private::wantAgain(const std::vector<RowId> &rows)
{
    auto again = std::make_shared<std::vector<RowId>>();
    for (const RowId row : rows) {
        if (ledger.wantAgain(row))
            again->push_back(row);
    }
    if (!again->empty())
        crew.tellAll([again](CrawlWorker &worker) { worker.assignRows(again); });
}

void Crawler::Private::onResults(int worker, const ResultBatch &batch)
{
    inbox.push_back({worker, batch});
    qint64 arrived = 0;
    for (const Arrived &one : inbox)
        arrived += qint64(one.batch->size());
    if (state == State::Stopping || settings.failFast || arrived >= ledger.pending())
        deliver();
}

ResultBatch Crawler::Private::withoutKept(const ResultBatch &batch) const
{
    const auto kept = [this](const FetchResult &result) { return ledger.keepsEarlier(result); };
    if (std::none_of(batch->begin(), batch->end(), kept))
        return batch;
    auto rest = std::make_shared<std::vector<FetchResult>>();
    std::remove_copy_if(batch->begin(), batch->end(), std::back_inserter(*rest), kept);
    return rest;
}

void Crawler::Private::deliver()
{
    for (const Arrived &one : std::exchange(inbox, {})) {
        const ResultBatch batch = withoutKept(one.batch);
        for (const FetchResult &result : *one.batch) {
            [[maybe_unused]] const bool wasOwed = ledger.settle(result);
            Q_ASSERT(wasOwed);
            asked += result.attempts.empty() ? 0 : 1;
            if (settings.failFast && !stopped && !isFine(result.verdict) &&
                result.verdict != Verdict::Cancelled)
                failedFast = true;
        }
        const bool waits = receiverAcknowledges && !batch->empty() && state != State::Stopping;
        if (waits)
            unacknowledged.push_back({one.worker, batch});
        if (!batch->empty())
            Q_EMIT q->resultsReady(batch);
        if (!waits)
            release(one.worker);
    }
    if ((failedFast || crew.proxy().isRefused()) && !stopped)
        q->stop();
    endIfDone();
}

/// The worker may send one batch more.
void Crawler::Private::release(int worker)
{
    crew.tell(worker, [](CrawlWorker &each) { each.acknowledge(); });
}

void Crawler::Private::releaseAll()
{
    for (const Arrived &one : std::exchange(unacknowledged, {}))
        release(one.worker);
}

void Crawler::Private::onBeat()
{
    if (state == State::Idle)
        return;
    beat->setFor(now() + Beat);
    deliver();
    if (state == State::Idle || now() < statsAt)
        return;
    statsAt = now() + StatsPeriod;
    requestMeter.sample(requests(), now());
    etaMeter.sample(asked, requestMeter.elapsed(now()));
    Q_EMIT q->statsChanged(stats());
}

/// Everything has its result, and nobody holds the run open.
bool Crawler::Private::isOver() const
{
    return ledger.pending() == 0 && (holds == 0 || state == State::Stopping);
}

/// Asks for the last figures of the workers when the run is over.
void Crawler::Private::endIfDone()
{
    if (state == State::Idle || !isOver() || finalReports > 0)
        return;
    finalReports = crew.size();
    finishedAtAsking = ledger.finishedInRun();
    crew.tellAll([this, number = run](CrawlWorker &worker) {
        worker.endRun();
        QMetaObject::invokeMethod(
            q,
            [this, number] {
                if (number == run)
                    onFinalReport();
            },
            Qt::QueuedConnection);
    });
}

void Crawler::Private::onFinalReport()
{
    if (--finalReports > 0 || state == State::Idle)
        return;
    if (isOver() && ledger.finishedInRun() == finishedAtAsking)
        end();
    else
        endIfDone(); // more came, and perhaps went, while the reports were under way
}

void Crawler::Private::end()
{
    statsAt = TimePoint::min();
    requestMeter.sample(requests(), now());
    Q_EMIT q->statsChanged(stats());
    if (!isOver())
        return; // whoever heard of it wants more of this run
    CrawlSummary summary;
    summary.stats = stats();
    summary.stopped = stopped;
    summary.failedFast = failedFast;
    summary.proxyRefused = crew.proxy().isRefused();
    beat->clear();
    network.endRun();
    setState(State::Idle);
    Q_EMIT q->finished(summary);
    if (state != State::Idle || !afterwards.isWanted)
        return; // whoever heard of the end has begun something else: that takes up what waits as well
    begin();
    joinAll();
    endIfDone();
}

/// What was asked for while the last run was stopping belongs to the run that has just begun.
void Crawler::Private::joinAll()
{
    growList();
    const Afterwards waiting = std::exchange(afterwards, {});
    wantAgain(waiting.rows);
    if (waiting.isStopped)
        q->stop();
}

qint64 Crawler::Private::requests() const
{
    return std::accumulate(snapshots.begin(), snapshots.end(), qint64(0),
                           [](qint64 sum, const WorkerSnapshot &shot) { return sum + shot.requests; });
}

CrawlStats Crawler::Private::stats() const
{
    CrawlStats stats;
    stats.run = run;
    stats.addresses = ledger.addresses();
    stats.finished = ledger.finished();
    stats.byVerdict = ledger.byVerdict();
    stats.ofRun = ledger.ofRun();
    for (const WorkerSnapshot &shot : snapshots) {
        stats.requests += shot.requests;
        stats.bytes += shot.bytes;
        stats.inFlight += shot.inFlight;
        stats.willRetry += shot.willRetry;
        stats.hosts += shot.hosts;
        stats.hostsDown += shot.hostsDown;
        stats.ttfb.merge(shot.ttfb);
        stats.total.merge(shot.total);
        stats.recentTtfb.merge(shot.recentTtfb);
        stats.recentTotal.merge(shot.recentTotal);
    }
    stats.waiting = std::max<qint64>(0, ledger.pending() - stats.inFlight - stats.willRetry);
    stats.networkDown = network.isDown();
    const bool isHeld = (stats.networkDown || state == State::Paused) && stats.inFlight == 0;
    stats.requestsPerSecond =
        state == State::Idle || ledger.pending() == 0 || isHeld ? 0 : requestMeter.now();
    stats.meanRequestsPerSecond = requestMeter.mean(now());
    stats.elapsed = duration_cast<milliseconds>(requestMeter.elapsed(now()));
    stats.eta = eta(stats);
    return stats;
}

milliseconds Crawler::Private::eta(const CrawlStats &stats) const
{
    EtaMeter::Outlook outlook;
    outlook.pending = ledger.pending();
    if (outlook.pending == 0)
        return milliseconds(0);
    if (state != State::Running || asked == 0 || stats.networkDown)
        return milliseconds(-1);
    outlook.requestsPerResult = std::max(1.0, double(stats.requests - stats.inFlight) / double(asked));
    outlook.rate = settings.limits.rate;
    for (const WorkerSnapshot &shot : snapshots)
        outlook.slowestHost = std::max<Duration>(outlook.slowestHost, shot.slowestHost);
    const auto left = etaMeter.left(outlook, requestMeter.elapsed(now()));
    return left ? duration_cast<milliseconds>(*left) : milliseconds(-1);
}

Crawler::Crawler(NetworkFactory factory, QObject *parent)
    : Crawler(CrawlEngine::on(std::move(factory)), parent)
{}

Crawler::Crawler(const CrawlEngine &engine, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(engine, this))
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
    return d->nextSettings ? *d->nextSettings : d->settings;
}

bool Crawler::start(CrawlPlan plan)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (d->outcome(CrawlCall::Start) == CrawlOutcome::Refused)
        return false;
    d->addresses = std::move(plan.addresses);
    d->nextSettings = std::move(plan.settings);
    d->afterwards = {};
    d->ledger.reset();
    d->crew.tellAll([list = d->addresses, spread = HostSpread(d->addresses, d->crew.size())](
                        CrawlWorker &worker) { worker.reset(list, spread); });
    d->begin();
    d->takeUp(plan.rows);
    d->growList();
    d->endIfDone();
    return true;
}

void Crawler::add(const AddressList &more)
{
    TURNSTONE_ASSERT_THREAD(this);
    d->addresses.append(more);
    d->crew.tellAll([more](CrawlWorker &worker) { worker.extend(more); });
    switch (d->outcome(CrawlCall::Add)) {
    case CrawlOutcome::Waits:
        d->afterwards.isWanted = true;
        return;
    case CrawlOutcome::Begins:
        d->begin();
        d->joinAll();
        break;
    default:
        d->growList();
    }
    d->endIfDone();
}

void Crawler::recheck(const std::vector<RowId> &rows)
{
    TURNSTONE_ASSERT_THREAD(this);
    const bool isAny =
        std::any_of(rows.begin(), rows.end(), [this](RowId row) { return row < RowId(d->addresses.size()); });
    if (!isAny)
        return;
    switch (d->outcome(CrawlCall::Recheck)) {
    case CrawlOutcome::Waits:
        d->afterwards.isWanted = true;
        d->afterwards.rows.insert(d->afterwards.rows.end(), rows.begin(), rows.end());
        return;
    case CrawlOutcome::Begins:
        d->begin();
        d->joinAll();
        break;
    default:
        break;
    }
    d->wantAgain(rows);
    d->endIfDone();
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
    if (d->outcome(CrawlCall::Pause) != CrawlOutcome::Switches)
        return;
    d->crew.tellAll([](CrawlWorker &worker) { worker.setPaused(true); });
    d->setState(State::Paused);
}

void Crawler::resume()
{
    TURNSTONE_ASSERT_THREAD(this);
    if (d->outcome(CrawlCall::Resume) != CrawlOutcome::Switches)
        return;
    d->crew.tellAll([](CrawlWorker &worker) { worker.setPaused(false); });
    d->setState(State::Running);
}

void Crawler::stop()
{
    TURNSTONE_ASSERT_THREAD(this);
    switch (d->outcome(CrawlCall::Stop)) {
    case CrawlOutcome::Applies:
        d->afterwards.isStopped = d->afterwards.isWanted;
        return;
    case CrawlOutcome::Switches:
        break;
    default:
        return;
    }
    d->stopped = true;
    d->setState(State::Stopping);
    d->releaseAll();
    d->crew.tellAll([](CrawlWorker &worker) { worker.stop(); });
    d->endIfDone();
}

void Crawler::holdOpen()
{
    TURNSTONE_ASSERT_THREAD(this);
    ++d->holds;
}

void Crawler::release()
{
    TURNSTONE_ASSERT_THREAD(this);
    if (d->holds == 0)
        return;
    --d->holds;
    d->endIfDone();
}

void Crawler::setSettings(const CrawlSettings &settings)
{
    TURNSTONE_ASSERT_THREAD(this);
    d->nextSettings = settings;
}

void Crawler::setLimits(const CrawlLimits &limits)
{
    TURNSTONE_ASSERT_THREAD(this);
    d->settings.limits = limits;
    if (d->nextSettings)
        d->nextSettings->limits = limits;
    d->crew.setLimits(limits);
    d->crew.tellAll([limits](CrawlWorker &worker) { worker.setLimits(limits); });
}

void Crawler::setHostLimits(const QString &host, const HostLimits &limits)
{
    TURNSTONE_ASSERT_THREAD(this);
    d->crew.tellAll(
        [key = host.toLatin1(), limits](CrawlWorker &worker) { worker.setHostLimits(key, limits); });
}

void Crawler::tryHostNow(const QString &host)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (d->outcome(CrawlCall::TryHost) == CrawlOutcome::Applies)
        d->crew.tellAll([key = host.toLatin1()](CrawlWorker &worker) { worker.tryHostNow(key); });
}

void Crawler::giveUpHost(const QString &host)
{
    TURNSTONE_ASSERT_THREAD(this);
    if (d->outcome(CrawlCall::GiveUpHost) == CrawlOutcome::Applies)
        d->crew.tellAll([key = host.toLatin1()](CrawlWorker &worker) { worker.giveUpHost(key); });
}

} // namespace turnstone
