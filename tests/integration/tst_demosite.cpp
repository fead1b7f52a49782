// SPDX-License-Identifier: GPL-3.0-or-later
// How the demo site behaves on the wire: time, redirects, failures, limits, counting, stopping.
#include "tests/support/rawclient.h"
#include "tests/support/testsite.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QNetworkInterface>
#include <QStringBuilder>
#include <QTest>

#include <deque>

namespace turnstone {

using Ending = RawAnswer::Ending;

class TestDemoSite final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_site.resetCounters(); }

    void keepsConnectionsAlive();
    void closesWhenAskedTo();
    void refusesWhatIsNotHttp();
    void asksForTheBodyItExpects();
    void answersLate();
    void answersAfterARandomTime();
    void drips();
    void noticesAClientThatGoesAway();

    void statuses_data();
    void statuses();
    void redirects_data();
    void redirects();
    void redirectChainsEnd_data();
    void redirectChainsEnd();
    void redirectLoopsDoNotEnd();

    void flakyFailsThenAnswers_data();
    void flakyFailsThenAnswers();
    void flakyCanStartOver();
    void throttles();
    void throttlesUntilADate();
    void isUnavailable();
    void announcesTooMuch();

    void servesEveryLoopbackHost_data();
    void servesEveryLoopbackHost();
    void refusesOtherAddresses();
    void countsWhatIsOpen();
    void countsPathsAndVisits();
    void tellsWhatItCounted();
    void saysThatAPortIsTaken();
    void stopsAtOnce();

private:
    RawAnswer get(QStringView path) { return fetch(m_site.address(path)); }

    TestSite m_site;
};

void TestDemoSite::keepsConnectionsAlive()
{
    RawClient client(m_site.port());
    for (int turn = 0; turn < 5; ++turn)
        QCOMPARE(client.get("/fast").status, 200);
    QCOMPARE(m_site.counters().connections(), 1U);
    QCOMPARE(m_site.counters().requests(), 5U);
}

void TestDemoSite::closesWhenAskedTo()
{
    RawClient client(m_site.port());
    const RawAnswer answer = client.get("/fast", "Connection: close\r\n");
    QCOMPARE(answer.header("Connection"), QByteArray("close"));
    QCOMPARE(client.readAnswer().ending, Ending::Closed);
}

void TestDemoSite::refusesWhatIsNotHttp()
{
    RawClient client(m_site.port());
    client.send("\x16\x03\x01 hello\r\n\r\n");
    QCOMPARE(client.readAnswer().status, 400);
    QCOMPARE(client.readAnswer().ending, Ending::Closed);
}

void TestDemoSite::asksForTheBodyItExpects()
{
    RawClient client(m_site.port());
    client.send("POST /echo HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    QCOMPARE(client.readAnswer().status, 100);
    client.send("tide");
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("\"body\": \"tide\""));
}

void TestDemoSite::answersLate()
{
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(get(u"/slow?ms=150").status, 200);
    QVERIFY(timer.elapsed() >= 150);
}

void TestDemoSite::answersAfterARandomTime()
{
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(get(u"/random?min=60&max=90").status, 200);
    QVERIFY(timer.elapsed() >= 60);
}

void TestDemoSite::drips()
{
    QElapsedTimer timer;
    timer.start();
    const RawAnswer answer = get(u"/drip?bytes=1000&ms=200&pieces=5");
    QVERIFY(timer.elapsed() >= 190);
    QCOMPARE(answer.ending, Ending::Complete);
    QCOMPARE(answer.body.size(), 1000);
    QVERIFY(answer.reads >= 5);
}

void TestDemoSite::noticesAClientThatGoesAway()
{
    {
        RawClient client(m_site.port());
        client.send("GET /slow?ms=3600000 HTTP/1.1\r\nHost: here\r\n\r\n");
        QTRY_COMPARE(m_site.counters().open(), 1);
    }
    QTRY_COMPARE(m_site.counters().open(), 0);
    QTRY_COMPARE(m_site.counters().openConnections(), 0);
}

