// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tlsserver.h"

#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

#include <openssl/ssl.h>

namespace turnstone {

namespace {

QByteArray readPem(const char *name)
{
    QFile file(QStringLiteral(TURNSTONE_TEST_CERTS "/") + QString::fromLatin1(name) + QStringLiteral(".pem"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

const char *nameOf(TlsServer::Certificate certificate)
{
    switch (certificate) {
    case TlsServer::Certificate::Sound:
    case TlsServer::Certificate::AsksBack:
        return "sound";
    case TlsServer::Certificate::SelfSigned:
        return "self-signed";
    case TlsServer::Certificate::Expired:
        return "expired";
    case TlsServer::Certificate::WrongHost:
        return "wrong-host";
    }
    return "";
}

/// Serves one connection with Qt's blocking calls, until the client closes or the server shuts the socket
/// down.
RawServer::Script serving(const char *name, const QByteArray &answer, int answersOfFirst,
                          const TlsServer::Pauses &pauses, const std::shared_ptr<std::atomic_int> &requests)
{
    return [pem = readPem(name), answer, answersOfFirst, pauses, requests](RawConnection &connection) {
        constexpr int patienceMs = 10'000;
        QSslSocket socket;
        // The socket closes what it is given; the server still needs its own to shut down.
        socket.setSocketDescriptor(::dup(connection.descriptor()));
        socket.setLocalCertificate(QSslCertificate(pem));
        socket.setPrivateKey(QSslKey(pem, QSsl::Ec));
        if (!connection.pause(pauses.handshake))
            return;
        socket.startServerEncryption();
        if (!socket.waitForEncrypted(patienceMs))
            return;
        QByteArray received;
        int served = 0;
        while (socket.bytesAvailable() > 0 || socket.waitForReadyRead(patienceMs)) {
            received += socket.readAll();
            if (!received.contains("\r\n\r\n"))
                continue;
            received.clear();
            ++*requests;
            if (connection.number() == 0 && answersOfFirst >= 0 && ++served > answersOfFirst)
                return;
            const bool isOnePiece = pauses.body.count() == 0;
            const qsizetype header = isOnePiece ? answer.size() : answer.indexOf("\r\n\r\n") + 4;
            for (const auto &[pause, part] : {std::pair(pauses.header, answer.first(header)),
                                              std::pair(pauses.body, answer.sliced(header))}) {
                if (!connection.pause(pause))
                    return;
                socket.write(part);
                while (socket.encryptedBytesToWrite() > 0 || socket.bytesToWrite() > 0) {
                    if (!socket.waitForBytesWritten(patienceMs))
                        return;
                }
            }
        }
    };
}

/// Qt cannot refuse a client that has no certificate in the words of TLS.
RawServer::Script askingBack(const char *name)
{
    return [pem = readPem(name)](RawConnection &connection) {
        const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()),
                                                                        &SSL_CTX_free);
        const QSslCertificate certificate(pem);
        const QByteArray der = certificate.toDer(), key = QSslKey(pem, QSsl::Ec).toDer();
        SSL_CTX_use_certificate_ASN1(context.get(), int(der.size()),
                                     reinterpret_cast<const unsigned char *>(der.constData()));
        SSL_CTX_use_PrivateKey_ASN1(EVP_PKEY_EC, context.get(),
                                    reinterpret_cast<const unsigned char *>(key.constData()), key.size());
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        const std::unique_ptr<SSL, decltype(&SSL_free)> session(SSL_new(context.get()), &SSL_free);
        SSL_set_fd(session.get(), connection.descriptor());
        SSL_accept(session.get()); // in vain
        connection.waitUntilClosed();
    };
}

} // namespace

TlsServer::TlsServer(Certificate certificate, const QByteArray &answer, int answersOfFirst)
    : m_requests(std::make_shared<std::atomic_int>(0))
    , m_server(certificate == Certificate::AsksBack
                   ? askingBack(nameOf(certificate))
                   : serving(nameOf(certificate), answer, answersOfFirst, {}, m_requests))
{}

TlsServer::TlsServer(Certificate certificate, const Pauses &pauses)
    : m_requests(std::make_shared<std::atomic_int>(0))
    , m_server(serving(nameOf(certificate), rawscripts::soundAnswer(), -1, pauses, m_requests))
{}

QSslCertificate TlsServer::authority()
{
    return QSslCertificate(readPem("authority"));
}

void TlsServer::trust()
{
    QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
    trusting.addCaCertificate(authority());
    QSslConfiguration::setDefaultConfiguration(trusting);
}

} // namespace turnstone
