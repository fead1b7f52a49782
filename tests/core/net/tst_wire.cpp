// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"
#include "core/policy/memorybudget.h"
#include "tests/core/net/wire.h"
#include "tests/support/rawscripts.h"
#include "tests/support/socksproxy.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QRandomGenerator>
#include <QTimer>

#include <future>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

constexpr qint64 Megabyte = 1'000'000;
#ifdef __SANITIZE_ADDRESS__ // keeps back what was freed
constexpr qint64 Slack = 5;
#else
constexpr qint64 Slack = 1;
#endif
const QByteArray Html = "200 OK\r\nContent-Type: text/html\r\n";

/// Where a server's thread waits for the test, at a known point.
class Gate final
{
public:
    ~Gate() { open(); }
    void wait() const { m_opened.wait(); }
    void open()
    {
        if (!m_isOpen)
            m_open.set_value();
        m_isOpen = true;
    }
    /// From the event loop, that long after now.
    void openIn(std::chrono::milliseconds delay, QObject *context)
    {
        QTimer::singleShot(delay, Qt::PreciseTimer, context, [this] { open(); });
    }

private:
    std::promise<void> m_open;
    std::shared_future<void> m_opened = m_open.get_future().share();
    bool m_isOpen = false;
};

constexpr std::chrono::milliseconds Delay{800};
constexpr qint64 Most = 380'000;  // of a delay's microseconds; it begins with the request, not with the phase
constexpr qint64 Least = 300'000; // what a phase without a delay stays below, on a busy machine, too

} // namespace

