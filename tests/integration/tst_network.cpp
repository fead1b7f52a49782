// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/jsonresults.h"
#include "tests/support/networkspace.h"
#include "tests/support/pageserver.h"

#include <QCoreApplication>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace turnstone;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using test::JsonResult;

namespace {

constexpr int Addresses = 20'000;
constexpr int Hosts = 40;
constexpr int UntilOutage = Addresses * 2 / 5; // requests
constexpr milliseconds Startup{60'000};

/// Longer than all tries of a row take together, so that trying on is no way through.
milliseconds outage()
{
    const int seconds = qEnvironmentVariableIntValue("TURNSTONE_OUTAGE_SECONDS");
    return milliseconds((seconds > 0 ? seconds : 6) * 1000);
}

} // namespace

/// The network goes away in the middle of a crawl and comes back: nothing that the crawler did not reach
/// counts as broken. Six seconds, or TURNSTONE_OUTAGE_SECONDS.
class TestNetwork final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString against = NetworkSpace::reasonAgainst();
        if (!against.isEmpty())
            QSKIP(qPrintable(against));
        m_crawler = std::make_unique<NetworkSpace>();
        m_server = std::make_unique<NetworkSpace>();
        if (!m_crawler->ip(
                words(u"link add crawl0 type veth peer name serve0 netns %1"_s.arg(m_server->path()))))
            QSKIP("ip cannot connect two network namespaces here (iproute2, and veth in the kernel)");
        QVERIFY(m_crawler->ip(words(u"addr add 10.77.0.1/16 dev crawl0"_s)));
        QVERIFY(m_crawler->ip(words(u"link set crawl0 up"_s)));
        for (int host = 0; host < Hosts; ++host)
            QVERIFY(m_server->ip(words(u"addr add %1/16 dev serve0"_s.arg(nameOf(host)))));
        QVERIFY(m_server->ip(words(u"link set serve0 up"_s)));
        m_server->run([this] { m_site = std::make_unique<PageServer>(); });
        for (int i = 0; i < Addresses; ++i)
            m_list +=
                u"http://%1:%2/page/%3\n"_s.arg(nameOf(i % Hosts)).arg(m_site->port()).arg(i).toLatin1();
    }

    void anOutageCostsNoRow_data()
    {
        QTest::addColumn<bool>("isOfCrawler");
        QTest::addColumn<QString>("goes");
        QTest::addColumn<QString>("comesBack");
        // Every connect fails at once with ENETUNREACH.
        QTest::newRow("the crawler's link is down")
            << true << u"link set crawl0 down"_s << u"link set crawl0 up"_s;
        // A kill switch: connect() itself fails with EINVAL.
        QTest::newRow("the way there is barred")
            << true << u"route add blackhole 10.77.1.0/24"_s << u"route del blackhole 10.77.1.0/24"_s;
        // The crawler's side looks sound; no answer finds its way back.
        QTest::newRow("packets vanish on the way")
            << false << u"route add blackhole 10.77.0.1/32"_s << u"route del blackhole 10.77.0.1/32"_s;
    }

    void anOutageCostsNoRow()
    {
        QFETCH(bool, isOfCrawler);
        QFETCH(QString, goes);
        QFETCH(QString, comesBack);
        if (goes.contains(u"blackhole 10.77.1.") && qEnvironmentVariable("TURNSTONE_ENGINE") == u"qt")
            QSKIP("Qt 6.4 takes a barred way for a host that refuses");
        const NetworkSpace &side = isOfCrawler ? *m_crawler : *m_server;
        const int before = m_site->requests();
        QTemporaryDir folder;
        const QString output = folder.filePath(u"results.jsonl"_s);
        QProcess crawl;
        m_crawler->putInto(crawl);
        crawl.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        crawl.start(QStringLiteral(TURNSTONE_CLI),
                    {u"crawl"_s, u"--quiet"_s, u"--output"_s, output, u"--timeout"_s, u"1.5"_s,
                     u"--connect-timeout"_s, u"1"_s, u"--retries"_s, u"1"_s, u"--backoff"_s, u"0.2"_s,
                     u"--concurrency"_s, u"32"_s, u"-"_s});
        crawl.write(m_list);
        crawl.closeWriteChannel();
        // The list leaves this program from its event loop.
        QTRY_VERIFY_WITH_TIMEOUT(crawl.bytesToWrite() == 0, int(Startup.count()));
        QVERIFY(m_site->waitForRequests(before + UntilOutage, Startup));
        QVERIFY(side.ip(words(goes)));
        QVERIFY2(m_site->requests() - before < Addresses, "it was over before the outage");
        const bool endedEarly = crawl.waitForFinished(int(outage().count()));
        QVERIFY(side.ip(words(comesBack)));
        constexpr int patienceMs = 120'000;
        const bool ended = endedEarly || crawl.waitForFinished(patienceMs);
        if (!ended) {
            crawl.kill();
            crawl.waitForFinished();
        }
        QVERIFY2(ended, "turnstone-cli does not end");
        QVERIFY2(!endedEarly, "turnstone-cli ended while there was no network");

        QFile file(output);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<JsonResult> results = test::readJsonResults(file.readAll());
        QCOMPARE(results.size(), Addresses);
        const QString verdicts = test::verdictsOf(results);
        const auto wrong = std::find_if(results.begin(), results.end(),
                                        [](const JsonResult &result) { return result.verdict != u"ok"; });
        QVERIFY2(wrong == results.end(),
                 qPrintable(verdicts + u"; " + (wrong == results.end() ? QString() : wrong->text())));
        QCOMPARE(crawl.exitCode(), 0);
        QSet<QString> titles;
        for (const JsonResult &result : results)
            titles.insert(result.title);
        QCOMPARE(titles.size(), Addresses);
    }

private:
    static QStringList words(const QString &text) { return text.split(u' '); }
    static QString nameOf(int host) { return u"10.77.1.%1"_s.arg(host + 1); }

    std::unique_ptr<NetworkSpace> m_crawler;
    std::unique_ptr<NetworkSpace> m_server;
    std::unique_ptr<PageServer> m_site;
    QByteArray m_list;
};

int main(int argc, char **argv)
{
    NetworkSpace::askForPermission();
    QCoreApplication app(argc, argv);
    TestNetwork test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_network.moc"
