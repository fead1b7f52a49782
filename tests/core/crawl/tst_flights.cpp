// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/flights.h"
#include "tests/support/fakenetwork.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QTest>

#include <map>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

constexpr HostId Host = 3;

/// Flights on managers that the test plays.
class Airport final
{
public:
    explicit Airport(const CrawlSettings &settings = {})
        : flights(
              [this](const CrawlSettings &) {
                  auto manager = std::make_unique<FakeNetwork>();
                  managers.emplace_back(manager.get());
                  return manager;
              },
              *lookups, memory)
    {
        QObject::connect(&flights, &Wire::landed, &flights, [this](RowId row, HostId, Answer &answer) {
            memory.release(answer.heldBytes);
            landed[row] = answer.error;
        });
        flights.prepare(settings, true);
    }

    void launch(RowId row, Duration remaining = 60s)
    {
        WireRequest request;
        request.url = QUrl(u"http://127.0.0.1/"_qs);
        request.method = "GET";
        flights.launch(row, Host, request, remaining, 1);
    }
    FakeReply &reply(int index) { return *managers[0]->reply(index); }
    void beginAnswer(int index, qint64 bodyBytes)
    {
        reply(index).send();
        reply(index).answer(200, {{"Content-Type", "text/html"}});
        reply(index).deliver(QByteArray(bodyBytes, 'x'));
    }
    /// Until the next deadline, in whole seconds.
    qint64 secondsLeft() const
    {
        return std::chrono::round<std::chrono::seconds>(flights.nextDeadline() - Clock::now()).count();
    }

    Resolver::Pool lookups = Resolver::makePool();
    MemoryBudget memory;
    std::vector<QPointer<FakeNetwork>> managers;
    std::map<RowId, FetchError> landed;
    Flights flights;
};

CrawlSettings withConnectTimeout(std::chrono::milliseconds timeout)
{
    CrawlSettings settings;
    settings.limits.connectTimeout = timeout;
    return settings;
}

} // namespace

