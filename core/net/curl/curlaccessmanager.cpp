// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/curlaccessmanager.h"

#include "core/net/curl/curlloop.h"
#include "core/net/curl/curlreply.h"
#include "core/net/wireerror.h"
#include "core/policy/retrypolicy.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>

namespace turnstone {

namespace {

QByteArray methodOf(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    switch (operation) {
    case QNetworkAccessManager::HeadOperation:
        return "HEAD";
    case QNetworkAccessManager::PutOperation:
        return "PUT";
    case QNetworkAccessManager::PostOperation:
        return "POST";
    case QNetworkAccessManager::DeleteOperation:
        return "DELETE";
    case QNetworkAccessManager::CustomOperation:
        return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
    default:
        return "GET";
    }
}

/// As libcurl reads them: "Name: value", "Name;" without a value, "Name:" for one of its own that is not
/// wanted.
QByteArrayList fieldsOf(const QNetworkRequest &request, bool hasBody)
{
    QByteArrayList fields;
    const QList<QByteArray> names = request.rawHeaderList();
    fields.reserve(names.size() + 3);
    for (const QByteArray &name : names) {
        const QByteArray value = request.rawHeader(name);
        fields << name + (value.isEmpty() ? QByteArray(";") : ": " + value);
    }
    if (!request.hasRawHeader("Accept"))
        fields << "Accept:";
    if (hasBody)
        fields << "Expect:";
    if (hasBody && !request.hasRawHeader("Content-Type"))
        fields << "Content-Type:";
    return fields;
}

bool isAutomatic(const QNetworkRequest &request, QNetworkRequest::Attribute which)
{
    return request.attribute(which, QNetworkRequest::Automatic).toInt() == QNetworkRequest::Automatic;
}

void sendThrough(CurlTransfer::Order &order, const QNetworkProxy &proxy)
{
    if (proxy.type() == QNetworkProxy::NoProxy)
        return;
    order.proxy = proxyName(proxy).toUtf8();
    if (proxy.type() == QNetworkProxy::Socks5Proxy)
        order.proxy.replace("socks5://", "socks5h://"); // names are the proxy's to look up
    order.proxyUser = proxy.user().toUtf8();
    order.proxyPassword = proxy.password().toUtf8();
}

} // namespace

CurlAccessManager::CurlAccessManager(QObject *parent)
    : AccessManager(parent)
    , m_loop(CurlLoop::ofThisThread())
{}

CurlAccessManager::~CurlAccessManager() = default;

QNetworkReply *CurlAccessManager::createRequest(Operation operation, const QNetworkRequest &request,
                                                QIODevice *outgoing)
{
    QNetworkRequest wanted(request);
    const QUrl &url = wanted.url();
    if (isAutomatic(request, QNetworkRequest::CookieLoadControlAttribute)) {
        QByteArrayList cookies;
        for (const QNetworkCookie &cookie : cookieJar()->cookiesForUrl(url))
            cookies << cookie.toRawForm(QNetworkCookie::NameAndValueOnly);
        if (!cookies.isEmpty())
            wanted.setRawHeader("Cookie", cookies.join("; "));
    }

    CurlTransfer::Order order;
    order.url = encoded(url);
    order.isSecure = url.scheme() == QLatin1StringView("https");
    order.method = methodOf(operation, wanted);
    order.fields = fieldsOf(wanted, outgoing != nullptr);
    order.body = outgoing;
    order.ownConnection = !isIdempotent(order.method) || wanted.attribute(WireFacts::OwnConnection).toBool();
    order.http2 = wanted.attribute(QNetworkRequest::Http2AllowedAttribute, true).toBool();
    sendThrough(order, proxyInUse(*this, url));
    CurlReply::Place place;
    if (const QByteArray addresses = wanted.attribute(WireFacts::Addresses).toByteArray();
        !addresses.isEmpty() && order.proxy.isEmpty()) {
        const int port = url.port(order.isSecure ? 443 : 80);
        place.hostAndPort = url.host(QUrl::FullyEncoded).toLatin1() + ':' + QByteArray::number(port);
        place.addresses = addresses.split(',');
        place.connectTimeoutMs = long(wanted.attribute(WireFacts::ConnectTimeout).toLongLong());
    }

    auto *reply = new CurlReply(this, operation, wanted, m_loop, std::move(order), std::move(place));
    if (isAutomatic(request, QNetworkRequest::CookieSaveControlAttribute)) {
        connect(reply, &CurlReply::headerCame, this, [this, reply] {
            const QByteArray field = reply->wireHeader().value("Set-Cookie");
            if (!field.isEmpty())
                cookieJar()->setCookiesFromUrl(QNetworkCookie::parseCookies(field), reply->url());
        });
    }
    return reply;
}

} // namespace turnstone
