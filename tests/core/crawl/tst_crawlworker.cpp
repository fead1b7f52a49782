// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/crawlworker.h"
#include "tests/core/crawl/simulatedworld.h"

#include <QTest>
#include <QThreadPool>

#include <map>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

constexpr qint64 Held = 1000; // for each answer

AddressList listOf(const QByteArray &host, int count, int invalid = 0)
{
    AddressBlockBuilder builder;
    for (int i = 0; i < invalid; ++i)
        builder.addInvalid("ftp://x/", AddressProblem::UnsupportedScheme);
    for (int i = 0; i < count; ++i)
        builder.add(QByteArray("http://" + host + '/' + QByteArray::number(i)));
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

/// One worker in a simulated world, with what it shares with others in the hands of the test.
class Workshop final
{
public:
    explicit Workshop(int workers = 2)
        : budget(workers)
    {
        budget.setLimits(1000, 0);
        CrawlWorker::Surroundings around;
        around.workers = workers;
        around.timeSource = &world.time;
        around.random = world.engine().random;
        around.budget = &budget;
        around.memory = &memory;
        around.pulse = &pulse;
        around.names = &names;
        around.proxy = &proxy;
        around.parsers = &parsers;
        around.makeWire = world.engine().wire;
        around.transfer = [](int, const std::shared_ptr<Job> &) { QFAIL("there is nobody else"); };
        around.credit = [](int, const CrawlWorker::Credit &) {};
        worker = std::make_unique<CrawlWorker>(std::move(around));
        QObject::connect(worker.get(), &CrawlWorker::results, worker.get(), [this](const ResultBatch &batch) {
            for (const FetchResult &result : *batch)
                results[result.row] = result;
            ++unacknowledged;
            if (acknowledges)
                acknowledgeAll();
        });
        QObject::connect(worker.get(), &CrawlWorker::reported, worker.get(),
                         [this](const WorkerSnapshot &shot) { snapshot = shot; });
        QObject::connect(worker.get(), &CrawlWorker::doubted, worker.get(), [this] { ++doubts; });
        budget.setWaker([this](int index) {
            if (index == 0)
                worker->wake();
        });
        world.concurrency = 100'000;
    }
    ~Workshop() { worker->shutDown(); }

    void begin(const AddressList &list, CrawlSettings settings = {})
    {
        settings.limits.perHost = std::max(settings.limits.perHost, 2);
        worker->reset(list, HostSpread({}, 1));
        worker->begin(1, settings, {});
        worker->assign(0, RowId(list.size()));
    }
    void acknowledgeAll()
    {
        for (; unacknowledged > 0; --unacknowledged)
            QMetaObject::invokeMethod(worker.get(), &CrawlWorker::acknowledge, Qt::QueuedConnection);
    }

    SimulatedWorld world;
    SharedBudget budget;
    MemoryBudget memory;
    NetworkPulse pulse;
    NetworkPulse names;
    ProxyLogin proxy;
    QThreadPool parsers;
    std::unique_ptr<CrawlWorker> worker;
    std::map<RowId, FetchResult> results;
    WorkerSnapshot snapshot;
    bool acknowledges = true;
    int unacknowledged = 0;
    int doubts = 0;
};

SimulatedAnswer failing(FetchError error)
{
    SimulatedAnswer answer;
    answer.error = error;
    return answer;
}

} // namespace

