// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"
#include "tests/core/net/wire.h"
#include "tests/support/httpproxy.h"
#include "tests/support/oddports.h"
#include "tests/support/rawscripts.h"
#include "tests/support/socksproxy.h"
#include "tests/support/tlsserver.h"

#include <QSslConfiguration>
#include <QStringBuilder>

#include <array>

using namespace turnstone;

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

} // namespace

/// Requests through proxies that work, refuse, are down, or are not there.
class TestProxies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
        trusting.addCaCertificate(TlsServer::authority());
        QSslConfiguration::setDefaultConfiguration(trusting);
    }

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
        QVERIFY2(answer.error == FetchError::ProxyFailed,
                 qPrintable(fetchErrorId(answer.error) + u": " + answer.errorText));
        QCOMPARE(int(answer.hop.status), 0);
        QVERIFY2(answer.errorText.contains(host % u':' % QString::number(proxy.port())),
                 qPrintable(answer.errorText));
        QVERIFY2(!answer.errorText.contains(u"shell"), qPrintable(answer.errorText));
        QVERIFY(answer.errorText.endsWith(u'.'));
    }

    void aWrongPasswordForWholeAddressesIsAnAnswer()
    {
        HttpProxy http("diver", "pearl");
        Wire wire(through(u"http"_qs, http.port(), u"diver:shell@"_qs));
        const Answer answer = wire.get(m_plain.address());
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(int(answer.hop.status), 407);
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
