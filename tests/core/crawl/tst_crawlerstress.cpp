// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"
#include "tests/core/crawl/crawlrun.h"
#include "tests/support/testsite.h"

#include <QRandomGenerator>

using namespace turnstone;
using namespace std::chrono_literals;

/// Crawls that are started, paused, changed, stopped and deleted at random moments.
class TestCrawlerStress final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveHundredLives()
    {
        QRandomGenerator random(20);
        auto run = makeRun();
        int deleted = 0;
        for (int life = 0; life < 500; ++life) {
            const QStringList urls = list(random, life);
            CrawlSettings settings;
            settings.limits.concurrency = 1 + random.bounded(40);
            settings.limits.perHost = 1 + random.bounded(8);
            settings.cookies = random.bounded(2) == 0;
            run->results.clear();
            run->counts.clear();
            run->crawler.setReceiverAcknowledges(random.bounded(2) == 0);
            run->start(urls, settings);
            m_isRechecked = false;
            disturb(*run, random, settings.limits, life);
            if (random.bounded(4) == 0) { // in the middle of whatever it is doing
                run = makeRun();
                ++deleted;
                continue;
            }
            if (run->crawler.state() == Crawler::State::Paused)
                run->crawler.resume();
            if (random.bounded(2) == 0)
                run->crawler.stop();
            QVERIFY2(run->wait(), qPrintable(u"life %1 hangs"_qs.arg(life)));
            const auto rows = size_t(run->crawler.addresses().size());
            QCOMPARE(run->results.size(), rows);
            for (const auto &[row, count] : run->counts)
                QVERIFY(count == 1 || (count > 1 && m_isRechecked));
            QCOMPARE(run->summary.stats.finished, qint64(rows));
            QCOMPARE(run->summary.stats.inFlight, 0);
        }
        QVERIFY(deleted > 50);
    }

private:
    static std::unique_ptr<CrawlRun> makeRun()
    {
        auto run = std::make_unique<CrawlRun>();
        connect(&run->crawler, &Crawler::resultsReady, &run->crawler, &Crawler::acknowledge);
        return run;
    }

    QStringList list(QRandomGenerator &random, int life) const
    {
        const QStringList paths = {u"/fast"_qs,
                                   u"/page/7"_qs,
                                   u"/slow?ms=5"_qs,
                                   u"/redirect/2"_qs,
                                   u"/status/404"_qs,
                                   u"/redirect-cross/3"_qs,
                                   u"/slow?ms=60"_qs,
                                   u"/gzip"_qs,
                                   u"/flaky/%1?fails=1"_qs.arg(life),
                                   u"/wrong-length?announced=100&sent=10"_qs};
        QStringList urls;
        const int count = random.bounded(60);
        for (int i = 0; i < count; ++i) {
            const QString host = u"127.0.%1.%2"_qs.arg(random.bounded(3)).arg(1 + random.bounded(9));
            urls.append(m_site.address(paths[random.bounded(int(paths.size()))], host).toString());
        }
        return urls;
    }

    void disturb(CrawlRun &run, QRandomGenerator &random, CrawlLimits limits, int life)
    {
        const int steps = random.bounded(6);
        for (int i = 0; i < steps; ++i) {
            QCoreApplication::processEvents(QEventLoop::AllEvents, random.bounded(8));
            switch (random.bounded(7)) {
            case 0:
                run.crawler.pause();
                break;
            case 1:
                run.crawler.resume();
                break;
            case 2:
                limits.concurrency = 1 + random.bounded(50);
                limits.perHost = 1 + random.bounded(12);
                limits.backoff = 1ms;
                run.crawler.setLimits(limits);
                break;
            case 3:
                run.crawler.setHostLimits(u"127.0.0.1:%1"_qs.arg(m_site.port()),
                                          {1 + random.bounded(3), 1ms});
                break;
            case 4:
                run.crawler.add(listOf(list(random, life)));
                break;
            case 5:
                run.crawler.recheck({0, 3, 5, 1000});
                m_isRechecked = true;
                break;
            default:
                break;
            }
        }
    }

    TestSite m_site;
    bool m_isRechecked = false;
};

int main(int argc, char **argv)
{
    turnstone::prepareNetwork();
    QCoreApplication app(argc, argv);
    TestCrawlerStress test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crawlerstress.moc"