void TestDemoSite::statuses_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    for (const int status : {200, 201, 299, 400, 404, 408, 425, 451, 500, 503, 599, 999})
        QTest::addRow("%d", status) << QString(u"/status/" % QString::number(status)) << status;
    QTest::newRow("no such page") << u"/no/such/page"_qs << 404;
    QTest::newRow("gone") << u"/gone"_qs << 410;
    QTest::newRow("teapot") << u"/teapot"_qs << 418;
    QTest::newRow("login") << u"/login"_qs << 401;
    QTest::newRow("forbidden") << u"/forbidden"_qs << 403;
    QTest::newRow("legal") << u"/legal"_qs << 451;
    QTest::newRow("no content") << u"/no-content"_qs << 204;
    QTest::newRow("empty") << u"/empty"_qs << 200;
    QTest::newRow("soft 404") << u"/soft-404"_qs << 200;
}

void TestDemoSite::statuses()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    const RawAnswer answer = get(path);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.ending, Ending::Complete);
    QCOMPARE(answer.body.isEmpty(), path == u"/empty" || status == 204);
}

void TestDemoSite::redirects_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    const QByteArray port = QByteArray::number(m_site.port());
    QTest::newRow("chain") << u"/redirect/3"_qs << 302 << QByteArray("/redirect/2");
    QTest::newRow("relative") << u"/redirect-relative/3"_qs << 302 << QByteArray("../redirect-relative/./2");
    QTest::newRow("absolute") << u"/redirect-absolute/1"_qs << 302
                              << QByteArray("http://127.0.0.1:" + port + "/redirect-absolute/0");
    QTest::newRow("cross") << u"/redirect-cross/2"_qs << 302
                           << QByteArray("http://127.0.0.4:" + port + "/redirect-cross/1");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << QString(u"/redirect-status/" % QString::number(status)) << status
                                    << QByteArray("/echo");
    QTest::newRow("anywhere") << u"/redirect-to?to=http%3A%2F%2F127.0.0.9%2F&status=301"_qs << 301
                              << QByteArray("http://127.0.0.9/");
    QTest::newRow("nowhere") << u"/redirect-nowhere"_qs << 302 << QByteArray();
}

void TestDemoSite::redirects()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    const RawAnswer answer = get(path);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.header("Location"), location);
}

void TestDemoSite::redirectChainsEnd_data()
{
    QTest::addColumn<QString>("path");
    for (const QString &kind :
         {u"redirect"_qs, u"redirect-relative"_qs, u"redirect-absolute"_qs, u"redirect-cross"_qs})
        QTest::newRow(qPrintable(kind)) << QString(u'/' % kind % u"/7");
}

void TestDemoSite::redirectChainsEnd()
{
    QFETCH(QString, path);
    QUrl address = m_site.address(path);
    int hops = 0;
    RawAnswer answer = fetch(address);
    for (; answer.status == 302 && hops < 20; ++hops) {
        address = address.resolved(QUrl::fromEncoded(answer.header("Location")));
        answer = fetch(address);
    }
    QCOMPARE(answer.status, 200);
    QCOMPARE(hops, 7);
}

void TestDemoSite::redirectLoopsDoNotEnd()
{
    QUrl address = m_site.address(u"/redirect-loop?length=3");
    QList<QUrl> visited;
    for (int hop = 0; hop < 6; ++hop) {
        address = address.resolved(QUrl::fromEncoded(fetch(address).header("Location")));
        visited.append(address);
    }
    QCOMPARE(visited.first(3), visited.last(3));
    QVERIFY(visited.at(0) != visited.at(1));
}

void TestDemoSite::flakyFailsThenAnswers_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("status");
    QTest::addColumn<RawAnswer::Ending>("ending");
    QTest::newRow("503") << u"503"_qs << 503 << Ending::Complete;
    QTest::newRow("500") << u"500"_qs << 500 << Ending::Complete;
    QTest::newRow("reset") << u"reset"_qs << 0 << Ending::Reset;
    QTest::newRow("close") << u"close"_qs << 0 << Ending::Closed;
    QTest::newRow("truncate") << u"truncate"_qs << 200 << Ending::Closed;
}

