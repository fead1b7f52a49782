// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/curlerror.h"

#include <QTest>

using namespace turnstone;

/// What libcurl and OpenSSL say, for people.
class TestCurlError final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handshakes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("shown");
        const auto add = [](const char *text, const char *shown) {
            QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(shown);
        };
        add("OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number",
            "The server does not speak TLS there (wrong version number)");
        add("OpenSSL/3.0.19: error:0A000410:SSL routines::sslv3 alert handshake failure",
            "The server refused the handshake (sslv3 alert handshake failure)");
        add("OpenSSL/3.0.19: error:0A00042E:SSL routines::tlsv1 alert protocol version",
            "The server and Turnstone have no version of TLS in common (tlsv1 alert protocol version)");
        add("OpenSSL/3.0.19: error:0A000458:SSL routines::tlsv1 unrecognized name",
            "The server does not know this host (tlsv1 unrecognized name)");
        add("OpenSSL/3.0.19: error:0A00045C:SSL routines::tlsv13 alert certificate required",
            "The server asks for a client certificate (tlsv13 alert certificate required)");
        add("OpenSSL SSL_read: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0",
            "The server asks for a client certificate (tlsv13 alert certificate required)");
        add("OpenSSL/3.0.19: error:0A00018A:SSL routines::dh key too small",
            "The server's key is too weak (dh key too small)");
        add("OpenSSL/3.0.19: error:0A000119:SSL routines::decryption failed or bad record mac",
            "decryption failed or bad record mac");
        add("a text of another library", "a text of another library");
        add("", "");
    }

    void handshakes()
    {
        QFETCH(QByteArray, text);
        QTEST(handshakeText(text), "shown");
    }

    void statuses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QNetworkReply::NetworkError>("error");
        for (const int status : {100, 200, 204, 301, 304, 399})
            QTest::addRow("%d", status) << status << QNetworkReply::NoError;
        QTest::newRow("400") << 400 << QNetworkReply::ProtocolInvalidOperationError;
        QTest::newRow("401") << 401 << QNetworkReply::AuthenticationRequiredError;
        QTest::newRow("404") << 404 << QNetworkReply::ContentNotFoundError;
        QTest::newRow("429") << 429 << QNetworkReply::UnknownContentError;
        QTest::newRow("499") << 499 << QNetworkReply::UnknownContentError;
        QTest::newRow("500") << 500 << QNetworkReply::InternalServerError;
        QTest::newRow("503") << 503 << QNetworkReply::ServiceUnavailableError;
        QTest::newRow("599") << 599 << QNetworkReply::UnknownServerError;
        QTest::newRow("999") << 999 << QNetworkReply::UnknownServerError;
    }

    void statuses()
    {
        QFETCH(int, status);
        QTEST(errorOfStatus(status), "error");
    }
};

QTEST_GUILESS_MAIN(TestCurlError)
#include "tst_curlerror.moc"
