// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/jsonresults.h"
#include "tests/support/nameserver.h"
#include "tests/support/networkspace.h"
#include "tests/support/pageserver.h"
#include "tests/support/rawscripts.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace turnstone;
using namespace Qt::StringLiterals;
using test::JsonResult;

namespace {

constexpr quint16 NamePort = 53;

bool writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

} // namespace

/// The command line in a network of its own, whose name server does as the test says.
class TestNames final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString against = NetworkSpace::reasonAgainst();
        if (!against.isEmpty())
            QSKIP(qPrintable(against));
        m_space = std::make_unique<NetworkSpace>();
        m_space->run([this] { m_site = std::make_unique<PageServer>(); });
        // A look-up that gets no answer fails after a second, with the one query that it makes.
        QVERIFY(writeFile(resolvConf(), "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n"));
        QVERIFY(writeFile(nsswitchConf(), "hosts: files dns\n"));
    }

    void init()
    {
        m_space->run([this] { m_names = std::make_unique<NameServer>(QHostAddress::LocalHost, NamePort); });
        m_visits = m_site->requests();
    }

    void cleanup() { m_names.reset(); }

    void aNameIsFoundAndAskedForOnce()
    {
        m_names->set("found.test", NameAnswer::address(u"127.0.0.7"_s));
        const QList<JsonResult> results = crawl({at("found.test", 1), at("found.test", 2)});
        QCOMPARE(test::verdictsOf(results), u"2 ok"_s);
        QCOMPARE(results[0].title, u"/1"_s);
        QCOMPARE(m_names->queries("found.test"), 1);
    }

    void aFailureThatPassesIsTriedAgain_data()
    {
        QTest::addColumn<NameAnswer>("failure");
        QTest::newRow("the server cannot say") << NameAnswer::serverFailure();
        QTest::newRow("the server says nothing") << NameAnswer::silence();
    }

    /// Each new try asks the name server anew.
    void aFailureThatPassesIsTriedAgain()
    {
        QFETCH(NameAnswer, failure);
        m_names->set("flaky.test", {failure, failure, NameAnswer::address(u"127.0.0.7"_s)});
        const QList<JsonResult> results =
            crawl({at("flaky.test", 1)}, {u"--retries"_s, u"4"_s, u"--backoff"_s, u"0.1"_s});
        QCOMPARE(results.size(), 1);
        QVERIFY2(results[0].verdict == u"ok", qPrintable(results[0].text()));
        QCOMPARE(results[0].attempts.size(), 3);
        QCOMPARE(m_names->queries("flaky.test"), 3);
        QCOMPARE(m_site->requests() - m_visits, 1);
    }

    void aFailureThatStaysIsAskedForInEachTry()
    {
        m_names->set("failing.test", NameAnswer::serverFailure());
        const QList<JsonResult> results =
            crawl({at("failing.test", 1)}, {u"--retries"_s, u"2"_s, u"--backoff"_s, u"0.1"_s});
        QCOMPARE(test::verdictsOf(results), u"1 connection_failed"_s);
        QCOMPARE(results[0].attempts.size(), 3);
        QCOMPARE(m_names->queries("failing.test"), 3);
    }

    /// As when the way to the name server breaks: no answer for names that were found a moment ago, either.
    void aNameServerThatIsGoneForAWhileCostsNoTry()
    {
        constexpr int known = 8, unknown = 20;
        const NameAnswer found = NameAnswer::address(u"127.0.0.7"_s);
        QByteArrayList list;
        for (int i = 0; i < known; ++i) {
            const QByteArray name = "known-" + QByteArray::number(i) + ".test";
            m_names->set(name, {found, NameAnswer::silence(), NameAnswer::silence(), found});
            list += at(name, i);
        }
        for (int i = 0; i < unknown; ++i) {
            const QByteArray name = "unknown-" + QByteArray::number(i) + ".test";
            m_names->set(name, {NameAnswer::silence(), found});
            list += at(name, known + i);
        }
        m_names->setOthers(NameAnswer::silence());
        const QList<JsonResult> results = crawl(list, {u"--retries"_s, u"0"_s});
        QCOMPARE(test::verdictsOf(results), u"28 ok"_s);
        for (const JsonResult &result : results)
            QCOMPARE(result.attempts.size(), 1);
    }

    /// Nothing but names of that zone had been found when its servers failed: who answers for others is
    /// there.
    void aZoneThatFailsHoldsNobodyUp()
    {
        QByteArrayList list;
        for (int i = 0; i < 3; ++i) {
            const QByteArray name = "www-" + QByteArray::number(i) + ".zone.test";
            m_names->set(name, {NameAnswer::address(u"127.0.0.7"_s), NameAnswer::serverFailure()});
            list += at(name, i);
        }
        for (int i = 3; i < 9; ++i) {
            const QByteArray name = "www-" + QByteArray::number(i) + ".zone.test";
            m_names->set(name, NameAnswer::serverFailure());
            list += at(name, i);
        }
        const QList<JsonResult> results =
            crawl(list, {u"--retries"_s, u"1"_s, u"--backoff"_s, u"0.1"_s, u"--host-patience"_s, u"1"_s});
        QCOMPARE(test::verdictsOf(results), u"3 ok, 6 connection_failed"_s);
    }

    /// A name that does not exist is known not to: neither its other rows nor another try ask again.
    void aDeadNameIsAskedForOnce()
    {
        const QList<JsonResult> results = crawl({at("dead.test", 1), at("dead.test", 2), at("dead.test", 3)});
        QCOMPARE(test::verdictsOf(results), u"3 broken"_s);
        for (const JsonResult &result : results) {
            QCOMPARE(result.lastError(), u"host_not_found"_s);
            QCOMPARE(result.attempts.size(), 1);
        }
        QCOMPARE(m_names->queries("dead.test"), 2); // by Qt, and by us what it means
    }

    /// A server that fails at one of two questions does not say that there is no such name.
    void halfAnAnswerIsNone()
    {
        const NameAnswer found = NameAnswer::address(u"127.0.0.7"_s);
        m_names->set("half.test", {NameAnswer::failureOfA(), found});
        m_names->set("halves.test",
                     {NameAnswer::failureOfA(), NameAnswer::failureOfA(), NameAnswer::failureOfA(), found});
        const QList<JsonResult> results = crawl({at("half.test", 1), at("halves.test", 2)});
        QCOMPARE(test::verdictsOf(results), u"2 ok"_s);
        for (const JsonResult &result : results)
            QCOMPARE(result.attempts.size(), 1);
    }

    void aLateAnswerIsWaitedFor()
    {
        NameAnswer late = NameAnswer::address(u"127.0.0.7"_s);
        late.delay = std::chrono::milliseconds(600);
        m_names->set("late.test", late);
        const QList<JsonResult> results = crawl({at("late.test", 1)});
        QCOMPARE(test::verdictsOf(results), u"1 ok"_s);
        QCOMPARE(results[0].attempts.size(), 1);
        QCOMPARE(m_names->queries("late.test"), 1);
    }

    /// The live ones stand last, behind more silent names than any pool has threads, and a try may take less
    /// time than the silent names take all together. Waiting for a look-up must not count.
    void namesWithoutAnAnswerHoldNobodyUp()
    {
        constexpr int dead = 300, live = 20;
        QByteArrayList list;
        for (int i = 0; i < dead; ++i) {
            const QByteArray name = "silent-" + QByteArray::number(i) + ".test";
            m_names->set(name, NameAnswer::silence());
            list += at(name, i);
        }
        for (int i = 0; i < live; ++i) {
            const QByteArray name = "live-" + QByteArray::number(i) + ".test";
            m_names->set(name, NameAnswer::address(u"127.0.0.7"_s));
            list += at(name, i);
        }
        const QList<JsonResult> results =
            crawl(list, {u"--concurrency"_s, u"400"_s, u"--timeout"_s, u"2"_s, u"--connect-timeout"_s, u"2"_s,
                         u"--retries"_s, u"0"_s});
        QCOMPARE(results.size(), dead + live);
        const QList<JsonResult> ofLive = results.mid(dead);
        QCOMPARE(test::verdictsOf(ofLive), u"20 ok"_s);
        QCOMPARE(m_site->requests() - m_visits, live);
        for (const JsonResult &result : results.first(dead))
            QVERIFY2(result.verdict != u"ok", qPrintable(result.text()));
    }

    /// The first address refuses by then.
    void aNameMayMoveBetweenTwoRuns()
    {
        const QString project = m_folder.filePath(u"moves.turnstone"_s);
        m_names->set("moves.test", NameAnswer::address(u"127.0.0.7"_s));
        const QByteArray address = at("moves.test", 1);
        const QStringList options = {u"--project"_s, project, u"--retries"_s, u"0"_s};
        QCOMPARE(test::verdictsOf(crawl({address}, options)), u"1 ok"_s);

        std::unique_ptr<PageServer> elsewhere;
        m_space->run([&elsewhere, this] {
            m_site.reset();
            elsewhere = std::make_unique<PageServer>(m_port, QHostAddress(u"127.0.0.8"_s));
        });
        m_names->set("moves.test", NameAnswer::address(u"127.0.0.8"_s));
        const QList<JsonResult> second = crawl({address}, options);
        const int visits = elsewhere->requests();
        m_space->run([&elsewhere, this] {
            elsewhere.reset();
            m_site = std::make_unique<PageServer>(m_port);
        });
        QCOMPARE(test::verdictsOf(second), u"1 ok"_s);
        QCOMPARE(visits, 1);
    }

    /// The engine asks for each once. Qt remembers 128 names and asks again by itself for those it has
    /// forgotten when a connection is made: once for each of the two.
    void eachOfManyNamesIsAskedForOnceByUs()
    {
        constexpr int names = 200;
        QByteArrayList list;
        for (int turn = 0; turn < 2; ++turn) {
            for (int i = 0; i < names; ++i) {
                const QByteArray name = "many-" + QByteArray::number(i) + ".test";
                m_names->set(name, NameAnswer::address(u"127.0.%1.%2"_s.arg(1 + i / 100).arg(1 + i % 100)));
                list += at(name, turn);
            }
        }
        const QList<JsonResult> results =
            crawl(list, {u"--concurrency"_s, u"40"_s, u"--header"_s, u"Connection: close"_s});
        QCOMPARE(test::verdictsOf(results), u"400 ok"_s);
        QStringList more;
        for (int i = 0; i < names; ++i) {
            const QByteArray name = "many-" + QByteArray::number(i) + ".test";
            if (m_names->queries(name) < 1 || m_names->queries(name) > 3)
                more += u"%1: %2"_s.arg(QString::fromLatin1(name)).arg(m_names->queries(name));
        }
        QVERIFY2(more.isEmpty(),
                 qPrintable(u"asked for more than once: %1 names, %2 queries"_s.arg(more.size())
                                .arg(m_names->queries())));
    }

    void nobodyIsAskedWhoWantsATicket_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("isProxy");
        QTest::newRow("a server") << QByteArray("401 Unauthorized\r\nWWW-Authenticate: Negotiate") << false;
        QTest::newRow("a proxy") << QByteArray("407 Proxy Authentication Required\r\n"
                                               "Proxy-Authenticate: Negotiate")
                                 << true;
    }

    /// Kerberos would ask name servers whose the address is, in the thread that all connections share.
    void nobodyIsAskedWhoWantsATicket()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, isProxy);
        std::unique_ptr<RawServer> asking;
        m_space->run([&asking, &answer] {
            asking = std::make_unique<RawServer>(
                rawscripts::answering("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n"));
        });
        // Without /etc/hosts, which knows whose 127.0.0.1 is.
        QVERIFY(writeFile(nsswitchConf(), "hosts: dns\n"));
        m_names->set("asking.test", NameAnswer::address(u"127.0.0.1"_s));
        const QString address = u"http://127.0.0.1:%1"_s.arg(asking->port());
        QStringList options{u"--retries"_s, u"0"_s};
        if (isProxy)
            options << u"--proxy"_s << address;
        const QByteArray port = QByteArray::number(asking->port());
        const QList<JsonResult> results =
            crawl({"http://asking.test:" + port + "/1", address.toUtf8() + "/2"}, options);
        QVERIFY(writeFile(nsswitchConf(), "hosts: files dns\n"));
        QCOMPARE(results.size(), 2);
        for (const JsonResult &result : results)
            QCOMPARE(result.attempts.size(), 1);
        QCOMPARE(asking->requests(), 2);
        QCOMPARE(m_names->otherQueries(), 0);
        QCOMPARE(m_names->queries("asking.test"), isProxy ? 0 : 1);
    }

