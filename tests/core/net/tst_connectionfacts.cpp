// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/certificateshelf.h"
#include "core/net/networksetup.h"
#include "tests/core/net/wire.h"
#include "tests/support/httpproxy.h"
#include "tests/support/oddports.h"
#include "tests/support/relay.h"
#include "tests/support/socksproxy.h"
#include "tests/support/tlsserver.h"

#include <QDateTime>
#include <QTimer>

#include <atomic>
#include <set>

using namespace turnstone;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Exchange::Options Usual{1'000'000, 0, false, false};

bool isByQt()
{
    return engineOf({}) == Engine::Qt;
}

QByteArray addressOf(const Hop &hop)
{
    return hop.connection ? hop.connection->remoteAddress : QByteArray();
}

} // namespace

/// What is known of the connection that a request went out on.
class TestConnectionFacts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        prepareNetwork();
        TlsServer::trust();
    }

    void plainHttp()
    {
        const RawServer server(rawscripts::answering(rawscripts::soundAnswer()));
        Wire wire;
        const Hop first = wire.get(server.address()).hop, second = wire.get(server.address()).hop;
        QCOMPARE(first.httpVersion, "1.1");
        QCOMPARE(first.phases.tlsUs, -1);
        if (isByQt()) {
            QVERIFY(!first.connection && !first.reused);
            return;
        }
        QCOMPARE(addressOf(first), "127.0.0.1");
        QVERIFY(first.connection->tlsVersion.isEmpty() && !first.connection->certificate);
        QCOMPARE(first.reused, std::optional(false));
        QCOMPARE(second.reused, std::optional(true));
        QCOMPARE(second.connection, first.connection); // not another one like it
    }

    void tls()
    {
        const TlsServer server(TlsServer::Certificate::Sound);
        Wire wire;
        const Hop hop = wire.get(server.address()).hop;
        QCOMPARE(int(hop.status), 200);
        QCOMPARE(hop.connection->tlsVersion, "TLSv1.3");
        QVERIFY(hop.connection->cipher.startsWith("TLS_"));
        const auto certificate = hop.connection->certificate;
        QCOMPARE(certificate->subject, u"CN=Turnstone test sound"_s);
        QCOMPARE(certificate->issuer, u"CN=Turnstone test authority"_s);
        QCOMPARE(certificate->names, (QStringList{u"127.0.0.1"_s, u"localhost"_s}));
        const auto iso = [](qint64 ms) {
            return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate);
        };
        QCOMPARE(iso(certificate->validFromMs), u"2024-01-01T00:00:00Z"_s);
        QCOMPARE(iso(certificate->expiresMs), u"2124-01-01T00:00:00Z"_s);
        QCOMPARE(certificate->sha256.size(), 64);
        const Hop next = wire.get(server.address()).hop;
        QCOMPARE(next.connection->certificate, certificate);
        QCOMPARE(next.phases.tlsUs, -1);
        if (!isByQt()) {
            QVERIFY(hop.phases.tlsUs > 0 && hop.phases.tlsUs <= hop.phases.connectUs);
            QCOMPARE(addressOf(hop), "127.0.0.1");
            QCOMPARE(next.connection, hop.connection);
        }
    }

    /// Whose certificate is refused is worth knowing most of all.
    void refusedCertificates_data()
    {
        QTest::addColumn<TlsServer::Certificate>("kind");
        QTest::addColumn<QString>("subject");
        QTest::newRow("expired") << TlsServer::Certificate::Expired << u"CN=Turnstone test expired"_s;
        QTest::newRow("self-signed") << TlsServer::Certificate::SelfSigned
                                     << u"CN=Turnstone test self-signed"_s;
        QTest::newRow("of another host")
            << TlsServer::Certificate::WrongHost << u"CN=Turnstone test wrong-host"_s;
    }

    void refusedCertificates()
    {
        QFETCH(TlsServer::Certificate, kind);
        QFETCH(QString, subject);
        const TlsServer server(kind);
        Wire wire;
        const Answer refused = wire.get(server.address());
        QCOMPARE(refused.error, FetchError::Tls);
        if (!isByQt()) {
            QCOMPARE(addressOf(refused.hop), "127.0.0.1");
            QVERIFY(refused.hop.connection->certificate);
            QCOMPARE(refused.hop.connection->certificate->subject, subject);
        }
        QCOMPARE(refused.hop.phases.connectUs, -1);
        CrawlSettings trusting;
        trusting.insecure = true;
        Wire insecure(trusting);
        Exchange::Options options = Usual;
        options.insecure = true;
        const Answer taken = insecure.get(server.address(), options);
        QCOMPARE(int(taken.hop.status), 200);
        QCOMPARE(taken.hop.connection->certificate->subject, subject);
    }

    void whoeverIsSilentIsKnown()
    {
        if (isByQt())
            QSKIP("nothing is known with it");
        const RawServer server(rawscripts::silence());
        Wire wire;
        const Answer answer = wire.get(server.address(), Usual, [](Exchange &exchange) {
            connect(&exchange, &Exchange::sent, &exchange, [&exchange] {
                QTimer::singleShot(10ms, &exchange, [&] { exchange.expire(FetchError::Timeout); });
            });
        });
        QCOMPARE(answer.error, FetchError::Timeout);
        QCOMPARE(addressOf(answer.hop), "127.0.0.1");
        QCOMPARE(answer.hop.reused, std::optional(false));
    }

    void nobodyThere()
    {
        const RefusingPort port;
        Wire wire;
        const Hop hop = wire.get(QUrl(u"http://127.0.0.1:%1/"_s.arg(port.port()))).hop;
        QVERIFY(!hop.reused);
        QVERIFY(hop.httpVersion.isEmpty());
    }

    /// Of the connection; the handshake is with the server.
    void throughATunnel()
    {
        if (isByQt())
            QSKIP("it does not tell how long a handshake takes");
        constexpr TlsServer::Pauses pauses{200ms, 0ms, 0ms};
        const TlsServer server(TlsServer::Certificate::Sound, pauses);
        const HttpProxy proxy;
        CrawlSettings settings;
        settings.proxy = QUrl(u"http://127.0.0.1:%1"_s.arg(proxy.port()));
        Wire wire(settings);
        const Hop hop = wire.get(server.address()).hop;
        QCOMPARE(int(hop.status), 200);
        QCOMPARE(addressOf(hop), "127.0.0.1");
        QCOMPARE(hop.connection->certificate->subject, u"CN=Turnstone test sound"_s);
        QVERIFY(hop.phases.tlsUs > 190'000 && hop.phases.tlsUs <= hop.phases.connectUs);
    }

    void whatAProxyTakesIsNotOfTheHandshake()
    {
        if (isByQt())
            QSKIP("it does not tell how long a handshake takes");
        const TlsServer server(TlsServer::Certificate::Sound);
        const RawServer proxy([&server](RawConnection &connection) {
            connection.readRequest();
            const Descriptor there = connectTo("127.0.0.1", server.port());
            connection.pause(200ms);
            connection.send("HTTP/1.1 200 Connection established\r\n\r\n");
            relay(connection.descriptor(), there.number());
        });
        CrawlSettings settings;
        settings.proxy = QUrl(u"http://127.0.0.1:%1"_s.arg(proxy.port()));
        Wire wire(settings);
        const Phases phases = wire.get(server.address()).hop.phases;
        QVERIFY(phases.tlsUs > 0);
        QVERIFY2(phases.connectUs - phases.tlsUs > 190'000, qPrintable(QString::number(phases.tlsUs)));
    }

    /// A descriptor's number comes back for another connection at once.
    void anotherConnectionHasFactsOfItsOwn()
    {
        if (isByQt())
            QSKIP("it has none");
        Wire wire;
        for (int i = 0; i < 3; ++i) {
            const RawServer server(rawscripts::answeringOnce("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
            const TlsServer tls(TlsServer::Certificate::Sound);
            QVERIFY(!wire.get(server.address()).hop.connection->certificate);
            QVERIFY(wire.get(tls.address()).hop.connection->certificate);
        }
    }

    void twoConnectionsToOneServerAreTwo()
    {
        if (isByQt())
            QSKIP("nothing is known with it");
        std::atomic_int asked = 0;
        const RawServer server([&asked](RawConnection &connection) {
            while (!connection.readRequest().isEmpty()) {
                for (const int number = asked++; asked <= (number | 1) && connection.pause(1ms);) {
                } // until the other of the two is there
                connection.send(rawscripts::soundAnswer());
            }
        });
        Wire wire;
        const auto askTwiceAtOnce = [&] {
            Hop other;
            const Hop one =
                wire.get(server.address(), Usual, [&](Exchange &) { other = wire.get(server.address()).hop; })
                    .hop;
            return std::set{one.connection, other.connection};
        };
        const auto opened = askTwiceAtOnce();
        QCOMPARE(opened.size(), size_t(2));
        QVERIFY(askTwiceAtOnce() == opened);
        QCOMPARE(server.connections(), 2);
    }

    void certificatesAreReadOnce()
    {
        CertificateShelf shelf;
        const QByteArray der = TlsServer::authority().toDer();
        const auto facts = shelf.read(der);
        QVERIFY(facts);
        QCOMPARE(shelf.read(der), facts);
        QCOMPARE(facts->sha256, TlsServer::authority().digest(QCryptographicHash::Sha256).toHex());
        QVERIFY(facts->names.isEmpty());
        for (qsizetype size = 0; size < der.size(); size += 7)
            QVERIFY(!shelf.read(der.first(size)));
        QVERIFY(!shelf.read("nothing of the kind"));
    }
};

QTEST_GUILESS_MAIN(TestConnectionFacts)
#include "tst_connectionfacts.moc"
