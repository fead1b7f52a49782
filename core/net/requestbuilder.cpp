// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/requestbuilder.h"

#include "core/net/contentdecoder.h"
#include "core/net/networkfactory.h"
#include "core/net/wirefacts.h"
#include "core/policy/redirectpolicy.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

bool hasHeader(const HeaderList &headers, QByteArrayView name)
{
    return std::any_of(headers.begin(), headers.end(), [name](const auto &header) {
        return name.compare(header.first, Qt::CaseInsensitive) == 0;
    });
}

void overlay(HeaderList &headers, const HeaderList &own)
{
    for (const auto &header : own)
        removeHeader(headers, header.first);
    headers.append(own);
}

QByteArray basicCredentials(const QUrl &url)
{
    return "Basic " + QString(url.userName() + u':' + url.password()).toUtf8().toBase64();
}

bool wantsHttp2(const CrawlSettings &settings)
{
    return settings.http2 == Http2::On ||
           (settings.http2 == Http2::Auto && isSoundInHttp2(engineOf(settings)));
}

/// As Qt puts it on the wire: without dot segments, and with one slash where a path begins with several.
QUrl asAskedFor(QUrl url)
{
    for (QUrl next = url.adjusted(QUrl::NormalizePathSegments); next != url;
         next = url.adjusted(QUrl::NormalizePathSegments))
        url = next;
    return url;
}

/// What says how to answer, and nothing of who asks.
bool isForAnyone(QByteArrayView name)
{
    constexpr std::array<QByteArrayView, 14> known = {"accept",
                                                      "accept-language",
                                                      "user-agent",
                                                      "content-type",
                                                      "content-language",
                                                      "content-encoding",
                                                      "cache-control",
                                                      "pragma",
                                                      "range",
                                                      "dnt",
                                                      "sec-gpc",
                                                      "save-data",
                                                      "priority",
                                                      "upgrade-insecure-requests"};
    return std::any_of(known.begin(), known.end(),
                       [name](QByteArrayView each) { return each.compare(name, Qt::CaseInsensitive) == 0; });
}

/// A field that comes several times is one list (RFC 9110, 5.3), since Qt keeps one value of a name; Cookie
/// has a separator of its own (RFC 6265, 5.4).
QByteArray valueOf(const HeaderList &headers, const QByteArray &name)
{
    const bool isCookie = name.compare("Cookie", Qt::CaseInsensitive) == 0;
    QByteArray value;
    for (const auto &[other, part] : headers) {
        if (name.compare(other, Qt::CaseInsensitive) != 0 || part.isEmpty())
            continue;
        if (!value.isEmpty())
            value += isCookie ? "; " : ", ";
        value += part;
    }
    return value;
}

} // namespace

void removeHeader(HeaderList &headers, QByteArrayView name)
{
    headers.removeIf(
        [name](const auto &header) { return name.compare(header.first, Qt::CaseInsensitive) == 0; });
}

WireRequest firstRequest(const QUrl &url, const CrawlSettings &settings, const RequestSpec *own)
{
    WireRequest wire;
    wire.url = url;
    wire.method = settings.request.method;
    wire.headers = settings.request.headers;
    wire.body = settings.request.body;
    wire.hasBody = settings.request.hasBody;
    if (own) {
        if (!own->method.isEmpty())
            wire.method = own->method;
        overlay(wire.headers, own->headers);
        if (own->hasBody) {
            wire.body = own->body;
            wire.hasBody = true;
        }
    }
    if (wire.method.isEmpty())
        wire.method = "GET";
    if (wire.method == "HEAD" && wire.hasBody) { // it would mean nothing (RFC 9110, 9.3.2)
        wire.body.clear();
        wire.hasBody = false;
    }
    wire.url = asAskedFor(wire.url);
    removeHeader(wire.headers, "Accept-Encoding"); // what is asked for, is what can be decoded
    // What is sent says how long it is. Said otherwise, the server would wait for the rest, or take a part of
    // it for another request.
    removeHeader(wire.headers, "Content-Length");
    removeHeader(wire.headers, "Transfer-Encoding");
    if (!url.userInfo().isEmpty()) {
        if (!hasHeader(wire.headers, "Authorization"))
            wire.headers.emplace_back("Authorization", basicCredentials(url));
        wire.url.setUserInfo(QString());
    }
    if (wire.hasBody && !hasHeader(wire.headers, "Content-Type"))
        wire.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return wire;
}

