// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connectiontext.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"

#include <QDateTime>

namespace turnstone {

QString connectionText(const Hop &hop)
{
    QStringList parts;
    const QString address =
        hop.connection ? visibleLine(QString::fromLatin1(hop.connection->remoteAddress), 64) : QString();
    const QString kind = !hop.reused   ? QString()
                         : *hop.reused ? tr("connection used before")
                                       : tr("new connection");
    if (!kind.isEmpty() && !address.isEmpty())
        parts.append(tr("%1, to %2").arg(kind, address));
    else if (!kind.isEmpty() || !address.isEmpty())
        parts.append(kind + address);
    if (const QString protocol = protocolText(hop.httpVersion, &hop); !protocol.isEmpty())
        parts.append(protocol);
    return parts.join(QStringLiteral(", "));
}

QString protocolText(const QByteArray &httpVersion, const Hop *hop)
{
    if (httpVersion.isEmpty())
        return {};
    const QString http = QStringLiteral("HTTP/") + visibleLine(QString::fromLatin1(httpVersion), 16);
    if (!hop || !hop->secure)
        return http;
    const bool isKnown = hop->connection && !hop->connection->tlsVersion.isEmpty();
    const QString tls =
        isKnown ? visibleLine(QString::fromLatin1(hop->connection->tlsVersion), 16) : QStringLiteral("TLS");
    return tr("%1 over %2").arg(http, tls);
}

QString expiryText(const CertificateFacts &certificate)
{
    if (certificate.expiresMs == 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(certificate.expiresMs, Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
}

} // namespace turnstone