void TestDemoSite::flakyFailsThenAnswers()
{
    QFETCH(QString, mode);
    QFETCH(int, status);
    QFETCH(RawAnswer::Ending, ending);
    const QString path = u"/flaky/test-" % mode % u"?fails=2&mode=" % mode;
    for (int failure = 0; failure < 2; ++failure) {
        const RawAnswer answer = get(path);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.ending, ending);
    }
    for (int success = 0; success < 3; ++success) {
        const RawAnswer answer = get(path);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.ending, Ending::Complete);
    }
}

void TestDemoSite::flakyCanStartOver()
{
    QList<int> statuses;
    for (int turn = 0; turn < 6; ++turn)
        statuses.append(get(u"/flaky/over?fails=2&cycle=1").status);
    QCOMPARE(statuses, QList<int>({503, 503, 200, 503, 503, 200}));
}

void TestDemoSite::throttles()
{
    const RawAnswer refused = get(u"/throttle/test?fails=1&after=7");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("Retry-After"), QByteArray("7"));
    QCOMPARE(get(u"/throttle/test?fails=1&after=7").status, 200);
    for (int turn = 0; turn < 3; ++turn)
        QCOMPARE(get(u"/throttle/always?fails=-1").status, 429);
}

void TestDemoSite::throttlesUntilADate()
{
    const QDateTime before = QDateTime::currentDateTimeUtc();
    const QByteArray text = get(u"/throttle/dated?after=30&date=1").header("Retry-After");
    QDateTime date =
        QLocale::c().toDateTime(QString::fromLatin1(text), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_qs);
    date.setTimeSpec(Qt::UTC);
    QVERIFY2(date.isValid(), text.constData());
    QVERIFY(date >= before.addSecs(30));
    QVERIFY(date <= QDateTime::currentDateTimeUtc().addSecs(31));
}

void TestDemoSite::isUnavailable()
{
    for (int turn = 0; turn < 3; ++turn) {
        const RawAnswer answer = get(u"/unavailable?after=2");
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.header("Retry-After"), QByteArray("2"));
    }
    QCOMPARE(get(u"/unavailable/once?fails=1").status, 503);
    QCOMPARE(get(u"/unavailable/once?fails=1").status, 200);
}

void TestDemoSite::announcesTooMuch()
{
    const RawAnswer answer = get(u"/wrong-length?announced=50000&sent=5000");
    QCOMPARE(answer.header("Content-Length"), QByteArray("50000"));
    QCOMPARE(answer.body.size(), 5000);
    QCOMPARE(answer.ending, Ending::Closed);
}

void TestDemoSite::servesEveryLoopbackHost_data()
{
    QTest::addColumn<QString>("host");
    for (const char *host : {"127.0.0.1", "127.0.0.2", "127.9.8.7", "127.255.255.254"})
        QTest::newRow(host) << QString::fromLatin1(host);
}

void TestDemoSite::servesEveryLoopbackHost()
{
    QFETCH(QString, host);
    QCOMPARE(fetch(m_site.address(u"/fast", host)).status, 200);
    QCOMPARE(m_site.counters().requestsAtHost(host.toLatin1()), 1U);
}

void TestDemoSite::refusesOtherAddresses()
{
    // Stays on this machine: the kernel delivers to its own addresses itself.
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (address.isLoopback() || address.protocol() != QAbstractSocket::IPv4Protocol)
            continue;
        RawClient client(m_site.port(), address.toString().toLatin1().constData());
        const RawAnswer answer = client.get("/fast");
        QCOMPARE(answer.status, 0);
        QVERIFY(answer.ending != Ending::Complete);
        return;
    }
    QSKIP("This machine has no address but loopback ones.");
}

