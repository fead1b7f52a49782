// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/proxylogin.h"
#include "tests/core/crawl/crawlscene.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <numeric>

using namespace turnstone;
using namespace std::chrono_literals;

/// Whole crawls in simulated time: hosts in trouble, the network gone, slow ones, a day.
class TestCrawlScenes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOutageOfTwoSecondsCostsNoRow()
    {
        Scene scene;
        const TimePoint back = scene.world.time.now() + 4s;
        const TimePoint gone = scene.world.time.now() + 2s;
        scene.world.script = [&](const WireRequest &) {
            SimulatedAnswer answer;
            if (scene.world.time.now() >= gone && scene.world.time.now() < back)
                answer.error = FetchError::Refused;
            return answer;
        };
        CrawlSettings settings;
        settings.limits.retries = 1;
        scene.crawler->start({pages("10.0.0.1", 3000), settings});
        scene.run(60s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 3000);
    }

    /// The receiver stands still for longer than the patience: that is not the host's time.
    void aHostIsNotGivenUpWhileNobodyTakesResults()
    {
        Scene scene(1); // the host shares its worker with one that is well
        const TimePoint start = scene.world.time.now();
        scene.world.script = [&](const WireRequest &request) {
            SimulatedAnswer answer;
            answer.takes = 5ms;
            const Duration at = scene.world.time.now() - start;
            if (request.url.host() == u"10.0.0.9" && at >= 2s && at < 12s)
                answer.error = FetchError::Reset;
            return answer;
        };
        std::vector<ResultBatch> batches;
        scene.crawler->setReceiverAcknowledges(true);
        bool isStalled = false;
        connect(scene.crawler.get(), &Crawler::resultsReady, this, [&](const ResultBatch &batch) {
            isStalled = isStalled || scene.world.time.now() - start > 4s;
            if (isStalled)
                batches.push_back(batch);
            else
                scene.crawler->acknowledge(batch);
        });
        CrawlSettings settings;
        settings.limits.hostPatience = 20s;
        AddressList list = pages("10.0.0.9", 20'000);
        list.append(pages("10.0.0.1", 200'000));
        scene.crawler->start({list, settings});
        scene.world.time.runFor(120s);
        QVERIFY2(scene.results.size() < 220'000, "all that may be under way is");
        connect(scene.crawler.get(), &Crawler::resultsReady, scene.crawler.get(), &Crawler::acknowledge);
        for (const ResultBatch &batch : std::vector<ResultBatch>(batches))
            scene.crawler->acknowledge(batch);
        scene.run();
        QCOMPARE(scene.verdicts[Verdict::Ok], 220'000);
    }

    void aDeadHostCostsItsPatienceAndFewRequests_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("refuses") << 0 << Verdict::ConnectionFailed;
        QTest::newRow("says nothing") << 1 << Verdict::Timeout;
        QTest::newRow("429") << 2 << Verdict::Throttled;
        QTest::newRow("503") << 3 << Verdict::ServerError;
    }

    void aDeadHostCostsItsPatienceAndFewRequests()
    {
        QFETCH(int, kind);
        QFETCH(Verdict, verdict);
        Scene scene;
        scene.world.script = [kind](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.host() != u"10.0.0.9")
                return answer;
            if (kind == 0)
                answer.error = FetchError::Refused;
            else if (kind == 1)
                answer.takes = 1h;
            else
                answer.status = kind == 2 ? 429 : 503;
            return answer;
        };
        AddressList list = pages("10.0.0.9", 10'000);
        for (int host = 1; host <= 4; ++host)
            list.append(pages("10.0.0." + QByteArray::number(host), 500));
        const TimePoint start = scene.world.time.now();
        scene.crawler->start({list, {}});
        scene.run(400s);
        QCOMPARE(scene.verdicts[verdict], 10'000);
        QCOMPARE(scene.verdicts[Verdict::Ok], 2000);
        QVERIFY2(scene.world.hosts["10.0.0.9"].requests < 200,
                 qPrintable(QString::number(scene.world.hosts["10.0.0.9"].requests)));
        TimePoint lastGood = start;
        for (const auto &[row, result] : scene.results) {
            if (result.verdict == Verdict::Ok)
                lastGood = std::max(lastGood, scene.ended[row]);
        }
        QVERIFY2(lastGood - start < 10s, "it holds nobody up");
        const FetchResult &never = scene.results[9'999];
        QVERIFY(never.attempts.empty());
        QVERIFY2(never.reason.contains(u"given up"), qPrintable(never.reason));
    }

    void anAddressThatFailsAloneIsItsOwnFailure()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.path().endsWith(u'7'))
                answer.status = 503;
            return answer;
        };
        scene.crawler->start({pages("10.0.0.1", 500), {}});
        scene.run(60s);
        QCOMPARE(scene.verdicts[Verdict::ServerError], 50);
        QCOMPARE(scene.verdicts[Verdict::Ok], 450);
    }

    /// Where redirects lead to a host that is down, the others are not led there as fast as they answer.
    void addressesInTheMiddleOfTheirWayAreBounded()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.host() == u"10.0.0.9") {
                answer.error = FetchError::Refused;
            } else {
                answer.status = 302;
                answer.location = "http://10.0.0.9/" + QByteArray(1000, 'x');
            }
            return answer;
        };
        CrawlSettings settings;
        settings.limits.memoryBytes = 1'000'000; // a half of it is for some 250 of them
        scene.crawler->start({pages("10.0.0.1", 5000), settings});
        scene.world.time.runFor(60s);
        const qint64 begun = scene.world.hosts["10.0.0.1"].requests;
        QVERIFY2(begun > 100 && begun < 500, qPrintable(QString::number(begun)));
        // Those that wait for the redirect's host were never refused.
        QVERIFY(scene.estimates.back().second.willRetry < 50);
        QCOMPARE(scene.estimates.back().second.waiting + scene.estimates.back().second.willRetry +
                     scene.estimates.back().second.inFlight,
                 5000);
        scene.run(400s);
        QCOMPARE(scene.verdicts[Verdict::ConnectionFailed], 5000);
        QVERIFY(scene.world.hosts["10.0.0.1"].requests < 5100); // each once, but for what was tried again
    }

    /// Neither those of its own at the host that is down for what redirects ask of it, nor those of others.
    void whatWaitsForMemoryIsNotGivenUp()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.host() == u"10.0.0.1") {
                answer.status = 302;
                answer.location = "http://10.0.0.9/bad/" + QByteArray(1000, 'x');
            } else if (request.url.path().startsWith(u"/bad")) {
                answer.error = FetchError::Reset;
            }
            return answer;
        };
        CrawlSettings settings;
        settings.limits.memoryBytes = 1'000'000;
        settings.limits.hostPatience = 20s;
        AddressList list = pages("10.0.0.1", 2000);
        list.append(pages("10.0.0.9", 300));
        list.append(pages("10.0.0.5", 300));
        const TimePoint start = scene.world.time.now();
        scene.crawler->start({list, settings});
        scene.run();
        TimePoint lastOfOthers = start;
        for (const auto &[row, result] : scene.results) {
            if (row >= 2000)
                QCOMPARE(result.verdict, Verdict::Ok);
            if (row >= 2300)
                lastOfOthers = std::max(lastOfOthers, scene.ended[row]);
        }
        QVERIFY2(lastOfOthers - start < 10s, "they wait for another host's patience");
    }

    void aRetryAfterWhatWasSaidOfTheConnectionHasItsOwn_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("hasItsOwn");
        QTest::newRow("408") << 408 << true;
        QTest::newRow("421") << 421 << true;
        QTest::newRow("425") << 425 << false;
        QTest::newRow("503") << 503 << false;
    }

    void aRetryAfterWhatWasSaidOfTheConnectionHasItsOwn()
    {
        QFETCH(int, status);
        QFETCH(bool, hasItsOwn);
        Scene scene;
        QList<bool> own;
        scene.world.script = [&own, status](const WireRequest &request) {
            own.append(request.ownConnection);
            SimulatedAnswer answer;
            answer.status = own.size() == 1 ? status : 200;
            return answer;
        };
        scene.crawler->start({pages("10.0.0.1", 1), {}});
        scene.run();
        QCOMPARE(own, (QList<bool>{false, hasItsOwn}));
        QCOMPARE(scene.verdicts[Verdict::Ok], 1);
    }

    void aPostWhoseRedirectFailsIsSentOnce()
    {
        Scene scene;
        QMap<QByteArray, int> sent;
        scene.world.script = [&sent](const WireRequest &request) {
            ++sent[request.method];
            SimulatedAnswer answer;
            answer.status = request.method == "POST" ? 303 : 503;
            answer.location = "/done";
            return answer;
        };
        CrawlSettings settings;
        settings.request = {"POST", {}, "a=1", true};
        scene.crawler->start({pages("10.0.0.1", 1), settings});
        scene.run();
        QCOMPARE(sent, (QMap<QByteArray, int>{{"POST", 1}, {"GET", 1}}));
        QCOMPARE(scene.verdicts[Verdict::ServerError], 1);
    }

    void aPostThatWasLedOnSaysThatItWasSent_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<int>("status"); // at its end
        QTest::addColumn<QHostInfo::HostInfoError>("name");
        QTest::addColumn<int>("times");
        constexpr QHostInfo::HostInfoError found = QHostInfo::NoError;
        QTest::newRow("refused") << QByteArray("POST") << FetchError::Refused << 0 << found << 1;
        QTest::newRow("no connection") << QByteArray("POST") << FetchError::ConnectTimeout << 0 << found << 1;
        QTest::newRow("closed") << QByteArray("POST") << FetchError::Reset << 0 << found << 1;
        QTest::newRow("TLS") << QByteArray("POST") << FetchError::Tls << 0 << found << 1;
        QTest::newRow("broken off") << QByteArray("POST") << FetchError::Truncated << 200 << found << 1;
        QTest::newRow("no such name")
            << QByteArray("POST") << FetchError::None << 200 << QHostInfo::HostNotFound << 1;
        QTest::newRow("silent DNS") << QByteArray("POST") << FetchError::None << 200
                                    << QHostInfo::UnknownError << 1;
        QTest::newRow("503") << QByteArray("POST") << FetchError::None << 503 << found << 1;
        QTest::newRow("404") << QByteArray("POST") << FetchError::None << 404 << found << 0;
        QTest::newRow("fine") << QByteArray("POST") << FetchError::None << 200 << found << 0;
        QTest::newRow("GET, refused") << QByteArray("GET") << FetchError::Refused << 0 << found << 0;
    }

    void aPostThatWasLedOnSaysThatItWasSent()
    {
        QFETCH(QByteArray, method);
        QFETCH(FetchError, error);
        QFETCH(int, status);
        QFETCH(QHostInfo::HostInfoError, name);
        QFETCH(int, times);
        Scene scene;
        scene.world.names = [name](const QString &) {
            return std::pair(Duration(10ms), Resolver::Answer{name, u"No name server answers."_qs});
        };
        scene.world.script = [&](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.host() == u"elsewhere.test") {
                answer.error = error;
                answer.status = status;
            } else {
                answer.status = 303;
                answer.location = "http://elsewhere.test/done";
            }
            return answer;
        };
        CrawlSettings settings;
        settings.request = {method, {}, method == "POST" ? "a=1" : "", method == "POST"};
        settings.limits.retries = 2;
        scene.crawler->start({pages("10.0.0.1", 1), settings});
        scene.run();
        QCOMPARE(scene.results.size(), size_t(1));
        const QString &reason = scene.results[0].reason;
        QVERIFY2(reason.count(u"had been sent"_qs) == times, qPrintable(reason));
        QVERIFY2(reason.count(u"taken effect"_qs) == times, qPrintable(reason));
    }

    void aPostThatTheNetworkLeftSaysThatItWasSent_data()
    {
        QTest::addColumn<bool>("ledOn");
        QTest::addColumn<bool>("namesAlone");
        QTest::newRow("at once") << false << false;
        QTest::newRow("where it was led on to") << true << false;
        QTest::newRow("at once, only its name servers") << false << true;
        QTest::newRow("where it was led on to, only its name servers") << true << true;
    }

    void aPostThatTheNetworkLeftSaysThatItWasSent()
    {
        QFETCH(bool, ledOn);
        QFETCH(bool, namesAlone);
        Scene scene;
        const TimePoint start = scene.world.time.now();
        const auto isBack = [&] { return scene.world.time.now() > start + 30s; };
        scene.world.networkIsUp = [&] { return namesAlone || isBack(); };
        scene.world.nameServersAreUp = isBack;
        scene.world.names = [&](const QString &) {
            Resolver::Answer answer;
            answer.error = isBack() ? QHostInfo::NoError : QHostInfo::UnknownError;
            return std::pair(Duration(10ms), answer);
        };
        scene.world.script = [&](const WireRequest &request) {
            SimulatedAnswer answer;
            if (ledOn && request.url.path() == u"/0") {
                answer.status = 303;
                answer.location = "/done";
            } else {
                answer.error = FetchError::Timeout;
                answer.status = 0;
                answer.takes = 5s;
            }
            return answer;
        };
        CrawlSettings settings;
        settings.request = {"POST", {}, "a=1", true};
        AddressList list = pages("10.0.0.1", 1);
        if (namesAlone)
            list.append(pages("host.example", 1));
        scene.crawler->start({list, settings});
        scene.run(60s);
        const QString &reason = scene.results[0].reason;
        QVERIFY2(reason.contains(u"The network or its name servers were down"), qPrintable(reason));
        QVERIFY2(reason.count(u"had been sent"_qs) == 1, qPrintable(reason));
        QVERIFY2(reason.count(u"taken effect"_qs) == 1, qPrintable(reason));
    }

    void aStoppedPostIsNotOwedAnyMore()
    {
        Scene scene;
        CrawlSettings settings;
        settings.request = {"POST", {}, {}, true};
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.takes = 10s;
            return answer;
        };
        scene.crawler->start({pages("10.0.0.1", 20), settings});
        scene.world.time.runFor(1s);
        scene.crawler->stop();
        scene.run();
        QCOMPARE(scene.verdicts[Verdict::ConnectionFailed], 6); // were in flight
        QCOMPARE(scene.verdicts[Verdict::Cancelled], 14);
        QVERIFY(scene.results[0].reason.contains(u"taken effect"));
    }

    void theNetworkGoneForAWhileIsNobodysFailure()
    {
        Scene scene;
        const TimePoint start = scene.world.time.now();
        const auto isGone = [&] {
            return scene.world.time.now() > start + 3s && scene.world.time.now() < start + 33s;
        };
        scene.world.networkIsUp = [&] { return !isGone(); };
        scene.world.script = [&](const WireRequest &) {
            SimulatedAnswer answer;
            if (isGone()) {
                answer.error = FetchError::Unreachable;
                answer.takes = 1ms;
            }
            return answer;
        };
        AddressList list;
        for (int host = 1; host <= 40; ++host)
            list.append(pages("10.0.0." + QByteArray::number(host), 500));
        scene.crawler->start({list, {}});
        scene.run(120s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 20'000);
        for (const auto &[row, result] : scene.results)
            QCOMPARE(result.attempts.size(), size_t(1));
        QVERIFY(scene.world.all.requests > 20'000); // some were lost, and made again
        QVERIFY(scene.world.probes > 10);
        QCOMPARE(scene.network, (QList<bool>{true, false}));
    }

    /// Of one address a host, so that each would have used up its tries.
    void nameServersGoneForAWhileAreNobodysFailure()
    {
        Scene scene;
        const TimePoint start = scene.world.time.now();
        const auto areGone = [&] {
            return scene.world.time.now() > start + 3s && scene.world.time.now() < start + 123s;
        };
        scene.world.nameServersAreUp = [&] { return !areGone(); };
        scene.world.names = [&](const QString &) {
            Resolver::Answer answer;
            answer.error = areGone() ? QHostInfo::UnknownError : QHostInfo::NoError;
            return std::pair(Duration(areGone() ? 5s : 10ms), answer);
        };
        AddressList list;
        for (int host = 1; host <= 2'000; ++host)
            list.append(pages("host" + QByteArray::number(host) + ".example", 1));
        CrawlSettings settings;
        settings.limits.rate = 200;
        scene.crawler->start({list, settings});
        scene.run(300s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 2'000);
        for (const auto &[row, result] : scene.results)
            QCOMPARE(result.attempts.size(), size_t(1));
        QCOMPARE(scene.world.probes, 0);
        QVERIFY(scene.world.nameProbes > 10);
        QCOMPARE(scene.network, (QList<bool>{true, false}));
    }

    /// No name server answers for one domain, and they do for others.
    void aDomainWithoutNameServersIsItsOwnFailure()
    {
        Scene scene;
        scene.world.names = [](const QString &name) {
            Resolver::Answer answer;
            answer.error = name.startsWith(u"lost") ? QHostInfo::UnknownError : QHostInfo::NoError;
            return std::pair(Duration(10ms), answer);
        };
        AddressList list = pages("lost.example", 1);
        for (int host = 1; host <= 20; ++host)
            list.append(pages("host" + QByteArray::number(host) + ".example", 1));
        scene.crawler->start({list, {}});
        scene.run(60s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 20);
        QCOMPARE(scene.results[0].lastAttempt()->error, FetchError::Unreachable);
        QCOMPARE(scene.results[0].attempts.size(), size_t(3));
        QCOMPARE(scene.network, QList<bool>());
    }

    /// What was under way when the network went may time out after it came back.
    void whatWaitedThroughAnOutageIsNobodysFailure()
    {
        Scene scene;
        const TimePoint start = scene.world.time.now();
        const auto isGone = [&] {
            return scene.world.time.now() > start + 1s && scene.world.time.now() < start + 4s;
        };
        scene.world.networkIsUp = [&] { return !isGone(); };
        int slow = 0;
        scene.world.script = [&](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.host().startsWith(u"slow")) {
                answer.takes = 4500ms;
                if (++slow <= 2)
                    answer.error = FetchError::Timeout;
            } else if (isGone()) {
                answer.error = FetchError::Unreachable;
            }
            return answer;
        };
        AddressList others;
        for (int host = 1; host <= 200; ++host)
            others.append(pages("host" + QByteArray::number(host) + ".example", 1));
        CrawlSettings settings;
        settings.limits.rate = 50;
        settings.limits.retries = 0;
        scene.crawler->start({pages("slow.example", 2), settings});
        scene.world.time.runFor(500ms);
        QCOMPARE(slow, 2);
        scene.crawler->add(others);
        scene.run(60s);
        QCOMPARE(scene.network, (QList<bool>{true, false}));
        QCOMPARE(scene.verdicts[Verdict::Ok], 202);
        QCOMPARE(slow, 4);
        for (const auto &[row, result] : scene.results)
            QCOMPARE(result.attempts.size(), size_t(1));
    }

    /// It is down until both ways are back, and told once.
    void theNetworkIsDownUntilAllOfItIsBack()
    {
        Scene scene;
        const TimePoint start = scene.world.time.now();
        const auto isWithin = [&](Duration from, Duration to) {
            return scene.world.time.now() > start + from && scene.world.time.now() < start + to;
        };
        scene.world.networkIsUp = [&] { return !isWithin(3s, 20s); };
        scene.world.nameServersAreUp = [&] { return !isWithin(3s, 60s); };
        scene.world.names = [&](const QString &) {
            Resolver::Answer answer;
            answer.error = isWithin(3s, 60s) ? QHostInfo::UnknownError : QHostInfo::NoError;
            return std::pair(Duration(10ms), answer);
        };
        scene.world.script = [&](const WireRequest &) {
            SimulatedAnswer answer;
            if (isWithin(3s, 20s))
                answer.error = FetchError::Unreachable;
            return answer;
        };
        AddressList list;
        for (int host = 1; host <= 1'000; ++host)
            list.append(pages("host" + QByteArray::number(host) + ".example", 2));
        CrawlSettings settings;
        settings.limits.rate = 200;
        scene.crawler->start({list, settings});
        scene.world.time.runFor(50s);
        QCOMPARE(scene.network, QList<bool>{true});
        scene.run(300s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 2'000);
        QCOMPARE(scene.network, (QList<bool>{true, false}));
        QVERIFY(scene.world.time.now() < start + 75s);
    }

    void privateAddressesAreRefusedUnlessTheyStandInTheList()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.path() == u"/0" && request.url.host() == u"8.8.8.8") {
                answer.status = 302;
                answer.location = "http://10.0.0.2/inside";
            }
            if (request.url.path() == u"/1" && request.url.host() == u"8.8.8.8") {
                answer.status = 302;
                answer.location = "http://192.168.0.1/0";
            }
            if (request.url.path() == u"/2" && request.url.host() == u"8.8.8.8") {
                answer.status = 302;
                answer.location = "http://[fd97::10]/inside"; // on the port that does not show
            }
            return answer;
        };
        scene.world.names = [](const QString &name) {
            Resolver::Answer answer;
            answer.isPrivate = name.startsWith(u"inside");
            return std::pair(Duration(1ms), answer);
        };
        CrawlSettings settings;
        settings.forbidPrivate = true;
        AddressList list = pages("8.8.8.8", 3);
        list.append(pages("192.168.0.1", 1));
        list.append(pages("inside.example", 1));
        list.append(pages("outside.example", 1));
        scene.crawler->start({list, settings});
        scene.run();
        QCOMPARE(scene.results[0].verdict, Verdict::Skipped);
        QCOMPARE(scene.results[0].lastAttempt()->error, FetchError::Forbidden);
        QCOMPARE(scene.results[1].verdict, Verdict::Redirected);
        QCOMPARE(scene.results[2].verdict, Verdict::Skipped);
        QCOMPARE(scene.results[3].verdict, Verdict::Ok);
        QCOMPARE(scene.results[4].verdict, Verdict::Skipped);
        QCOMPARE(scene.results[5].verdict, Verdict::Ok);
        QCOMPARE(scene.world.hosts["10.0.0.2"].requests, 0);
        QCOMPARE(scene.world.hosts["[fd97::10]"].requests, 0);
        QCOMPARE(scene.world.hosts["inside.example"].requests, 0);
    }

    /// A proxy is a part of our own network.
    void aProxyThatGoesIsWaitedFor()
    {
        Scene scene;
        bool isUp = true;
        scene.world.networkIsUp = [&isUp] { return isUp; };
        scene.world.script = [&isUp](const WireRequest &) {
            SimulatedAnswer answer;
            if (!isUp) {
                answer.error = FetchError::ProxyFailed;
                answer.takes = 1ms;
                answer.sends = 0;
            }
            return answer;
        };
        CrawlSettings settings;
        settings.proxy = QUrl(u"http://10.0.0.8:3128"_qs);
        settings.limits.hostDelay = 100ms;
        AddressList list = pages("10.0.0.1", 200);
        list.append(pages("127.0.0.1", 200)); // which is the proxy's own, here
        scene.crawler->start({list, settings});
        scene.world.time.runFor(3s);
        isUp = false;
        scene.world.time.runFor(3s);
        const qint64 asked = scene.world.all.requests;
        scene.world.time.runFor(30s);
        QCOMPARE(scene.world.all.requests, asked);
        QCOMPARE(scene.network, QList<bool>{true});
        QCOMPARE(scene.world.sign, NetworkProbe::Sign::Accepts);
        isUp = true;
        scene.run(60s);
        QCOMPARE(scene.network, (QList<bool>{true, false}));
        QCOMPARE(scene.verdicts[Verdict::Ok], 400);
    }

    void aProxyThatLetsNothingThroughIsAFailure()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.error = FetchError::ProxyFailed;
            return answer;
        };
        CrawlSettings settings;
        settings.proxy = QUrl(u"http://10.0.0.8:3128"_qs);
        scene.crawler->start({pages("10.0.0.1", 3), settings});
        scene.run(60s);
        QCOMPARE(scene.network, QList<bool>());
        QCOMPARE(scene.verdicts[Verdict::ConnectionFailed], 3);
        QCOMPARE(scene.results[0].attempts.size(), size_t(3));
    }

    void aProxyThatRefusesItsLoginIsNotAskedOnAndOn_data()
    {
        QTest::addColumn<bool>("isSecure");
        QTest::addColumn<bool>("letsOneThrough");
        QTest::addColumn<bool>("isStopped");
        QTest::newRow("https") << true << false << true;
        QTest::newRow("http") << false << false << true;
        QTest::newRow("https, but for one") << true << true << false;
        QTest::newRow("http, but for one") << false << true << false;
    }

    void aProxyThatRefusesItsLoginIsNotAskedOnAndOn()
    {
        QFETCH(bool, isSecure);
        QFETCH(bool, letsOneThrough);
        QFETCH(bool, isStopped);
        Scene scene;
        int asked = 0;
        scene.world.script = [&](const WireRequest &) {
            SimulatedAnswer answer;
            if (letsOneThrough && asked++ == 0)
                return answer;
            if (isSecure)
                answer.error = FetchError::ProxyLogin;
            else
                answer.status = 407;
            return answer;
        };
        CrawlSettings settings;
        settings.proxy = QUrl(u"http://user:wrong@10.0.0.8:3128"_qs);
        settings.limits.concurrency = 64;
        settings.limits.perHost = 64;
        QSignalSpy finished(scene.crawler.get(), &Crawler::finished);
        AddressList list;
        for (int host = 1; host <= 8; ++host) // of all workers
            list.append(pages("10.0.0." + QByteArray::number(host), 25));
        scene.crawler->start({list, settings});
        scene.run(600s);
        QCOMPARE(finished.size(), 1);
        const auto summary = finished[0][0].value<CrawlSummary>();
        QCOMPARE(summary.proxyRefused, isStopped);
        QCOMPARE(summary.stopped, isStopped);
        if (isStopped)
            QCOMPARE(scene.world.all.requests, ProxyLogin::Enough);
        else
            QCOMPARE(scene.world.all.requests, 200); // each of them once
        QCOMPARE(scene.results.size(), size_t(200));
    }

    /// Which may be silent.
    void aProxyIsNotProvedByWhatIsAskedForFirst()
    {
        Scene scene;
        scene.world.script = [](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.path().endsWith(u"/0"))
                answer.takes = 60s;
            return answer;
        };
        CrawlSettings settings;
        settings.proxy = QUrl(u"http://user:right@10.0.0.8:3128"_qs);
        scene.crawler->start({pages("10.0.0.1", 200), settings});
        scene.world.time.runFor(10s);
        QVERIFY2(scene.verdicts[Verdict::Ok] >= 190,
                 qPrintable(QString::number(scene.verdicts[Verdict::Ok])));
    }

    /// What is known of a login from the run before says nothing of this one.
    void eachRunTriesALoginOnceAtATime()
    {
        Scene scene;
        bool isRefused = false;
        scene.world.script = [&isRefused](const WireRequest &) {
            SimulatedAnswer answer;
            answer.status = isRefused ? 407 : 200;
            return answer;
        };
        CrawlSettings settings;
        settings.proxy = QUrl(u"http://user:once-right@10.0.0.8:3128"_qs);
        settings.limits.perHost = 32;
        scene.crawler->start({pages("10.0.0.1", 200), settings});
        scene.run(60s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 200);
        scene.world.time.runFor(60s);
        isRefused = true;
        scene.world.resetCounts();
        std::vector<RowId> rows(200);
        std::iota(rows.begin(), rows.end(), 0);
        scene.crawler->recheck(rows);
        scene.run(60s);
        QVERIFY2(scene.world.all.requests <= 6, qPrintable(QString::number(scene.world.all.requests)));
    }

    /// A site may answer 407 of its own where a proxy does not see what it says.
    void aStatusBehindAProxyMayBeTheSites_data()
    {
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<QByteArray>("url");
        QTest::newRow("a SOCKS proxy") << u"socks5://10.0.0.8:1080"_qs << QByteArray("http://10.0.0.1/");
        QTest::newRow("https") << u"http://10.0.0.8:3128"_qs << QByteArray("https://10.0.0.1/");
    }

    void aStatusBehindAProxyMayBeTheSites()
    {
        QFETCH(QString, proxy);
        QFETCH(QByteArray, url);
        Scene scene;
        scene.world.script = [](const WireRequest &) {
            SimulatedAnswer answer;
            answer.status = 407;
            return answer;
        };
        CrawlSettings settings;
        settings.proxy = QUrl(proxy);
        AddressBlockBuilder builder;
        for (int i = 0; i < 50; ++i)
            builder.add(QByteArray(url + QByteArray::number(i)));
        AddressList list;
        list.append(std::move(builder).build());
        QSignalSpy finished(scene.crawler.get(), &Crawler::finished);
        scene.crawler->start({list, settings});
        scene.run(600s);
        QVERIFY(!finished[0][0].value<CrawlSummary>().stopped);
        QCOMPARE(scene.verdicts[Verdict::Blocked], 50);
    }

    /// From the first request of the first run, and by the runs after it.
    void aProxyThatIsAwayIsWaitedForByEveryRun()
    {
        Scene scene;
        bool isUp = false;
        scene.world.networkIsUp = [&isUp] { return isUp; };
        scene.world.script = [&isUp](const WireRequest &) {
            SimulatedAnswer answer;
            if (!isUp) {
                answer.error = FetchError::ProxyFailed;
                answer.takes = 1ms;
                answer.sends = 0;
            }
            return answer;
        };
        CrawlSettings settings;
        settings.proxy = QUrl(u"http://10.0.0.8:3128"_qs);
        settings.request = {"POST", {}, "a=1", true};
        scene.crawler->start({pages("10.0.0.1", 50), settings});
        scene.world.time.runFor(30s);
        QCOMPARE(scene.network, QList<bool>{true});
        QCOMPARE(scene.results.size(), size_t(0));
        scene.crawler->stop();
        scene.run(1s);
        QCOMPARE(scene.verdicts[Verdict::Cancelled], 50);
        QCOMPARE(scene.results[0].attempts.size(), size_t(0));

        // It is still away, so nothing is sent to find that out.
        const auto goOn = [&scene] {
            std::vector<RowId> rows(50);
            std::iota(rows.begin(), rows.end(), 0);
            scene.network.clear();
            scene.crawler->recheck(rows);
        };
        const qint64 asked = scene.world.all.requests;
        const int probes = scene.world.probes;
        goOn();
        QCOMPARE(scene.network, QList<bool>{true});
        scene.world.time.runFor(10ms);
        QCOMPARE(scene.world.probes, probes + 1);
        scene.world.time.runFor(30s);
        QVERIFY(scene.estimates.back().second.networkDown);
        QCOMPARE(scene.estimates.back().second.elapsed, 0ms);
        scene.crawler->stop();
        scene.run(1s);
        const int probesAtRest = scene.world.probes;
        scene.world.time.runFor(30s);
        QCOMPARE(scene.world.probes, probesAtRest); // nobody wants to know
        QCOMPARE(scene.world.all.requests, asked);

        // It came back while nothing ran.
        isUp = true;
        goOn();
        scene.run(10s);
        QCOMPARE(scene.network, (QList<bool>{true, false}));
        QCOMPARE(scene.results[49].verdict, Verdict::Ok);
        QCOMPARE(scene.results[49].attempts.size(), size_t(1));
    }

    void aProxyThatIsNotUsedAnyMoreIsNotWaitedFor_data()
    {
        QTest::addColumn<QUrl>("next");
        QTest::newRow("none") << QUrl();
        QTest::newRow("another") << QUrl(u"http://10.0.0.7:3128"_qs);
    }

    /// Nor does the next run wait for what another setting has put right.
    void aProxyThatIsNotUsedAnyMoreIsNotWaitedFor()
    {
        QFETCH(QUrl, next);
        Scene scene;
        bool isUp = false;
        scene.world.networkIsUp = [&isUp] { return isUp; };
        scene.world.script = [&isUp](const WireRequest &) {
            SimulatedAnswer answer;
            if (!isUp)
                answer.error = FetchError::ProxyFailed;
            return answer;
        };
        CrawlSettings settings;
        settings.proxy = QUrl(u"http://10.0.0.8:3128"_qs);
        scene.crawler->start({pages("10.0.0.1", 5), settings});
        scene.world.time.runFor(10s);
        QCOMPARE(scene.network, QList<bool>{true});
        scene.crawler->stop();
        scene.run(1s);
        isUp = true;
        settings.proxy = next;
        scene.crawler->setSettings(settings);
        scene.crawler->recheck({0, 1, 2, 3, 4});
        scene.run(1s);
        QCOMPARE(scene.network, QList<bool>{true});
        QCOMPARE(scene.results[4].verdict, Verdict::Ok);
    }

    /// Somebody asks for just these addresses, so their host is asked once more.
    void whoeverChecksAgainIsNotGivenTheOldVerdict()
    {
        Scene scene;
        bool isUp = false;
        scene.world.script = [&isUp](const WireRequest &request) {
            SimulatedAnswer answer;
            if (request.url.host() == u"10.0.0.9" && !isUp)
                answer.error = FetchError::Refused;
            return answer;
        };
        CrawlSettings settings;
        settings.limits.hostPatience = 5s;
        settings.limits.hostDelay = 100ms;
        AddressList list = pages("10.0.0.9", 50);
        list.append(pages("10.0.0.1", 1000));
        scene.crawler->start({list, settings});
        scene.world.time.runFor(30s);
        QCOMPARE(scene.verdicts[Verdict::ConnectionFailed], 50);
        isUp = true;
        scene.crawler->recheck({0, 49});
        scene.world.time.runFor(5s);
        QCOMPARE(scene.results[0].verdict, Verdict::Ok);
        QCOMPARE(scene.results[49].verdict, Verdict::Ok);
        QCOMPARE(scene.results[25].verdict, Verdict::ConnectionFailed);
    }

    /// With the first result already, which is no pace yet.
    void aKnownRateTellsWhatIsLeft()
    {
        Scene scene;
        CrawlSettings settings;
        settings.limits.rate = 0.1;
        scene.crawler->start({pages("10.0.0.1", 61), settings});
        scene.world.time.runFor(5s);
        const std::chrono::milliseconds eta = scene.estimates.back().second.eta;
        QVERIFY2(eta > 590s && eta <= 600s, qPrintable(QString::number(eta.count())));
        scene.run();
        QCOMPARE(scene.verdicts[Verdict::Ok], 61);
    }

    void whatIsLeftIsWithinThirtyPercent_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("hosts");
        QTest::addColumn<double>("rate");
        QTest::addColumn<int>("delayMs");
        QTest::addColumn<int>("takesMs");
        QTest::newRow("most are no addresses") << 2000 << 0 << 5.0 << 0 << 30;
        QTest::newRow("0.1/s by rate") << 60 << 3 << 0.1 << 0 << 30;
        QTest::newRow("0.1/s by delay") << 60 << 1 << 0.0 << 10'000 << 30;
        QTest::newRow("5/s by rate") << 2000 << 20 << 5.0 << 0 << 300;
        QTest::newRow("slow answers") << 300 << 2 << 0.0 << 0 << 4000;
        QTest::newRow("many hosts") << 5000 << 50 << 0.0 << 0 << 200;
        QTest::newRow("one host longer than the others") << 900 << -1 << 0.0 << 1000 << 50;
    }

    void whatIsLeftIsWithinThirtyPercent()
    {
        QFETCH(int, rows);
        QFETCH(int, hosts);
        QFETCH(double, rate);
        QFETCH(int, delayMs);
        QFETCH(int, takesMs);
        Scene scene;
        QRandomGenerator random(5);
        scene.world.script = [&](const WireRequest &) {
            SimulatedAnswer answer;
            answer.takes = std::chrono::milliseconds(takesMs / 2 + random.bounded(takesMs));
            return answer;
        };
        CrawlSettings settings;
        settings.limits.rate = rate;
        settings.limits.hostDelay = std::chrono::milliseconds(delayMs);
        AddressList list;
        for (int host = 0; host < std::abs(hosts); ++host)
            list.append(pages("10.0.1." + QByteArray::number(host), rows / std::abs(hosts)));
        if (hosts < 0)
            list.append(pages("10.0.2.1", 50));
        if (hosts == 0) {
            list.append(pages("10.0.2.1", rows / 10));
            AddressBlockBuilder builder;
            for (int i = 0; i < rows; ++i)
                builder.addInvalid("bad", AddressProblem::NoAddress);
            list.append(std::move(builder).build());
        }
        const TimePoint start = scene.world.time.now();
        scene.crawler->start({list, settings});
        scene.run();
        const TimePoint end = scene.world.time.now();
        const double total = std::chrono::duration<double>(end - start).count();
        int judged = 0;
        for (const auto &[at, stats] : scene.estimates) {
            const qint64 bad = stats.byVerdict[size_t(Verdict::InvalidUrl)];
            if ((stats.finished - bad) * 10 < stats.addresses - bad || stats.finished == stats.addresses)
                continue;
            const double truth = std::chrono::duration<double>(end - at).count();
            if (truth < 0.05 * total)
                continue; // the very last, where it is a matter of a request
            const double left = double(stats.eta.count()) / 1000;
            QVERIFY2(stats.eta.count() >= 0 && std::abs(left - truth) <= 0.3 * truth + 0.3,
                     qPrintable(u"%1 of %2: %3, really %4"_qs.arg(stats.finished)
                                    .arg(stats.addresses)
                                    .arg(left)
                                    .arg(truth)));
            ++judged;
        }
        QVERIFY(judged > 10);
    }

    void cookieFreeRunsKeepTheirFiguresApart()
    {
        Scene scene;
        scene.crawler->start({pages("10.0.0.1", 50), {}});
        scene.run();
        QCOMPARE(scene.estimates.back().second.requests, 50);
        QCOMPARE(scene.results[3].run, 1U);
        scene.crawler->recheck({3, 4});
        scene.run();
        QCOMPARE(scene.estimates.back().second.requests, 2);
        QCOMPARE(scene.estimates.back().second.run, 2U);
        QCOMPARE(scene.estimates.back().second.ttfb.count(), quint64(2));
        QCOMPARE(scene.results[3].run, 2U);
        QCOMPARE(scene.results[5].run, 1U);
    }

    /// A day of additions and rechecks: nothing piles up.
    void aDay()
    {
        Scene scene;
        QRandomGenerator random(24);
        int count = 200;
        scene.crawler->start({pages("10.0.0.1", count), {}});
        qint64 asked = count;
        qint64 given = 0;
        QObject::connect(scene.crawler.get(), &Crawler::resultsReady, scene.crawler.get(),
                         [&given](const ResultBatch &batch) { given += qint64(batch->size()); });
        for (int minute = 0; minute < 24 * 60; ++minute) {
            scene.world.time.runFor(1min);
            QCOMPARE(scene.crawler->state(), CrawlState::Idle);
            if (random.bounded(4) == 0) {
                scene.crawler->add(pages("10.0.0." + QByteArray::number(1 + random.bounded(9)), 3, count));
                count += 3;
                asked += 3;
            } else {
                std::vector<RowId> rows;
                for (int i = 0; i < 20; ++i)
                    rows.push_back(RowId((minute * 20 + i) % count));
                scene.crawler->recheck(rows);
                asked += qint64(rows.size());
            }
        }
        scene.run();
        QCOMPARE(given, asked);
        QCOMPARE(scene.world.all.inFlight, 0);
        QVERIFY2(scene.world.time.alarmsRung() < 24 * 60 * 60,
                 "it wakes up only when there is something to do");
    }

    /// What is added costs the same whatever is there already.
    void aMillionRowsInPiecesOfFifty()
    {
#ifdef NDEBUG
        constexpr int pieces = 20'000;
#else
        constexpr int pieces = 2'000;
#endif
        Scene scene;
        scene.crawler->holdOpen();
        scene.crawler->start({{}, {}});
        scene.crawler->pause();
        const AddressList piece = pages("10.0.0.1", 50);
        std::array<qint64, 4> quarters{};
        QElapsedTimer timer;
        for (int i = 0; i < pieces; ++i) {
            timer.start();
            scene.crawler->add(piece);
            scene.world.time.runFor(0ms);
            quarters[size_t(i) * 4 / pieces] += timer.nsecsElapsed();
        }
        QCOMPARE(scene.crawler->addresses().size(), pieces * 50);
        // What grew with the list would take seven times as long in the last quarter as in the first.
        QVERIFY2(quarters[3] < 3 * quarters[0] + 50'000'000,
                 qPrintable(u"%1, %2, %3, %4 ms"_qs.arg(quarters[0] / 1'000'000)
                                .arg(quarters[1] / 1'000'000)
                                .arg(quarters[2] / 1'000'000)
                                .arg(quarters[3] / 1'000'000)));
        scene.crawler->stop();
        scene.run();
        QCOMPARE(scene.verdicts[Verdict::Cancelled], pieces * 50);
    }
};

QTEST_GUILESS_MAIN(TestCrawlScenes)
#include "tst_crawlscenes.moc"
