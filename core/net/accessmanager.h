// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/certificateshelf.h"

#include <QNetworkAccessManager>
#include <QUrl>

namespace turnstone {

/// A manager that can be asked for a reply without being connected to it. get() and head() connect every
/// reply to the manager's own signals, which nobody here listens to, and which costs 3 % of a request.
class AccessManager : public QNetworkAccessManager
{
public:
    using QNetworkAccessManager::QNetworkAccessManager;

    /// As get() or head(), but finished(), encrypted() and sslErrors() of the manager stay silent. The reply
    /// belongs to the manager; give it back with deleteLater(). `encodedUrl`: that of the request, which
    /// takes as long to encode as to parse.
    QNetworkReply *ask(Operation operation, const QNetworkRequest &request, const QByteArray &encodedUrl)
    {
        m_encodedUrl = encodedUrl;
        QNetworkReply *reply = createRequest(operation, request, nullptr);
        m_encodedUrl.clear();
        return reply;
    }

    /// What Qt's engine knows of the connection of a reply by TLS; nullptr: nothing.
    std::shared_ptr<const ConnectionFacts> connectionOf(const QNetworkReply &reply);

    /// Whether a reply of https may be given its read buffer size at once. Not with Qt 6.4 where a proxy may
    /// be asked for a tunnel.
    bool isBoundedAtOnce() const { return m_isBoundedAtOnce; }
    void setBoundedAtOnce() { m_isBoundedAtOnce = true; }

protected:
    /// Of the request that is asked for, without user and fragment.
    QByteArray encoded(const QUrl &url) const
    {
        const bool isKnown =
            !m_encodedUrl.isEmpty() && !m_encodedUrl.contains('@') && !m_encodedUrl.contains('#');
        return isKnown ? m_encodedUrl : url.toEncoded(QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    }

private:
    CertificateShelf m_certificates;
    QByteArray m_encodedUrl; // while it is asked for; empty: not known
    bool m_isBoundedAtOnce = false;
};

} // namespace turnstone
