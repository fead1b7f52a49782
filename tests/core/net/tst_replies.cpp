// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networkfactory.h"
#include "core/net/networksetup.h"
#include "core/net/wirefacts.h"
#include "tests/support/oddports.h"
#include "tests/support/tlsserver.h"

#include <QBuffer>
#include <QDeadlineTimer>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QPointer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <atomic>
#include <functional>
#include <future>

using namespace turnstone;
using namespace Qt::StringLiterals;
using Operation = QNetworkAccessManager;

namespace {

using Signal = void (QNetworkReply::*)(); // readyRead() is QIODevice's, and fits

QByteArray withBody(const QByteArray &body, const QByteArray &fields = {})
{
    return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + QByteArray::number(body.size()) +
           "\r\n\r\n" + body;
}

bool ends(QNetworkReply &reply)
{
    return QTest::qWaitFor([&reply] { return reply.isFinished(); }, 10'000);
}

} // namespace

/// What whoever asks a manager for a reply may rely on, with either engine.
class TestReplies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        prepareNetwork();
        TlsServer::trust();
    }
    void init() { m_manager = makeManager({}); }
    void cleanup() { m_manager.reset(); }

    void signalsComeInOrder()
    {
        RawServer server(rawscripts::answering(withBody("hello")));
        for (int i = 0; i < 3; ++i) {
            QByteArrayList order;
            const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
            QVERIFY(!reply->isFinished());
            note(*reply, order);
            QVERIFY(ends(*reply));
            const bool isFirst = i == 0;
            QCOMPARE(order.count("connecting"), isFirst ? 1 : 0);
            order.removeAll("connecting");
            order.removeAll("more");
            QCOMPARE(order.join(' '), "sent header read finished");
            QCOMPARE(reply->readAll(), "hello");
            QVERIFY(reply->atEnd());
            QCOMPARE(reply->error(), QNetworkReply::NoError);
        }
        QCOMPARE(server.connections(), 1);
    }

    void theHeaderIsTold()
    {
        RawServer server(rawscripts::answering(
            "HTTP/1.1 203 Some Reason\r\nA: 1\r\nSet-Cookie: b=2\r\nx-y: z\r\nSet-Cookie: c=3\r\na: 4\r\n"
            "Content-Length: 0\r\n\r\n"));
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
        QVERIFY(ends(*reply));
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 203);
        QCOMPARE(reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray(), "Some Reason");
        QCOMPARE(reply->rawHeader("a"), "1, 4");
        QCOMPARE(reply->rawHeader("set-cookie"), "b=2\nc=3");
        QCOMPARE(reply->rawHeader("X-Y"), "z");
        QCOMPARE(reply->header(QNetworkRequest::ContentLengthHeader).toInt(), 0);
        QCOMPARE(reply->url(), server.address());
        QCOMPARE(reply->operation(), Operation::GetOperation);
        QVERIFY(reply->isSequential());
    }

    void requestsAreSentAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("hasBody");
        QTest::newRow("GET") << QByteArray("GET") << QByteArray() << false;
        QTest::newRow("HEAD") << QByteArray("HEAD") << QByteArray() << false;
        QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray() << false;
        QTest::newRow("POST") << QByteArray("POST") << QByteArray("a=b") << true;
        QTest::newRow("POST, a large body") << QByteArray("POST") << QByteArray(3'000'000, 'p') << true;
        QTest::newRow("PUT") << QByteArray("PUT") << QByteArray("text") << true;
        QTest::newRow("a method of one's own") << QByteArray("REPORT") << QByteArray("<x/>") << true;
        QTest::newRow("GET with a body") << QByteArray("GET") << QByteArray("{}") << true;
    }

    void whatThereIsOneOfIsTheLast()
    {
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt joins them");
        RawServer server(rawscripts::answering(
            "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nLocation: /a\r\ncontent-type: text/html\r\n"
            "Location: /b\r\nLocation:\r\nContent-Length: 0\r\n\r\n"));
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
        QVERIFY(ends(*reply));
        QCOMPARE(reply->rawHeader("Content-Type"), "text/html");
        QCOMPARE(reply->rawHeader("Location"), "/b");
    }

    void requestsAreSentAsTheyAre()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        QFETCH(bool, hasBody);
        RawServer server(rawscripts::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        QNetworkRequest request = requestFor(server.address(u"/a%20b?c=%2F&d#fragment"));
        request.setRawHeader("X-Own", "shell");
        request.setRawHeader("Content-Type", "text/own");
        request.setRawHeader("User-Agent", "diver");
        const std::unique_ptr<QNetworkReply> reply(hasBody
                                                       ? m_manager->sendCustomRequest(request, method, body)
                                                       : m_manager->sendCustomRequest(request, method));
        QVERIFY(ends(*reply));
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(server.requests(), 1);
        const QByteArray received = server.received().front();
        QVERIFY2(received.startsWith(QByteArray(method + " /a%20b?c=%2F&d HTTP/1.1\r\n")),
                 received.first(60).constData());
        const QByteArray header = received.first(received.indexOf("\r\n\r\n") + 2).toLower();
        QCOMPARE(
            header.count(QByteArray("\r\nhost: 127.0.0.1:" + QByteArray::number(server.port()) + "\r\n")), 1);
        QCOMPARE(header.count("\r\nx-own: shell\r\n"), 1);
        QCOMPARE(header.count("\r\nuser-agent: diver\r\n"), 1);
        QCOMPARE(header.count("\r\ncontent-type: text/own\r\n"), 1);
        QCOMPARE(header.count("\r\nuser-agent:"), 1);
        QCOMPARE(header.count("\r\nexpect:"), 0);
        if (hasBody)
            QCOMPARE(
                header.count(QByteArray("\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n")),
                1);
        QCOMPARE(received.sliced(header.size() + 2), body);
    }

    void aBodyComesFromADevice()
    {
        RawServer server(rawscripts::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        QByteArray data(200'000, 'u');
        QBuffer device(&data);
        QVERIFY(device.open(QIODevice::ReadOnly));
        const std::unique_ptr<QNetworkReply> reply(m_manager->post(requestFor(server.address()), &device));
        QVERIFY(ends(*reply));
        QCOMPARE(server.requests(), 1);
        QVERIFY(server.received().front().endsWith(QByteArray("\r\n\r\n" + data)));
    }

    void abortEndsItOnce_data()
    {
        QTest::addColumn<int>("when");
        QTest::newRow("at once") << -1;
        QTest::newRow("when it was sent") << 0;
        QTest::newRow("at the header") << 1;
        QTest::newRow("when there is something to read") << 2;
    }

    void abortEndsItOnce()
    {
        QFETCH(int, when);
        RawServer server(rawscripts::stalledAfter("200 OK\r\nContent-Length: 100\r\n", "begin"));
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QSignalSpy failed(reply.get(), &QNetworkReply::errorOccurred);
        const std::array<Signal, 3> signalsOf{&QNetworkReply::requestSent, &QNetworkReply::metaDataChanged,
                                              &QNetworkReply::readyRead};
        if (when < 0)
            reply->abort();
        else
            connect(reply.get(), signalsOf[size_t(when)], reply.get(), &QNetworkReply::abort);
        QVERIFY(ends(*reply));
        QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        reply->abort();
        QCoreApplication::processEvents();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(failed.size(), 1);
        // Whatever comes of the server no longer matters.
        const std::unique_ptr<QNetworkReply> next(m_manager->get(requestFor(server.address())));
        QTRY_VERIFY(next->bytesAvailable() > 0);
    }

    void itMayGoAtAnyMoment_data()
    {
        QTest::addColumn<int>("when");
        QTest::newRow("when it was sent") << 0;
        QTest::newRow("at the header") << 1;
        QTest::newRow("when there is something to read") << 2;
        QTest::newRow("at its end") << 3;
    }

    void itMayGoAtAnyMoment()
    {
        QFETCH(int, when);
        RawServer server(rawscripts::answering(withBody(QByteArray(300'000, 'b'))));
        const std::array<Signal, 4> signalsOf{&QNetworkReply::requestSent, &QNetworkReply::metaDataChanged,
                                              &QNetworkReply::readyRead, &QNetworkReply::finished};
        for (int i = 0; i < 5; ++i) {
            const QPointer<QNetworkReply> reply = m_manager->get(requestFor(server.address()));
            connect(reply, signalsOf[size_t(when)], reply, &QObject::deleteLater);
            QTRY_VERIFY(!reply);
        }
        const std::unique_ptr<QNetworkReply> last(m_manager->get(requestFor(server.address())));
        QVERIFY(ends(*last));
        QCOMPARE(last->readAll().size(), 300'000);
    }

    void itGoesWithItsManager()
    {
        RawServer server(rawscripts::silence());
        QPointer<QNetworkReply> reply = m_manager->get(requestFor(server.address()));
        QTRY_COMPARE(server.requests(), 1);
        m_manager.reset();
        QVERIFY(!reply);
    }

    void whatIsNotReadStaysInTheNetwork()
    {
        RawServer server(rawscripts::endlessBody("200 OK\r\nContent-Length: 500000000\r\n"));
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
        constexpr qint64 ahead = 64 * 1024;
        reply->setReadBufferSize(ahead);
        QTRY_VERIFY(reply->bytesAvailable() > 0);
        qint64 read = 0;
        for (int i = 0; i < 200; ++i) {
            QTRY_VERIFY(reply->bytesAvailable() > 0);
            QVERIFY2(reply->bytesAvailable() <= 8 * ahead,
                     qPrintable(QString::number(reply->bytesAvailable())));
            read += reply->read(reply->bytesAvailable()).size();
        }
        QVERIFY(read > 0);
        reply->abort();
    }

    void errorsHaveTheirNames_data()
    {
        QTest::addColumn<RawServer::Script>("script");
        QTest::addColumn<int>("error");
        const auto status = [](int number) {
            return rawscripts::answering("HTTP/1.1 " + QByteArray::number(number) +
                                         " Any\r\nContent-Length: 2\r\n\r\nno");
        };
        const std::pair<int, QNetworkReply::NetworkError> known[] = {
            {200, QNetworkReply::NoError},
            {204, QNetworkReply::NoError},
            {301, QNetworkReply::NoError},
            {400, QNetworkReply::ProtocolInvalidOperationError},
            {401, QNetworkReply::AuthenticationRequiredError},
            {403, QNetworkReply::ContentAccessDenied},
            {404, QNetworkReply::ContentNotFoundError},
            {405, QNetworkReply::ContentOperationNotPermittedError},
            {407, QNetworkReply::ProxyAuthenticationRequiredError},
            {409, QNetworkReply::ContentConflictError},
            {410, QNetworkReply::ContentGoneError},
            {418, QNetworkReply::ProtocolInvalidOperationError},
            {429, QNetworkReply::UnknownContentError},
            {500, QNetworkReply::InternalServerError},
            {501, QNetworkReply::OperationNotImplementedError},
            {502, QNetworkReply::UnknownServerError},
            {503, QNetworkReply::ServiceUnavailableError},
        };
        for (const auto &[number, error] : known)
            QTest::addRow("%d", number) << status(number) << int(error);
        QTest::newRow("closed without an answer")
            << rawscripts::closeAfterRequest() << int(QNetworkReply::RemoteHostClosedError);
        QTest::newRow("a body that breaks off")
            << rawscripts::halfBody() << int(QNetworkReply::RemoteHostClosedError);
        QTest::newRow("chunks that break off")
            << rawscripts::cutChunks() << int(QNetworkReply::RemoteHostClosedError);
    }

    void errorsHaveTheirNames()
    {
        QFETCH(RawServer::Script, script);
        RawServer server(script);
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
        QSignalSpy failed(reply.get(), &QNetworkReply::errorOccurred);
        QVERIFY(ends(*reply));
        QTEST(int(reply->error()), "error");
        QCOMPARE(failed.size(), reply->error() == QNetworkReply::NoError ? 0 : 1);
        QVERIFY(reply->error() == QNetworkReply::NoError || !reply->errorString().isEmpty());
    }

    void whereThereIsNoConnection()
    {
        const RefusingPort closed;
        const QUrl refused(u"http://127.0.0.1:%1/"_s.arg(closed.port()));
        for (const auto &[url, error] :
             {std::pair(refused, QNetworkReply::ConnectionRefusedError),
              std::pair(QUrl(u"http://no.such.host.invalid/"_s), QNetworkReply::HostNotFoundError)}) {
            const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(url)));
            QSignalSpy sent(reply.get(), &QNetworkReply::requestSent);
            QVERIFY(ends(*reply));
            QCOMPARE(reply->error(), error);
            QVERIFY(sent.isEmpty());
            QVERIFY(!reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid());
        }
    }

    /// RFC 8305: one address that says nothing does not hide the others.
    void anotherAddressIsTried()
    {
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt looks addresses up by itself");
        const DeafPort deaf;
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress(u"127.0.0.2"_s), deaf.port()));
        connect(&server, &QTcpServer::newConnection, this, [&server] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(withBody("here")); });
        });
        QNetworkRequest request = requestFor(QUrl(u"http://two.test:%1/"_s.arg(deaf.port())));
        request.setAttribute(WireFacts::Addresses, QByteArray("127.0.0.1,127.0.0.2"));
        request.setAttribute(WireFacts::ConnectTimeout, 3000);
        const QDeadlineTimer timeout(3000); // of whoever waits for a connection
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(request));
        QVERIFY(ends(*reply));
        QVERIFY2(reply->error() == QNetworkReply::NoError, qPrintable(reply->errorString()));
        QCOMPARE(reply->readAll(), "here");
        QVERIFY(!timeout.hasExpired());
    }

    void certificates_data()
    {
        using Certificate = TlsServer::Certificate;
        QTest::addColumn<int>("certificate");
        QTest::addColumn<int>("problem");
        QTest::newRow("sound") << int(Certificate::Sound) << int(QSslError::NoError);
        QTest::newRow("self-signed") << int(Certificate::SelfSigned) << int(QSslError::SelfSignedCertificate);
        QTest::newRow("expired") << int(Certificate::Expired) << int(QSslError::CertificateExpired);
        QTest::newRow("of another host") << int(Certificate::WrongHost) << int(QSslError::HostNameMismatch);
    }

    void certificates()
    {
        QFETCH(int, certificate);
        QFETCH(int, problem);
        TlsServer server{TlsServer::Certificate(certificate)};
        enum Trust { No, WhenAsked, Before };
        for (const Trust trust : {No, WhenAsked, Before}) {
            m_manager = makeManager({}); // a connection that was accepted serves others
            const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
            QList<QSslError::SslError> asked;
            connect(reply.get(), &QNetworkReply::sslErrors, this, [&](const QList<QSslError> &errors) {
                for (const QSslError &error : errors)
                    asked << error.error();
                if (trust == WhenAsked)
                    reply->ignoreSslErrors();
            });
            if (trust == Before)
                reply->ignoreSslErrors();
            const int before = server.requests();
            QVERIFY(ends(*reply));
            const bool isSound = problem == QSslError::NoError;
            if (isSound || trust == WhenAsked)
                QCOMPARE(asked.size(), isSound ? 0 : 1);
            if (!isSound && trust == No) {
                QVERIFY(asked.contains(QSslError::SslError(problem)));
                QCOMPARE(reply->error(), QNetworkReply::SslHandshakeFailedError);
                QCOMPARE(server.requests(), before);
            } else {
                QCOMPARE(reply->error(), QNetworkReply::NoError);
                QCOMPARE(reply->readAll(), rawscripts::soundPage());
            }
        }
    }

    void cookiesAreTheJars()
    {
        RawServer server(rawscripts::answering(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2; Path=/\r\nContent-Length: 0\r\n\r\n"));
        for (int i = 0; i < 2; ++i) {
            const std::unique_ptr<QNetworkReply> reply(
                m_manager->get(QNetworkRequest(server.address(u"/p/q"))));
            QVERIFY(ends(*reply));
        }
        QCOMPARE(m_manager->cookieJar()->cookiesForUrl(server.address(u"/p/x")).size(), 2);
        QVERIFY(!server.received()[0].contains("\r\nCookie:"));
        QVERIFY(server.received()[1].contains("\r\nCookie: "));
        QVERIFY(server.received()[1].contains("a=1"));
        QVERIFY(server.received()[1].contains("b=2"));
        QNetworkRequest without = requestFor(server.address(u"/p/q"));
        without.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(without));
        QVERIFY(ends(*reply));
        QVERIFY(!server.received()[2].contains("\r\nCookie:"));
    }

    void cookiesAreNotKeptUnasked()
    {
        RawServer server(
            rawscripts::answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n"));
        QNetworkRequest request = requestFor(server.address());
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(request));
        QVERIFY(ends(*reply));
        QVERIFY(m_manager->cookieJar()->cookiesForUrl(server.address()).isEmpty());
    }

    void whatIsNotUsedAnyMoreIsClosed()
    {
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt is told how long with each request");
        std::atomic_int closed = 0;
        RawServer server([&closed](RawConnection &connection) {
            while (!connection.readRequest().isEmpty())
                connection.send(withBody("x"));
            ++closed;
        });
        for (int i = 0; i < 2; ++i) {
            for (int again = 0; again < 2; ++again) {
                const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
                QVERIFY(ends(*reply));
                QCOMPARE(reply->error(), QNetworkReply::NoError);
            }
            QCOMPARE(int(closed), i);
            QTRY_COMPARE_WITH_TIMEOUT(int(closed), i + 1, 10'000);
        }
        QCOMPARE(server.connections(), 2);
    }

    /// Nor is what comes then taken for the rest.
    void whatBreaksOffIsNotAskedForAgain()
    {
        std::promise<void> begun;
        RawServer server([&begun](RawConnection &connection) {
            connection.readRequest();
            connection.send(withBody("x"));
            if (connection.readRequest().isEmpty())
                return;
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            begun.get_future().wait();
            connection.reset();
        });
        const std::unique_ptr<QNetworkReply> first(m_manager->get(requestFor(server.address())));
        QVERIFY(ends(*first));
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
        connect(reply.get(), &QNetworkReply::metaDataChanged, this, [&begun] { begun.set_value(); });
        QVERIFY(ends(*reply));
        QCOMPARE(reply->error(), QNetworkReply::RemoteHostClosedError);
        QCOMPARE(server.requests(), 2);
    }

    /// The end of one may be the reason for another to go, which has ended in the same moment.
    void oneMayEndAnother()
    {
        RawServer server(rawscripts::answering(withBody("x")));
        for (int i = 0; i < 50; ++i) {
            std::array<QPointer<QNetworkReply>, 6> replies;
            for (auto &reply : replies)
                reply = m_manager->get(requestFor(server.address()));
            int ended = 0;
            for (const auto &reply : replies) {
                connect(reply, &QNetworkReply::finished, this, [&replies, &ended, self = reply.data()] {
                    ++ended;
                    for (auto &other : replies) {
                        if (other != self)
                            delete other;
                    }
                });
            }
            QTRY_COMPARE(ended, 1);
            QCOMPARE(std::count(replies.begin(), replies.end(), nullptr), 5);
            for (const auto &reply : replies)
                delete reply;
        }
    }

    void nothingComesFromTheEnvironment()
    {
        const RefusingPort closed;
        for (const char *name : {"http_proxy", "all_proxy", "ALL_PROXY"})
            qputenv(name, "http://127.0.0.1:" + QByteArray::number(closed.port()));
        RawServer server(rawscripts::answering(withBody("x")));
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
        const bool isOver = ends(*reply);
        for (const char *name : {"http_proxy", "all_proxy", "ALL_PROXY"})
            qunsetenv(name);
        QVERIFY(isOver);
        QCOMPARE(reply->error(), QNetworkReply::NoError);
    }

    void onlyHttpIsSpoken()
    {
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt reads files, too; whoever asks looks at the scheme");
        for (const QString &address :
             {u"file:///etc/passwd"_s, u"ftp://127.0.0.1/"_s, u"dict://127.0.0.1/"_s}) {
            const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(QUrl(address))));
            QVERIFY(ends(*reply));
            QCOMPARE(reply->error(), QNetworkReply::ProtocolUnknownError);
            QVERIFY(reply->readAll().isEmpty());
        }
    }

    void redirectsAreTheCallers()
    {
        RawServer server(
            rawscripts::answering("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"));
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(requestFor(server.address())));
        QVERIFY(ends(*reply));
        QCOMPARE(server.requests(), 1);
        QCOMPARE(reply->rawHeader("Location"), "/b");
    }

private:
    static QNetworkRequest requestFor(const QUrl &url)
    {
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        return request;
    }

    static void note(QNetworkReply &reply, QByteArrayList &order)
    {
        const auto add = [&reply, &order](Signal which, const char *name) {
            connect(&reply, which, &reply, [&order, name] {
                order << (order.contains(name) ? QByteArray("more") : QByteArray(name));
            });
        };
        add(&QNetworkReply::socketStartedConnecting, "connecting");
        add(&QNetworkReply::requestSent, "sent");
        add(&QNetworkReply::metaDataChanged, "header");
        add(&QNetworkReply::finished, "finished");
        connect(&reply, &QIODevice::readyRead, &reply,
                [&order] { order << (order.contains("read") ? QByteArray("more") : QByteArray("read")); });
    }

    std::unique_ptr<AccessManager> m_manager;
};

QTEST_GUILESS_MAIN(TestReplies)
#include "tst_replies.moc"
