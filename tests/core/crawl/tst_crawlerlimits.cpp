// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"
#include "tests/core/crawl/crawlrun.h"
#include "tests/support/rawserver.h"
#include "tests/support/testsite.h"

#include <QDir>

#include <algorithm>
#include <mutex>
#include <set>
#include <vector>

using namespace turnstone;
using namespace std::chrono_literals;

/// Limits are real in both directions, as counted by the server.
class TestCrawlerLimits final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_site.resetCounters(); }

    void thirtyAtOneHostReallyAreThirty()
    {
        CrawlSettings settings;
        settings.limits.perHost = 30;
        CrawlRun run;
        QElapsedTimer timer;
        timer.start();
        run.start(slow(30, 1000), settings);
        QVERIFY(run.wait());
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(m_site.counters().maxOpenAtHost("127.0.0.1"), 30);
        QCOMPARE(run.summary.stats.byVerdict[size_t(Verdict::Ok)], 30);
    }

    void twoAtOneHostAreNeverMore()
    {
        CrawlSettings settings;
        settings.limits.perHost = 2;
        CrawlRun run;
        run.start(slow(40, 20), settings);
        QVERIFY(run.wait());
        QCOMPARE(m_site.counters().maxOpenAtHost("127.0.0.1"), 2);
    }

    void theWholeConcurrencyIsNeverExceeded()
    {
        CrawlSettings settings;
        settings.limits.concurrency = 7;
        QStringList urls;
        for (int i = 0; i < 200; ++i)
            urls.append(
                m_site.address(u"/slow?ms=10&n=%1"_qs.arg(i), u"127.0.1.%1"_qs.arg(1 + i % 40)).toString());
        CrawlRun run;
        run.start(urls, settings);
        QVERIFY(run.wait());
        QCOMPARE(m_site.counters().maxOpen(), 7);
    }

    void theRateHolds()
    {
        CrawlSettings settings;
        settings.limits.rate = 20;
        CrawlRun run;
        QElapsedTimer timer;
        timer.start();
        QStringList urls;
        for (int i = 0; i < 21; ++i)
            urls.append(m_site.address(u"/fast?n=%1"_qs.arg(i), u"127.0.1.%1"_qs.arg(1 + i % 5)).toString());
        run.start(urls, settings);
        QVERIFY(run.wait());
        QVERIFY2(timer.elapsed() >= 980 && timer.elapsed() < 2500,
                 qPrintable(QString::number(timer.elapsed())));
    }

    void theHostDelaySpacesStarts()
    {
        CrawlSettings settings;
        settings.limits.hostDelay = 50ms;
        CrawlRun run;
        const TimePoint begin = Clock::now();
        run.start(slow(10, 0), settings);
        QVERIFY(run.wait());
        const std::vector<SiteVisit> visits = m_site.counters().recentVisits();
        QCOMPARE(visits.size(), size_t(10));
        std::vector<Duration> gaps;
        for (size_t i = 1; i < visits.size(); ++i) { // as the server sees them, which may be late for any one
            QVERIFY(visits[i].at - begin >= i * 50ms);
            gaps.push_back(visits[i].at - visits[i - 1].at);
        }
        std::nth_element(gaps.begin(), gaps.begin() + 4, gaps.end());
        QVERIFY(gaps[4] >= 40ms);
    }

    void limitsChangeWhileItRuns()
    {
        CrawlSettings settings;
        settings.limits.perHost = 1;
        CrawlRun run;
        run.start(slow(120, 100), settings);
        QTRY_VERIFY(!run.results.empty());
        QCOMPARE(m_site.counters().maxOpen(), 1);
        CrawlLimits limits = settings.limits;
        limits.perHost = 20;
        run.crawler.setLimits(limits);
        QTRY_COMPARE(m_site.counters().maxOpen(), 20);
        limits.perHost = 1;
        run.crawler.setLimits(limits);
        QTRY_VERIFY(m_site.counters().open() <= 1);
        m_site.resetCounters();
        run.crawler.setHostLimits(u"127.0.0.1:%1"_qs.arg(m_site.port()), {7, -1ms});
        QTRY_COMPARE(m_site.counters().maxOpen(), 7); // beyond the general limit of 1
        QVERIFY(run.wait());
        QCOMPARE(m_site.counters().maxOpen(), 7);
        QCOMPARE(run.results.size(), size_t(120));
    }

    void manyHostsKeepDescriptorsBounded()
    {
        CrawlSettings settings;
        settings.limits.concurrency = 64;
        QStringList urls;
        for (int i = 0; i < 4000; ++i)
            urls.append(
                m_site
                    .address(u"/fast?n=%1"_qs.arg(i), u"127.1.%1.%2"_qs.arg(i % 1000 / 250).arg(1 + i % 250))
                    .toString());
        CrawlRun run;
        run.start(urls, settings);
        int most = 0;
        while (run.crawler.state() != Crawler::State::Idle) {
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
            most = std::max(most, int(QDir(u"/proc/self/fd"_qs).count()));
        }
        QCOMPARE(run.results.size(), size_t(4000));
        QCOMPARE(run.summary.stats.byVerdict[size_t(Verdict::Ok)], 4000);
        QVERIFY2(most < 1500,
                 qPrintable(QString::number(most))); // both ends of each connection are in this process
    }

    void whatIsDoneWithFreesItsMemory_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("pages") << u"/page/%1"_qs;
        QTest::newRow("redirects") << u"/redirect/%1"_qs;
        QTest::newRow("what is tried again") << u"/flaky/%1"_qs;
        QTest::newRow("what broke off in time") << u"/slow/%1"_qs;
    }

    /// Bodies that are twice what fits, one after the other.
    void whatIsDoneWithFreesItsMemory()
    {
        QFETCH(QString, path);
        std::mutex mutex;
        std::set<QByteArray> seen;
        const QByteArray body("<p>" + QByteArray(100'000, 'x'));
        const RawServer server([&](RawConnection &connection) {
            for (QByteArray request = connection.readRequest(); !request.isEmpty();
                 request = connection.readRequest()) {
                const QByteArray asked = request.split(' ').value(1);
                const bool isSlow = asked.startsWith("/slow");
                bool isFirst = false;
                {
                    const std::lock_guard lock(mutex);
                    isFirst = seen.insert(asked).second;
                }
                QByteArray status = "200 OK";
                if (asked.startsWith("/redirect"))
                    status = "302 Found\r\nLocation: /page/" + asked.mid(10);
                else if (asked.startsWith("/flaky") && isFirst)
                    status = "500 Internal Server Error";
                const qsizetype length = body.size() + (isSlow ? 1 : 0);
                connection.send(QByteArray("HTTP/1.1 " + status +
                                           "\r\nContent-Type: text/html\r\nContent-Length: " +
                                           QByteArray::number(length) + "\r\n\r\n" + body));
                if (isSlow)
                    connection.waitUntilClosed();
            }
        });
        QStringList urls;
        for (int i = 0; i < 20; ++i)
            urls.append(u"http://127.0.0.1:%1"_qs.arg(server.port()) + path.arg(i));
        CrawlSettings settings;
        settings.limits.memoryBytes = 1'000'000;
        settings.limits.perHost = 1; // the server serves one connection after the other
        settings.limits.timeout = path.startsWith(u"/slow") ? 200ms : 5s;
        settings.limits.retries = path.startsWith(u"/slow") ? 0 : 1;
        CrawlRun run;
        run.start(urls, settings);
        QVERIFY2(run.wait(8000), "no memory is left to go on with");
        QCOMPARE(run.results.size(), size_t(20));
    }

private:
    QStringList slow(int count, int ms) const
    {
        QStringList urls;
        for (int i = 0; i < count; ++i)
            urls.append(m_site.address(u"/slow?ms=%1&n=%2"_qs.arg(ms).arg(i)).toString());
        return urls;
    }

    TestSite m_site;
};

int main(int argc, char **argv)
{
    turnstone::prepareNetwork();
    QCoreApplication app(argc, argv);
    TestCrawlerLimits test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crawlerlimits.moc"
