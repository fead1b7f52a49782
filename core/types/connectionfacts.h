// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>

namespace turnstone {

/// What a server's certificate says of itself; whether it is to be believed, the verdict tells.
struct CertificateFacts
{
    QByteArray sha256; ///< of its DER, in hexadecimal digits
    QString subject;   ///< distinguished names (RFC 4514)
    QString issuer;
    QStringList names;      ///< hosts and addresses that it is for; at most 100
    qint64 validFromMs = 0; ///< UTC, ms since the epoch; 0: not known
    qint64 expiresMs = 0;   ///< likewise

    bool operator==(const CertificateFacts &) const = default;
};

/// What all requests on one connection have in common, and share. What is empty is not known, or there is
/// none.
struct ConnectionFacts
{
    QByteArray remoteAddress; ///< "192.0.2.1", "2001:db8::1"; through a proxy that of the proxy
    QByteArray tlsVersion;    ///< "TLSv1.3"
    QByteArray cipher;        ///< as OpenSSL names it
    std::shared_ptr<const CertificateFacts> certificate;
};

} // namespace turnstone
