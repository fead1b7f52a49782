// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/crawler.h"
#include "tests/core/crawl/simulatedworld.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

#ifdef NDEBUG
constexpr int CallsPerSeed = 10'000;
#else
constexpr int CallsPerSeed = 1'000; // the sanitizers' share
#endif

AddressList listOf(const QByteArrayList &urls)
{
    AddressBlockBuilder builder;
    for (const QByteArray &url : urls)
        builder.add(url);
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

/// A crawler in a simulated world with what it said, held against what happened there.
class Life final : public QObject
{
public:
    explicit Life(SimulatedWorld &itsWorld)
        : world(itsWorld)
        , crawler(world.engine())
    {
        world.concurrency = crawler.settings().limits.concurrency;
        connect(&crawler, &Crawler::resultsReady, this, [this](const ResultBatch &batch) {
            for (const FetchResult &result : *batch)
                take(result);
        });
        connect(&crawler, &Crawler::stateChanged, this, [this](CrawlState state) {
            if (state == CrawlState::Running && before == CrawlState::Idle)
                onBegin();
            before = state;
        });
        connect(&crawler, &Crawler::hostsChanged, this, [this](const QList<HostSnapshot> &changed) {
            for (const HostSnapshot &host : changed)
                hosts[host.host.toLatin1()] = host;
        });
        connect(&crawler, &Crawler::progressed, this, [](const ProgressBatch &) {});
        connect(&crawler, &Crawler::statsChanged, this, [this](const CrawlStats &stats) {
            latest = stats;
            check(stats.inFlight >= 0 && stats.waiting >= 0 && stats.willRetry >= 0, u"negative figures"_qs);
            check(judgedOf(stats.ofRun) <= stats.addresses &&
                      judgedOf(stats.ofRun) <= judgedOf(stats.byVerdict),
                  u"more in the run than there is"_qs);
            check(
                std::all_of(stats.ofRun.begin(), stats.ofRun.end(), [](qint64 count) { return count >= 0; }),
                u"less than nothing in the run"_qs);
            check(stats.finished <= stats.addresses, u"more finished than there are"_qs);
            check(stats.run == run, u"figures of another run"_qs);
        });
        connect(&crawler, &Crawler::finished, this, &Life::onFinished);
    }

    void start(const QByteArrayList &urls, const CrawlSettings &settings)
    {
        if (crawler.state() == CrawlState::Idle) {
            owed.clear();
            verdicts.clear();
            hosts.clear();
            given.clear();
            world.concurrency = settings.limits.concurrency;
        }
        if (!crawler.start({listOf(urls), settings}))
            return;
        given = urls;
        want(0);
    }
    void add(const QByteArrayList &urls)
    {
        const auto first = RowId(given.size());
        given.append(urls);
        const bool waits = crawler.state() == CrawlState::Stopping;
        crawler.add(listOf(urls));
        if (!waits)
            want(first);
        else
            later.grows = true;
    }
    void recheck(const std::vector<RowId> &rows)
    {
        const bool waits = crawler.state() == CrawlState::Stopping;
        std::vector<RowId> known;
        for (const RowId row : rows) {
            if (row < RowId(given.size()))
                known.push_back(row);
        }
        crawler.recheck(rows);
        if (known.empty())
            return;
        if (waits)
            later.rows.insert(later.rows.end(), known.begin(), known.end());
        else
            owed.insert(known.begin(), known.end());
    }

    SimulatedWorld &world;
    Crawler crawler;
    QByteArrayList given;
    std::map<RowId, Verdict> verdicts; // the latest of each row
    std::set<RowId> owed;
    std::map<QByteArray, HostSnapshot> hosts;
    CrawlStats latest;
    CrawlState before = CrawlState::Idle;
    quint32 run = 0;
    qint64 results = 0;
    qint64 judged = 0; // results of this run that are no cancellations
    int ends = 0;
    QStringList wrong;

private:
    struct Later
    {
        bool grows = false;
        std::vector<RowId> rows;
    };

    void check(bool holds, const QString &what)
    {
        if (!holds && wrong.size() < 20)
            wrong.append(u"run %1: %2"_qs.arg(run).arg(what));
    }

    void want(RowId first)
    {
        for (RowId row = first; row < RowId(given.size()); ++row)
            owed.insert(row);
        grown = RowId(given.size());
    }

    void onBegin()
    {
        ++run;
        judged = 0;
        check(owed.empty(), u"rows were forgotten"_qs);
        world.resetCounts();
        const Later waiting = std::exchange(later, {});
        if (waiting.grows)
            want(grown);
        owed.insert(waiting.rows.begin(), waiting.rows.end());
    }

    void take(const FetchResult &result)
    {
        ++results;
        check(result.run == run, u"a result of run %1"_qs.arg(result.run));
        check(owed.erase(result.row) == 1, u"row %1 owes nothing"_qs.arg(result.row));
        check(!result.reason.isEmpty(), u"row %1 has no reason"_qs.arg(result.row));
        const bool isCancelled = result.verdict == Verdict::Cancelled;
        check(!isCancelled || crawler.state() == CrawlState::Stopping, u"cancelled, but nobody stopped"_qs);
        for (const FetchAttempt &attempt : result.attempts) {
            check(attempt.error != FetchError::Unreachable || !attempt.errorText.isEmpty(),
                  u"row %1 was held responsible for the network"_qs.arg(result.row));
        }
        verdicts[result.row] = result.verdict;
        judged += !isCancelled;
    }

    void onFinished(const CrawlSummary &summary)
    {
        ++ends;
        for (const RowId row : std::exchange(owed, {})) // a stopped recheck keeps what was found before
            check(summary.stopped && verdicts.contains(row), u"row %1 has no result"_qs.arg(row));
        const CrawlStats &stats = summary.stats;
        check(stats.inFlight == 0 && world.all.inFlight == 0, u"something is in flight"_qs);
        check(stats.waiting == 0 && stats.willRetry == 0, u"something waits"_qs);
        check(stats.finished == stats.addresses, u"something is unfinished"_qs);
        check(stats.requests == world.all.requests,
              u"%1 requests, really %2"_qs.arg(stats.requests).arg(world.all.requests));
        std::array<qint64, VerdictCount> byVerdict{};
        for (const auto &[row, verdict] : verdicts)
            ++byVerdict[size_t(verdict)];
        check(stats.byVerdict == byVerdict, u"verdicts are miscounted"_qs);
        qint64 finished = 0;
        for (const auto &[name, host] : hosts) {
            check(host.inFlight == 0 && host.waiting == 0 && host.willRetry == 0,
                  u"host %1 is not at rest: %2 in flight, %3 wait"_qs.arg(host.host)
                      .arg(host.inFlight)
                      .arg(host.waiting));
            check(host.requestsPerSecond == 0, u"host %1 still has a rate"_qs.arg(host.host));
            finished += host.finished;
        }
        check(finished == judged, u"%1 finished by host, really %2"_qs.arg(finished).arg(judged));
    }

    Later later;
    RowId grown = 0; // rows behind it wait for the next run
};

} // namespace

