// SPDX-License-Identifier: GPL-3.0-or-later
// What a crawl says on standard error while it runs.
#include "app/cli/crawlcommand.h"
#include "app/cli/progressline.h"

#include <QTemporaryFile>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

/// What `work` writes to standard error.
template <typename Work>
QByteArray errorOutput(Work work)
{
    QTemporaryFile file;
    if (!file.open())
        return "no temporary file";
    std::fflush(stderr);
    const int before = ::dup(STDERR_FILENO);
    ::dup2(file.handle(), STDERR_FILENO);
    work();
    std::fflush(stderr);
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    file.seek(0);
    return file.readAll();
}

QByteArray newsOfTheNetwork(const CrawlOptions &options)
{
    CrawlCommand command(options);
    auto *crawler = command.findChild<Crawler *>();
    return errorOutput([crawler] {
        Q_EMIT crawler->networkDownChanged(true);
        Q_EMIT crawler->networkDownChanged(false);
    });
}

} // namespace

class TestCrawlNews final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProgressLineCountsVerdicts_data()
    {
        QTest::addColumn<CrawlStats>("stats");
        QTest::addColumn<QString>("line");
        CrawlStats stats;
        stats.addresses = 2'000;
        stats.waiting = 2'000;
        QTest::newRow("nothing yet") << stats << u"0/2,000 0% · 0/s · 0 ok · 0 not · 0 in flight"_qs;
        stats.finished = 1'500;
        stats.requestsPerSecond = 99.6;
        stats.inFlight = 32;
        stats.byVerdict[size_t(Verdict::Ok)] = 1'200;
        stats.byVerdict[size_t(Verdict::Redirected)] = 50;
        stats.byVerdict[size_t(Verdict::Broken)] = 200;
        stats.byVerdict[size_t(Verdict::Skipped)] = 50;
        stats.willRetry = 3;
        stats.eta = 61s;
        QTest::newRow("under way")
            << stats
            << u"1,500/2,000 75% · 100/s · 1,250 ok · 250 not · 32 in flight · 3 will retry · 1:01 left"_qs;
        CrawlStats again = stats; // all of them are checked again: they keep their verdicts until then
        again.finished = 0;
        again.willRetry = 0;
        again.eta = -1ms;
        QTest::newRow("checked again")
            << again << u"0/2,000 0% · 100/s · 1,250 ok · 250 not · 32 in flight"_qs;
        CrawlStats stopped = again;
        stopped.finished = 2'000;
        stopped.byVerdict[size_t(Verdict::Cancelled)] = 500;
        QTest::newRow("stopped") << stopped
                                 << u"2,000/2,000 100% · 100/s · 1,250 ok · 250 not · 32 in flight"_qs;
        stats.networkDown = true;
        QTest::newRow("no connection")
            << stats
            << u"1,500/2,000 75% · 100/s · 1,250 ok · 250 not · 32 in flight · 3 will retry · no connection"_qs;
    }

    void theProgressLineCountsVerdicts()
    {
        QFETCH(CrawlStats, stats);
        QTEST(ProgressLine::text(stats), "line");
    }

    void theNetworkGoesAndComes()
    {
        QCOMPARE(newsOfTheNetwork({}),
                 QByteArray("The network is down; waiting for it.\nThe network is up; continuing.\n"));
        CrawlOptions proxied;
        proxied.settings.proxy = QUrl(u"http://10.0.0.8:3128"_qs);
        QCOMPARE(
            newsOfTheNetwork(proxied),
            QByteArray(
                "The proxy cannot be reached; waiting for it.\nThe proxy can be reached; continuing.\n"));
    }

    void anInterruptedCrawlDoesNotWaitForTheNetwork()
    {
        CrawlCommand command({});
        auto *crawler = command.findChild<Crawler *>();
        const QByteArray said = errorOutput([&command, crawler] {
            Q_EMIT crawler->networkDownChanged(true);
            command.interrupt(SIGINT);
            Q_EMIT crawler->networkDownChanged(false);
        });
        QCOMPARE(said, QByteArray("The network is down; waiting for it.\n"));
    }

    void quietSaysNothingOfTheNetwork()
    {
        CrawlOptions quiet;
        quiet.quiet = true;
        QCOMPARE(newsOfTheNetwork(quiet), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestCrawlNews)
#include "tst_crawlnews.moc"
