// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"
#include "core/policy/memorybudget.h"
#include "tests/core/net/wire.h"
#include "tests/support/httpproxy.h"
#include "tests/support/oddports.h"
#include "tests/support/rawscripts.h"
#include "tests/support/relay.h"
#include "tests/support/socksproxy.h"
#include "tests/support/tlsserver.h"

#include <QByteArrayList>
#include <QNetworkProxy>
#include <QStringBuilder>
#include <QTimer>

#include <algorithm>
#include <array>
#include <atomic>
#include <future>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

/// The environment's proxy, as the system's settings are on this platform, for as long as this lives.
class SystemProxy final
{
public:
    explicit SystemProxy(const QUrl &proxy)
    {
        for (const char *name : Names)
            qputenv(name, proxy.toEncoded());
    }
    ~SystemProxy()
    {
        for (const char *name : Names)
            qunsetenv(name);
    }
    Q_DISABLE_COPY_MOVE(SystemProxy)

private:
    static constexpr std::array<const char *, 3> Names{"http_proxy", "https_proxy", "all_proxy"};
};

/// What a request for a tunnel brings along: its scheme, and whatever follows.
QByteArrayList loginOf(const QByteArray &request)
{
    const QByteArray field = "proxy-authorization: ";
    const qsizetype at = request.toLower().indexOf(field);
    if (at < 0)
        return {QByteArray()};
    const QByteArray value = request.sliced(at + field.size());
    QByteArrayList words = value.first(value.indexOf("\r\n")).split(' ');
    words.front() = words.front().toLower();
    return words;
}

/// NTLM's messages are numbered; 0: it is none.
int ntlmMessage(const QByteArray &request)
{
    const QByteArrayList login = loginOf(request);
    const QByteArray message = QByteArray::fromBase64(login.value(1));
    return login.front() == "ntlm" && message.size() > 8 ? message[8] : 0;
}

/// Whether it tries the user's password.
bool isLogin(const QByteArray &request)
{
    const QByteArrayList login = loginOf(request);
    if (login.front() == "ntlm")
        return QByteArray::fromBase64(login.value(1)).contains(QByteArray("d\0i\0v\0e\0r", 9));
    return login.front() == "basic" || login.front() == "digest";
}

/// NTLM's second message, of a domain without a name.
QByteArray ntlmChallenge()
{
    QByteArray message("NTLMSSP\0\2\0\0\0\0\0\0\0\x30\0\0\0\5\x82\1\0TURNSTON", 32);
    message.resize(48, '\0');
    return message.toBase64();
}

/// Asks for a login of these kinds again and again; `closing` closes after each refusal, as it says before.
/// Lets nobody in but, with `isOpen`, who logs in by NTLM.
RawServer::Script tunnelling(const QByteArrayList &kinds, bool closing, bool isOpen = false)
{
    return [kinds, closing, isOpen](RawConnection &connection) {
        for (;;) {
            const QByteArray request = connection.readRequest();
            if (request.isEmpty())
                return;
            const int message = ntlmMessage(request);
            if (isOpen && message == 3 && isLogin(request)) {
                const Descriptor there =
                    connectTo("127.0.0.1", quint16(request.split(' ')[1].split(':')[1].toInt()));
                connection.send("HTTP/1.1 200 Connection established\r\n\r\n");
                relay(connection.descriptor(), there.number());
                return;
            }
            QByteArray answer = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n";
            for (const QByteArray &kind : kinds)
                answer += "Proxy-Authenticate: " + kind +
                          (kind == "NTLM" && message == 1 ? ' ' + ntlmChallenge() : QByteArray()) + "\r\n";
            const bool isLast = closing && message != 1;
            answer += isLast ? "Proxy-Connection: close\r\n\r\n" : "\r\n";
            connection.send(answer);
            if (isLast)
                return;
        }
    };
}

