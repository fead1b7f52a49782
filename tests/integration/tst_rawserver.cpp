// SPDX-License-Identifier: GPL-3.0-or-later
// The misbehaving server misbehaves as it says: what a client that adds nothing sees of each script.
#include "tests/support/oddports.h"
#include "tests/support/rawclient.h"
#include "tests/support/rawscripts.h"
#include "tests/support/tlsserver.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QtEndian>

#include <optional>

namespace turnstone {

namespace scripts = rawscripts;
using Ending = RawAnswer::Ending;

class TestRawServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_data();
    void answers();
    void staysSilent();
    void sendsWithoutEnd_data();
    void sendsWithoutEnd();
    void sendsOddHeaders();
    void sendsManyHeaders();
    void bombs();
    void splitsItsAnswer();
    void countsRequests();
    void readsBodies();
    void closesOnReuse();
    void stopsWithOpenConnections();
    void refusesConnections();
    void neverAccepts();
    void secures_data();
    void secures();
};

void TestRawServer::answers_data()
{
    QTest::addColumn<RawServer::Script>("script");
    QTest::addColumn<int>("status");
    QTest::addColumn<RawAnswer::Ending>("ending");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const RawServer::Script &script, int status, Ending ending,
                        const QByteArray &body = {}) {
        QTest::newRow(name) << script << status << ending << body;
    };
    row("sound", scripts::answering(scripts::soundAnswer()), 200, Ending::Complete, scripts::soundPage());
    row("close at once", scripts::closeAfterRequest(), 0, Ending::Closed);
    row("reset", scripts::resetAfterRequest(), 0, Ending::Reset);
    row("reset in body", scripts::resetInBody(), 200, Ending::Reset);
    row("garbage", scripts::garbage(), 0, Ending::Complete);
    row("half header", scripts::halfHeader(), 0, Ending::Closed);
    row("half body", scripts::halfBody(), 200, Ending::Closed, "<title>Raw");
    row("broken gzip", scripts::brokenGzip(), 200, Ending::Complete);
    row("cut chunks", scripts::cutChunks(), 200, Ending::Closed);
    row("two lengths", scripts::twoLengths(), 200, Ending::Complete, scripts::soundPage().first(10));
    row("HTTP/0.9", scripts::http09(), 0, Ending::Closed);
    row("byte by byte", scripts::byteByByte(), 200, Ending::Complete, scripts::soundPage());
    row("long status", scripts::longStatus(), 2000, Ending::Complete, scripts::soundPage());
    row("no status", scripts::noStatus(), 0, Ending::Complete);
    row("odd version", scripts::oddVersion(), 200, Ending::Complete, scripts::soundPage());
    row("continue first", scripts::continues(1), 100, Ending::Complete);
    row("switches protocols", scripts::switchesProtocols(), 101, Ending::Complete);
    row("surplus body", scripts::surplusBody(), 200, Ending::Complete, scripts::soundPage().first(10));
}

void TestRawServer::answers()
{
    QFETCH(RawServer::Script, script);
    QFETCH(int, status);
    QFETCH(RawAnswer::Ending, ending);
    QFETCH(QByteArray, body);
    const RawServer server(script);
    const RawAnswer answer = fetch(server.address());
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.ending, ending);
    if (!body.isEmpty())
        QCOMPARE(answer.body, body);
    QCOMPARE(server.requests(), 1);
}

void TestRawServer::staysSilent()
{
    for (const RawServer::Script &script : {scripts::silence(), scripts::stalledBody()}) {
        const RawServer server(script);
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
        client.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE(server.requests(), 1);
        while (client.waitForReadyRead(50))
            client.readAll();
        QCOMPARE(client.state(), QAbstractSocket::ConnectedState);
    }
}

void TestRawServer::sendsWithoutEnd_data()
{
    QTest::addColumn<RawServer::Script>("script");
    QTest::newRow("headers") << scripts::endlessHeaders();
    QTest::newRow("header line") << scripts::endlessHeaderLine();
    QTest::newRow("continues") << scripts::endlessContinues();
}

void TestRawServer::sendsWithoutEnd()
{
    QFETCH(RawServer::Script, script);
    const RawServer server(script);
    QTcpSocket client;
    client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
    client.write("GET / HTTP/1.1\r\n\r\n");
    constexpr qint64 enough = 4'000'000;
    qint64 received = 0;
    while (received < enough && (client.bytesAvailable() > 0 || client.waitForReadyRead(5000)))
        received += client.readAll().size();
    QVERIFY(received >= enough);
}

void TestRawServer::sendsOddHeaders()
{
    const RawServer nul(scripts::nulInHeader());
    QCOMPARE(fetch(nul.address()).header("X-Nul"), QByteArray("a\0b", 3));
    const RawServer colonless(scripts::colonlessHeader());
    const RawAnswer answer = fetch(colonless.address());
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.headers.at(1).first.isEmpty());
    const RawServer negative(scripts::negativeLength());
    QCOMPARE(fetch(negative.address()).header("Content-Length"), QByteArray("-5"));
    const RawServer chunks(scripts::badChunkSize());
    QCOMPARE(fetch(chunks.address()).header("Transfer-Encoding"), QByteArray("chunked"));
    const RawServer overlong(scripts::overlongChunk());
    QVERIFY(fetch(overlong.address()).body.startsWith("<ti"));
}