void TestDemoSite::countsWhatIsOpen()
{
    std::deque<RawClient> clients;
    const auto askSlowly = [&](const char *host) {
        clients.emplace_back(m_site.port(), host);
        clients.back().send(
            QByteArray("GET /slow?ms=3600000 HTTP/1.1\r\nHost: " + QByteArray(host) + ":80\r\n\r\n"));
    };
    for (int count = 0; count < 5; ++count)
        askSlowly("127.0.0.2");
    for (int count = 0; count < 3; ++count)
        askSlowly("127.0.0.3");
    QTRY_COMPARE(m_site.counters().open(), 8);
    clients.erase(clients.begin(), clients.begin() + 5);
    QTRY_COMPARE(m_site.counters().open(), 3);
    QCOMPARE(m_site.counters().maxOpen(), 8);
    QCOMPARE(m_site.counters().maxOpenConnections(), 8);
    QCOMPARE(m_site.counters().maxOpenAtHost("127.0.0.2"), 5);
    QCOMPARE(m_site.counters().maxOpenAtHost("127.0.0.3"), 3);
    m_site.resetCounters();
    QCOMPARE(m_site.counters().maxOpen(), 3);
    QCOMPARE(m_site.counters().maxOpenAtHost("127.0.0.2"), 0);
    clients.clear();
    QTRY_COMPARE(m_site.counters().open(), 0);
}

void TestDemoSite::countsPathsAndVisits()
{
    const TimePoint before = Clock::now();
    get(u"/fast?one");
    get(u"/fast?two");
    get(u"/page/1");
    QCOMPARE(m_site.counters().requestsTo("/fast"), 2U);
    QCOMPARE(m_site.counters().requestsTo("/page/1"), 1U);
    const std::vector<SiteVisit> visits = m_site.counters().recentVisits();
    QCOMPARE(visits.size(), 3U);
    QCOMPARE(visits.back().path, QByteArray("/page/1"));
    QCOMPARE(visits.back().host, QByteArray("127.0.0.1"));
    QCOMPARE(visits.back().method, QByteArray("GET"));
    QVERIFY(visits.front().at >= before && visits.front().at <= visits.back().at);
    QVERIFY(visits.back().at <= Clock::now());
}

void TestDemoSite::tellsWhatItCounted()
{
    const auto told = [](const RawAnswer &answer) { return QJsonDocument::fromJson(answer.body).object(); };
    get(u"/fast");
    get(u"/fast");
    const QJsonObject seen = told(get(u"/counters"));
    QCOMPARE(seen[u"requests"].toInt(), 3);
    QCOMPARE(seen[u"max_open"].toInt(), 1);
    QCOMPARE(seen[u"hosts"][u"127.0.0.1"][u"requests"].toInt(), 3);
    RawClient client(m_site.port(), "127.0.0.1");
    const QJsonObject cleared = told(client.request("POST", "/counters", "Content-Length: 0\r\n"));
    QCOMPARE(cleared[u"requests"].toInt(), 0);
    QCOMPARE(cleared[u"open"].toInt(), 1);
}

void TestDemoSite::saysThatAPortIsTaken()
{
    const Result<std::unique_ptr<DemoSite>> second = DemoSite::start({m_site.port()});
    QVERIFY(!second);
    QCOMPARE(second.error().code, Error::Code::Network);
    QVERIFY(second.error().message.contains(QString::number(m_site.port())));
}

void TestDemoSite::stopsAtOnce()
{
    auto site = std::make_unique<TestSite>();
    std::deque<RawClient> clients;
    const QList<QByteArray> targets = {"/slow?ms=3600000", "/endless", "/drip?ms=3600000&pieces=100"};
    for (int count = 0; count < 150; ++count) {
        clients.emplace_back(site->port());
        clients.back().send(QByteArray("GET " + targets.at(count % 3) + " HTTP/1.1\r\nHost: here\r\n\r\n"));
    }
    QTRY_COMPARE(site->counters().open(), 150);
    QElapsedTimer timer;
    timer.start();
    site.reset();
    // A tenth of this is usual; the rest is for a busy machine and its sanitizers.
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

} // namespace turnstone

QTEST_GUILESS_MAIN(turnstone::TestDemoSite)
#include "tst_demosite.moc"
