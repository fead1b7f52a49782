// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"
#include "tests/core/crawl/crawlrun.h"
#include "tests/support/testsite.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

struct Footprint
{
    qint64 residentKb = 0;
    int threads = 0;
    int descriptors = 0;
};

Footprint footprint()
{
    Footprint now;
    QFile status(QStringLiteral("/proc/self/status"));
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS:"))
                now.residentKb = line.mid(6).trimmed().split(' ').first().toLongLong();
            if (line.startsWith("Threads:"))
                now.threads = line.mid(8).trimmed().toInt();
        }
    }
    now.descriptors = int(QDir(QStringLiteral("/proc/self/fd")).count());
    return now;
}

} // namespace

/// One crawler that is used for a long time: additions and rechecks at random, on a real site. Runs for six
/// seconds; TURNSTONE_SOAK_SECONDS makes it longer.
class TestCrawlSoak final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingPilesUp()
    {
        const int seconds = std::max(6, qEnvironmentVariableIntValue("TURNSTONE_SOAK_SECONDS"));
        QRandomGenerator random(10);
        Crawler crawler;
        qint64 results = 0;
        connect(&crawler, &Crawler::resultsReady, this,
                [&](const ResultBatch &batch) { results += qint64(batch->size()); });
        CrawlSettings settings;
        settings.limits.retries = 1;
        settings.limits.backoff = 5ms;
        settings.limits.hostPatience = 1s;
        crawler.start({listOf(urls(random, 2000)), settings});

        QElapsedTimer clock;
        clock.start();
        std::optional<Footprint> first; // once everything is warm: after a tenth, a minute of ten
        Footprint most;
        qint64 asked = 2000;
        while (clock.elapsed() < seconds * 1000) {
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
            if (crawler.state() == CrawlState::Idle || random.bounded(20) == 0)
                asked += disturb(crawler, random);
            if (!first && clock.elapsed() > seconds * 100) {
                first = footprint();
                most = *first;
            } else if (first && random.bounded(50) == 0) {
                const Footprint now = footprint();
                most = {std::max(most.residentKb, now.residentKb), std::max(most.threads, now.threads),
                        std::max(most.descriptors, now.descriptors)};
            }
        }
        crawler.stop();
        QTRY_COMPARE_WITH_TIMEOUT(crawler.state(), CrawlState::Idle, 5000);
        qInfo("%lld results in %d s; after a tenth %lld KB, %d threads, %d descriptors; at most %lld KB, %d, "
              "%d",
              static_cast<long long>(results), seconds, static_cast<long long>(first->residentKb),
              first->threads, first->descriptors, static_cast<long long>(most.residentKb), most.threads,
              most.descriptors);
        QVERIFY(results > asked / 2);
#ifndef __SANITIZE_ADDRESS__ // which keeps back what was freed
        QVERIFY2(most.residentKb < first->residentKb + 40'000, "memory grows");
#endif
        QVERIFY2(most.threads < first->threads + 16, "threads pile up");
        QVERIFY2(most.descriptors < first->descriptors + 400, "connections pile up");
    }

private:
    QStringList urls(QRandomGenerator &random, int count) const
    {
        const QStringList paths = {u"/fast"_qs, u"/page/7"_qs,     u"/page/8"_qs, u"/redirect/2"_qs,
                                   u"/gzip"_qs, u"/status/404"_qs, u"/reset"_qs,  u"/slow?ms=20"_qs};
        QStringList urls;
        for (int i = 0; i < count; ++i) {
            const QString host = u"127.0.0.%1"_qs.arg(1 + random.bounded(30));
            urls.append(m_site.address(paths[random.bounded(int(paths.size()))], host).toString());
        }
        return urls;
    }

    /// How many results it asks for at most.
    qint64 disturb(Crawler &crawler, QRandomGenerator &random) const
    {
        const int known = crawler.addresses().size();
        if (known < 4000 && random.bounded(4) == 0) {
            crawler.add(listOf(urls(random, 50)));
            return 50;
        }
        std::vector<RowId> rows;
        for (int i = random.bounded(400); i > 0; --i)
            rows.push_back(RowId(random.bounded(known)));
        crawler.recheck(rows);
        return 0;
    }

    TestSite m_site;
};

int main(int argc, char **argv)
{
    turnstone::prepareNetwork();
    QCoreApplication app(argc, argv);
    if (const int seconds = qEnvironmentVariableIntValue("TURNSTONE_SOAK_SECONDS"))
        qputenv("QTEST_FUNCTION_TIMEOUT", QByteArray::number((seconds + 300) * 1000));
    TestCrawlSoak test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crawlsoak.moc"
