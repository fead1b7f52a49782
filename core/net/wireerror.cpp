// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/wireerror.h"

#include "core/policy/redirectpolicy.h"

#include <QHostAddress>
#include <QNetworkAccessManager>

namespace turnstone {

FetchError fetchErrorOf(QNetworkReply::NetworkError error, bool hasHeader, const QString &text)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return FetchError::Refused;
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return hasHeader ? FetchError::Truncated : FetchError::Reset;
    case QNetworkReply::HostNotFoundError:
        return FetchError::HostNotFound;
    case QNetworkReply::TimeoutError:
        return hasHeader ? FetchError::Timeout : FetchError::ConnectTimeout;
    case QNetworkReply::OperationCanceledError:
        return FetchError::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
        return FetchError::Tls;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
        return FetchError::ProxyFailed;
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return FetchError::ProxyLogin;
    case QNetworkReply::ProtocolUnknownError:
        return FetchError::InvalidUrl;
    case QNetworkReply::ProtocolFailure:
        return hasHeader ? FetchError::BadEncoding : FetchError::NotHttp;
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        // OpenSSL's own words: an alert of the server, which comes after the handshake in TLS 1.3.
        if (!hasHeader && text.contains(QLatin1StringView("SSL routines")))
            return FetchError::Tls;
        return hasHeader ? FetchError::Truncated : FetchError::Unreachable;
    default:
        return hasHeader ? FetchError::BadEncoding : FetchError::NotHttp;
    }
}

bool isWithoutConnection(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
        return true;
    default:
        return false;
    }
}

bool isStatusError(QNetworkReply::NetworkError error, int status)
{
    // Of a 307 it makes an error that the body cannot be sent again, which is for us to decide.
    if (error == QNetworkReply::ContentReSendError && isRedirectStatus(status))
        return true;
    return status >= 400 &&
           (error > QNetworkReply::UnknownProxyError ||
            error == QNetworkReply::ProxyAuthenticationRequiredError) &&
           error != QNetworkReply::ContentReSendError && error != QNetworkReply::ProtocolFailure;
}

QNetworkProxy proxyInUse(const QNetworkAccessManager &manager, const QUrl &url)
{
    QNetworkProxy proxy = manager.proxy();
    if (QNetworkProxyFactory *factory = manager.proxyFactory()) {
        const QList<QNetworkProxy> answer = factory->queryProxy(QNetworkProxyQuery(url));
        proxy = answer.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : answer.first();
    }
    // The default is none: see prepareNetwork().
    return proxy.type() == QNetworkProxy::DefaultProxy ? QNetworkProxy(QNetworkProxy::NoProxy) : proxy;
}

FetchError withProxy(FetchError error, const QNetworkProxy &proxy)
{
    const bool isRefusal = error == FetchError::Refused || error == FetchError::HostNotFound;
    switch (proxy.type()) {
    case QNetworkProxy::NoProxy:
    case QNetworkProxy::DefaultProxy:
        return error;
    case QNetworkProxy::Socks5Proxy:
        return error == FetchError::Unreachable ? FetchError::ProxyFailed : error;
    default:
        return isRefusal || error == FetchError::Unreachable ? FetchError::ProxyFailed : error;
    }
}

bool mayBeProxys(FetchError error, const QNetworkProxy &proxy)
{
    return error == FetchError::HostNotFound && proxy.type() == QNetworkProxy::Socks5Proxy &&
           QHostAddress(proxy.hostName()).isNull();
}

QString proxyName(const QNetworkProxy &proxy)
{
    QUrl name;
    name.setScheme(proxy.type() == QNetworkProxy::Socks5Proxy ? QStringLiteral("socks5")
                                                              : QStringLiteral("http"));
    name.setHost(proxy.hostName());
    name.setPort(proxy.port());
    return name.isValid() ? name.toString() : proxy.hostName();
}

} // namespace turnstone
