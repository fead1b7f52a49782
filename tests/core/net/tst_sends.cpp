// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/exchange.h"
#include "core/net/networkfactory.h"
#include "core/net/networksetup.h"
#include "tests/support/rawscripts.h"

#include <QDeadlineTimer>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <poll.h>
#include <sys/socket.h>
#include <vector>

using namespace turnstone;

namespace {

/// Answers the first `sound` requests of each connection, and closes instead of answering the next.
RawServer::Script closingAfter(int sound)
{
    return [sound](RawConnection &connection) {
        for (int i = 0; i < sound; ++i) {
            if (connection.readRequest().isEmpty())
                return;
            connection.send(rawscripts::soundAnswer());
        }
        connection.readRequest();
    };
}

} // namespace

/// How often a request really goes out when its connection closes without an answer. The network layer of Qt
/// sends again by itself; that has to be told apart, and must never happen to what is not idempotent.
class TestSends final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_manager = makeManager({}); }

    void onceAndForAll_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("hasBody");
        QTest::addColumn<int>("soundBefore");
        for (const int sound : {0, 1, 3}) {
            const QByteArray where =
                sound == 0 ? QByteArray()
                           : QByteArray(", after " + QByteArray::number(sound) + " on that connection");
            for (const QByteArray method : {"POST", "PATCH", "LOCK"}) {
                QTest::addRow("%s%s", method.constData(), where.constData())
                    << method << QByteArray() << false << sound;
                QTest::addRow("%s, an empty body%s", method.constData(), where.constData())
                    << method << QByteArray() << true << sound;
                QTest::addRow("%s, a body%s", method.constData(), where.constData())
                    << method << QByteArray("shingle") << true << sound;
                QTest::addRow("%s, a large body%s", method.constData(), where.constData())
                    << method << QByteArray(1'000'000, 's') << true << sound;
            }
        }
    }

    void onceAndForAll()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        QFETCH(bool, hasBody);
        QFETCH(int, soundBefore);
        RawServer server(closingAfter(soundBefore));
        for (int i = 0; i < soundBefore; ++i)
            QCOMPARE(exchange(server, "GET").error, FetchError::None);
        const Answer answer = exchange(server, method, body, hasBody);
        QCOMPARE(readBy(server, method), 1);
        if (soundBefore > 0 && engineOf({}) == Engine::Curl) { // on a connection of its own
            QCOMPARE(answer.error, FetchError::None);
            QCOMPARE(int(answer.hop.sends), 1);
            return;
        }
        QCOMPARE(answer.error, FetchError::Reset);
        QVERIFY2(answer.errorText.startsWith(u"The connection was closed before an answer came"),
                 qPrintable(answer.errorText));
        QCOMPARE(int(answer.hop.sends), 1);
    }

    /// They would pile up at the server: no other request may use them.
    void connectionsOfPostsAreNotKept()
    {
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt sends a POST on a connection that was used before.");
        QSemaphore closed;
        RawServer server([&closed](RawConnection &connection) {
            connection.readRequest();
            connection.send(rawscripts::soundAnswer());
            if (connection.readRequest().isEmpty())
                closed.release();
        });
        for (int i = 1; i <= 3; ++i) {
            QCOMPARE(exchange(server, "POST", "shingle", true).error, FetchError::None);
            QVERIFY2(closed.tryAcquire(1, 2000), "it stays open");
        }
        QCOMPARE(server.connections(), 3);
    }

    void aConnectionOfItsOwnCanBeAskedFor()
    {
        RawServer server(rawscripts::answering(rawscripts::soundAnswer()));
        QCOMPARE(exchange(server, "GET").error, FetchError::None);
        QCOMPARE(exchange(server, "GET").error, FetchError::None);
        QCOMPARE(server.connections(), 1);
        m_ownConnection = true;
        QCOMPARE(exchange(server, "GET").error, FetchError::None);
        m_ownConnection = false;
        QCOMPARE(server.connections(), engineOf({}) == Engine::Qt ? 1 : 2);
    }

    void aPostOnAConnectionThatClosedWhileIdleStillArrives()
    {
        RawServer server([](RawConnection &connection) {
            connection.readRequest();
            connection.send(rawscripts::soundAnswer());
        });
        int lost = 0;
        for (int i = 1; i <= 20; ++i) {
            const Answer answer = exchange(server, "POST", "shingle", true);
            // The close may cross the next request on its way: then it is told, never sent twice.
            if (answer.error != FetchError::None) {
                QCOMPARE(answer.error, FetchError::Reset);
                ++lost;
            }
            QVERIFY(readBy(server, "POST") <= i);
        }
        QVERIFY2(lost < 10, qPrintable(QString::number(lost)));
    }

    void whatIsLeftOverIsNobodysAnswer()
    {
        const QByteArray stale = "HTTP/1.1 404 Stale\r\nContent-Length: 0\r\n\r\n";
        RawServer server(rawscripts::answering(rawscripts::soundAnswer() + stale));
        for (int i = 0; i < 20; ++i) {
            const Answer answer = exchange(server, "GET");
            QCOMPARE(answer.error, FetchError::None);
            QCOMPARE(int(answer.hop.status), 200);
            QCOMPARE(answer.body, rawscripts::soundPage());
        }
        QCOMPARE(server.requests(), 20);
    }

    /// What comes when nobody has asked: libcurl would take it for the answer to the next request.
    void whatComesLateIsNobodysAnswer_data()
    {
        QTest::addColumn<QByteArray>("unasked");
        QTest::newRow("an answer") << QByteArray("HTTP/1.1 404 Stale\r\nContent-Length: 0\r\n\r\n");
        QTest::newRow("a timeout, which idle connections get")
            << QByteArray("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        QTest::newRow("no answer") << QByteArray("x");
    }

    void whatComesLateIsNobodysAnswer()
    {
        QFETCH(QByteArray, unasked);
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt 6.4 believes it");
        std::promise<void> answered, told;
        RawServer server([&](RawConnection &connection) {
            while (!connection.readRequest().isEmpty()) {
                connection.send(rawscripts::soundAnswer());
                if (connection.number() > 0)
                    continue;
                answered.get_future().wait();
                connection.send(unasked);
                told.set_value();
                connection.waitUntilClosed();
            }
        });
        QCOMPARE(exchange(server, "GET").error, FetchError::None);
        answered.set_value();
        told.get_future().wait();
        const Answer answer = exchange(server, "GET");
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(int(answer.hop.status), 200);
        QCOMPARE(answer.body, rawscripts::soundPage());
        QCOMPARE(int(answer.hop.sends), 1);
        QCOMPARE(server.connections(), 2);
    }

    /// However many there are, the request does not go out on one, and not without end looks for a better.
    void manyConnectionsThatCannotBeUsedAgain()
    {
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt 6.4 believes what comes late");
        constexpr int count = 5;
        std::promise<void> answered;
        const std::shared_future<void> isAnswered = answered.get_future().share();
        QSemaphore arrived, released, told, closed;
        RawServer server([&](RawConnection &connection) {
            if (connection.number() >= count) {
                rawscripts::answering(rawscripts::soundAnswer())(connection);
                return;
            }
            connection.readRequest();
            arrived.release();
            released.acquire();
            connection.send(rawscripts::soundAnswer());
            isAnswered.wait();
            connection.send("x");
            told.release();
            connection.waitUntilClosed();
            closed.release();
        });
        WireRequest request;
        request.url = server.address();
        request.method = "GET";
        std::vector<std::unique_ptr<Exchange>> exchanges;
        int finished = 0;
        for (int i = 0; i < count; ++i) {
            exchanges.push_back(
                std::make_unique<Exchange>(request, Exchange::Options{1'000'000, 0, false, false}, nullptr));
            connect(exchanges.back().get(), &Exchange::finished, this, [&finished] { ++finished; });
            exchanges.back()->start(*m_manager, toNetworkRequest(request, commonRequest({}, 5)));
        }
        QTRY_COMPARE(arrived.available(), count);
        released.release(count);
        QTRY_COMPARE(finished, count);
        answered.set_value();
        told.acquire(count);
        const Answer answer = exchange(server, "GET");
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(answer.body, rawscripts::soundPage());
        QCOMPARE(int(answer.hop.sends), 1);
        QCOMPARE(server.connections(), count + 1);
        QVERIFY(closed.tryAcquire(3, 10'000)); // those that were looked at
        QCOMPARE(closed.available(), 0);
    }

    void anAnswerMayComeBeforeTheRequestIsAway_data()
    {
        QTest::addColumn<bool>("stays");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("then it closes") << false << QByteArray("early");
        QTest::newRow("and it waits") << true << QByteArray("early");
        QTest::newRow("with nothing in it, then it closes") << false << QByteArray();
        QTest::newRow("with nothing in it, and it waits") << true << QByteArray();
        QTest::newRow("a status that never has a body, then it closes") << false << QByteArray("204");
        QTest::newRow("a status that never has a body, and it waits") << true << QByteArray("204");
    }

    /// Which is then of no use to anybody.
    void anAnswerMayComeBeforeTheRequestIsAway()
    {
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt 6.4 goes on sending");
        QFETCH(bool, stays);
        QFETCH(QByteArray, body);
        RawServer server([stays, &body](RawConnection &connection) {
            std::array<char, 1000> beginning{};
            ::recv(connection.descriptor(), beginning.data(), beginning.size(), 0);
            const QByteArray sound =
                "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
            const QByteArray answer = body == "204" ? QByteArray("HTTP/1.1 204 No Content\r\n\r\n") : sound;
            connection.send(answer);
            pollfd ended{connection.descriptor(), POLLRDHUP, 0};
            if (stays)
                ::poll(&ended, 1, 10'000);
        });
        const Answer answer = exchange(server, "PUT", QByteArray(8'000'000, 'x'), true);
        QVERIFY2(answer.error == FetchError::None, qPrintable(answer.errorText));
        const bool hasNone = body == "204";
        QCOMPARE(int(answer.hop.status), hasNone ? 204 : 200);
        QCOMPARE(answer.body, hasNone ? QByteArray() : body);
        QCOMPARE(server.connections(), 1);
    }

    void aLineEndTooManyCostsNobodyAnAnswer_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("GET") << QByteArray("GET") << QByteArray();
        QTest::newRow("PUT") << QByteArray("PUT") << QByteArray("shingle");
    }

    /// Of an answer, but not of the next one.
    void aLineEndTooManyCostsNobodyAnAnswer()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt 6.4 reads it when it comes");
        RawServer server([](RawConnection &connection) {
            for (int i = 0; !connection.readRequest().isEmpty(); ++i) {
                if (connection.number() == 0 && i == 1)
                    connection.send("\r\n");
                connection.send(rawscripts::soundAnswer());
            }
        });
        QCOMPARE(exchange(server, "GET").error, FetchError::None);
        const Answer answer = exchange(server, method, body, !body.isEmpty());
        QVERIFY2(answer.error == FetchError::None, qPrintable(answer.errorText));
        QCOMPARE(answer.body, rawscripts::soundPage());
        QCOMPARE(int(answer.hop.sends), 2);
        QCOMPARE(server.connections(), 2);
        QVERIFY(server.received().back().endsWith(QByteArray("\r\n\r\n" + body)));
    }

    void silentResendsAreCounted_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        for (const QByteArray method : {"GET", "HEAD", "PUT", "DELETE"}) {
            QTest::newRow(method.constData()) << method << QByteArray();
            QTest::addRow("%s with a body", method.constData()) << method << QByteArray("shingle");
        }
    }

    void silentResendsAreCounted()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        RawServer server(rawscripts::closeAfterRequest());
        const Answer answer = exchange(server, method, body, !body.isEmpty());
        QCOMPARE(answer.error, FetchError::Reset);
        QVERIFY(answer.hop.sends >= 1);
        QCOMPARE(int(answer.hop.sends), server.requests());
        if (engineOf({}) == Engine::Curl) // nobody can say that an old connection was to blame
            QCOMPARE(server.requests(), 1);
    }

    void aResendThatIsAnsweredIsCountedToo()
    {
        if (engineOf({}) == Engine::Curl)
            QSKIP("libcurl sends again only what found its connection closed");
        RawServer server([](RawConnection &connection) {
            connection.readRequest();
            if (connection.number() > 1)
                connection.send(rawscripts::soundAnswer());
        });
        const Answer answer = exchange(server, "GET");
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(int(answer.hop.sends), 3);
        QCOMPARE(server.requests(), 3);
        QVERIFY2(answer.hop.phases.ttfbUs <= answer.hop.phases.totalUs, "measured from the first send");
    }

    void whatFindsItsConnectionClosedIsSentAgainAndCounted_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("GET") << QByteArray("GET") << QByteArray();
        QTest::newRow("PUT") << QByteArray("PUT") << QByteArray("shingle");
        QTest::newRow("PUT, a large body") << QByteArray("PUT") << QByteArray(300'000, 's');
    }

    void whatFindsItsConnectionClosedIsSentAgainAndCounted()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        // Read, and closed upon, on the first connection only.
        RawServer server([](RawConnection &connection) {
            connection.readRequest();
            connection.send(rawscripts::soundAnswer());
            if (!connection.readRequest().isEmpty() && connection.number() > 1)
                connection.send(rawscripts::soundAnswer());
        });
        QCOMPARE(exchange(server, "GET").error, FetchError::None);
        const Answer answer = exchange(server, method, body, !body.isEmpty());
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(int(answer.hop.sends), 2);
        QCOMPARE(server.requests(), 3);
        QVERIFY(server.received().back().endsWith(QByteArray("\r\n\r\n" + body)));
    }

    /// Each connection is closed behind its answer, sooner or later than the next request is sent.
    void whatIsClosedBehindItsAnswerCostsNobodyAnything()
    {
        RawServer server([](RawConnection &connection) {
            connection.readRequest();
            connection.send(rawscripts::soundAnswer());
        });
        for (int i = 0; i < 300; ++i) {
            const Answer answer = exchange(server, i % 3 == 0 ? "PUT" : "GET", "shingle", i % 3 == 0);
            QVERIFY2(answer.error == FetchError::None, qPrintable(answer.errorText));
        }
        QCOMPARE(server.requests(), 300);
    }

    void whatIsGivenUpIsNotSentAnyMore_data()
    {
        QTest::addColumn<QByteArray>("method");
        for (const QByteArray method : {"GET", "POST"})
            QTest::newRow(method.constData()) << method;
    }

    /// It was said that it had not been sent, and others go by that.
    void whatIsGivenUpIsNotSentAnyMore()
    {
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt's engine tells only later");
        QFETCH(QByteArray, method);
        RawServer server(rawscripts::answering(rawscripts::soundAnswer()));
        WireRequest request;
        request.url = server.address();
        request.method = method;
        request.hasBody = method == "POST";
        Exchange exchange(request, {1'000'000, 0, false, false}, nullptr);
        exchange.start(*m_manager, toNetworkRequest(request, commonRequest({}, 5)));
        QCoreApplication::sendPostedEvents(); // it connects
        exchange.expire(FetchError::Cancelled);
        QCOMPARE(int(exchange.takeAnswer().hop.sends), 0);
        const QDeadlineTimer enough(200);
        while (!enough.hasExpired()) // deletes nothing that is to be deleted later
            QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
        QCOMPARE(server.requests(), 0);
    }

    void aResetIsNoExcuseForNotCounting()
    {
        RawServer server(rawscripts::resetAfterRequest());
        const Answer answer = exchange(server, "GET");
        QCOMPARE(answer.error, FetchError::Reset);
        QCOMPARE(int(answer.hop.sends), server.requests());
    }

private:
    Answer exchange(RawServer &server, const QByteArray &method, const QByteArray &body = {},
                    bool hasBody = false)
    {
        WireRequest request;
        request.url = server.address();
        request.method = method;
        request.body = body;
        request.hasBody = hasBody;
        request.ownConnection = m_ownConnection;
        const QNetworkRequest network = toNetworkRequest(request, commonRequest({}, 5));
        Exchange exchange(request, {1'000'000, 0, false, false}, nullptr);
        QSignalSpy finished(&exchange, &Exchange::finished);
        exchange.start(*m_manager, network);
        if (!QTest::qWaitFor([&finished] { return !finished.isEmpty(); }, 10'000))
            qWarning("the exchange does not end");
        return exchange.takeAnswer();
    }

    static int readBy(const RawServer &server, const QByteArray &method)
    {
        const std::vector<QByteArray> all = server.received();
        return int(std::count_if(all.begin(), all.end(), [&method](const QByteArray &request) {
            return request.startsWith(QByteArray(method + ' '));
        }));
    }

    std::unique_ptr<AccessManager> m_manager;
    bool m_ownConnection = false;
};

int main(int argc, char **argv)
{
    prepareNetwork();
    QCoreApplication app(argc, argv);
    TestSends test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sends.moc"