/// What one request on a real connection amounts to.
class TestWire final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noBodyPassesByTheLimit_data()
    {
        QTest::addColumn<RawServer::Script>("script");
        const auto endless = [](const QByteArray &fields) { return rawscripts::endlessBody(Html + fields); };
        QTest::newRow("not announced") << endless("");
        QTest::newRow("chunks") << rawscripts::endlessChunks(Html);
        QTest::newRow("chunks and a small length")
            << rawscripts::endlessChunks(Html + "Content-Length: 10\r\n");
        if (engineOf({}) == Engine::Qt) { // which does not mind
            QTest::newRow("a negative length") << endless("Content-Length: -5\r\n");
            QTest::newRow("no number") << endless("Content-Length: ten\r\n");
            QTest::newRow("chunks and a negative length")
                << rawscripts::endlessChunks(Html + "Content-Length: -1\r\n");
        }
        QTest::newRow("a picture") << rawscripts::endlessBody("200 OK\r\nContent-Type: image/png\r\n");
        QTest::newRow("an error page") << rawscripts::endlessBody("404 No\r\nContent-Type: text/html\r\n");
        if (engineOf({}) != Engine::Qt) { // which tells nothing of these before their end
            for (const int status : {401, 407}) {
                const QByteArray head = QByteArray::number(status) + " No\r\nContent-Type: text/html\r\n";
                QTest::addRow("a challenge, %d", status) << rawscripts::endlessBody(head);
                QTest::addRow("a challenge in chunks, %d", status) << rawscripts::endlessChunks(head);
            }
        }
    }

    void noBodyPassesByTheLimit()
    {
        QFETCH(RawServer::Script, script);
        RawServer server(script);
        Wire wire;
        const qint64 before = Wire::residentBytes();
        const Answer answer = wire.get(server.address(), {5 * Megabyte, 0, false, false});
        QCOMPARE(answer.error, FetchError::TooLarge);
        QVERIFY(answer.bodyBytes > 5 * Megabyte && answer.bodyBytes < 6 * Megabyte);
        QVERIFY(answer.body.size() <= 5 * Megabyte);
        [[maybe_unused]] const qint64 grown = Wire::residentBytes() - before;
#ifndef __SANITIZE_ADDRESS__ // which keeps back what was freed
        QVERIFY2(grown < 20 * Slack * Megabyte, qPrintable(QString::number(grown)));
#endif
    }

    void aHeldBodyStaysInTheNetwork()
    {
        for (const auto &script : {rawscripts::endlessBody(Html), rawscripts::endlessChunks(Html),
                                   rawscripts::endlessBody(Html + "Content-Length: 200000000\r\n")}) {
            RawServer server(script);
            Wire wire;
            MemoryBudget memory;
            memory.setLimit(Megabyte);
            memory.hold(Megabyte);
            const qint64 before = Wire::residentBytes();
            qint64 grown = 0;
            const Answer answer = wire.get(
                server.address(), {300 * Megabyte, 0, false, false, true, &memory}, [&](Exchange &exchange) {
                    connect(&exchange, &Exchange::held, &exchange, [&](bool isHeld) {
                        if (isHeld) // gives Qt the time to read 200 MB, if it were to
                            QTimer::singleShot(500ms, &exchange, [&] {
                                grown = Wire::residentBytes() - before;
                                exchange.expire(FetchError::Timeout);
                            });
                    });
                });
            QCOMPARE(answer.error, FetchError::Timeout);
            QVERIFY(answer.body.size() <= BodyIntake::Small);
            QVERIFY2(grown < 5 * Slack * Megabyte, qPrintable(QString::number(grown)));
            QVERIFY2(answer.hop.phases.totalUs < 400'000, "the time held does not count");
        }
    }

    void aHeldBodyGoesOn()
    {
        const QByteArray page(3 * Megabyte, 'p');
        RawServer server(rawscripts::answering(
            "HTTP/1.1 " + Html + "Content-Length: " + QByteArray::number(page.size()) + "\r\n\r\n" + page));
        Wire wire;
        MemoryBudget memory;
        memory.setLimit(10 * Megabyte);
        memory.hold(9 * Megabyte);
        const Answer answer = wire.get(server.address(), {5 * Megabyte, 0, false, false, true, &memory},
                                       [&](Exchange &exchange) {
                                           connect(&exchange, &Exchange::held, &exchange, [&](bool isHeld) {
                                               if (isHeld)
                                                   QTimer::singleShot(100ms, &exchange, [&] {
                                                       memory.release(9 * Megabyte);
                                                       exchange.goOn();
                                                   });
                                           });
                                       });
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(answer.body, page);
        QCOMPARE(answer.heldBytes, page.size());
        QCOMPARE(memory.held(), page.size());
    }

    void aChallengeIsAnAnswer_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("size");
        for (const int status : {401, 407}) {
            for (const int size : {0, 10, 1000, 70'000, 100'000, 200'000})
                QTest::addRow("%d, %d bytes", status, size) << status << size;
        }
    }

    void aChallengeIsAnAnswer()
    {
        QFETCH(int, status);
        QFETCH(int, size);
        const QByteArray page(size, 'k');
        RawServer server(rawscripts::answering("HTTP/1.1 " + QByteArray::number(status) +
                                               " No\r\nContent-Type: text/html\r\nContent-Length: " +
                                               QByteArray::number(size) + "\r\n\r\n" + page));
        Wire wire;
        const Answer answer = wire.get(server.address());
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(int(answer.hop.status), status);
        // Of a longer one Qt hands over a beginning; all of it came nevertheless.
        QCOMPARE(answer.body, page.first(answer.body.size()));
        const bool isByQt = engineOf({}) == Engine::Qt;
        QVERIFY((isByQt && size > 1000) || answer.body.size() == size);
        QCOMPARE(answer.bodyBytes, size);
        QCOMPARE(answer.contentHash != 0, size > 0 && answer.body.size() == size);
        QCOMPARE(answer.hop.phases.ttfbUs >= 0, size == 0 || !isByQt);
    }

    /// The hash of a part would say that the page changed.
    void aPartOfAChallengeHasNoHash_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("page");
        QByteArray page(70'000, Qt::Uninitialized); // that cannot be packed
        QRandomGenerator random(7);
        std::generate(page.begin(), page.end(), [&] { return char(random.generate()); });
        const QByteArray packed = qCompress(page).sliced(4);
        const auto length = [](const QByteArray &body) -> QByteArray {
            return "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        };
        QTest::newRow("announced") << length(page) << page;
        QTest::newRow("not announced") << QByteArray("Connection: close\r\n") << page;
        QTest::newRow("packed") << "Content-Encoding: deflate\r\n" + length(packed) << packed;
    }

    void aPartOfAChallengeHasNoHash()
    {
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, page);
        RawServer server([=](RawConnection &connection) {
            connection.readRequest();
            connection.send(QByteArray("HTTP/1.1 401 No\r\nContent-Type: text/html\r\n" + fields + "\r\n"));
            for (qsizetype at = 0; at < page.size(); at += 10'000) {
                connection.pause(5ms);
                connection.send(page.sliced(at, std::min<qsizetype>(10'000, page.size() - at)));
            }
        });
        Wire wire;
        const Answer answer = wire.get(server.address());
        QCOMPARE(answer.error, FetchError::None);
        const bool isWhole = answer.body.size() == 70'000;
        QVERIFY(isWhole || answer.contentHash == 0);
        if (engineOf({}) != Engine::Qt)
            QVERIFY(isWhole && answer.contentHash != 0);
    }

    void whatIsAnnouncedTooLargeIsNotFetched()
    {
        RawServer server(rawscripts::stalledAfter(Html + "Content-Length: 50000000\r\n"));
        Wire wire;
        const Answer answer = wire.get(server.address());
        QCOMPARE(answer.error, FetchError::TooLarge);
        QCOMPARE(int(answer.hop.status), 200);
        QCOMPARE(answer.bodyBytes, 0);
        QVERIFY(answer.hop.phases.totalUs < 5'000'000);
    }

    void aRedirectNeedsNoBody_data()
    {
        QTest::addColumn<RawServer::Script>("script");
        const QByteArray head = "302 Found\r\nLocation: /next\r\nContent-Type: text/html\r\n";
        QTest::newRow("stalled") << rawscripts::stalledAfter(head + "Content-Length: 1000\r\n");
        QTest::newRow("stalled, long") << rawscripts::stalledAfter(head + "Content-Length: 100000\r\n");
        QTest::newRow("stalled, not announced") << rawscripts::stalledAfter(head);
        QTest::newRow("cut short") << rawscripts::answeringOnce("HTTP/1.1 " + head +
                                                                "Content-Length: 1000\r\n\r\n<p>");
        QTest::newRow("announced over the limit")
            << rawscripts::stalledAfter(head + "Content-Length: 100000000\r\n");
        QTest::newRow("endless") << rawscripts::endlessBody(head);
        QTest::newRow("endless chunks") << rawscripts::endlessChunks(head);
        QTest::newRow("of broken coding") << rawscripts::answering(
            "HTTP/1.1 " + head + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone");
    }

    void aRedirectNeedsNoBody()
    {
        QFETCH(RawServer::Script, script);
        RawServer server(script);
        Wire wire;
        const Answer answer = wire.get(server.address());
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(int(answer.hop.status), 302);
        QCOMPARE(answer.hop.location, QByteArray("/next"));
        QVERIFY(answer.hop.phases.totalUs < 3'000'000);
    }

    void aSmallBodyOfARedirectLeavesItsConnectionUsable()
    {
        RawServer server(rawscripts::answering(
            "HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 1000\r\n\r\n" + QByteArray(1000, 'x')));
        Wire wire;
        for (int i = 0; i < 5; ++i)
            QCOMPARE(wire.get(server.address()).error, FetchError::None);
        QCOMPARE(server.connections(), 1);
    }

    void aHeaderThatBeginsWithAFoldedLine_data()
    {
        QTest::addColumn<QByteArray>("bad");
        QTest::newRow("blank") << QByteArray("HTTP/1.1 200 OK\r\n X: y\r\nContent-Length: 2\r\n\r\nok");
        QTest::newRow("tab") << QByteArray("HTTP/1.1 200 OK\r\n\tX: y\r\nContent-Length: 2\r\n\r\nok");
        QTest::newRow("line feed") << QByteArray("HTTP/1.1 200 OK\n X: y\nContent-Length: 2\n\nok");
        QTest::newRow("interim") << QByteArray(
            "HTTP/1.1 103 Early\r\n X: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    /// Before 8.2 libcurl writes what it takes for a continuation into the fields of the answer before, which
    /// are freed.
    void aHeaderThatBeginsWithAFoldedLine()
    {
        QFETCH(QByteArray, bad);
        RawServer server([bad](RawConnection &connection) {
            if (connection.readRequest().contains("/bad"))
                connection.send(bad);
            else
                connection.send(QByteArray("HTTP/1.1 200 OK\r\nX-Long: " + QByteArray(100, 'v') +
                                           "\r\nContent-Length: 2\r\n\r\nok"));
        });
        Wire wire;
        for (int i = 0; i < 20; ++i) {
            for (int before = 0; before < 3; ++before) // whichever handle is next has had one
                QCOMPARE(wire.get(server.address(u"/good")).error, FetchError::None);
            const Answer answer = wire.get(server.address(u"/bad"));
            if (engineOf({}) == Engine::Qt)
                continue;
            QVERIFY(answer.error != FetchError::None);
            QVERIFY2(answer.errorText.contains(u"folded"), qPrintable(answer.errorText));
        }
    }

    void aBrokenCodingEnds()
    {
        for (const auto &script :
             {rawscripts::gzipBomb(300),
              rawscripts::answering(
                  "HTTP/1.1 " + Html +
                  "Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\nnothing like gzip at")}) {
            RawServer server(script);
            Wire wire;
            const Answer answer = wire.get(server.address(), {20 * Megabyte, 0, false, false});
            QVERIFY(answer.error == FetchError::BadEncoding || answer.error == FetchError::TooLarge);
            QVERIFY(answer.hop.phases.totalUs < 9'000'000);
        }
    }

    void theVersionOfAnAnswerIsTold_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::newRow("1.0") << QByteArray("1.0");
        QTest::newRow("1.1") << QByteArray("1.1");
    }

    void theVersionOfAnAnswerIsTold()
    {
        QFETCH(QByteArray, version);
        RawServer server(rawscripts::answering("HTTP/" + version + " 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        Wire wire;
        const Answer answer = wire.get(server.address());
        QCOMPARE(answer.error, FetchError::None);
        const bool isByQt = engineOf({}) == Engine::Qt; // which only tells of HTTP/2
        QCOMPARE(answer.hop.httpVersion, isByQt ? QByteArray("1.1") : version);
    }

    void aKeptConnectionIsNotConnectedTo()
    {
        RawServer server(rawscripts::answering(rawscripts::soundAnswer()));
        Wire wire;
        QVERIFY(wire.get(server.address()).hop.phases.connectUs >= 0);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(wire.get(server.address()).hop.phases.connectUs, -1);
        QCOMPARE(server.connections(), 1);
    }

    void waitingForTheAnswerIsItsFirstByte()
    {
        Gate gate;
        RawServer server([&gate](RawConnection &connection) {
            connection.readRequest();
            gate.wait();
            connection.send(rawscripts::soundAnswer());
        });
        Wire wire;
        const Phases phases = wire.get(server.address(), options(), openingWhenSent(gate)).hop.phases;
        QVERIFY2(isLate(phases.ttfbUs), qPrintable(QString::number(phases.ttfbUs)));
        QVERIFY(phases.connectUs < Least && phases.connectUs >= 0);
        QVERIFY(phases.downloadUs < Least && phases.downloadUs >= 0);
        verifySum(phases);
    }

    void waitingForTheBodyIsTheDownload_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::newRow("announced") << QByteArray("Content-Length: 8\r\n");
        QTest::newRow("not announced") << QByteArray("Connection: close\r\n");
    }

    void waitingForTheBodyIsTheDownload()
    {
        QFETCH(QByteArray, fields);
        Gate gate;
        RawServer server([&gate, fields](RawConnection &connection) {
            connection.readRequest();
            connection.send(QByteArray("HTTP/1.1 " + Html + fields + "\r\n<p>"));
            gate.wait();
            connection.send("tide!");
        });
        Wire wire;
        const Phases phases = wire.get(server.address(), options(), openingWhenSent(gate)).hop.phases;
        QVERIFY2(isLate(phases.downloadUs), qPrintable(QString::number(phases.downloadUs)));
        QVERIFY(phases.connectUs < Least && phases.connectUs >= 0);
        QVERIFY(phases.ttfbUs < Least && phases.ttfbUs >= 0);
        verifySum(phases);
    }

    void waitingForTheConnectionIsConnecting()
    {
        RawServer server(rawscripts::answering(rawscripts::soundAnswer()));
        Gate gate;
        SocksProxy proxy({}, {}, [&gate] { gate.wait(); });
        CrawlSettings settings;
        settings.proxy = QUrl(u"socks5://127.0.0.1:%1"_qs.arg(proxy.port()));
        Wire wire(settings);
        gate.openIn(Delay, this);
        const Answer answer = wire.get(server.address());
        QCOMPARE(answer.error, FetchError::None);
        const Phases phases = answer.hop.phases;
        QVERIFY2(isLate(phases.connectUs), qPrintable(QString::number(phases.connectUs)));
        QVERIFY(phases.ttfbUs < Least && phases.ttfbUs >= 0);
        QVERIFY(phases.downloadUs < Least && phases.downloadUs >= 0);
        verifySum(phases);
    }

    /// Whichever stands last, and of whoever asks for cookies.
    void aCookieLivesForItsMaxAge_data()
    {
        QTest::addColumn<bool>("wanted");
        QTest::addColumn<QByteArray>("kept");
        QTest::newRow("wanted") << true << QByteArray("a=1");
        QTest::newRow("not wanted") << false << QByteArray();
    }

    void aCookieLivesForItsMaxAge()
    {
        QFETCH(bool, wanted);
        QFETCH(QByteArray, kept);
        const RawServer server(rawscripts::answering(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
            "Set-Cookie: a=1; Max-Age=100; Expires=Wed, 21 Oct 2015 07:28:00 GMT\r\n"
            "Set-Cookie: b=1; Max-Age=0; Expires=Sun, 21 Oct 2300 07:28:00 GMT\r\n\r\n"));
        CrawlSettings settings;
        settings.cookies = wanted;
        Wire wire(settings);
        QCOMPARE(int(wire.get(server.address(), options()).hop.status), 200);
        QByteArrayList cookies;
        for (const QNetworkCookie &cookie : wire.manager().cookieJar()->cookiesForUrl(server.address()))
            cookies << cookie.toRawForm(QNetworkCookie::NameAndValueOnly);
        QCOMPARE(cookies.join(' '), kept);
    }

private:
    static Exchange::Options options()
    {
        return {Megabyte, 0, false, false};
    }
    static bool isLate(qint64 us)
    {
        return us >= Most && us < 10 * Most;
    }
    static std::function<void(Exchange &)> openingWhenSent(Gate &gate)
    {
        return [&gate](Exchange &exchange) {
            connect(&exchange, &Exchange::sent, &exchange,
                    [&gate, &exchange] { gate.openIn(Delay, &exchange); });
        };
    }
    static void verifySum(const Phases &phases)
    {
        const qint64 sum = phases.connectUs + phases.ttfbUs + phases.downloadUs;
        QVERIFY(sum <= phases.totalUs && sum >= Most && phases.totalUs < sum + Least);
    }
};

int main(int argc, char **argv)
{
    prepareNetwork();
    QCoreApplication app(argc, argv);
    TestWire test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_wire.moc"