class TestFlights final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNearerDeadlineIsTheConnections_data()
    {
        QTest::addColumn<bool>("isSent");
        QTest::addColumn<int>("seconds");
        QTest::addColumn<FetchError>("error");
        QTest::newRow("not sent") << false << 10 << FetchError::ConnectTimeout;
        QTest::newRow("sent") << true << 60 << FetchError::Timeout;
    }

    void theNearerDeadlineIsTheConnections()
    {
        QFETCH(bool, isSent);
        QFETCH(int, seconds);
        Airport airport(withConnectTimeout(10s));
        airport.launch(1, 60s);
        if (isSent)
            airport.reply(0).send();
        QCOMPARE(airport.secondsLeft(), seconds);
        const TimePoint at = airport.flights.nextDeadline();
        airport.flights.expireDue(at - 1ms);
        QCOMPARE(airport.flights.count(), 1);
        airport.flights.expireDue(at);
        QCOMPARE(airport.flights.count(), 0);
        QTEST(airport.landed.at(1), "error");
        QCOMPARE(airport.flights.nextDeadline(), Never);
    }

    void whatIsLeftOfAnAttemptMayBeLessThanConnectingMayTake()
    {
        Airport airport(withConnectTimeout(10s));
        airport.launch(1, 4s);
        QCOMPARE(airport.secondsLeft(), 4);
        airport.reply(0).send();
        QCOMPARE(airport.secondsLeft(), 4);
        airport.reply(0).send(); // once more, by itself
        airport.flights.expireDue(airport.flights.nextDeadline());
        QCOMPARE(airport.landed.at(1), FetchError::Timeout);
    }

    void limitsHoldForWhatIsLaunchedLater()
    {
        Airport airport(withConnectTimeout(10s));
        airport.flights.setLimits(withConnectTimeout(5s).limits);
        airport.launch(1, 60s);
        QCOMPARE(airport.secondsLeft(), 5);
    }

    void timeHeldIsAddedToTheDeadline()
    {
        Airport airport;
        airport.memory.setLimit(400'000);
        airport.memory.hold(350'000);
        airport.launch(1, 60s);
        airport.reply(0).send();
        const TimePoint before = airport.flights.nextDeadline();
        const TimePoint since = Clock::now();
        airport.beginAnswer(0, 70'000);
        QCOMPARE(airport.flights.nextDeadline(), Never); // it waits for us, not for the server
        QVERIFY2(airport.flights.goOn(), "there is no room yet");
        const TimePoint heldSince = Clock::now();
        QTRY_VERIFY(Clock::now() - heldSince >= 60ms);
        airport.memory.release(350'000);
        QVERIFY(!airport.flights.goOn());
        QVERIFY(airport.flights.nextDeadline() - before >= 60ms);
        QVERIFY(airport.flights.nextDeadline() - before <= Clock::now() - since);
        airport.reply(0).finish();
        QCOMPARE(airport.landed.at(1), FetchError::None);
        QCOMPARE(airport.flights.nextDeadline(), Never);
    }

    void whoeverWaitsForMemoryIsServedInTurn()
    {
        Airport airport;
        airport.memory.setLimit(1'000'000);
        airport.memory.hold(900'000);
        for (const int number : {0, 1, 2}) {
            airport.launch(RowId(number));
            airport.beginAnswer(number, 70'000);
        }
        airport.reply(1).finish();
        QVERIFY(airport.flights.goOn());
        QVERIFY(airport.landed.empty());
        airport.flights.cancelAll(); // those that are held as well
        QCOMPARE(airport.landed,
                 (std::map<RowId, FetchError>{
                     {0, FetchError::Cancelled}, {1, FetchError::Cancelled}, {2, FetchError::Cancelled}}));
        QVERIFY2(!airport.flights.goOn(), "nobody waits any more");
        QCOMPARE(airport.flights.nextDeadline(), Never);
        QCOMPARE(airport.memory.held(), 900'000);
    }

    void whatLandedGivesItsLaneBack()
    {
        Airport airport;
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < LanePool::PerLane; ++i)
                airport.launch(RowId(i));
            airport.flights.cancelAll();
        }
        QCOMPARE(airport.managers.size(), size_t(1));
        for (int i = 0; i <= LanePool::PerLane; ++i)
            airport.launch(RowId(i));
        QCOMPARE(airport.managers.size(), size_t(2));
    }

    void aNewListForgetsCookiesAndNoConnections_data()
    {
        QTest::addColumn<bool>("isNewList");
        QTest::addColumn<std::function<void(CrawlSettings &)>>("change");
        QTest::addColumn<int>("cookies");
        using Change = std::function<void(CrawlSettings &)>;
        const auto differs = [](const char *name, const Change &change) {
            QTest::newRow(name) << false << change << 0;
        };
        QTest::newRow("the same list") << false << Change() << 1;
        QTest::newRow("a new list") << true << Change() << 0;
        differs("another proxy", [](CrawlSettings &now) { now.proxy = QUrl(u"http://127.0.0.1:3128"_qs); });
        differs("the system's proxy", [](CrawlSettings &now) { now.systemProxy = true; });
        differs("any certificate", [](CrawlSettings &now) { now.insecure = true; });
        differs("HTTP/2", [](CrawlSettings &now) { now.http2 = Http2::On; });
        differs("another engine", [](CrawlSettings &now) { now.engine = Engine::Qt; });
    }

    void aNewListForgetsCookiesAndNoConnections()
    {
        QFETCH(bool, isNewList);
        QFETCH(std::function<void(CrawlSettings &)>, change);
        QFETCH(int, cookies);
        CrawlSettings settings;
        settings.cookies = true;
        Airport airport(settings);
        const QUrl url(u"http://127.0.0.1/"_qs);
        airport.managers[0]->cookieJar()->setCookiesFromUrl({QNetworkCookie("shell", "whelk")}, url);
        if (change)
            change(settings);
        settings.limits.timeout = 1s; // no reason for new connections
        airport.flights.prepare(settings, isNewList);
        QCOMPARE(airport.managers[0].isNull(), bool(change));
        QCOMPARE(airport.managers.back()->cookieJar()->cookiesForUrl(url).size(), cookies);
    }

    /// What is behind it on its connection would be taken for the next one's answer.
    void nothingFollowsAnInterimAnswer_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isInterim");
        QTest::newRow("101 Switching Protocols") << 101 << true;
        QTest::newRow("102 Processing") << 102 << true;
        QTest::newRow("103 Early Hints") << 103 << true;
        QTest::newRow("199") << 199 << true;
        QTest::newRow("200 OK") << 200 << false;
        QTest::newRow("404 Not Found") << 404 << false;
    }

    void nothingFollowsAnInterimAnswer()
    {
        QFETCH(int, status);
        QFETCH(bool, isInterim);
        Airport airport;
        airport.launch(1);
        airport.reply(0).send();
        airport.reply(0).answer(status);
        airport.reply(0).finish();
        QCOMPARE(airport.landed.size(), size_t(1));
        airport.launch(2);
        QTRY_COMPARE(airport.managers[0].isNull(), isInterim);
        QCOMPARE(airport.managers.back()->replies(), isInterim ? 1 : 2);
    }

    void closedQuietly()
    {
        Airport airport;
        airport.launch(1);
        airport.launch(2);
        airport.flights.close();
        QVERIFY(airport.landed.empty());
        QCOMPARE(airport.flights.count(), 0);
        QVERIFY(airport.managers[0].isNull());
    }
};

QTEST_GUILESS_MAIN(TestFlights)
#include "tst_flights.moc"
