// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/crawl/crawlscene.h"

#include <QTest>

#include <numeric>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

SimulatedAnswer failing(FetchError error)
{
    SimulatedAnswer answer;
    answer.error = error;
    answer.takes = 1ms;
    return answer;
}

} // namespace

/// What goes wrong in a crawl, one promise at a time, in simulated time.
class TestCrawlTroubles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void peopleMayAskAHostThatIsDownAtOnce()
    {
        Scene scene;
        bringDown(scene);
        const qint64 before = scene.world.hosts["10.0.0.9"].requests;
        scene.world.time.runFor(1s);
        QCOMPARE(scene.world.hosts["10.0.0.9"].requests, before); // it pauses
        scene.crawler->tryHostNow(u"10.0.0.9"_qs);
        scene.world.time.runFor(300ms);
        QVERIFY(scene.world.hosts["10.0.0.9"].requests > before);
    }

    void peopleMayGiveAHostUp()
    {
        Scene scene;
        bringDown(scene);
        QCOMPARE(scene.crawler->state(), CrawlState::Running);
        scene.crawler->giveUpHost(u"10.0.0.9"_qs);
        scene.run(1s);
        QCOMPARE(scene.verdicts[Verdict::ConnectionFailed], 30);
        QVERIFY2(scene.results[29].reason.contains(u"given up"), qPrintable(scene.results[29].reason));
    }

    /// What its last answer was, stays true of a row that its host's trouble ended, or a stop.
    void theLastAnswerIsWhatARowShows()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.status = 503;
            answer.bytes = 17;
            return answer;
        };
        CrawlSettings settings;
        settings.limits.retries = 50;
        scene.crawler->start({pages("10.0.0.9", 30), settings});
        scene.world.time.runFor(5s);
        scene.crawler->giveUpHost(u"10.0.0.9"_qs);
        scene.world.time.runFor(1s);
        const auto begun = std::find_if(scene.results.begin(), scene.results.end(),
                                        [](const auto &one) { return !one.second.attempts.empty(); });
        QVERIFY(begun != scene.results.end());
        QCOMPARE(begun->second.bytes, qint64(17));

        scene.crawler->start({pages("10.0.0.8", 30), settings});
        scene.world.time.runFor(1s);
        scene.results.clear();
        scene.crawler->stop();
        scene.run();
        int tried = 0;
        for (const auto &[row, result] : scene.results) {
            if (result.attempts.empty() || result.lastAttempt()->error == FetchError::Cancelled)
                continue;
            ++tried;
            QCOMPARE(result.bytes, qint64(17));
            QVERIFY2(result.reason.contains(u"next attempt"), qPrintable(result.reason));
        }
        QVERIFY(tried > 0);
    }

    void whatIsForbiddenTakesNobodysPlace()
    {
        Scene scene;
        scene.world.names = [](const QString &name) {
            Resolver::Answer answer;
            answer.isPrivate = name.startsWith(u"inside");
            return std::pair(Duration(1ms), answer);
        };
        CrawlSettings settings;
        settings.forbidPrivate = true;
        settings.limits.concurrency = 2;
        settings.limits.perHost = 1;
        AddressList list = pages("inside.example", 5);
        list.append(pages("outside.example", 5));
        scene.crawler->start({list, settings});
        scene.run(60s);
        QCOMPARE(scene.verdicts[Verdict::Skipped], 5);
        QCOMPARE(scene.verdicts[Verdict::Ok], 5);
    }

    void whatIsSentAgainUnaskedCounts_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<int>("delayMs");
        QTest::newRow("against the rate") << 10.0 << 0;
        QTest::newRow("against the delay") << 0.0 << 100;
    }

    void whatIsSentAgainUnaskedCounts()
    {
        QFETCH(double, rate);
        QFETCH(int, delayMs);
        Scene scene;
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.sends = 3;
            return answer;
        };
        CrawlSettings settings;
        settings.limits.rate = rate;
        settings.limits.hostDelay = std::chrono::milliseconds(delayMs);
        settings.limits.perHost = 1;
        const TimePoint start = scene.world.time.now();
        scene.crawler->start({pages("10.0.0.1", 20), settings});
        scene.run(60s);
        QVERIFY(scene.world.time.now() - start > 4s); // sixty at ten a second, but for what the last began
        QCOMPARE(scene.estimates.back().second.requests, 60);
    }

    /// Its tries are spent like those at any host, whatever became of the host later.
    void anAddressWithItsOwnTroubleEndsWhileItsHostIsDown()
    {
        Scene scene;
        const TimePoint gone = scene.world.time.now() + 5s;
        scene.world.script = [&](const WireRequest &request) {
            if (scene.world.time.now() >= gone)
                return failing(FetchError::Refused);
            SimulatedAnswer answer;
            answer.status = request.url.path() == u"/0" ? 503 : 200;
            answer.takes = 500ms;
            return answer;
        };
        CrawlSettings settings;
        settings.limits.perHost = 2;
        settings.limits.backoff = 60s;
        settings.limits.hostPatience = 3600s;
        scene.crawler->start({pages("10.0.0.1", 40), settings});
        scene.run();
        QVERIFY(scene.results[0].attempts.size() <= 3);
        QVERIFY(scene.results[0].attempts.size() > 1);
        QVERIFY(scene.ended[0] < gone + 3000s);
    }

    void tryingAHostThatIsDownCostsNoTries()
    {
        Scene scene;
        const TimePoint back = scene.world.time.now() + 200s;
        scene.world.script = [&](const WireRequest &) {
            return scene.world.time.now() < back ? failing(FetchError::Refused) : SimulatedAnswer();
        };
        CrawlSettings settings;
        settings.limits.retries = 1;
        scene.crawler->start({pages("10.0.0.1", 8), settings});
        scene.run();
        QCOMPARE(scene.verdicts[Verdict::Ok] + scene.verdicts[Verdict::ConnectionFailed], 8);
        QVERIFY2(scene.verdicts[Verdict::Ok] >= 4, qPrintable(QString::number(scene.verdicts[Verdict::Ok])));
    }

    /// What was asked while the host was down was its outage: all tries are left for what comes later.
    void triesAtAHostThatIsDownAreNotMissedLater()
    {
        Scene scene;
        const TimePoint back = scene.world.time.now() + 200s;
        QMap<QString, int> probes;
        QMap<QString, int> answers;
        scene.world.script = [&](const WireRequest &request) {
            const QString path = request.url.path();
            if (scene.world.time.now() < back) {
                ++probes[path];
                return failing(FetchError::Refused);
            }
            SimulatedAnswer answer;
            answer.status = ++answers[path] == 1 ? 500 : 200; // its own failure, once
            return answer;
        };
        CrawlSettings settings;
        settings.limits.retries = 2;
        scene.crawler->start({pages("10.0.0.1", 8), settings});
        scene.run();
        QCOMPARE(scene.verdicts[Verdict::Ok], 8);
        QVERIFY2(*std::max_element(probes.begin(), probes.end()) > 2, "some were asked for more often");
    }

    void howLongAProbeOfAHostThatIsDownWaits_data()
    {
        QTest::addColumn<bool>("isForeign");
        QTest::newRow("until its host's pause is over") << false;
        QTest::newRow("its backoff, where another host would only lead there again") << true;
    }

    /// The sixth of them fails when five have taken the host down.
    void howLongAProbeOfAHostThatIsDownWaits()
    {
        QFETCH(bool, isForeign);
        Scene scene;
        scene.world.script = [isForeign](const WireRequest &request) {
            SimulatedAnswer answer = failing(FetchError::Refused);
            answer.takes = std::chrono::milliseconds(1 + request.url.path().mid(1).toInt());
            if (isForeign && request.url.host() == u"10.0.0.1") {
                answer.error = FetchError::None;
                answer.status = 302;
                answer.location = "http://10.0.0.2" + request.url.path().toLatin1();
            }
            return answer;
        };
        CrawlSettings settings;
        settings.limits.backoff = 60s;
        settings.limits.hostPatience = 1h;
        scene.crawler->start({pages("10.0.0.1", 6), settings});
        scene.world.time.runFor(600s);
        scene.crawler->stop();
        scene.run(1s);
        const std::vector<FetchAttempt> &attempts = scene.results[5].attempts;
        QVERIFY(attempts.size() > 1);
        if (isForeign)
            QVERIFY2(attempts[1].waitUs >= 60'000'000, qPrintable(QString::number(attempts[1].waitUs)));
        else
            QVERIFY2(attempts[1].waitUs <= 31'000'000, qPrintable(QString::number(attempts[1].waitUs)));
    }

    void aHostThatAsksForAnHourIsAskedAfterItsLongestPause()
    {
        Scene scene;
        const TimePoint back = scene.world.time.now() + 30s;
        scene.world.script = [&](const WireRequest &) {
            SimulatedAnswer answer;
            if (scene.world.time.now() < back) {
                answer.status = 503;
                answer.retryAfterMs = 3'600'000;
            }
            return answer;
        };
        CrawlSettings settings;
        settings.limits.maxBackoff = 10s;
        scene.crawler->start({pages("10.0.0.1", 50), settings});
        scene.run(200s);
        QVERIFY(scene.verdicts[Verdict::Ok] >= 40);
    }

    void aHostThatSaysAtOnceIsNotAskedAtOnce_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("isForeign");
        QTest::newRow("GET") << QByteArray("GET") << false;
        QTest::newRow("POST") << QByteArray("POST") << false;
        QTest::newRow("behind a redirect") << QByteArray("GET") << true;
    }

    /// "Retry-After: 0" of a host that goes on throttling: its pauses grow all the same.
    void aHostThatSaysAtOnceIsNotAskedAtOnce()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, isForeign);
        Scene scene;
        scene.world.script = [isForeign](const WireRequest &request) {
            SimulatedAnswer answer;
            answer.takes = 1ms;
            if (isForeign && request.url.host() == u"10.0.0.1") {
                answer.status = 302;
                answer.location = "http://10.0.0.2" + request.url.path().toLatin1();
                return answer;
            }
            answer.status = 429;
            answer.retryAfterMs = 0;
            return answer;
        };
        CrawlSettings settings;
        settings.request.method = method;
        settings.limits.hostPatience = 60s;
        settings.limits.backoff = isForeign ? 0ms : 500ms;
        scene.crawler->start({pages("10.0.0.1", 40), settings});
        scene.run(600s);
        QCOMPARE(scene.results.size(), size_t(40));
        const qint64 asked = scene.world.hosts[isForeign ? "10.0.0.2" : "10.0.0.1"].requests;
        QVERIFY2(asked < 200, qPrintable(QString::number(asked)));
        QVERIFY2(scene.world.hosts["10.0.0.1"].requests < 200,
                 qPrintable(QString::number(scene.world.hosts["10.0.0.1"].requests)));
    }

    /// The figures of an address are its own host's, wherever its redirects led.
    void aHostGivenUpIsNotCountedAtAnother()
    {
        Scene scene;
        std::map<QString, HostSnapshot> hosts;
        connect(scene.crawler.get(), &Crawler::hostsChanged, this,
                [&hosts](const QList<HostSnapshot> &changed) {
                    for (const HostSnapshot &host : changed)
                        hosts[host.host] = host;
                });
        scene.world.script = [](const WireRequest &request) {
            if (request.url.host() == u"10.0.0.2")
                return failing(FetchError::Refused);
            SimulatedAnswer answer;
            answer.status = 302;
            answer.location = "http://10.0.0.2" + request.url.path().toLatin1();
            return answer;
        };
        CrawlSettings settings;
        settings.limits.hostPatience = 60s;
        scene.crawler->start({pages("10.0.0.1", 30), settings});
        scene.run(600s);
        QCOMPARE(scene.verdicts[Verdict::ConnectionFailed], 30);
        QCOMPARE(hosts[u"10.0.0.1"_qs].finished, 30);
        QCOMPARE(hosts[u"10.0.0.1"_qs].errors, 30);
        QCOMPARE(hosts[u"10.0.0.2"_qs].finished, 0);
        QCOMPARE(hosts[u"10.0.0.2"_qs].totalMeanUs, 0);
        QVERIFY2(scene.world.hosts["10.0.0.1"].requests < 1500, "it is not asked just to lead there again");
    }

    void aPostThatTheNetworkTookIsNotSentAgain()
    {
        Scene scene;
        const TimePoint start = scene.world.time.now();
        scene.world.networkIsUp = [&] {
            return scene.world.time.now() < start + 1s || scene.world.time.now() > start + 60s;
        };
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.takes = 2s;
            return answer;
        };
        CrawlSettings settings;
        settings.request = {"POST", {}, "a=1", true};
        scene.crawler->start({pages("8.8.8.8", 6), settings});
        scene.run(300s);
        QCOMPARE(scene.world.all.requests, 6);
        QCOMPARE(scene.verdicts[Verdict::Timeout], 6);
        QVERIFY(!scene.network.isEmpty());
        QCOMPARE(scene.results[0].attempts.size(), size_t(1));
        QCOMPARE(scene.results[0].attempts[0].hops.size(), size_t(1));
    }

    /// A POST that was answered by a redirect waits for its next hop when the stop comes.
    void aPostThatWasAnsweredIsNotOwed_data()
    {
        QTest::addColumn<QByteArray>("leadsTo");
        QTest::addColumn<QString>("meanwhile");
        QTest::newRow("its host's turn") << QByteArray("/ok") << QString();
        QTest::newRow("the turn of another worker's host") << QByteArray("http://10.0.0.99/ok") << QString();
        QTest::newRow("a name") << QByteArray("http://slow.example/ok") << QString();
        QTest::newRow("resume") << QByteArray("http://10.0.0.99/ok") << u"it is paused"_qs;
        QTest::newRow("the network") << QByteArray("/ok") << u"the network goes"_qs;
        QTest::newRow("its host's turn when another row fails") << QByteArray("/ok") << u"a row fails"_qs;
    }

    void aPostThatWasAnsweredIsNotOwed()
    {
        QFETCH(QByteArray, leadsTo);
        QFETCH(QString, meanwhile);
        Scene scene(3);
        bool isBack = false;
        scene.world.names = [&](const QString &) {
            return std::pair(isBack ? Duration(1ms) : Duration(100s), Resolver::Answer());
        };
        std::map<QString, int> posts;
        scene.world.script = [&](const WireRequest &request) {
            SimulatedAnswer answer;
            if (!isBack &&
                request.url.host() == u"10.0.0.90") { // the network's absence shows here, or a failure
                answer.takes = 500ms;
                answer.status = 404;
                if (meanwhile == u"the network goes")
                    answer.error = FetchError::Unreachable;
            } else if (request.method == "POST") {
                ++posts[request.url.toString()];
                answer.status = 303;
                answer.location = leadsTo;
            }
            return answer;
        };
        CrawlSettings settings;
        settings.request = {"POST", {}, "a=1", true};
        settings.limits.hostDelay = 2s;
        settings.failFast = meanwhile == u"a row fails";
        AddressList list;
        for (const QByteArray host : {"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.90"})
            list.append(pages(host, 2));
        const bool isPaused = meanwhile == u"it is paused";
        // Nothing arrives without a network, so it goes once the redirects are there.
        bool isGone = false;
        scene.world.networkIsUp = [&] { return !isGone; };
        scene.crawler->start({list, settings});
        scene.world.time.runFor(10ms);
        if (isPaused)
            scene.crawler->pause();
        scene.world.time.runFor(90ms);
        isGone = meanwhile == u"the network goes";
        scene.world.time.runFor(1s);
        QCOMPARE(scene.network, isGone ? QList<bool>{true} : QList<bool>());
        QCOMPARE(scene.crawler->state() == CrawlState::Idle, settings.failFast);
        scene.crawler->stop();
        scene.run(1s);
        QCOMPARE(posts.size(), size_t(4));
        std::vector<RowId> owed;
        int told = 0;
        for (const auto &[row, result] : scene.results) {
            if (result.verdict == Verdict::Cancelled)
                owed.push_back(row);
            told += result.verdict == Verdict::ConnectionFailed &&
                    result.reason.contains(u"may have taken effect") && result.status() == 303;
        }
        // One may have had its turn at the other host.
        QVERIFY2(told == 4 || (told == 3 && scene.verdicts[Verdict::Redirected] == 1),
                 qPrintable(QString::number(told)));
        isBack = true;
        isGone = false;
        scene.crawler->setSettings(settings);
        scene.crawler->recheck(owed);
        scene.run(300s);
        for (const auto &[address, count] : posts)
            QVERIFY2(count == 1, qPrintable(address));
    }

    /// That its POST was answered is told as well.
    void aHostThatIsGivenUpTellsOfThePostBefore()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &request) {
            if (request.method != "POST")
                return failing(FetchError::Refused);
            SimulatedAnswer answer;
            answer.status = 303;
            answer.location = "http://10.0.0.99/ok";
            return answer;
        };
        CrawlSettings settings;
        settings.request = {"POST", {}, "a=1", true};
        settings.limits.concurrency = 1;
        settings.limits.hostPatience = 0ms;
        AddressList list;
        for (int i = 0; i < 20; ++i)
            list.append(pages("10.0.0." + QByteArray::number(i), 1));
        scene.crawler->start({list, settings});
        scene.run(100s);
        int givenUp = 0;
        for (const auto &[row, result] : scene.results) {
            if (!result.reason.contains(u"given up") || result.attempts.empty())
                continue;
            ++givenUp;
            QVERIFY2(result.reason.contains(u"may have taken effect"), qPrintable(result.reason));
        }
        QVERIFY(givenUp > 0);
    }

    void aNameIsNotBelievedForever_data()
    {
        QTest::addColumn<bool>("exists");
        QTest::newRow("found") << true;
        QTest::newRow("dead") << false;
    }

    void aNameIsNotBelievedForever()
    {
        QFETCH(bool, exists);
        Scene scene;
        bool answers = exists;
        scene.world.names = [&answers](const QString &) {
            Resolver::Answer answer;
            answer.error = answers ? QHostInfo::NoError : QHostInfo::HostNotFound;
            return std::pair(Duration(1ms), answer);
        };
        scene.crawler->start({pages("a.example", 1), {}});
        scene.run();
        scene.crawler->recheck({0});
        scene.run();
        QCOMPARE(scene.world.lookups, 1);
        QCOMPARE(scene.results[0].verdict == Verdict::Ok, exists);
        scene.world.time.runFor(70s); // longer than any answer holds
        answers = !exists;
        scene.crawler->recheck({0});
        scene.run();
        QCOMPARE(scene.world.lookups, 2);
        QCOMPARE(scene.results[0].verdict == Verdict::Ok, !exists);
    }

    void whatNobodyCouldAskIsNobodysPatience_data()
    {
        QTest::addColumn<bool>("isPaused");
        QTest::newRow("paused") << true;
        QTest::newRow("no network") << false;
    }

    void whatNobodyCouldAskIsNobodysPatience()
    {
        QFETCH(bool, isPaused);
        Scene scene;
        bringDown(scene, 200s, 20s);
        bool isUp = true;
        scene.world.networkIsUp = [&isUp] { return isUp; };
        if (isPaused) {
            scene.crawler->pause();
        } else {
            isUp = false;
            scene.world.script = [](const WireRequest &) { return failing(FetchError::Unreachable); };
            scene.crawler->tryHostNow(u"10.0.0.9"_qs);
        }
        scene.world.time.runFor(600s);
        scene.world.script = [](const WireRequest &) { return SimulatedAnswer(); };
        isUp = true;
        scene.crawler->resume();
        scene.run(100s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 30);
        QCOMPARE(scene.network.isEmpty(), isPaused);
    }

    void whatIsLeftOfAHostsPatienceIsLeftAfterAPause()
    {
        Scene scene;
        bringDown(scene, 200s, 20s);
        scene.crawler->pause();
        scene.world.time.runFor(600s);
        scene.crawler->resume();
        scene.world.time.runFor(100s); // it is down as before
        QVERIFY(scene.results.empty());
        scene.world.script = [](const WireRequest &) { return SimulatedAnswer(); };
        scene.run(100s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 30);
    }

    /// Only hosts were silent, and their time has gone on.
    void aNetworkThatNeverWentIsForgivenToNobody()
    {
        SimulatedWorld world;
        CrawlEngine engine = world.engine(1);
        const auto saying = [](bool isThere) {
            return [isThere](const QStringList &, NetworkProbe::Sign, const NetworkProbe::Answer &answer) {
                QMetaObject::invokeMethod(
                    qApp, [isThere, answer] { answer(isThere); }, Qt::QueuedConnection);
            };
        };
        engine.probe = saying(false);
        engine.nameProbe = saying(true);
        bool isSilent = false;
        world.script = [&isSilent](const WireRequest &request) {
            if (request.url.host() == u"a.example")
                return SimulatedAnswer();
            return failing(isSilent ? FetchError::Unreachable : FetchError::Refused);
        };
        Crawler crawler(engine);
        QList<TimePoint> told;
        connect(&crawler, &Crawler::networkDownChanged, this, [&] { told << world.time.now(); });
        connect(&crawler, &Crawler::finished, this, [&] { told << world.time.now(); });
        AddressList list = pages("a.example", 20); // of whose name somebody can be asked
        list.append(pages("10.0.0.9", 30));
        CrawlSettings settings;
        settings.limits.hostPatience = 60s;
        settings.limits.hostDelay = 200ms;
        crawler.start({list, settings});
        world.time.runFor(10s);
        isSilent = true;
        QVERIFY(world.time.runUntil([&crawler] { return crawler.state() == CrawlState::Idle; }, 300s));
        QCOMPARE(told.size(), 3); // gone, and not, and the end
        QVERIFY2(told[2] - told[1] < 1s, qPrintable(QString::number((told[2] - told[1]) / 1ms)));
    }

    /// Whichever part of it is found out to be gone first.
    void timeWithoutANetworkBeginsWithItsFirstDoubt()
    {
        SimulatedWorld world;
        CrawlEngine engine = world.engine(1);
        bool isAway = false;
        std::map<Duration, std::unique_ptr<Alarm>> late;
        const auto answeringAfter = [&](Duration time) {
            return [&, time](const QStringList &, NetworkProbe::Sign, const NetworkProbe::Answer &answer) {
                late[time] = world.time.makeAlarm([&isAway, answer] { answer(!isAway); });
                late[time]->setFor(world.time.now() + time);
            };
        };
        engine.probe = answeringAfter(4s);
        engine.nameProbe = answeringAfter(5s);
        world.script = [&isAway](const WireRequest &request) {
            if (request.url.host() == u"a.example")
                return SimulatedAnswer();
            return failing(isAway ? FetchError::Unreachable : FetchError::Refused);
        };
        world.names = [&isAway](const QString &) {
            Resolver::Answer answer;
            answer.error = isAway ? QHostInfo::UnknownError : QHostInfo::NoError;
            return std::pair(Duration(1ms), answer);
        };
        Crawler crawler(engine);
        QList<TimePoint> told;
        connect(&crawler, &Crawler::networkDownChanged, this, [&] { told << world.time.now(); });
        connect(&crawler, &Crawler::finished, this, [&] { told << world.time.now(); });
        CrawlSettings settings;
        settings.limits.hostPatience = 60s;
        crawler.start({pages("10.0.0.9", 30), settings});
        world.time.runFor(10s);
        isAway = true;
        crawler.tryHostNow(u"10.0.0.9"_qs);
        world.time.runFor(3s);
        crawler.add(pages("a.example", 1));
        world.time.runFor(60s);
        isAway = false;
        QVERIFY(world.time.runUntil([&crawler] { return crawler.state() == CrawlState::Idle; }, 300s));
        QCOMPARE(told.size(), 3);
        const Duration left = told[2] - told[1]; // of its patience, of which ten seconds had gone
        QVERIFY2(left > 49'500ms && left < 51s, qPrintable(QString::number(left / 1ms)));
    }

    /// An answer believed in speaks for what failed before it, not for what failed since.
    void whatFailedSinceTheLastAnswerIsStillInDoubt()
    {
        Scene scene(1);
        const TimePoint start = scene.world.time.now();
        const auto isUp = [&] {
            return scene.world.time.now() < start + 120ms || scene.world.time.now() > start + 5s;
        };
        scene.world.networkIsUp = isUp;
        scene.world.script = [&](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.host() == u"10.0.0.9")
                return failing(FetchError::Unreachable);
            answer.takes = request.url.host() == u"10.0.0.1" ? 115ms : 140ms;
            if (request.url.host() == u"10.0.0.2" && scene.world.time.now() < start + 5s)
                answer.error = FetchError::Unreachable;
            return answer;
        };
        CrawlSettings settings;
        settings.limits.retries = 0;
        AddressList list = pages("10.0.0.9", 1);
        list.append(pages("10.0.0.1", 1));
        list.append(pages("10.0.0.2", 1));
        scene.crawler->start({list, settings});
        scene.run(60s);
        QCOMPARE(scene.results[0].verdict, Verdict::ConnectionFailed);
        QVERIFY(scene.ended[0] < start + 1s);
        QCOMPARE(scene.results[1].verdict, Verdict::Ok);
        QCOMPARE(scene.results[2].verdict, Verdict::Ok);
        QCOMPARE(scene.network, (QList<bool>{true, false}));
    }

    void theMemoryLimitHolds_data()
    {
        QTest::addColumn<bool>("isSetWhileItRuns");
        QTest::newRow("of the settings") << false;
        QTest::newRow("set while it runs") << true;
    }

    /// Results that nobody took hold memory, whichever worker made them.
    void theMemoryLimitHolds()
    {
        QFETCH(bool, isSetWhileItRuns);
        Scene scene;
        std::vector<ResultBatch> batches;
        scene.crawler->setReceiverAcknowledges(true);
        connect(scene.crawler.get(), &Crawler::resultsReady, this,
                [&batches](const ResultBatch &batch) { batches.push_back(batch); });
        CrawlSettings settings;
        settings.limits.perHost = 1;
        settings.limits.hostDelay = 1s;
        if (!isSetWhileItRuns)
            settings.limits.memoryBytes = 1;
        AddressList list;
        for (int host = 1; host <= 4; ++host)
            list.append(pages("10.0.0." + QByteArray::number(host), 20));
        scene.crawler->start({list, settings});
        settings.limits.memoryBytes = 1;
        if (isSetWhileItRuns)
            scene.crawler->setLimits(settings.limits);
        scene.world.time.runFor(10s);
        QCOMPARE(scene.world.all.requests, 4); // those that began before the first result was there
        settings.limits.memoryBytes = 512'000'000;
        scene.crawler->setLimits(settings.limits);
        connect(scene.crawler.get(), &Crawler::resultsReady, scene.crawler.get(), &Crawler::acknowledge);
        for (const ResultBatch &batch : std::vector<ResultBatch>(batches))
            scene.crawler->acknowledge(batch);
        scene.run(60s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 80);
    }

    void whatNobodyAcknowledgedHoldsNoEndUp_data()
    {
        QTest::addColumn<bool>("isStopped");
        QTest::newRow("stopped") << true;
        QTest::newRow("acknowledged no longer") << false;
    }

    void whatNobodyAcknowledgedHoldsNoEndUp()
    {
        QFETCH(bool, isStopped);
        Scene scene(1);
        std::vector<ResultBatch> batches;
        scene.crawler->setReceiverAcknowledges(true);
        connect(scene.crawler.get(), &Crawler::resultsReady, this,
                [&batches](const ResultBatch &batch) { batches.push_back(batch); });
        CrawlSettings settings;
        settings.limits.hostDelay = 100ms;
        scene.crawler->start({pages("10.0.0.1", 50), settings});
        scene.world.time.runFor(60s);
        QVERIFY2(scene.results.size() < 50, "all that may be under way is");
        QCOMPARE(scene.crawler->state(), CrawlState::Running);
        if (isStopped)
            scene.crawler->stop();
        else
            scene.crawler->setReceiverAcknowledges(false);
        scene.run(1s);
        QCOMPARE(scene.results.size(), size_t(50));
        QCOMPARE(scene.verdicts[Verdict::Ok], 50);
        std::vector<ResultBatch> old = std::exchange(batches, {});
        scene.crawler->setReceiverAcknowledges(true);
        std::vector<RowId> all(50);
        std::iota(all.begin(), all.end(), RowId(0));
        scene.crawler->recheck(all);
        scene.world.time.runFor(60s);
        const size_t most = batches.size();
        QVERIFY(most > 0);
        for (const ResultBatch &batch : old) // too late, and none of those that are under way now
            scene.crawler->acknowledge(batch);
        scene.world.time.runFor(60s);
        QCOMPARE(batches.size(), most);
        QCOMPARE(scene.crawler->state(), CrawlState::Running);
        scene.crawler->setReceiverAcknowledges(false);
        scene.run(60s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 100);
    }

    void aPlanMayKnowMoreRowsThanTheListHas()
    {
        Scene scene;
        CrawlPlan plan{pages("10.0.0.1", 2), {}};
        plan.rows = {RowStart::done(Verdict::Ok), RowStart::wanted(Verdict::Timeout), RowStart::wanted(),
                     RowStart::done(Verdict::Broken)};
        scene.crawler->start(plan);
        scene.run(60s);
        const CrawlStats stats = scene.estimates.back().second;
        QCOMPARE(stats.addresses, 2);
        QCOMPARE(stats.finished, 2);
        QCOMPARE(stats.byVerdict[size_t(Verdict::Ok)], 2);
        QCOMPARE(std::accumulate(stats.byVerdict.begin(), stats.byVerdict.end(), qint64(0)), 2);
        QCOMPARE(scene.world.all.requests, 1);
        scene.crawler->add(pages("10.0.0.1", 2, 2));
        scene.run(60s);
        QCOMPARE(scene.world.all.requests, 3);
    }

    void aRunThatGoesOnAtItsEndKeepsItsFigures_data()
    {
        QTest::addColumn<bool>("isAdded");
        QTest::newRow("added") << true;
        QTest::newRow("checked again") << false;
    }

    void aRunThatGoesOnAtItsEndKeepsItsFigures()
    {
        QFETCH(bool, isAdded);
        Scene scene;
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.takes = 10s;
            return answer;
        };
        CrawlPlan plan{pages("10.0.0.1", 3), {}};
        plan.rows.assign(3, RowStart::done(Verdict::Ok));
        scene.crawler->start(plan); // nothing to do: the last figures are asked for already
        if (isAdded)
            scene.crawler->add(pages("10.0.0.2", 3));
        else
            scene.crawler->recheck({0, 1, 2});
        QVERIFY2(!tellsItsEnd(scene), "that is not its end");
        scene.world.time.runFor(5s);
        QCOMPARE(scene.estimates.back().second.inFlight, 3);
        scene.run();
        QCOMPARE(scene.estimates.back().second.requests, 3);
    }

    void whatIsAddedInTheLastMomentIsStillOfTheRun()
    {
        Scene scene;
        int ends = 0;
        int additions = 0;
        connect(scene.crawler.get(), &Crawler::finished, this, [&ends](const CrawlSummary &) { ++ends; });
        connect(scene.crawler.get(), &Crawler::statsChanged, this, [&](const CrawlStats &stats) {
            if (stats.finished == stats.addresses && additions < 3)
                scene.crawler->add(pages("10.0.0.2", 2, 2 * additions++));
        });
        scene.crawler->start({pages("10.0.0.1", 2), {}});
        scene.run(60s);
        QCOMPARE(additions, 3);
        QCOMPARE(ends, 1);
        QCOMPARE(scene.results.size(), size_t(8));
        QCOMPARE(scene.estimates.back().second.requests, 8);
    }

    void heldOpenInTheLastMomentItStaysOpen()
    {
        Scene scene;
        bool isHeld = false;
        connect(scene.crawler.get(), &Crawler::statsChanged, this, [&](const CrawlStats &stats) {
            if (stats.finished == stats.addresses && !std::exchange(isHeld, true))
                scene.crawler->holdOpen();
        });
        scene.crawler->start({pages("10.0.0.1", 2), {}});
        scene.world.time.runFor(10s);
        QVERIFY(isHeld);
        QCOMPARE(scene.crawler->state(), CrawlState::Running);
        scene.crawler->release();
        scene.run(1s);
        scene.crawler->holdOpen();
        scene.crawler->recheck({0});
        scene.world.time.runFor(10s);
        QCOMPARE(scene.crawler->state(), CrawlState::Running);
        scene.crawler->stop(); // whoever holds it
        scene.run(1s);
    }

    void askedInTheLastMomentItEndsOnce()
    {
        Scene scene;
        int ends = 0;
        connect(scene.crawler.get(), &Crawler::finished, this, [&ends](const CrawlSummary &) { ++ends; });
        connect(scene.crawler.get(), &Crawler::statsChanged, this,
                [&scene] { scene.crawler->add(AddressList()); }); // nothing
        scene.crawler->start({pages("10.0.0.1", 2), {}});
        scene.run(60s);
        letItRest(scene);
        QCOMPARE(ends, 1);
        scene.crawler->recheck({0});
        scene.run(60s);
        letItRest(scene);
        QCOMPARE(ends, 2);
    }

    void heldOpenAtItsVeryEndItStaysOpen()
    {
        Scene scene;
        scene.crawler->start({{}, {}});
        scene.crawler->holdOpen();
        QVERIFY2(!tellsItsEnd(scene), "that is not its end");
        scene.world.time.runFor(1s);
        QCOMPARE(scene.crawler->state(), CrawlState::Running);
        scene.crawler->release();
        scene.run(1s);
    }

    void stoppedTwiceItStillTakesWhatComesLater()
    {
        Scene scene;
        scene.crawler->start({pages("10.0.0.1", 20), {}});
        scene.world.time.runFor(5ms);
        scene.crawler->stop();
        scene.crawler->stop();
        scene.run(1s);
        scene.crawler->add(pages("10.0.0.2", 20));
        scene.run();
        QCOMPARE(scene.verdicts[Verdict::Ok], 20);
    }

    void whatWaitedForTheEndIsStoppedWithIt()
    {
        Scene scene;
        scene.crawler->start({pages("10.0.0.1", 20), {}});
        scene.world.time.runFor(5ms);
        scene.crawler->stop();
        scene.crawler->add(pages("10.0.0.2", 20));
        scene.crawler->stop();
        scene.run(1s);
        QCOMPARE(scene.verdicts[Verdict::Cancelled], 40);
        QCOMPARE(scene.world.hosts["10.0.0.2"].requests, 0);
    }

    void anotherListForgetsWhatWaitedForTheEnd()
    {
        Scene scene;
        int ends = 0;
        connect(scene.crawler.get(), &Crawler::finished, this, [&](const CrawlSummary &) {
            if (++ends == 1)
                scene.crawler->start({pages("10.0.0.2", 5), {}});
        });
        scene.crawler->start({pages("10.0.0.1", 20), {}});
        scene.world.time.runFor(5ms);
        scene.crawler->stop();
        scene.crawler->recheck({0, 1});
        scene.run(60s);
        QCOMPARE(ends, 2);
        QCOMPARE(scene.world.hosts["10.0.0.2"].requests, 5);
    }

    void aStopIsNoFailure_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::newRow("GET") << QByteArray("GET");
        QTest::newRow("POST") << QByteArray("POST"); // it may have taken effect, which is not fine
    }

    void aStopIsNoFailure()
    {
        QFETCH(QByteArray, method);
        Scene scene;
        CrawlSummary summary;
        connect(scene.crawler.get(), &Crawler::finished, this,
                [&summary](const CrawlSummary &end) { summary = end; });
        CrawlSettings settings;
        settings.failFast = true;
        settings.request.method = method;
        scene.crawler->start({pages("10.0.0.1", 20), settings});
        scene.world.time.runFor(5ms);
        scene.crawler->stop();
        scene.run(1s);
        QCOMPARE(scene.verdicts[Verdict::ConnectionFailed] > 0, method == "POST");
        QVERIFY(summary.stopped);
        QVERIFY(!summary.failedFast);
    }

    /// Wherever its redirects led, and whichever worker has that host.
    void aResultIsOfTheHostOfItsAddress_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("fine") << 200;
        QTest::newRow("not fine") << 404;
    }

    void aResultIsOfTheHostOfItsAddress()
    {
        QFETCH(int, status);
        constexpr int hosts = 8;
        Scene scene(3);
        scene.world.script = [status](const WireRequest &request) {
            SimulatedAnswer answer;
            answer.status = status;
            if (request.url.host() != u"10.0.0.99") {
                answer.status = 302;
                answer.location = "http://10.0.0.99/end";
            }
            return answer;
        };
        std::map<QString, HostSnapshot> told;
        connect(scene.crawler.get(), &Crawler::hostsChanged, this, [&told](const QList<HostSnapshot> &all) {
            for (const HostSnapshot &host : all)
                told[host.host] = host;
        });
        AddressList list;
        for (int i = 0; i < hosts; ++i)
            list.append(pages("10.0.0." + QByteArray::number(i), 2));
        scene.crawler->start({list, {}});
        scene.run();
        QCOMPARE(told.size(), size_t(hosts + 1));
        for (const auto &[name, host] : told) {
            const bool isEnd = name == u"10.0.0.99";
            QCOMPARE(host.finished, isEnd ? 0 : 2);
            QCOMPARE(host.errors, isEnd || status == 200 ? 0 : 2);
            QCOMPARE(host.totalMaxUs > 0, !isEnd);
        }
    }

    void allHopsTogetherHaveTheTimeOfAnAttempt()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &request) {
            SimulatedAnswer answer;
            answer.takes = 6s;
            answer.status = 302;
            answer.location = request.url.path().toLatin1() + '0';
            return answer;
        };
        CrawlSettings settings;
        settings.limits.timeout = 15s;
        settings.limits.retries = 0;
        scene.crawler->start({pages("10.0.0.1", 1), settings});
        scene.run(16s);
        QCOMPARE(scene.results[0].verdict, Verdict::Timeout);
        QCOMPARE(scene.results[0].attempts[0].hops.size(), size_t(3));
        QCOMPARE(scene.results[0].attempts[0].totalUs(), 15'000'000);
    }

    /// Though nothing else happens: the first is told at once, what follows it a moment later.
    void figuresAreOfAllWorkers()
    {
        Scene scene(3);
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.status = 429;
            answer.retryAfterMs = 60'000;
            answer.bytes = 10;
            return answer;
        };
        CrawlSettings settings;
        settings.limits.maxBackoff = 60s;
        AddressList list;
        for (int host = 1; host <= 6; ++host)
            list.append(pages("10.0.0." + QByteArray::number(host), 2));
        scene.crawler->start({list, settings});
        scene.world.time.runFor(5s);
        const CrawlStats waiting = scene.estimates.back().second;
        QCOMPARE(waiting.willRetry, 12);
        QCOMPARE(waiting.waiting, 0);
        QCOMPARE(waiting.requests, 12);
        QCOMPARE(waiting.bytes, 120);
        QCOMPARE(waiting.hosts, 6);
        for (const LatencyHistogram &times :
             {waiting.ttfb, waiting.total, waiting.recentTtfb, waiting.recentTotal})
            QCOMPARE(times.count(), quint64(12));
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.takes = 20s;
            return answer;
        };
        scene.world.time.runFor(61s);
        QCOMPARE(scene.estimates.back().second.inFlight, 12);
        scene.run();
    }

    void whatHasBegunIsTold()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.takes = 20s;
            return answer;
        };
        std::map<RowId, RowProgress::State> states;
        connect(scene.crawler.get(), &Crawler::progressed, this, [&states](const ProgressBatch &batch) {
            for (const RowProgress &progress : *batch)
                states[progress.row] = progress.state;
        });
        CrawlSettings settings;
        settings.limits.hostDelay = 50ms;
        scene.crawler->start({pages("10.0.0.1", 2), settings});
        scene.world.time.runFor(300ms);
        QCOMPARE(scene.world.all.inFlight, 2);
        QCOMPARE(states.size(), size_t(2));
        QCOMPARE(states[0], RowProgress::State::Running);
        QCOMPARE(states[1], RowProgress::State::Running);
        scene.run();
    }

    void nothingToCheckAgainIsNoRun()
    {
        Scene scene;
        scene.crawler->start({pages("10.0.0.1", 2), {}});
        scene.run();
        scene.crawler->recheck({});
        scene.crawler->recheck({77});
        QCOMPARE(scene.crawler->state(), CrawlState::Idle);
    }

    void limitsHoldForWhatIsSetForLater()
    {
        Scene scene;
        CrawlSettings later;
        later.cookies = true;
        scene.crawler->setSettings(later);
        CrawlLimits limits;
        limits.perHost = 1;
        scene.crawler->setLimits(limits);
        QVERIFY(scene.crawler->settings().cookies);
        QCOMPARE(scene.crawler->settings().limits.perHost, 1);
    }

    void stoppedWithoutANetworkTheNextRunBegins()
    {
        Scene scene;
        bool isUp = false;
        scene.world.networkIsUp = [&isUp] { return isUp; };
        scene.world.script = [&isUp](const WireRequest &) {
            return isUp ? SimulatedAnswer() : failing(FetchError::Unreachable);
        };
        scene.crawler->start({pages("10.0.0.1", 5), {}});
        scene.world.time.runFor(5s);
        QCOMPARE(scene.network, QList<bool>{true});
        QCOMPARE(scene.estimates.back().second.eta, std::chrono::milliseconds(-1));
        scene.crawler->stop();
        scene.run(1s);
        const int probes = scene.world.probes;
        scene.world.time.runFor(10s);
        QCOMPARE(scene.world.probes, probes); // nobody asks any more
        isUp = true;
        scene.crawler->recheck({0, 1, 2, 3, 4});
        scene.run(5s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 5);
    }

    /// Once a part of it is back, nobody waits for the next probe of the other.
    void theWholeNetworkIsBackAtOnce()
    {
        Scene scene(1);
        const TimePoint back = scene.world.time.now() + 5'200ms;
        const auto isAway = [&] { return scene.world.time.now() < back; };
        scene.world.networkIsUp = [&] { return !isAway(); };
        scene.world.names = [&](const QString &) {
            Resolver::Answer answer;
            answer.error = isAway() ? QHostInfo::UnknownError : QHostInfo::NoError;
            return std::pair(Duration(100ms), answer); // so that the two are asked at different moments
        };
        scene.world.script = [&](const WireRequest &) {
            return isAway() ? failing(FetchError::Unreachable) : SimulatedAnswer();
        };
        TimePoint told;
        connect(scene.crawler.get(), &Crawler::networkDownChanged, this,
                [&] { told = scene.world.time.now(); });
        AddressList list = pages("10.0.0.1", 1);
        list.append(pages("a.example", 1));
        scene.crawler->start({list, {}});
        scene.world.time.runFor(5s);
        QVERIFY(scene.world.probes > 3 && scene.world.nameProbes > 3);
        scene.run(60s);
        QCOMPARE(scene.network, (QList<bool>{true, false}));
        QVERIFY2(told < back + 100ms, qPrintable(QString::number((told - back) / 1ms)));
        QCOMPARE(scene.verdicts[Verdict::Ok], 2);
    }

    void aProxyLooksTheNamesUp_data()
    {
        QTest::addColumn<bool>("isSystems");
        QTest::newRow("its own") << false;
        QTest::newRow("the system's") << true;
    }

    void aProxyLooksTheNamesUp()
    {
        QFETCH(bool, isSystems);
        Scene scene;
        CrawlSettings settings;
        settings.systemProxy = isSystems;
        if (!isSystems)
            settings.proxy = QUrl(u"http://10.0.0.8:3128"_qs);
        scene.crawler->start({pages("a.example", 3), settings});
        scene.run();
        QCOMPARE(scene.verdicts[Verdict::Ok], 3);
        QCOMPARE(scene.world.lookups, 0);
    }