void TestRawServer::sendsManyHeaders()
{
    const RawServer server(scripts::manyHeaders(200'000));
    const RawAnswer answer = fetch(server.address());
    QCOMPARE(answer.headers.size(), 200'002U);
    QCOMPARE(answer.body, scripts::soundPage());
}

void TestRawServer::bombs()
{
    constexpr int megabytes = 50;
    const RawServer server(scripts::gzipBomb(megabytes));
    const RawAnswer answer = fetch(server.address());
    QCOMPARE(answer.header("Content-Encoding"), QByteArray("gzip"));
    QVERIFY(answer.body.startsWith("\x1f\x8b"));
    QVERIFY(answer.body.size() < megabytes * 1024 * 1024 / 100);
    // The last four bytes of a gzip stream are the size of what is in it.
    const auto *end = reinterpret_cast<const uchar *>(answer.body.constData() + answer.body.size() - 4);
    QCOMPARE(qFromLittleEndian<quint32>(end), quint32(megabytes) * 1024 * 1024);
}

void TestRawServer::splitsItsAnswer()
{
    const RawServer server(scripts::byteByByte());
    const RawAnswer answer = fetch(server.address());
    QCOMPARE(answer.body, scripts::soundPage());
    QVERIFY2(answer.reads > 5, qPrintable(QString::number(answer.reads)));
}

void TestRawServer::countsRequests()
{
    const RawServer server(scripts::answering(scripts::soundAnswer()));
    RawClient first(server.port());
    RawClient second(server.port());
    for (RawClient *client : {&first, &first, &second})
        QCOMPARE(client->get("/counted").status, 200);
    QCOMPARE(server.requests(), 3);
    QCOMPARE(server.connections(), 2);
    QVERIFY(server.received().front().startsWith("GET /counted HTTP/1.1\r\n"));
}

void TestRawServer::readsBodies()
{
    const RawServer server(scripts::answering(scripts::soundAnswer()));
    RawClient client(server.port());
    const QByteArray body(200'000, 'x');
    QCOMPARE(client.request("POST", "/", {}, body).status, 200);
    QCOMPARE(client.get("/next").status, 200);
    QVERIFY(server.received().front().endsWith(body));
    QVERIFY(server.received().back().startsWith("GET /next"));
}

void TestRawServer::closesOnReuse()
{
    const RawServer server(scripts::closeOnReuse());
    RawClient client(server.port());
    QCOMPARE(client.get("/").status, 200);
    QCOMPARE(client.get("/").ending, Ending::Closed);
    QCOMPARE(server.requests(), 2);
}

void TestRawServer::stopsWithOpenConnections()
{
    QElapsedTimer timer;
    std::optional<RawClient> client;
    {
        const RawServer server(scripts::silence());
        client.emplace(server.port());
        client->send("GET / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE(server.requests(), 1);
        timer.start();
    }
    QVERIFY(timer.elapsed() < 2000);
    QCOMPARE(client->readAnswer().ending, Ending::Closed);
}

void TestRawServer::refusesConnections()
{
    const RefusingPort refusing;
    QVERIFY(!RawClient(refusing.port()).isConnected());
    const RawServer atOnce(scripts::closeAtOnce());
    QCOMPARE(RawClient(atOnce.port()).readAnswer().ending, Ending::Closed);
    const RawServer reset(scripts::resetAtOnce());
    QCOMPARE(RawClient(reset.port()).readAnswer().ending, Ending::Reset);
}

void TestRawServer::neverAccepts()
{
    const DeafPort deaf;
    QTcpSocket client;
    client.connectToHost(QHostAddress(QHostAddress::LocalHost), deaf.port());
    QVERIFY(!client.waitForConnected(200));
    QCOMPARE(client.error(), QAbstractSocket::SocketTimeoutError);
}

void TestRawServer::secures_data()
{
    using Certificate = TlsServer::Certificate;
    QTest::addColumn<TlsServer::Certificate>("certificate");
    QTest::addColumn<QList<QSslError::SslError>>("errors");
    const auto row = [](const char *name, Certificate certificate, const QList<QSslError::SslError> &errors) {
        QTest::newRow(name) << certificate << errors;
    };
    row("sound", Certificate::Sound, {});
    row("self-signed", Certificate::SelfSigned, {QSslError::SelfSignedCertificate});
    row("expired", Certificate::Expired, {QSslError::CertificateExpired});
    row("wrong host", Certificate::WrongHost, {QSslError::HostNameMismatch});
}

void TestRawServer::secures()
{
    QFETCH(TlsServer::Certificate, certificate);
    QFETCH(QList<QSslError::SslError>, errors);
    const TlsServer server(certificate);
    QNetworkAccessManager manager;
    QNetworkRequest request(server.address());
    QSslConfiguration trust = QSslConfiguration::defaultConfiguration();
    trust.setCaCertificates({TlsServer::authority()});
    request.setSslConfiguration(trust);
    const std::unique_ptr<QNetworkReply> reply(manager.get(request));
    QList<QSslError::SslError> seen;
    connect(reply.get(), &QNetworkReply::sslErrors, this, [&seen](const QList<QSslError> &all) {
        for (const QSslError &error : all)
            seen.append(error.error());
    });
    const QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(seen, errors);
    QCOMPARE(server.requests(), errors.isEmpty() ? 1 : 0);
    QCOMPARE(reply->readAll(), errors.isEmpty() ? rawscripts::soundPage() : QByteArray());
}

} // namespace turnstone

QTEST_GUILESS_MAIN(turnstone::TestRawServer)
#include "tst_rawserver.moc"
