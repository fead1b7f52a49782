// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/hostkey.h"
#include "core/crawl/hostspread.h"
#include "core/net/networksetup.h"
#include "tests/core/crawl/crawlrun.h"
#include "tests/support/testsite.h"

#include <QScopeGuard>
#include <QSemaphore>
#include <QThread>

#include <atomic>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

/// Where a worker's thread waits for the test.
struct Gate
{
    void open()
    {
        isClosed = false;
        passes.release(1000);
    }
    std::atomic<bool> isClosed = true;
    QSemaphore passes;
};

/// Answers everything at once; its worker waits at the gate, where it has one, whenever it asks how much is
/// in flight.
class GatedWire final : public Wire
{
public:
    explicit GatedWire(Gate *gate)
        : m_gate(gate)
    {}
    void prepare(const CrawlSettings &, bool) override {}
    void setLimits(const CrawlLimits &) override {}
    void launch(RowId row, HostId host, WireRequest, Duration, int) override
    {
        ++m_count;
        QMetaObject::invokeMethod(
            this,
            [this, row, host] {
                --m_count;
                Answer answer;
                answer.hop.status = 204;
                answer.hop.sends = 1;
                Q_EMIT landed(row, host, answer);
            },
            Qt::QueuedConnection);
    }
    int count() const override
    {
        if (m_gate && m_gate->isClosed)
            m_gate->passes.acquire();
        return m_count;
    }
    TimePoint nextDeadline() const override { return Never; }
    void expireDue(TimePoint) override {}
    bool goOn() override { return false; }
    void cancelAll() override {}
    void close() override {}
    void lookUp(const QString &) override {}

private:
    Gate *m_gate;
    int m_count = 0;
};

} // namespace

