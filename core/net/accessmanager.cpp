// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/accessmanager.h"

#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslConfiguration>

namespace turnstone {

namespace {

QByteArray versionOf(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2:
        return "TLSv1.2";
    case QSsl::TlsV1_3:
        return "TLSv1.3";
    default: // older ones are not spoken
        return {};
    }
}

} // namespace

std::shared_ptr<const ConnectionFacts> AccessManager::connectionOf(const QNetworkReply &reply)
{
    const QSslConfiguration tls = reply.sslConfiguration();
    const QSslCertificate certificate = tls.peerCertificate();
    if (certificate.isNull())
        return nullptr;
    auto facts = std::make_shared<ConnectionFacts>();
    facts->tlsVersion = versionOf(tls.sessionProtocol());
    facts->cipher = tls.sessionCipher().name().toLatin1();
    facts->certificate = m_certificates.read(certificate.toDer());
    return facts;
}

} // namespace turnstone