/// Every call in every state, in simulated time: what a Crawler promises, whatever it is asked for.
class TestCrawlLife final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTableOfCalls_data()
    {
        QTest::addColumn<int>("call");
        QTest::addColumn<QByteArrayList>("expected"); // Idle, Running, Paused, Stopping
        const auto row = [](const char *name, CrawlCall call, const QByteArrayList &expected) {
            QTest::newRow(name) << int(call) << expected;
        };
        row("start", CrawlCall::Start, {"begins", "refused", "refused", "refused"});
        row("add", CrawlCall::Add, {"begins", "joins", "joins", "waits"});
        row("recheck", CrawlCall::Recheck, {"begins", "joins", "joins", "waits"});
        row("pause", CrawlCall::Pause, {"refused", "switches", "refused", "refused"});
        row("resume", CrawlCall::Resume, {"refused", "refused", "switches", "refused"});
        row("stop", CrawlCall::Stop, {"refused", "switches", "switches", "applies"});
        row("settings", CrawlCall::SetSettings, {"applies", "waits", "waits", "waits"});
        row("limits", CrawlCall::SetLimits, {"applies", "applies", "applies", "applies"});
        row("host limits", CrawlCall::SetHostLimits, {"applies", "applies", "applies", "applies"});
        row("hold open", CrawlCall::HoldOpen, {"applies", "applies", "applies", "applies"});
        row("release", CrawlCall::Release, {"applies", "applies", "applies", "applies"});
        row("try host", CrawlCall::TryHost, {"refused", "applies", "applies", "refused"});
        row("give up host", CrawlCall::GiveUpHost, {"refused", "applies", "applies", "refused"});
    }

    void theTableOfCalls()
    {
        QFETCH(int, call);
        QFETCH(QByteArrayList, expected);
        const QByteArrayList words{"refused", "begins", "joins", "waits", "switches", "applies"};
        for (int state = 0; state < CrawlStateCount; ++state) {
            const auto outcome = outcomeOf(CrawlCall(call), CrawlState(state));
            QCOMPARE(words[int(outcome)], expected[state]);
        }
    }

    /// The same, as a Crawler does it.
    void everyCallInEveryState_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("call");
        for (int state = 0; state < CrawlStateCount; ++state) {
            for (int call = 0; call < CrawlCallCount; ++call)
                QTest::addRow("%d in %d", call, state) << state << call;
        }
    }

    void everyCallInEveryState()
    {
        QFETCH(int, state);
        QFETCH(int, call);
        SimulatedWorld world;
        world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.takes = 1s;
            return answer;
        };
        Life life(world);
        life.start({"http://10.0.0.1/a", "http://10.0.0.2/b"}, {});
        bringTo(life, CrawlState(state));
        QCOMPARE(life.crawler.state(), CrawlState(state));
        const int endsBefore = life.ends;
        const quint32 runBefore = life.run;
        make(life, CrawlCall(call));
        const CrawlOutcome outcome = outcomeOf(CrawlCall(call), CrawlState(state));
        const bool begins = outcome == CrawlOutcome::Begins;
        QCOMPARE(life.run - runBefore, begins ? 1U : 0U);
        if (outcome == CrawlOutcome::Refused)
            QCOMPARE(life.crawler.state(), CrawlState(state));
        life.crawler.release();
        life.crawler.resume();
        QVERIFY(world.time.runUntil([&] { return life.crawler.state() == CrawlState::Idle; }, 1h));
        const bool follows = outcome == CrawlOutcome::Waits && CrawlCall(call) != CrawlCall::SetSettings;
        QCOMPARE(life.ends - endsBefore, (state == 0 ? 0 : 1) + int(begins) + int(follows));
        QVERIFY2(life.wrong.isEmpty(), qPrintable(life.wrong.join(u'\n')));
    }

    void randomCalls_data()
    {
        QTest::addColumn<quint32>("seed");
        const auto seeds = quint32(qEnvironmentVariableIntValue("TURNSTONE_SEEDS"));
        for (quint32 seed = 1; seed <= std::max(seeds, 10u); ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void randomCalls()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        SimulatedWorld world;
        world.chance.seed(seed);
        arrange(world, random);
        auto life = std::make_unique<Life>(world);
        int ends = 0;
        for (int call = 0; call < CallsPerSeed; ++call) {
            if (random.bounded(500) == 0) { // deleted in the middle of whatever it is doing
                ends += life->ends;
                QVERIFY2(life->wrong.isEmpty(), qPrintable(life->wrong.join(u'\n')));
                life = std::make_unique<Life>(world);
                QCOMPARE(world.all.inFlight, 0);
            }
            makeAny(*life, random);
            world.time.runFor(
                std::chrono::milliseconds(random.bounded(random.bounded(40) == 0 ? 60'000 : 150)));
            if (world.time.now() > m_networkBack && random.bounded(200) == 0)
                m_networkBack = world.time.now() + std::chrono::milliseconds(1000 + random.bounded(20'000));
            QVERIFY2(world.broken.isEmpty(), qPrintable(world.broken.join(u'\n')));
            QVERIFY2(life->wrong.isEmpty(), qPrintable(u"call %1: "_qs.arg(call) + life->wrong.join(u'\n')));
            if (life->given.size() > 3000 || life->crawler.state() == CrawlState::Idle) {
                finish(world, *life);
                QVERIFY2(life->crawler.state() == CrawlState::Idle,
                         qPrintable(u"call %1: hangs"_qs.arg(call)));
                life->start(someUrls(random), someSettings(world, random));
            }
        }
        finish(world, *life);
        QVERIFY2(life->crawler.state() == CrawlState::Idle, "hangs");
        QVERIFY2(life->wrong.isEmpty(), qPrintable(life->wrong.join(u'\n')));
        QVERIFY(ends + life->ends > CallsPerSeed / 100);
    }

private:
    static void bringTo(Life &life, CrawlState state)
    {
        SimulatedWorld &world = life.world;
        world.time.runFor(200ms);
        if (state == CrawlState::Idle)
            world.time.runUntil([&] { return life.crawler.state() == CrawlState::Idle; }, 1h);
        if (state == CrawlState::Paused)
            life.crawler.pause();
        if (state == CrawlState::Stopping)
            life.crawler.stop();
    }

    static void make(Life &life, CrawlCall call)
    {
        Crawler &crawler = life.crawler;
        switch (call) {
        case CrawlCall::Start:
            life.start({"http://10.0.0.3/c"}, {});
            break;
        case CrawlCall::Add:
            life.add({"http://10.0.0.4/d"});
            break;
        case CrawlCall::Recheck:
            life.recheck({0, 77});
            break;
        case CrawlCall::Pause:
            crawler.pause();
            break;
        case CrawlCall::Resume:
            crawler.resume();
            break;
        case CrawlCall::Stop:
            crawler.stop();
            break;
        case CrawlCall::SetSettings:
            crawler.setSettings({});
            break;
        case CrawlCall::SetLimits:
            crawler.setLimits({});
            break;
        case CrawlCall::SetHostLimits:
            crawler.setHostLimits(u"10.0.0.1"_qs, {1, 1ms});
            break;
        case CrawlCall::HoldOpen:
            crawler.holdOpen();
            break;
        case CrawlCall::Release:
            crawler.release();
            break;
        case CrawlCall::TryHost:
            crawler.tryHostNow(u"10.0.0.1"_qs);
            break;
        case CrawlCall::GiveUpHost:
            crawler.giveUpHost(u"10.0.0.1"_qs);
            break;
        }
    }

    void arrange(SimulatedWorld &world, QRandomGenerator &random)
    {
        m_networkBack = TimePoint::min();
        world.networkIsUp = [this, &world] { return world.time.now() >= m_networkBack; };
        world.names = [&random](const QString &) {
            Resolver::Answer answer;
            const int kind = random.bounded(20);
            answer.error = kind == 0   ? QHostInfo::HostNotFound
                           : kind == 1 ? QHostInfo::UnknownError
                                       : QHostInfo::NoError;
            answer.text = u"the name server"_qs;
            return std::pair(Duration(std::chrono::milliseconds(random.bounded(400))), answer);
        };
        world.script = [this, &random, &world](const WireRequest &request) {
            SimulatedAnswer answer;
            answer.takes = std::chrono::milliseconds(1 + random.bounded(300));
            const bool isBad = request.url.host().startsWith(u"bad");
            const TimePoint now = world.time.now();
            if (now + 1s < m_networkBack) {
                answer.error = FetchError::Unreachable;
                answer.takes = 1ms;
                return answer;
            }
            if (now < m_networkBack) // too short a time to tell it from a slow host
                answer.takes += m_networkBack - now;
            switch (random.bounded(isBad ? 8 : 30)) {
            case 0:
                answer.error = FetchError::Refused;
                break;
            case 1:
                answer.status = 429;
                answer.retryAfterMs = random.bounded(3) == 0 ? random.bounded(2000) : -1;
                break;
            case 2:
                answer.status = 503;
                break;
            case 3:
                answer.error = FetchError::Reset;
                break;
            case 4:
                answer.takes = 1h; // longer than anybody waits
                break;
            case 5:
                answer.status = 302;
                answer.location = someUrl(random);
                break;
            case 6:
                answer.status = 404;
                break;
            case 7:
                answer.sends = 1 + random.bounded(3);
                break;
            default:
                break;
            }
            return answer;
        };
    }

    void makeAny(Life &life, QRandomGenerator &random) const
    {
        Crawler &crawler = life.crawler;
        switch (random.bounded(24)) {
        case 0:
        case 1:
        case 2:
            life.add(someUrls(random));
            break;
        case 3:
        case 4:
        case 5: {
            std::vector<RowId> rows;
            for (int i = random.bounded(30); i > 0; --i)
                rows.push_back(RowId(random.bounded(int(life.given.size()) + 2)));
            life.recheck(rows);
            break;
        }
        case 6:
            crawler.pause();
            break;
        case 7:
        case 8:
        case 9:
            crawler.resume();
            break;
        case 10:
            crawler.stop();
            break;
        case 11: {
            CrawlSettings settings = someSettings(life.world, random);
            crawler.setLimits(settings.limits);
            life.world.concurrency = settings.limits.concurrency;
            break;
        }
        case 12:
            crawler.setHostLimits(QString::fromLatin1(someHost(random)), {1 + random.bounded(2), 5ms});
            break;
        case 13:
            crawler.holdOpen();
            break;
        case 14:
        case 15:
            crawler.release();
            break;
        case 16:
            crawler.tryHostNow(QString::fromLatin1(someHost(random)));
            break;
        case 17:
            crawler.giveUpHost(QString::fromLatin1(someHost(random)));
            break;
        case 18:
            life.start(someUrls(random), someSettings(life.world, random));
            break;
        default:
            break;
        }
    }

    void finish(SimulatedWorld &world, Life &life)
    {
        for (int i = 0; i < 10'000; ++i)
            life.crawler.release();
        life.crawler.resume();
        world.time.runUntil([&] { return life.crawler.state() == CrawlState::Idle; }, 10h);
    }

    static QByteArray someHost(QRandomGenerator &random)
    {
        const int number = random.bounded(12);
        return (number < 3   ? "bad"
                : number < 8 ? "10.0.0."
                             : "host") +
               QByteArray::number(number) + (number < 3 || number >= 8 ? ".example" : "");
    }
    static QByteArray someUrl(QRandomGenerator &random)
    {
        return "http://" + someHost(random) + '/' + QByteArray::number(random.bounded(1000));
    }
    static QByteArrayList someUrls(QRandomGenerator &random)
    {
        QByteArrayList urls;
        for (int i = random.bounded(40); i > 0; --i)
            urls.append(someUrl(random));
        return urls;
    }
    static CrawlSettings someSettings(const SimulatedWorld &, QRandomGenerator &random)
    {
        CrawlSettings settings;
        settings.limits.concurrency = 1 + random.bounded(30);
        settings.limits.perHost = 2 + random.bounded(6);
        settings.limits.rate = random.bounded(4) == 0 ? 20 : 0;
        settings.limits.hostDelay = std::chrono::milliseconds(random.bounded(3) == 0 ? 30 : 0);
        settings.limits.timeout = std::chrono::milliseconds(1000);
        settings.limits.retries = random.bounded(4);
        settings.limits.hostPatience = std::chrono::seconds(random.bounded(20));
        return settings;
    }

    TimePoint m_networkBack;
};

QTEST_GUILESS_MAIN(TestCrawlLife)
#include "tst_crawllife.moc"