class TestCrawler final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowGetsExactlyOneResult()
    {
        CrawlRun run;
        QStringList urls;
        for (int i = 0; i < 500; ++i)
            urls.append(url(u"/page/%1"_qs.arg(i), u"127.0.0.%1"_qs.arg(1 + i % 20)));
        run.start(urls);
        QVERIFY(run.wait());
        QCOMPARE(run.results.size(), size_t(500));
        for (const auto &[row, result] : run.results) {
            QCOMPARE(run.counts[row], 1);
            QCOMPARE(result.verdict, Verdict::Ok);
            QVERIFY(!result.facts.title.isEmpty());
            QVERIFY(result.bytes > 1000);
            QVERIFY(result.lastHop()->phases.ttfbUs >= 0);
        }
        QCOMPARE(run.finishes, 1);
        QCOMPARE(run.summary.stats.finished, 500);
        QCOMPARE(run.summary.stats.requests, 500);
        QCOMPARE(run.summary.stats.byVerdict[size_t(Verdict::Ok)], 500);
        QCOMPARE(run.summary.stats.inFlight, 0);
        QCOMPARE(run.summary.stats.hosts, 20);
        QVERIFY(!run.summary.stopped);
    }

    void anEmptyListEndsAtOnce()
    {
        CrawlRun run;
        run.start({});
        QVERIFY(run.wait());
        QCOMPARE(run.finishes, 1);
    }

    void theLastFiguresAreOfEverything_data()
    {
        QTest::addColumn<bool>("isAskedAgain");
        QTest::newRow("more came and went since they were asked for") << false;
        QTest::newRow("everybody's are waited for, however often they are asked for") << true;
    }

    /// One worker tells its last figures and goes on, the other one takes its time.
    void theLastFiguresAreOfEverything()
    {
        QFETCH(bool, isAskedAgain);
        Gate gate;
        CrawlEngine engine;
        engine.workers = 2;
        engine.wire = [&gate] {
            const bool isSecond = QThread::currentThread()->objectName() == u"crawl 1";
            return std::make_unique<GatedWire>(isSecond ? &gate : nullptr);
        };
        AddressList list;
        const HostSpread spread({}, 2);
        for (int host = 1; list.size() == 0; ++host) {
            const AddressList one = listOf({u"http://10.0.0.%1/"_qs.arg(host)});
            if (spread.worker(HostKey(one.at(0))) == 0)
                list = one;
        }
        Crawler crawler(engine);
        const auto opens = qScopeGuard([&gate] { gate.open(); });
        QSignalSpy results(&crawler, &Crawler::resultsReady);
        QSignalSpy finished(&crawler, &Crawler::finished);
        crawler.start({{}, {}}); // nothing to do: everybody is asked at once
        crawler.add(list);
        QTRY_COMPARE(results.size(), 1);
        if (isAskedAgain) {
            crawler.add({}); // nothing, twice
            crawler.add({});
            QSignalSpy stats(&crawler, &Crawler::statsChanged);
            QTRY_VERIFY(stats.size() >= 2 || !finished.isEmpty());
        }
        QVERIFY2(finished.isEmpty(), "one of them has not answered yet");
        gate.open();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].value<CrawlSummary>().stats.requests, 1);
    }

    void invalidLinesGetTheirRows()
    {
        AddressBlockBuilder builder;
        builder.add(url(u"/fast"_qs).toUtf8());
        builder.addInvalid("ftp://x/", AddressProblem::UnsupportedScheme);
        AddressList list;
        list.append(std::move(builder).build());
        CrawlRun run;
        run.crawler.start({list, {}});
        QVERIFY(run.wait());
        QCOMPARE(run.results.size(), size_t(2));
        QCOMPARE(run.results[1].verdict, Verdict::InvalidUrl);
        QVERIFY(!run.results[1].reason.isEmpty());
    }

    void whatLacksASecretIsNotSent_data()
    {
        QTest::addColumn<RequestSpec>("ofAll");
        QTest::addColumn<RequestSpec>("own");
        QTest::addColumn<QString>("user");
        const RequestSpec none, hidden{"", {{"Authorization", "Bearer ***"}}, {}, false};
        QTest::newRow("a password") << none << none << u"tide:***"_qs;
        QTest::newRow("a token") << none << none << u"***"_qs;
        QTest::newRow("a field of its own") << none << hidden << u""_qs;
        QTest::newRow("a field of all") << hidden << none << u""_qs;
    }

    void whatLacksASecretIsNotSent()
    {
        QFETCH(RequestSpec, ofAll);
        QFETCH(RequestSpec, own);
        QFETCH(QString, user);
        QUrl address(url(u"/fast"_qs));
        address.setUserInfo(user);
        AddressBlockBuilder builder;
        builder.add(address.toEncoded(), own);
        AddressList list;
        list.append(std::move(builder).build());
        CrawlSettings settings;
        settings.request.headers = ofAll.headers;
        CrawlRun run;
        run.crawler.start({list, settings});
        QVERIFY(run.wait());
        QCOMPARE(run.results[0].verdict, Verdict::InvalidUrl);
        QCOMPARE(run.results[0].reason, addressProblemText(AddressProblem::MissingSecret));
        QVERIFY(run.results[0].attempts.empty());
    }

    void redirectsKeepTheirChain()
    {
        CrawlRun run;
        run.start({url(u"/redirect/3"_qs), url(u"/redirect-cross/5"_qs), url(u"/redirect-loop"_qs)});
        QVERIFY(run.wait());
        QCOMPARE(run.results[0].verdict, Verdict::Redirected);
        QCOMPARE(run.results[0].redirects(), 3);
        QCOMPARE(run.results[1].verdict, Verdict::Redirected);
        QCOMPARE(run.results[1].redirects(), 5);
        QSet<QString> hosts;
        for (const Hop &hop : run.results[1].lastAttempt()->hops)
            hosts.insert(QUrl(QString::fromLatin1(hop.url)).host());
        QVERIFY2(hosts.size() > 2, "the hops went over several hosts, and so over both workers");
        QCOMPARE(run.results[2].verdict, Verdict::BadResponse);
        QCOMPARE(run.results[2].lastAttempt()->error, FetchError::RedirectLoop);
    }

    void aFlakyServerIsTriedAgainAndEachTryIsKept()
    {
        CrawlRun run;
        run.start({url(u"/flaky/a?fails=2"_qs), url(u"/flaky/b?fails=9"_qs)});
        QVERIFY(run.wait());
        QCOMPARE(run.results[0].verdict, Verdict::Ok);
        QCOMPARE(run.results[0].attempts.size(), size_t(3));
        QCOMPARE(int(run.results[0].attempts[0].status()), 503);
        QCOMPARE(run.results[1].verdict, Verdict::ServerError);
        QCOMPARE(run.results[1].attempts.size(), size_t(3));
    }

    void retryAfterPausesTheWholeHost()
    {
        CrawlSettings settings;
        settings.limits.perHost = 1;
        CrawlRun run;
        QElapsedTimer timer;
        timer.start();
        run.start(
            {url(u"/throttle/x?fails=1&after=1"_qs, u"127.0.0.9"_qs), url(u"/fast"_qs, u"127.0.0.9"_qs)},
            settings);
        QVERIFY(run.wait());
        QVERIFY(timer.elapsed() >= 1000);
        QCOMPARE(run.results[0].verdict, Verdict::Ok);
        QCOMPARE(run.results[0].attempts.size(), size_t(2));
        QVERIFY(run.results[0].attempts[1].waitUs >= 990'000);
        QVERIFY2(run.results[1].attempts[0].waitUs >= 990'000,
                 "the other address of that host waited as well");
    }

    void pauseLetsNothingNewStart()
    {
        CrawlSettings settings;
        settings.limits.perHost = 2;
        CrawlRun run;
        QStringList urls;
        for (int i = 0; i < 30; ++i)
            urls.append(url(u"/slow?ms=20&n=%1"_qs.arg(i)));
        run.start(urls, settings);
        QTRY_VERIFY(run.results.size() >= 3);
        run.crawler.pause();
        QCOMPARE(run.crawler.state(), Crawler::State::Paused);
        QSignalSpy stats(&run.crawler, &Crawler::statsChanged);
        const auto inFlight = [&stats] {
            return stats.isEmpty() ? -1 : int(stats.last()[0].value<CrawlStats>().inFlight);
        };
        QTRY_VERIFY(stats.size() >= 3); // until then the workers' figures may be of before the pause
        QTRY_COMPARE(inFlight(), 0);
        const qint64 before = stats.last()[0].value<CrawlStats>().requests;
        QVERIFY(before < 30);
        stats.clear();
        QTRY_VERIFY(stats.size() >= 2);
        QCOMPARE(stats.last()[0].value<CrawlStats>().requests, before);
        const auto elapsed = stats.last()[0].value<CrawlStats>().elapsed;
        QTRY_VERIFY(stats.size() >= 4);
        QCOMPARE(stats.last()[0].value<CrawlStats>().elapsed, elapsed); // a pause is no running time
        run.crawler.resume();
        QVERIFY(run.wait());
        QCOMPARE(run.results.size(), size_t(30));
    }

    void stopCancelsTheRestWithinASecond()
    {
        CrawlRun run;
        QStringList urls;
        for (int i = 0; i < 5000; ++i)
            urls.append(url(u"/slow?ms=5000&n=%1"_qs.arg(i), u"127.0.0.%1"_qs.arg(1 + i % 50)));
        CrawlSettings settings;
        settings.limits.concurrency = 200;
        run.start(urls, settings);
        QSignalSpy stats(&run.crawler, &Crawler::statsChanged);
        QTRY_VERIFY(!stats.isEmpty() && stats.last()[0].value<CrawlStats>().inFlight == 200);
        QElapsedTimer timer;
        timer.start();
        run.crawler.stop();
        QVERIFY(run.wait());
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(run.results.size(), size_t(5000));
        for (const auto &[row, result] : run.results)
            QCOMPARE(result.verdict, Verdict::Cancelled);
        QVERIFY(run.summary.stopped);
        QCOMPARE(run.summary.stats.inFlight, 0);
    }

    void failFastStopsAtTheFirstFailure()
    {
        CrawlSettings settings;
        settings.failFast = true;
        settings.limits.perHost = 1;
        CrawlRun run;
        QStringList urls{url(u"/status/404"_qs)};
        for (int i = 0; i < 200; ++i)
            urls.append(url(u"/slow?ms=100&n=%1"_qs.arg(i)));
        run.start(urls, settings);
        QVERIFY(run.wait());
        QVERIFY(run.summary.failedFast);
        QVERIFY(run.summary.stats.byVerdict[size_t(Verdict::Cancelled)] > 150);
        QCOMPARE(run.results.size(), size_t(201));
    }

    void recheckYieldsOneMoreResultEach()
    {
        CrawlRun run;
        run.start({url(u"/flaky/re?fails=1&mode=404"_qs), url(u"/fast"_qs), url(u"/status/404"_qs)});
        QVERIFY(run.wait());
        run.crawler.recheck({1, 2, 2});
        QVERIFY(run.wait());
        QCOMPARE(run.counts[0], 1);
        QCOMPARE(run.counts[1], 2);
        QCOMPARE(run.counts[2], 2);
        QCOMPARE(run.finishes, 2);
        QCOMPARE(run.summary.stats.finished, 3);
        const auto &by = run.summary.stats.byVerdict;
        QCOMPARE(std::accumulate(by.begin(), by.end(), qint64(0)), qint64(3));
    }

    void laterRowsGoByLaterSettings()
    {
        CrawlRun run;
        run.start({url(u"/page/1"_qs)});
        QVERIFY(run.wait());
        CrawlSettings settings;
        settings.keepBodyBytes = 100;
        run.crawler.setSettings(settings);
        run.crawler.recheck({0});
        QVERIFY(run.wait());
        QCOMPARE(run.results[0].body.size(), 100);
        settings.keepBodyBytes = 50;
        run.crawler.setSettings(settings);
        run.crawler.add(listOf({url(u"/page/2"_qs)}));
        QVERIFY(run.wait());
        QCOMPARE(run.results[1].body.size(), 50);
    }

    void rowsCanBeAddedWhileItRuns()
    {
        CrawlRun run;
        run.start({url(u"/slow?ms=900"_qs)});
        QSignalSpy stats(&run.crawler, &Crawler::statsChanged);
        QTRY_VERIFY(!stats.isEmpty() && stats.last()[0].value<CrawlStats>().inFlight == 1);
        run.crawler.add(listOf({url(u"/page/1"_qs), url(u"/page/2"_qs)}));
        QVERIFY(run.wait());
        QCOMPARE(run.results.size(), size_t(3));
        QCOMPARE(run.finishes, 1); // of one run
        QCOMPARE(run.summary.stats.requests, 3);
        run.crawler.add(listOf({url(u"/page/3"_qs), url(u"/slow?ms=900"_qs)}));
        stats.clear(); // live again, not only at the end
        QTRY_VERIFY(!stats.isEmpty() && stats.last()[0].value<CrawlStats>().inFlight == 1 &&
                    stats.last()[0].value<CrawlStats>().finished == 4);
        QVERIFY(run.wait());
        QCOMPARE(run.results.size(), size_t(5));
        QCOMPARE(run.finishes, 2);
        QCOMPARE(run.results[2].run, 1U);
        QCOMPARE(run.results[3].run, 2U);
        QCOMPARE(run.results[3].verdict, Verdict::Ok);
    }

    void aPlanMayKnowRowsAlready()
    {
        CrawlRun run;
        CrawlPlan plan;
        plan.addresses = listOf({url(u"/page/1"_qs), url(u"/page/2"_qs), url(u"/status/404"_qs),
                                 url(u"/page/4"_qs), url(u"/page/5"_qs)});
        plan.rows = {RowStart::done(Verdict::Ok), RowStart::wanted(), RowStart::wanted(Verdict::Timeout),
                     RowStart::leftOut()};
        run.crawler.start(plan);
        QVERIFY(run.wait());
        QCOMPARE(run.counts, (std::map<RowId, int>{{1, 1}, {2, 1}, {4, 1}}));
        const CrawlStats &stats = run.summary.stats;
        QCOMPARE(stats.addresses, 4);
        QCOMPARE(stats.finished, 4);
        QCOMPARE(stats.byVerdict[size_t(Verdict::Ok)], 3);
        QCOMPARE(stats.byVerdict[size_t(Verdict::Broken)], 1);
        QCOMPARE(stats.byVerdict[size_t(Verdict::Timeout)], 0);

        run.crawler.recheck({3});
        QVERIFY(run.wait());
        QCOMPARE(run.summary.stats.addresses, 5);
        QCOMPARE(run.summary.stats.finished, 5);
    }

    void aPlanWithNothingWantedEndsAtOnce()
    {
        CrawlRun run;
        run.crawler.start({listOf({url(u"/page/1"_qs)}), {}, {RowStart::done(Verdict::Ok)}});
        QVERIFY(run.wait());
        QCOMPARE(run.finishes, 1);
        QCOMPARE(run.summary.stats.requests, 0);
        QCOMPARE(run.summary.stats.finished, 1);
    }

    void aReceiverMayHoldTheCrawlBack()
    {
        CrawlRun run;
        std::vector<ResultBatch> batches;
        run.crawler.setReceiverAcknowledges(true);
        connect(&run.crawler, &Crawler::resultsReady, this,
                [&batches](const ResultBatch &batch) { batches.push_back(batch); });
        qint64 requests = 0;
        connect(&run.crawler, &Crawler::statsChanged, this,
                [&requests](const CrawlStats &stats) { requests = stats.requests; });
        QStringList urls;
        for (int i = 0; i < 200; ++i)
            urls.append(url(u"/page/%1"_qs.arg(i)));
        CrawlSettings settings;
        settings.limits.rate = 200;
        run.start(urls, settings);
        QTRY_COMPARE_WITH_TIMEOUT(requests, 200, 10'000);
        QVERIFY(run.results.size() < 200);
        QCOMPARE(run.crawler.state(), Crawler::State::Running);

        connect(&run.crawler, &Crawler::resultsReady, &run.crawler, &Crawler::acknowledge);
        for (const ResultBatch &batch : std::vector<ResultBatch>(batches))
            run.crawler.acknowledge(batch);
        QVERIFY(run.wait());
        QCOMPARE(run.results.size(), size_t(200));
        run.crawler.disconnect(this);
    }

    void stopWaitsForNoAcknowledgement()
    {
        CrawlRun run;
        run.crawler.setReceiverAcknowledges(true);
        QStringList urls;
        for (int i = 0; i < 20'000; ++i)
            urls.append(url(u"/page/%1"_qs.arg(i)));
        run.start(urls);
        QTRY_VERIFY(!run.results.empty());
        run.crawler.stop();
        QVERIFY(run.wait());
        QCOMPARE(run.results.size(), size_t(20'000));
    }

    void aLineMayBringItsOwnRequest()
    {
        AddressBlockBuilder builder;
        RequestSpec post;
        post.method = "POST";
        post.headers = {{"X-Probe", "one"}};
        post.body = "{\"a\":1}";
        post.hasBody = true;
        builder.add(url(u"/echo"_qs).toUtf8(), post);
        AddressList list;
        list.append(std::move(builder).build());
        CrawlSettings settings;
        settings.keepBodyBytes = 10'000;
        settings.keepHeaders = true;
        CrawlRun run;
        run.crawler.start({list, settings});
        QVERIFY(run.wait());
        const QByteArray body = run.results[0].body;
        QVERIFY2(body.contains("POST") && body.contains("{\\\"a\\\":1}"), body.constData());
        QVERIFY(body.toLower().contains("x-probe"));
        QVERIFY(!run.results[0].lastHop()->requestHeaders.isEmpty());
        QVERIFY(!run.results[0].lastHop()->responseHeaders.isEmpty());
    }

    void timeoutsAreTheirOwn()
    {
        CrawlSettings settings;
        settings.limits.timeout = 200ms;
        settings.limits.retries = 1;
        CrawlRun run;
        run.start({url(u"/slow?ms=5000"_qs), url(u"/drip?bytes=100&ms=10000"_qs)}, settings);
        QVERIFY(run.wait(5000));
        for (const RowId row : {0U, 1U}) {
            QCOMPARE(run.results[row].verdict, Verdict::Timeout);
            QCOMPARE(run.results[row].attempts.size(), size_t(2));
        }
    }

    void hostsAndProgressAreReported()
    {
        CrawlRun run;
        QSignalSpy hosts(&run.crawler, &Crawler::hostsChanged);
        QSignalSpy progress(&run.crawler, &Crawler::progressed);
        run.start({url(u"/slow?ms=300"_qs, u"127.0.0.3"_qs), url(u"/flaky/p?fails=1"_qs, u"127.0.0.4"_qs)});
        QVERIFY(run.wait());
        QVERIFY(!progress.isEmpty());
        QVERIFY(!hosts.isEmpty());
        qint64 finished = 0;
        QHash<QString, qint64> byHost;
        for (const auto &call : hosts) {
            for (const HostSnapshot &host : call[0].value<QList<HostSnapshot>>())
                byHost[host.host] = host.finished;
        }
        for (const qint64 count : byHost)
            finished += count;
        QCOMPARE(finished, 2);
    }

private:
    QString url(const QString &path, const QString &host = u"127.0.0.1"_qs)
    {
        return m_site.address(path, host).toString();
    }

    TestSite m_site;
};

int main(int argc, char **argv)
{
    turnstone::prepareNetwork();
    QCoreApplication app(argc, argv);
    TestCrawler test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crawler.moc"