/// One worker by itself: what it takes of that which all share, and gives back.
class TestCrawlWorker final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whateverBecomesOfAnAnswerItsMemoryIsGivenBack_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<SimulatedAnswer>("first"); // of all requests, those behind it are fine
        QTest::addColumn<QString>("then");
        QTest::addColumn<int>("verdict"); // -1: none, it still waits
        const auto row = [](const char *name, const SimulatedAnswer &first, const QString &then,
                            std::optional<Verdict> verdict, const QByteArray &method = "GET") {
            QTest::newRow(name) << method << first << then << (verdict ? int(*verdict) : -1);
        };
        SimulatedAnswer redirect;
        redirect.status = 302;
        redirect.location = "/end";
        SimulatedAnswer error;
        error.status = 500;
        const SimulatedAnswer unreachable = failing(FetchError::Unreachable);
        row("an answer", SimulatedAnswer(), {}, Verdict::Ok);
        row("a redirect", redirect, {}, Verdict::Redirected);
        row("tried again", error, {}, Verdict::Ok);
        row("failed", failing(FetchError::Tls), {}, Verdict::TlsError);
        row("believed", unreachable, u"believe"_qs, Verdict::Ok);
        row("the network went", unreachable, u"network down"_qs, {});
        row("the network was gone", unreachable, u"network down before"_qs, {});
        row("the network took a POST", failing(FetchError::Timeout), u"network down"_qs, Verdict::Timeout,
            "POST");
        row("stopped in doubt", unreachable, u"stop"_qs, Verdict::Cancelled);
        row("stopped on the wire", SimulatedAnswer(), u"stop before"_qs, Verdict::Cancelled);
    }

    void whateverBecomesOfAnAnswerItsMemoryIsGivenBack()
    {
        QFETCH(QByteArray, method);
        QFETCH(SimulatedAnswer, first);
        QFETCH(QString, then);
        QFETCH(int, verdict);
        Workshop shop;
        int asked = 0;
        shop.world.script = [&](const WireRequest &) {
            SimulatedAnswer answer = asked++ == 0 ? first : SimulatedAnswer();
            answer.heldBytes = Held;
            shop.memory.hold(Held);
            return answer;
        };
        CrawlSettings settings;
        settings.request.method = method;
        shop.begin(listOf("10.0.0.1", 1), settings);
        shop.world.time.runFor(10ms);
        QCOMPARE(shop.memory.held(), Held);
        if (then == u"network down before")
            shop.worker->setNetworkDown(true, {});
        if (then == u"stop before")
            shop.worker->stop();
        shop.world.time.runFor(100ms);
        const bool isDoubtful = then == u"believe" || then == u"network down" || then == u"stop";
        QCOMPARE(shop.doubts, int(isDoubtful));
        QCOMPARE(shop.memory.held(), isDoubtful ? Held : shop.memory.held());
        if (then == u"believe")
            shop.worker->believeDoubts(NetworkPart::Hosts, shop.world.time.now());
        if (then == u"network down")
            shop.worker->setNetworkDown(true, {});
        if (then == u"stop")
            shop.worker->stop();
        shop.world.time.runFor(10s);
        QTRY_COMPARE(shop.memory.held(), 0); // pages are read by real threads
        shop.world.time.runFor(10ms);
        QCOMPARE(shop.results.contains(0) ? int(shop.results[0].verdict) : -1, verdict);
    }

    /// What it took of what may not be sent twice, is told, and is nothing that the host has done.
    void ofTheNetworkTheHostKnowsNothing()
    {
        Workshop shop;
        shop.world.script = [](const WireRequest &) { return failing(FetchError::Timeout); };
        CrawlSettings settings;
        settings.request.method = "POST";
        settings.limits.perHost = 8;
        shop.begin(listOf("10.0.0.1", 8), settings);
        shop.world.time.runFor(100ms);
        QCOMPARE(shop.doubts, 8);
        shop.worker->setNetworkDown(true, {});
        shop.world.time.runFor(1s);
        QCOMPARE(shop.results.size(), size_t(8));
        QCOMPARE(shop.snapshot.hostsDown, 0);
        QVERIFY2(shop.results[0].attempts[0].errorText.contains(u"may have taken effect"),
                 qPrintable(shop.results[0].attempts[0].errorText));
    }

    /// While it is stopping nobody asks whose failure it was.
    void aDoubtEndsWithTheRun()
    {
        Workshop shop;
        shop.world.script = [](const WireRequest &) {
            SimulatedAnswer answer = failing(FetchError::Unreachable);
            answer.errorText = u"No route to host"_qs;
            return answer;
        };
        shop.begin(listOf("10.0.0.1", 1));
        shop.world.time.runFor(100ms);
        QCOMPARE(shop.doubts, 1);
        QVERIFY(shop.results.empty());
        shop.worker->stop();
        shop.world.time.runFor(0ms);
        QCOMPARE(shop.results.size(), size_t(1));
        const FetchResult &result = shop.results[0];
        QCOMPARE(result.verdict, Verdict::Cancelled);
        QCOMPARE(result.attempts.size(), size_t(1));
        QCOMPARE(result.attempts[0].error, FetchError::Cancelled);
        QCOMPARE(result.attempts[0].errorText, QString());
        QCOMPARE(shop.doubts, 1);
    }

    void whatArrivesWhileStoppingIsCancelled()
    {
        Workshop shop;
        shop.begin(listOf("10.0.0.1", 1));
        shop.worker->stop();
        shop.world.time.runFor(0ms);
        QCOMPARE(shop.results.size(), size_t(1)); // as it never began
        shop.results.clear();
        auto job = std::make_shared<Job>();
        job->next = Job::Next::Hop;
        job->wire.url = QUrl(u"http://10.0.0.2/end"_qs);
        job->result.attempts.resize(1);
        shop.worker->takeOver(job);
        shop.world.time.runFor(0ms);
        QCOMPARE(shop.results.size(), size_t(1));
        QCOMPARE(shop.results[0].verdict, Verdict::Cancelled);
        QVERIFY(!shop.results[0].reason.isEmpty());
        QCOMPARE(shop.results[0].run, 1U);
        QCOMPARE(shop.results[0].attempts.size(), size_t(1)); // the evidence of what came before
        shop.world.time.runFor(10s);
        QCOMPARE(shop.world.all.requests, 0);
    }

    /// It was answered while it moved from one worker to another.
    void aPostThatArrivesWhileStoppingIsNotOwed()
    {
        Workshop shop;
        shop.begin(listOf("10.0.0.1", 1));
        shop.worker->stop();
        shop.world.time.runFor(0ms);
        shop.results.clear();
        auto job = std::make_shared<Job>();
        job->next = Job::Next::Hop;
        job->wire.url = QUrl(u"http://10.0.0.2/end"_qs);
        Hop &hop = job->result.attempts.emplace_back().hops.emplace_back();
        hop.method = "POST";
        hop.status = 303;
        hop.sends = 1;
        shop.worker->takeOver(job);
        shop.world.time.runFor(0ms);
        QCOMPARE(shop.results.size(), size_t(1));
        QCOMPARE(shop.results[0].verdict, Verdict::ConnectionFailed);
        QVERIFY2(shop.results[0].reason.contains(u"may have taken effect"),
                 qPrintable(shop.results[0].reason));
    }

    /// They are who is asked when a name server is silent.
    void namesThatSomeServerKnewOfAreNoted_data()
    {
        QTest::addColumn<QHostInfo::HostInfoError>("found");
        QTest::addColumn<bool>("isNoted");
        QTest::newRow("an address") << QHostInfo::NoError << true;
        QTest::newRow("that there is none") << QHostInfo::HostNotFound << true;
        QTest::newRow("silence") << QHostInfo::UnknownError << false;
    }

    void namesThatSomeServerKnewOfAreNoted()
    {
        QFETCH(QHostInfo::HostInfoError, found);
        QFETCH(bool, isNoted);
        Workshop shop;
        shop.world.names = [found](const QString &) {
            Resolver::Answer answer;
            answer.error = found;
            return std::pair(Duration(10ms), answer);
        };
        const TimePoint before = shop.world.time.now();
        shop.begin(listOf("a.example", 1));
        shop.world.time.runFor(1s);
        QCOMPARE(shop.names.wasHeardSince(before), isNoted);
        QCOMPARE(shop.names.reached(), isNoted ? QStringList{u"a.example:80"_qs} : QStringList());
    }

    /// What has taken long will take as long again, but no longer than it may.
    void aLongFlightSaysHowLongItWillTake()
    {
        Workshop shop;
        shop.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.takes = 29s;
            return answer;
        };
        CrawlSettings settings;
        settings.limits.timeout = 30s;
        shop.begin(listOf("10.0.0.1", 1), settings);
        shop.world.time.runFor(10s);
        QVERIFY2(shop.snapshot.slowestHost >= 9s && shop.snapshot.slowestHost <= 11s,
                 QByteArray::number(qint64(shop.snapshot.slowestHost.count())).constData());
        shop.world.time.runFor(15s);
        QVERIFY2(shop.snapshot.slowestHost >= 4s && shop.snapshot.slowestHost <= 6s,
                 QByteArray::number(qint64(shop.snapshot.slowestHost.count())).constData());
    }

    /// Whoever answers or refuses shows that the network is there.
    void whoIsHeardIsNoted_data()
    {
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<bool>("isHeard");
        QTest::newRow("an answer") << FetchError::None << true;
        QTest::newRow("a refusal") << FetchError::Refused << true;
        QTest::newRow("silence") << FetchError::Timeout << false;
        QTest::newRow("no way there") << FetchError::Unreachable << false;
    }

    void whoIsHeardIsNoted()
    {
        QFETCH(FetchError, error);
        QFETCH(bool, isHeard);
        Workshop shop;
        shop.world.script = [error](const WireRequest &) {
            SimulatedAnswer answer = failing(error);
            answer.status = error == FetchError::None ? 200 : 0;
            return answer;
        };
        const TimePoint before = shop.world.time.now();
        shop.begin(listOf("10.0.0.1", 1));
        shop.world.time.runFor(1s);
        QCOMPARE(shop.pulse.wasHeardSince(before), isHeard);
    }

    void nothingBeginsWithoutMemory()
    {
        Workshop shop;
        shop.memory.setLimit(1'000'000);
        shop.memory.hold(750'001);
        shop.begin(listOf("10.0.0.1", 3));
        shop.world.time.runFor(10s);
        QCOMPARE(shop.world.all.requests, 0);
        shop.memory.release(shop.memory.held()); // of which nobody tells the worker
        shop.world.time.runFor(20ms);
        QVERIFY(shop.world.all.requests > 0);
    }

    void theFirstFailureIsTheLastStart()
    {
        Workshop shop;
        shop.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.status = 404;
            return answer;
        };
        CrawlSettings settings;
        settings.failFast = true;
        shop.begin(listOf("10.0.0.1", 100), settings);
        shop.world.time.runFor(10s);
        QCOMPARE(shop.world.all.requests, settings.limits.perHost); // what was in flight already
        QCOMPARE(shop.results.size(), size_t(settings.limits.perHost));
        settings.failFast = false;
        shop.worker->stop();
        shop.world.time.runFor(10ms);
        shop.results.clear();
        shop.worker->begin(2, settings, {});
        shop.worker->assign(0, 100);
        shop.world.time.runFor(10s);
        QCOMPARE(shop.results.size(), size_t(100)); // the next run knows nothing of it
    }

    void figuresAreOfOneRun()
    {
        Workshop shop;
        shop.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.bytes = 10;
            answer.sends = 2;
            return answer;
        };
        shop.begin(listOf("10.0.0.1", 5));
        for (quint32 run = 2; run < 4; ++run) {
            shop.world.time.runFor(5s);
            shop.worker->endRun();
            QCOMPARE(shop.snapshot.requests, 10);
            QCOMPARE(shop.snapshot.bytes, 50);
            for (const LatencyHistogram *times : {&shop.snapshot.ttfb, &shop.snapshot.total,
                                                  &shop.snapshot.recentTtfb, &shop.snapshot.recentTotal})
                QCOMPARE(times->count(), quint64(5));
            shop.worker->begin(run, {}, {});
            shop.worker->assign(0, 5);
        }
    }

    void recentFiguresAreOfTheLastMinutes()
    {
        Workshop shop;
        shop.begin(listOf("10.0.0.1", 5));
        for (const quint64 recent : {5, 0}) {
            shop.world.time.runFor(recent > 0 ? 5s : 300s);
            QCOMPARE(shop.snapshot.ttfb.count(), quint64(5));
            QCOMPARE(shop.snapshot.total.count(), quint64(5));
            QCOMPARE(shop.snapshot.recentTtfb.count(), recent);
            QCOMPARE(shop.snapshot.recentTotal.count(), recent);
        }
    }

    void bodiesThatWaitForMemoryHoldNobodyUp()
    {
        Workshop shop;
        shop.world.waitsForMemory = true;
        shop.begin(listOf("10.0.0.1", 3));
        shop.world.time.runFor(1s);
        QCOMPARE(shop.world.all.requests, 3);
        const int before = shop.world.goneOn;
        shop.world.time.runFor(1s);
        QVERIFY2(shop.world.goneOn >= before + 40, "nobody tells the worker when there is some");
    }

    void unacknowledgedResultsHoldStartsBack()
    {
        constexpr int rows = 16'000;
        Workshop shop;
        shop.acknowledges = false;
        CrawlSettings settings;
        settings.limits.perHost = 1000;
        shop.begin(listOf("10.0.0.1", rows), settings);
        shop.world.time.runFor(60s);
        QVERIFY2(shop.world.all.requests < rows - 1000, qPrintable(QString::number(shop.world.all.requests)));
        shop.acknowledges = true;
        shop.acknowledgeAll();
        shop.world.time.runFor(60s);
        QCOMPARE(shop.results.size(), size_t(rows));
    }

    void unacknowledgedResultsHoldTheIntakeBack()
    {
        constexpr int bad = 20'000; // as many as are taken in at once
        Workshop shop;
        shop.acknowledges = false;
        shop.begin(listOf("10.0.0.1", 10, bad));
        shop.world.time.runFor(1s);
        QCOMPARE(shop.snapshot.hosts, 0);
        shop.acknowledges = true;
        shop.acknowledgeAll();
        shop.world.time.runFor(1s);
        QCOMPARE(shop.snapshot.hosts, 1);
        QCOMPARE(shop.results.size(), size_t(bad + 10));
        for (RowId row = bad; row < bad + 10; ++row) // since they were given, not since they were looked at
            QVERIFY(shop.results[row].attempts.at(0).hops.at(0).queuedUs >= 1'000'000);
    }

    void nobodyHoldsBackForWhoCannotStart_data()
    {
        QTest::addColumn<QString>("why");
        QTest::addColumn<bool>("granted");
        QTest::newRow("it can") << QString() << false;
        for (const QString &why :
             {u"paused"_qs, u"stopped"_qs, u"no network"_qs, u"no memory"_qs, u"its host has enough"_qs})
            QTest::addRow("%s", qPrintable(why)) << why << true;
    }

    /// Three at once in all; another worker has two of them, so it stands back for one that waits.
    void nobodyHoldsBackForWhoCannotStart()
    {
        QFETCH(QString, why);
        QFETCH(bool, granted);
        Workshop shop(4);
        shop.budget.setLimits(3, 0);
        shop.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.takes = 10s;
            return answer;
        };
        for (int i = 0; i < 2; ++i)
            QVERIFY(shop.budget.tryStart(1, shop.world.time.now()).granted);
        shop.begin(listOf("10.0.0.1", 2));
        shop.world.time.runFor(10ms);
        QCOMPARE(shop.world.all.requests, 1); // the other row waits for a slot
        if (why == u"paused")
            shop.worker->setPaused(true);
        else if (why == u"stopped")
            shop.worker->stop();
        else if (why == u"no network")
            shop.worker->setNetworkDown(true, {});
        else if (why == u"no memory")
            shop.memory.hold(shop.memory.limit());
        else if (why == u"its host has enough")
            shop.worker->setHostLimits("10.0.0.1", {1, -1ms});
        shop.worker->wake();
        shop.world.time.runFor(0ms);
        shop.budget.setWaker({});
        shop.budget.finished(1);
        QCOMPARE(shop.budget.tryStart(1, shop.world.time.now()).granted, granted);
    }
};

QTEST_GUILESS_MAIN(TestCrawlWorker)
#include "tst_crawlworker.moc"