void applyRedirect(WireRequest &wire, const RedirectStep &step)
{
    wire.url = asAskedFor(step.url);
    wire.method = step.method;
    if (!step.keepsBody) {
        wire.body.clear();
        wire.hasBody = false;
        for (const char *name : {"Content-Type", "Content-Length", "Content-Encoding", "Content-Language",
                                 "Content-Location", "Transfer-Encoding"})
            removeHeader(wire.headers, name);
    }
    if (!step.keepsCredentials) {
        // Which of the others is a secret, only who wrote it knows.
        wire.headers.removeIf([](const auto &header) { return !isForAnyone(header.first); });
    }
}

QNetworkRequest commonRequest(const CrawlSettings &settings, int connectionExpirySeconds)
{
    QNetworkRequest request;
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, wantsHttp2(settings));
    // Said, so that Qt does not look into the environment for it with every request.
    request.setAttribute(QNetworkRequest::Http2CleartextAllowedAttribute, false);
    request.setAttribute(QNetworkRequest::ConnectionCacheExpiryTimeoutSecondsAttribute,
                         connectionExpirySeconds);
    if (!settings.cookies) {
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    }
    const QUrl &proxy = settings.proxy;
    const bool hasCredentials = !proxy.userName().isEmpty() || !proxy.password().isEmpty();
    if (hasCredentials && !proxy.scheme().startsWith(QLatin1StringView("socks5")))
        request.setRawHeader("Proxy-Authorization", basicCredentials(proxy));
    request.setRawHeader("User-Agent",
                         settings.userAgent.isEmpty() ? CrawlSettings().userAgent : settings.userAgent);
    request.setRawHeader("Accept-Encoding", ContentDecoder::Accepted); // Qt leaves codings to us, then
    request.setRawHeader("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    return request;
}

QNetworkRequest toNetworkRequest(const WireRequest &wire, const QNetworkRequest &common)
{
    QNetworkRequest request(common);
    request.setUrl(wire.url);
    if (wire.ownConnection)
        request.setAttribute(WireFacts::OwnConnection, true);
    // Qt gives the proxy's credentials to tunnels only, and there they are not the server's business.
    if (wire.url.scheme() == QLatin1StringView("https"))
        request.setRawHeader("Proxy-Authorization", QByteArray());
    for (const auto &[name, value] : wire.headers) {
        // Without one, Qt would call itself a browser.
        if (!value.isEmpty() || name.compare("User-Agent", Qt::CaseInsensitive) != 0)
            request.setRawHeader(name, valueOf(wire.headers, name));
    }
    return request;
}

void addCookies(QNetworkRequest &request, const QNetworkCookieJar &jar)
{
    const QByteArray given = request.rawHeader("Cookie");
    const QList<QNetworkCookie> kept =
        given.isEmpty() ? QList<QNetworkCookie>() : jar.cookiesForUrl(request.url());
    if (kept.isEmpty())
        return;
    QByteArrayList all;
    for (const QByteArray &each : given.split(';')) {
        const QByteArray cookie = each.trimmed();
        const QByteArray name = cookie.first(std::max<qsizetype>(cookie.indexOf('='), 0));
        const bool isNew = std::none_of(
            kept.begin(), kept.end(), [&name](const QNetworkCookie &other) { return other.name() == name; });
        if (isNew && !cookie.isEmpty())
            all << cookie;
    }
    for (const QNetworkCookie &cookie : kept)
        all << cookie.toRawForm(QNetworkCookie::NameAndValueOnly);
    request.setRawHeader("Cookie", all.join("; "));
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
}

} // namespace turnstone