private:
    static void letItRest(Scene &scene)
    {
        for (int i = 0; i < 20; ++i) // what is posted posts more
            scene.world.time.runFor(100ms);
    }

    /// Within less time than figures are told in anyway.
    static bool tellsItsEnd(Scene &scene)
    {
        for (int i = 0; i < 9 && scene.estimates.empty(); ++i)
            scene.world.time.runFor(10ms);
        return !scene.estimates.empty();
    }

    /// Thirty rows at a host that refuses, and one that is well.
    static void bringDown(Scene &scene, Duration patience = 300s, Duration after = 100s)
    {
        scene.world.script = [](const WireRequest &request) {
            return request.url.host() == u"10.0.0.9" ? failing(FetchError::Refused) : SimulatedAnswer();
        };
        CrawlSettings settings;
        settings.limits.hostPatience = std::chrono::duration_cast<std::chrono::milliseconds>(patience);
        scene.crawler->start({pages("10.0.0.9", 30), settings});
        scene.world.time.runFor(after);
        const qint64 before = scene.world.hosts["10.0.0.9"].requests;
        const bool wasProbed = scene.world.time.runUntil(
            [&] {
                return scene.world.hosts["10.0.0.9"].requests > before &&
                       scene.world.hosts["10.0.0.9"].inFlight == 0;
            },
            60s);
        QVERIFY(wasProbed);
    }
};

QTEST_GUILESS_MAIN(TestCrawlTroubles)
#include "tst_crawltroubles.moc"
