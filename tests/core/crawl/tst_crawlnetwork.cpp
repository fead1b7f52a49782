// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/crawl/crawlscene.h"

#include <QTest>

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

CrawlSettings withProxy(const QString &proxy)
{
    CrawlSettings settings;
    settings.systemProxy = proxy == u"system";
    if (!settings.systemProxy)
        settings.proxy = QUrl(proxy);
    return settings;
}

std::pair<Duration, Resolver::Answer> named(QHostInfo::HostInfoError error, const QString &text = {})
{
    Resolver::Answer answer;
    answer.error = error;
    answer.text = text;
    return {30ms, answer};
}

} // namespace

/// Names, proxies and our own network, in simulated time.
class TestCrawlNetwork final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHostThatIsNotFoundOnTheWire_data()
    {
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<Verdict>("verdict");
        // Found by us a moment ago: a hiccup.
        QTest::newRow("without a proxy") << QString() << FetchError::Unreachable << Verdict::ConnectionFailed;
        QTest::newRow("an HTTP proxy says so")
            << u"http://10.0.0.8:3128"_qs << FetchError::HostNotFound << Verdict::Broken;
        QTest::newRow("the system's proxy says so")
            << u"system"_qs << FetchError::HostNotFound << Verdict::Broken;
        // It says so of any failure.
        QTest::newRow("a SOCKS proxy says so")
            << u"socks5://10.0.0.8:1080"_qs << FetchError::Unreachable << Verdict::ConnectionFailed;
    }

    void aHostThatIsNotFoundOnTheWire()
    {
        QFETCH(QString, proxy);
        Scene scene;
        scene.world.script = [](const WireRequest &) { return failing(FetchError::HostNotFound); };
        CrawlSettings settings = withProxy(proxy);
        settings.limits.retries = 0;
        scene.crawler->start({pages("a.example", 1), settings});
        scene.run(60s);
        QCOMPARE(scene.results[0].attempts.size(), size_t(1));
        QTEST(scene.results[0].attempts[0].error, "error");
        QTEST(scene.results[0].verdict, "verdict");
    }

    void whatALookUpFinds_data()
    {
        QTest::addColumn<QHostInfo::HostInfoError>("found");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<QString>("text");
        QTest::newRow("an address") << QHostInfo::NoError << Verdict::Ok << FetchError::None << 1
                                    << QString();
        QTest::newRow("that there is none")
            << QHostInfo::HostNotFound << Verdict::Broken << FetchError::HostNotFound << 1 << QString();
        QTest::newRow("nothing") << QHostInfo::UnknownError << Verdict::ConnectionFailed
                                 << FetchError::Unreachable << 3 << u"the name server's words"_qs;
    }

    void whatALookUpFinds()
    {
        QFETCH(QHostInfo::HostInfoError, found);
        QFETCH(int, attempts);
        Scene scene;
        scene.world.names = [found](const QString &) {
            return named(found, found == QHostInfo::NoError ? QString() : u"the name server's words"_qs);
        };
        scene.crawler->start({pages("a.example", 1), {}});
        scene.run(60s);
        QTEST(scene.results[0].verdict, "verdict");
        QCOMPARE(int(scene.results[0].attempts.size()), attempts);
        for (const FetchAttempt &attempt : scene.results[0].attempts) {
            QTEST(attempt.error, "error");
            QTEST(attempt.errorText, "text");
            QCOMPARE(attempt.hops[0].phases.lookupUs, 30'000);
        }
        // Neither looking up nor being in doubt is waiting for a turn.
        QCOMPARE(scene.results[0].attempts[0].hops[0].queuedUs, 0);
        QCOMPARE(scene.world.lookups, attempts);
        QCOMPARE(scene.world.all.requests, found == QHostInfo::NoError ? 1 : 0);
    }

    /// As the servers see it: what waited for a name goes out no faster than what did not.
    void aSlowLookUpGoesByDelayAndRate_data()
    {
        QTest::addColumn<int>("hosts");
        QTest::addColumn<int>("delayMs");
        QTest::addColumn<double>("rate");
        QTest::newRow("the delay of a host") << 1 << 200 << 0.0;
        QTest::newRow("the rate of all") << 6 << 0 << 5.0;
    }

    void aSlowLookUpGoesByDelayAndRate()
    {
        QFETCH(int, hosts);
        QFETCH(int, delayMs);
        QFETCH(double, rate);
        Scene scene;
        scene.world.names = [](const QString &) {
            return std::pair(Duration(5s), named(QHostInfo::NoError).second);
        };
        std::vector<TimePoint> sent;
        scene.world.script = [&](const WireRequest &) {
            sent.push_back(scene.world.time.now());
            return SimulatedAnswer();
        };
        CrawlSettings settings;
        settings.limits.hostDelay = std::chrono::milliseconds(delayMs);
        settings.limits.rate = rate;
        AddressList list;
        for (int host = 0; host < hosts; ++host)
            list.append(pages("host" + QByteArray::number(host) + ".example", 6 / hosts));
        const TimePoint begin = scene.world.time.now();
        scene.crawler->start({list, settings});
        scene.run(60s);
        QCOMPARE(scene.world.lookups, hosts);
        QCOMPARE(sent.size(), size_t(6));
        QVERIFY(sent.front() - begin >= 5s);
        for (size_t i = 1; i < sent.size(); ++i)
            QVERIFY2(sent[i] - sent[i - 1] >= 190ms, qPrintable(QString::number(i)));
    }

    void aNameIsLookedUpOnceForAllItsPorts()
    {
        Scene scene(1);
        scene.world.names = [](const QString &) { return named(QHostInfo::NoError); };
        AddressList list = pages("a.example", 3);
        list.append(pages("a.example:8080", 3));
        list.append(pages("a.example:8443", 3));
        scene.crawler->start({list, {}});
        scene.run(60s);
        QCOMPARE(scene.world.lookups, 1);
        QCOMPARE(scene.verdicts[Verdict::Ok], 9);
    }

    void whoIsDoubted_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<bool>("isDoubted");
        QTest::newRow("a host") << QByteArray("10.0.0.1") << QString() << true;
        QTest::newRow("a host behind a proxy nobody was heard through")
            << QByteArray("10.0.0.1") << u"http://10.0.0.8:3128"_qs << true;
        QTest::newRow("nobody behind the system's proxy") << QByteArray("10.0.0.1") << u"system"_qs << false;
        for (const QByteArray host :
             {"127.0.0.1", "127.1.2.3:8080", "localhost", "localhost:8080", "[::1]", "[::1]:8080"})
            QTest::addRow("this machine, %s", host.constData()) << host << QString() << false;
        QTest::newRow("a name like this machine's") << QByteArray("localhost.example") << QString() << true;
        QTest::newRow("a name like its number") << QByteArray("127.0.0.1.example") << QString() << true;
    }

    void whoIsDoubted()
    {
        QFETCH(QByteArray, host);
        QFETCH(QString, proxy);
        QFETCH(bool, isDoubted);
        Scene scene;
        scene.world.networkIsUp = [] { return false; };
        scene.world.script = [](const WireRequest &) { return failing(FetchError::Unreachable); };
        CrawlSettings settings = withProxy(proxy);
        settings.limits.retries = 0;
        scene.crawler->start({pages(host, 1), settings});
        scene.world.time.runFor(10s);
        QCOMPARE(scene.world.probes > 0, isDoubted);
        QCOMPARE(scene.network, isDoubted ? QList<bool>{true} : QList<bool>());
        QCOMPARE(scene.verdicts[Verdict::ConnectionFailed], isDoubted ? 0 : 1);
    }

    void whereAProxyIsAsked_data()
    {
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<QString>("asked");
        QTest::newRow("at its port") << u"http://10.0.0.8:3128"_qs << u"10.0.0.8:3128"_qs;
        QTest::newRow("HTTP, at the usual one") << u"http://10.0.0.8"_qs << u"10.0.0.8:8080"_qs;
        QTest::newRow("SOCKS, at the usual one") << u"socks5://10.0.0.8"_qs << u"10.0.0.8:1080"_qs;
        QTest::newRow("SOCKS that looks names up") << u"socks5h://10.0.0.8"_qs << u"10.0.0.8:1080"_qs;
    }

    void whereAProxyIsAsked()
    {
        QFETCH(QString, proxy);
        Scene scene;
        scene.world.networkIsUp = [] { return false; };
        scene.world.script = [](const WireRequest &) { return failing(FetchError::ProxyFailed); };
        scene.crawler->start({pages("10.0.0.1", 1), withProxy(proxy)});
        scene.world.time.runFor(10s);
        QTEST(scene.world.probed.join(u' '), "asked");
    }

    /// What the last run could not reach is asked for, without a word of a network that is down.
    void aRunWithoutAProxyBeginsWithTheNetworkThere()
    {
        Scene scene;
        bool isUp = false;
        scene.world.networkIsUp = [&isUp] { return isUp; };
        scene.world.script = [&isUp](const WireRequest &) {
            return isUp ? SimulatedAnswer() : failing(FetchError::Unreachable);
        };
        scene.crawler->start({pages("10.0.0.1", 5), {}});
        scene.world.time.runFor(10s);
        QCOMPARE(scene.network, QList<bool>{true});
        scene.crawler->stop();
        scene.run(1s);
        isUp = true;
        scene.crawler->recheck({0});
        scene.run(10s);
        QCOMPARE(scene.network, QList<bool>{true});
        QCOMPARE(scene.results[0].verdict, Verdict::Ok);
    }

    /// Nor are name servers asked between runs.
    void nobodyIsAskedBetweenRuns()
    {
        Scene scene;
        scene.world.nameServersAreUp = [] { return false; };
        scene.world.names = [](const QString &) { return named(QHostInfo::UnknownError); };
        scene.crawler->start({pages("a.example", 5), {}});
        scene.world.time.runFor(10s);
        QCOMPARE(scene.network, QList<bool>{true});
        scene.crawler->stop();
        scene.run(1s);
        const int probes = scene.world.probes, nameProbes = scene.world.nameProbes;
        scene.world.time.runFor(600s);
        QCOMPARE(scene.world.probes, probes);
        QCOMPARE(scene.world.nameProbes, nameProbes);
    }

    void whatWasFoundBeforeSpeaksForNoNameServer_data()
    {
        QTest::addColumn<bool>("isKept");
        QTest::newRow("found before") << true;
        QTest::newRow("found now") << false;
    }

    /// Names that are looked up again and come from what the resolver kept, beside some that nobody answers
    /// for.
    void whatWasFoundBeforeSpeaksForNoNameServer()
    {
        QFETCH(bool, isKept);
        Scene scene(1);
        scene.world.nameServersAreUp = [isKept] { return !isKept; };
        scene.world.names = [isKept](const QString &name) {
            if (name.startsWith(u"lost"))
                return named(QHostInfo::UnknownError);
            auto answer = named(QHostInfo::NoError);
            answer.second.isKept = isKept;
            return answer;
        };
        AddressList list;
        for (int i = 0; i < 40; ++i) {
            list.append(pages("there" + QByteArray::number(i) + ".example", 3));
            list.append(pages("lost" + QByteArray::number(i) + ".example", 1));
        }
        CrawlSettings settings;
        settings.limits.retries = 0;
        settings.limits.rate = 10;
        scene.crawler->start({list, settings});
        scene.world.time.runFor(10s);
        QCOMPARE(scene.network, isKept ? QList<bool>{true} : QList<bool>());
        QCOMPARE(scene.verdicts[Verdict::ConnectionFailed] > 0, !isKept);
    }

    /// It is reached without any network.
    void thisMachineSpeaksForNoNetwork()
    {
        Scene scene(1);
        scene.world.script = [](const WireRequest &request) {
            return request.url.host() == u"10.0.0.9" ? failing(FetchError::Unreachable) : SimulatedAnswer();
        };
        CrawlSettings settings;
        settings.limits.retries = 0;
        AddressList list = pages("10.0.0.9", 1);
        list.append(pages("127.0.0.1", 1000));
        scene.crawler->start({list, settings});
        scene.run(60s);
        QCOMPARE(scene.world.probes, 1);
    }

    void runningTimeStandsStillWithoutANetworkOrWhilePaused_data()
    {
        QTest::addColumn<bool>("pausesFirst");
        QTest::addColumn<bool>("returnsFirst");
        for (const bool pausesFirst : {false, true}) {
            for (const bool returnsFirst : {false, true})
                QTest::addRow("%s, %s", pausesFirst ? "paused, then no network" : "no network, then paused",
                              returnsFirst ? "the network returns first" : "resumed first")
                    << pausesFirst << returnsFirst;
        }
    }

    void runningTimeStandsStillWithoutANetworkOrWhilePaused()
    {
        QFETCH(bool, pausesFirst);
        QFETCH(bool, returnsFirst);
        Scene scene;
        bool isUp = true;
        scene.world.networkIsUp = [&isUp] { return isUp; };
        scene.world.script = [&isUp](const WireRequest &) {
            return isUp ? SimulatedAnswer() : failing(FetchError::Unreachable);
        };
        CrawlSettings settings;
        settings.limits.hostDelay = 100ms;
        scene.crawler->start({pages("10.0.0.1", 500), settings});
        const auto elapsed = [&scene] { return scene.estimates.back().second.elapsed; };
        const auto isDown = [&scene] { return !scene.network.isEmpty() && scene.network.back(); };
        scene.world.time.runFor(10s);
        isUp = false;
        if (pausesFirst) {
            scene.world.time.runFor(105ms); // one is on the wire that will be missed
            scene.crawler->pause();
        }
        QVERIFY(scene.world.time.runUntil(isDown, 5s));
        scene.crawler->pause();
        scene.world.time.runFor(1s);
        const auto before = elapsed();
        scene.world.time.runFor(100s);
        QCOMPARE(elapsed(), before);
        if (returnsFirst)
            isUp = true;
        else
            scene.crawler->resume();
        scene.world.time.runFor(100s);
        QCOMPARE(isDown(), !returnsFirst);
        QCOMPARE(elapsed(), before); // one of the two still lasts
        isUp = true;
        scene.crawler->resume();
        scene.world.time.runFor(10s);
        QVERIFY(elapsed() - before > 5s);
        QVERIFY(elapsed() - before < 12s);
        scene.run(60s);
    }

    void nobodyKnowsWhatIsLeftWithoutANetwork()
    {
        Scene scene;
        bool isUp = true;
        scene.world.networkIsUp = [&isUp] { return isUp; };
        scene.world.script = [&isUp](const WireRequest &) {
            return isUp ? SimulatedAnswer() : failing(FetchError::Unreachable);
        };
        CrawlSettings settings;
        settings.limits.hostDelay = 100ms;
        scene.crawler->start({pages("10.0.0.1", 500), settings});
        const auto eta = [&scene] { return scene.estimates.back().second.eta; };
        scene.world.time.runFor(10s);
        QVERIFY(eta() > 10s);
        isUp = false;
        scene.world.time.runFor(10s);
        QVERIFY(scene.estimates.back().second.networkDown);
        QCOMPARE(eta(), -1ms);
        isUp = true;
        scene.world.time.runFor(10s);
        QVERIFY(!scene.estimates.back().second.networkDown);
        QVERIFY(eta() > 10s);
        scene.run(60s);
        QCOMPARE(scene.verdicts[Verdict::Ok], 500);
    }
};

QTEST_GUILESS_MAIN(TestCrawlNetwork)
#include "tst_crawlnetwork.moc"