/// Comes back with a reply only when something has already been made of it, as on a busy machine. No event
/// is seen to until then.
class TardyManager final : public AccessManager
{
public:
    explicit TardyManager(std::future<void> isTime)
        : m_isTime(std::move(isTime))
    {}

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *upload) override
    {
        QNetworkReply *reply = AccessManager::createRequest(operation, request, upload);
        m_isTime.wait_for(10s);
        return reply;
    }

private:
    std::future<void> m_isTime;
};

} // namespace

/// Requests through proxies that work, refuse, are down, or are not there.
class TestProxies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { TlsServer::trust(); }

    void works_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<bool>("secure");
        QTest::addColumn<QString>("user");
        for (const QString &scheme : {u"http"_qs, u"socks5"_qs}) {
            for (const bool secure : {false, true}) {
                for (const QString &user : {u""_qs, u"diver:p%3Aearl@"_qs, u":p%3Aearl@"_qs}) {
                    if (scheme != u"http" && user.startsWith(u':'))
                        continue; // it asks for a name (RFC 1929)
                    QTest::addRow("%s, to %s, %s", qPrintable(scheme), secure ? "https" : "http",
                                  user.isEmpty()          ? "open"
                                  : user.startsWith(u':') ? "with a password"
                                                          : "with a name and a password")
                        << scheme << secure << user;
                }
            }
        }
    }

    void works()
    {
        QFETCH(QString, scheme);
        QFETCH(bool, secure);
        QFETCH(QString, user);
        const QByteArray name = user.startsWith(u'd') ? "diver" : "",
                         password = user.isEmpty() ? "" : "p:earl";
        HttpProxy http(name, password);
        SocksProxy socks(name, password);
        const quint16 port = scheme == u"http" ? http.port() : socks.port();
        Wire wire(through(scheme, port, user));
        const Answer answer = wire.get(secure ? m_secure.address() : m_plain.address());
        QVERIFY2(answer.error == FetchError::None, qPrintable(answer.errorText));
        QCOMPARE(int(answer.hop.status), 200);
        QCOMPARE(answer.body, rawscripts::soundPage());
        QVERIFY(http.received().size() + size_t(socks.connections()) > 0);
    }

    void fails_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<bool>("secure");
        QTest::addColumn<QString>("how");
        for (const QString &scheme : {u"http"_qs, u"socks5"_qs, u"system"_qs}) {
            for (const bool secure : {false, true}) {
                for (const QString &how : {u"down"_qs, u"unresolvable"_qs})
                    QTest::addRow("%s, %s, to %s", qPrintable(scheme), qPrintable(how),
                                  secure ? "https" : "http")
                        << scheme << secure << how;
            }
        }
        QTest::newRow("http, wrong password, to https") << u"http"_qs << true << u"wrong"_qs;
        QTest::newRow("socks5, wrong password, to http") << u"socks5"_qs << false << u"wrong"_qs;
        QTest::newRow("socks5, wrong password, to https") << u"socks5"_qs << true << u"wrong"_qs;
    }

    void fails()
    {
        QFETCH(QString, scheme);
        QFETCH(bool, secure);
        QFETCH(QString, how);
        const RefusingPort closed;
        HttpProxy http("diver", "pearl");
        SocksProxy socks("diver", "pearl");
        const quint16 working = scheme == u"socks5" ? socks.port() : http.port();
        const QString host = how == u"unresolvable" ? u"proxy.invalid"_qs : u"127.0.0.1"_qs;
        QUrl proxy(u"http://diver:shell@" % host);
        proxy.setPort(how == u"wrong" ? working : closed.port());
        CrawlSettings settings;
        std::unique_ptr<SystemProxy> system;
        if (scheme == u"system") {
            system = std::make_unique<SystemProxy>(proxy);
            settings.systemProxy = true;
        } else {
            proxy.setScheme(scheme);
            settings.proxy = proxy;
        }
        Wire wire(settings);
        const Answer answer = wire.get(secure ? m_secure.address() : m_plain.address());
        const bool isLogin = how == u"wrong";
        QVERIFY2(answer.error == (isLogin ? FetchError::ProxyLogin : FetchError::ProxyFailed),
                 qPrintable(fetchErrorId(answer.error) + u": " + answer.errorText));
        QCOMPARE(int(answer.hop.status), 0);
        QVERIFY2(answer.errorText.contains(host % u':' % QString::number(proxy.port())),
                 qPrintable(answer.errorText));
        QVERIFY2(!answer.errorText.contains(u"shell"), qPrintable(answer.errorText));
        QVERIFY(answer.errorText.endsWith(u'.'));
    }

    /// Whatever it asks for, and however often.
    void aProxyThatLetsNobodyInIsAskedOnce_data()
    {
        QTest::addColumn<QByteArrayList>("kinds");
        QTest::addColumn<QString>("user");
        QTest::addColumn<bool>("closing");
        const QByteArray basic = "Basic realm=\"shore\"",
                         digest = "Digest realm=\"shore\", nonce=\"n\", stale=true";
        for (const QString &user : {u""_qs, u"diver:shell@"_qs}) {
            for (const bool closing : {false, true}) {
                const auto add = [&](const char *name, const QByteArrayList &kinds) {
                    QTest::addRow("%s, %s, %s", name, user.isEmpty() ? "nobody" : "wrong password",
                                  closing ? "closes" : "stays")
                        << kinds << user << closing;
                };
                add("Basic", {basic});
                add("Digest", {digest});
                add("Negotiate", {"Negotiate"});
                add("NTLM", {"NTLM"});
                add("NTLM, a broken challenge", {"NTLM AAAA"});
                add("NTLM, its challenge at once", {"NTLM " + ntlmChallenge()});
                add("Negotiate, NTLM, Basic", {"Negotiate", "NTLM", basic});
                add("Digest, NTLM", {digest, "NTLM"});
                add("in one field", {"Negotiate, NTLM, " + basic});
                add("nothing", {});
            }
        }
    }

    void aProxyThatLetsNobodyInIsAskedOnce()
    {
        QFETCH(QByteArrayList, kinds);
        QFETCH(QString, user);
        QFETCH(bool, closing);
        RawServer proxy(tunnelling(kinds, closing));
        Wire wire(through(u"http"_qs, proxy.port(), user));
        const Answer answer = wire.get(m_secure.address());
        const std::vector<QByteArray> received = proxy.received();
        QVERIFY2(received.size() <= 3, qPrintable(QString::number(received.size())));
        QVERIFY(std::count_if(received.begin(), received.end(), isLogin) <= 1);
        // Of what it cannot read Qt only says that the proxy failed.
        const bool isUnread = engineOf({}) == Engine::Qt && answer.error == FetchError::ProxyFailed;
        QVERIFY2(answer.error == FetchError::ProxyLogin || isUnread,
                 qPrintable(fetchErrorId(answer.error) + u": " + answer.errorText));
        QCOMPARE(int(answer.hop.status), 0);
        QVERIFY2(answer.errorText.contains(u"authentication"), qPrintable(answer.errorText));
    }

    void aRefusedTunnelIsNotARejectedLogin_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("user");
        for (const int status : {302, 403, 404, 429, 500, 502, 503}) {
            for (const QString &user : {QString(), u"diver:pearl@"_qs})
                QTest::addRow("%d, %s", status, user.isEmpty() ? "nobody" : "a login") << status << user;
        }
    }

    void aRefusedTunnelIsNotARejectedLogin()
    {
        QFETCH(const int, status);
        QFETCH(const QString, user);
        RawServer proxy([status](RawConnection &connection) {
            while (!connection.readRequest().isEmpty())
                connection.send(QByteArray("HTTP/1.1 " + QByteArray::number(status) +
                                           " No\r\nContent-Length: 2\r\n\r\nno"));
        });
        Wire wire(through(u"http"_qs, proxy.port(), user));
        const Answer answer = wire.get(m_secure.address());
        QVERIFY2(answer.error == FetchError::ProxyFailed,
                 qPrintable(fetchErrorId(answer.error) + u": " + answer.errorText));
        QCOMPARE(int(answer.hop.sends), 0); // to the server
        if (engineOf({}) == Engine::Curl)
            QVERIFY2(answer.errorText.contains(QString::number(status)), qPrintable(answer.errorText));
    }

    void aLoginWithoutAnAnswerIsNotRejected_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("resets");
        for (const bool resets : {false, true}) {
            QTest::addRow("stays, %s", resets ? "resets" : "closes") << QByteArray() << resets;
            QTest::addRow("closes, %s", resets ? "resets" : "closes")
                << QByteArray("Connection: close\r\n") << resets;
        }
    }

    /// It asks for a login, and then closes: that may be what it does for a server that cannot be reached.
    void aLoginWithoutAnAnswerIsNotRejected()
    {
        QFETCH(QByteArray, header);
        QFETCH(bool, resets);
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt waits until the time limit");
        RawServer proxy([header, resets](RawConnection &connection) {
            for (;;) {
                const QByteArray request = connection.readRequest();
                if (isLogin(request) && resets)
                    connection.reset();
                if (request.isEmpty() || isLogin(request))
                    return;
                connection.send(
                    QByteArray("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"shore\"\r\n" + header +
                               "Content-Length: 2\r\n\r\nno"));
                if (!header.isEmpty())
                    return;
            }
        });
        Wire wire(through(u"http"_qs, proxy.port(), u"diver:pearl@"_qs));
        const Answer answer = wire.get(m_secure.address());
        QVERIFY2(answer.error == FetchError::ProxyFailed,
                 qPrintable(fetchErrorId(answer.error) + u": " + answer.errorText));
        QVERIFY2(answer.errorText.contains(u"closed the connection"), qPrintable(answer.errorText));
    }

    /// What the proxy says to the second CONNECT is not the answer.
    void whatIsSentAgainThroughATunnelHasItsOwnAnswer()
    {
        TlsServer server(TlsServer::Certificate::Sound, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", 1);
        for (const QString &user : {QString(), u"diver:pearl@"_qs}) {
            HttpProxy http(user.isEmpty() ? QByteArray() : "diver", user.isEmpty() ? QByteArray() : "pearl");
            Wire wire(through(u"http"_qs, http.port(), user));
            for (int i = 0; i < 3; ++i) {
                const Answer answer = wire.get(server.address());
                QVERIFY2(answer.error == FetchError::None, qPrintable(answer.errorText));
                QCOMPARE(int(answer.hop.status), 404);
            }
        }
        QCOMPARE(server.requests(), 7);
    }

    void aServersRefusalIsNoneOfTheProxy_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QByteArray>("challenge");
        QTest::addColumn<QByteArray>("method");
        for (const QString &scheme : {u"http"_qs, u"socks5"_qs}) {
            for (const QByteArray method : {"GET", "POST", "DELETE"}) {
                for (const QByteArray challenge :
                     {"Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"n\"", "NTLM"})
                    QTest::addRow("%s, %s, %s", qPrintable(scheme), method.constData(),
                                  challenge.left(5).constData())
                        << scheme << challenge << method;
            }
        }
    }

    /// A 407 that comes from behind the tunnel asks for nothing that we have.
    void aServersRefusalIsNoneOfTheProxy()
    {
        QFETCH(QString, scheme);
        QFETCH(QByteArray, challenge);
        QFETCH(QByteArray, method);
        if (engineOf({}) == Engine::Qt)
            QSKIP("Qt asks its manager for a login, and sends again what may be");
        TlsServer server(TlsServer::Certificate::Sound, "HTTP/1.1 407 No\r\nProxy-Authenticate: " +
                                                            challenge + "\r\nContent-Length: 2\r\n\r\nno");
        HttpProxy http("diver", "pearl");
        SocksProxy socks("diver", "pearl");
        const quint16 port = scheme == u"http" ? http.port() : socks.port();
        CrawlSettings settings = through(scheme, port, u"diver:pearl@"_qs);
        settings.request.method = method;
        Wire wire(settings);
        const Answer answer = wire.get(server.address());
        QVERIFY2(answer.error == FetchError::None, qPrintable(answer.errorText));
        QCOMPARE(int(answer.hop.status), 407);
        QCOMPARE(int(answer.hop.sends), 1);
        QCOMPARE(server.requests(), 1);
    }

    void aLoginByNtlm()
    {
        RawServer proxy(tunnelling({"NTLM"}, false, true));
        Wire wire(through(u"http"_qs, proxy.port(), u"diver:pearl@"_qs));
        const Answer answer = wire.get(m_secure.address());
        QVERIFY2(answer.error == FetchError::None, qPrintable(answer.errorText));
        QCOMPARE(answer.body, rawscripts::soundPage());
        QCOMPARE(proxy.requests(), 3);
    }

    /// Qt 6.4 must be told nothing of a reply between its proxy's question and the handshake: it ends by
    /// SIGSEGV.
    void aRefusalThatIsQuickerThanWeAre()
    {
        std::promise<void> refused;
        RawServer proxy([&refused](RawConnection &connection) {
            connection.readRequest();
            connection.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"
                            "Proxy-Authenticate: Basic realm=\"shore\"\r\nProxy-Connection: close\r\n\r\n");
            connection.waitUntilClosed(); // which Qt does when it has read that, before it asks for a login
            if (connection.number() == 0)
                refused.set_value();
        });
        const CrawlSettings settings = through(u"http"_qs, proxy.port(), {});
        TardyManager manager(refused.get_future());
        manager.setProxy(makeManager(settings)->proxy());
        const WireRequest request = firstRequest(m_secure.address(), settings, nullptr);
        Exchange exchange(request, {1'000'000, 0, false, false}, nullptr);
        const QSignalSpy finished(&exchange, &Exchange::finished);
        exchange.start(manager, toNetworkRequest(request, commonRequest(settings, 5)));
        QCOMPARE(proxy.requests(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 10'000);
        QCOMPARE(exchange.takeAnswer().error, FetchError::ProxyLogin);
    }

    void aHeldBodyStaysBeyondTheProxy()
    {
        constexpr qint64 megabyte = 1'000'000;
        const TlsServer server(TlsServer::Certificate::Sound,
                               "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" +
                                   QByteArray(50 * megabyte, 'p'));
        std::atomic<qint64> passed = 0;
        RawServer proxy([&](RawConnection &connection) {
            connection.readRequest();
            const Descriptor there = connectTo("127.0.0.1", server.port());
            connection.send("HTTP/1.1 200 Connection established\r\n\r\n");
            relay(connection.descriptor(), there.number(), &passed);
        });
        Wire wire(through(u"http"_qs, proxy.port(), {}));
        MemoryBudget memory;
        memory.setLimit(megabyte);
        memory.hold(megabyte);
        const Exchange::Options options{100 * megabyte, 0, false, false, true, &memory};
        const Answer answer = wire.get(server.address(), options, [](Exchange &exchange) {
            connect(&exchange, &Exchange::held, &exchange, [&exchange](bool isHeld) {
                if (isHeld) // gives Qt the time to read it all, if it were to
                    QTimer::singleShot(500ms, &exchange,
                                       [&exchange] { exchange.expire(FetchError::Timeout); });
            });
        });
        QCOMPARE(answer.error, FetchError::Timeout);
        QVERIFY2(passed < 20 * megabyte, qPrintable(QString::number(passed)));
    }

    void aWrongPasswordForWholeAddressesIsAnAnswer()
    {
        HttpProxy http("diver", "pearl");
        Wire wire(through(u"http"_qs, http.port(), u"diver:shell@"_qs));
        const Answer answer = wire.get(m_plain.address());
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(int(answer.hop.status), 407);
    }

    /// It has been told who we are: nothing is sent again to say it in another way.
    void aRefusalOfWholeAddressesIsAskedForOnce_data()
    {
        QTest::addColumn<QByteArray>("challenge");
        QTest::addColumn<QByteArray>("method");
        for (const QByteArray method : {"GET", "POST"}) {
            for (const QByteArray challenge :
                 {"Basic realm=\"r\"", "Digest realm=\"r\", nonce=\"n\", stale=true", "NTLM", "Negotiate"})
                QTest::addRow("%s, %s", method.constData(), challenge.left(5).constData())
                    << challenge << method;
        }
    }

    void aRefusalOfWholeAddressesIsAskedForOnce()
    {
        QFETCH(QByteArray, challenge);
        QFETCH(QByteArray, method);
        RawServer proxy(rawscripts::answering("HTTP/1.1 407 No\r\nProxy-Authenticate: " + challenge +
                                              "\r\nContent-Length: 2\r\n\r\nno"));
        CrawlSettings settings = through(u"http"_qs, proxy.port(), u"diver:pearl@"_qs);
        settings.request.method = method;
        settings.request.hasBody = method == "POST";
        settings.request.body = method == "POST" ? "shingle" : "";
        Wire wire(settings);
        const Answer answer = wire.get(m_plain.address());
        QVERIFY2(answer.error == FetchError::None, qPrintable(answer.errorText));
        QCOMPARE(int(answer.hop.status), 407);
        QCOMPARE(int(answer.hop.sends), 1);
        QCOMPARE(proxy.requests(), 1);
    }

    /// It may know some that we do not.
    void aSocksProxyLooksUpNames()
    {
        const RawServer proxy([](RawConnection &connection) {
            const int socket = connection.descriptor();
            readExactly(socket, uchar(readExactly(socket, 2).back())); // the methods that we offer
            connection.send(QByteArrayView("\5\0", 2));
            const QByteArray asked = readExactly(socket, 5);
            constexpr char name = 3;
            if (asked[3] != name)
                return;
            readExactly(socket, uchar(asked.back()) + 2);
            connection.send(QByteArrayView("\5\0\0\1\0\0\0\0\0\0", 10));
            connection.readRequest();
            connection.send(rawscripts::soundAnswer());
        });
        Wire wire(through(u"socks5"_qs, proxy.port(), {}));
        const Answer answer = wire.get(QUrl(u"http://inside.invalid/"_qs));
        QVERIFY2(answer.error == FetchError::None, qPrintable(answer.errorText));
        QCOMPARE(answer.body, rawscripts::soundPage());
    }

    void aHostThatASocksProxyCannotFindIsNotFound()
    {
        SocksProxy socks;
        for (const QString &name : {u"127.0.0.1"_qs, u"localhost"_qs}) {
            CrawlSettings settings = through(u"socks5"_qs, socks.port(), {});
            settings.proxy.setHost(name);
            const Answer answer = Wire(settings).get(QUrl(u"http://host.invalid/"_qs));
            QVERIFY2(answer.error == FetchError::HostNotFound,
                     qPrintable(fetchErrorId(answer.error) + u": " + answer.errorText));
        }
    }

    void withoutAProxyARefusalIsTheHosts()
    {
        const RefusingPort closed;
        Wire wire;
        const Answer answer = wire.get(QUrl(u"http://127.0.0.1:%1/"_qs.arg(closed.port())));
        QCOMPARE(answer.error, FetchError::Refused);
        QCOMPARE(Wire().get(QUrl(u"http://host.invalid/"_qs)).error, FetchError::HostNotFound);
    }

private:
    static CrawlSettings through(const QString &scheme, quint16 port, const QString &user)
    {
        CrawlSettings settings;
        settings.proxy = QUrl(scheme % u"://" % user % u"127.0.0.1:" % QString::number(port));
        return settings;
    }

    RawServer m_plain{rawscripts::answering(rawscripts::soundAnswer())};
    TlsServer m_secure{TlsServer::Certificate::Sound};
};

int main(int argc, char **argv)
{
    prepareNetwork();
    QCoreApplication app(argc, argv);
    TestProxies test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_proxies.moc"