private:
    QString resolvConf() const { return m_folder.filePath(u"resolv.conf"_s); }
    QString nsswitchConf() const { return m_folder.filePath(u"nsswitch.conf"_s); }

    QByteArray at(const QByteArray &name, int number)
    {
        m_port = m_site ? m_site->port() : m_port;
        return "http://" + name + ':' + QByteArray::number(m_port) + '/' + QByteArray::number(number);
    }

    /// In the order of the list.
    QList<JsonResult> crawl(const QByteArrayList &list, const QStringList &options = {})
    {
        constexpr int patienceMs = 60'000;
        QProcess process;
        m_space->putInto(process, resolvConf(), nsswitchConf());
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QStringLiteral(TURNSTONE_CLI), QStringList{u"crawl"_s, u"--quiet"_s, u"--output"_s,
                                                                 u"-"_s, u"--format"_s, u"jsonl"_s} +
                                                         options + QStringList{u"-"_s});
        process.write(list.join('\n'));
        process.closeWriteChannel();
        if (!process.waitForFinished(patienceMs)) {
            process.kill();
            process.waitForFinished();
            QTest::qFail("turnstone-cli does not end", __FILE__, __LINE__);
        }
        return test::readJsonResults(process.readAllStandardOutput());
    }

    QTemporaryDir m_folder;
    std::unique_ptr<NetworkSpace> m_space;
    std::unique_ptr<PageServer> m_site;
    std::unique_ptr<NameServer> m_names;
    quint16 m_port = 0;
    int m_visits = 0;
};

int main(int argc, char **argv)
{
    NetworkSpace::askForPermission();
    QCoreApplication app(argc, argv);
    TestNames test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_names.moc"
