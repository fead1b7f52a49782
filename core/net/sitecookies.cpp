// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/sitecookies.h"

#include <QDateTime>
#include <QHostAddress>
#include <QNetworkCookie>
#include <QUrl>

#include <algorithm>
#include <limits>

namespace turnstone {

namespace {

constexpr qsizetype LargestCookie = 4096; // bytes: its name, value and attributes
constexpr qsizetype MostOfDomain = 50;
constexpr qsizetype MostOfSite = 180;

/// As it came: its attributes are not filled in yet.
bool isTooLarge(const QNetworkCookie &cookie)
{
    return cookie.name().size() + cookie.value().size() + cookie.domain().size() + cookie.path().size() >
           LargestCookie;
}

QByteArray attributeName(const QByteArray &attribute)
{
    return attribute.left(attribute.indexOf('=')).trimmed().toLower();
}

/// Any other is ignored (RFC 6265, 5.2.2).
bool isMaxAge(const QByteArray &attribute)
{
    const qsizetype at = attribute.indexOf('=');
    if (at < 0 || attributeName(attribute) != "max-age")
        return false;
    QByteArray digits = attribute.sliced(at + 1).trimmed();
    if (digits.startsWith('-'))
        digits.remove(0, 1);
    return !digits.isEmpty() &&
           std::all_of(digits.cbegin(), digits.cend(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Makes a Max-Age that Qt can count of one that it ignores. True: there was a need to.
bool boundMaxAge(QByteArray &attribute)
{
    const QByteArray value = attribute.sliced(attribute.indexOf('=') + 1).trimmed();
    bool isCountable = false;
    value.toInt(&isCountable);
    if (!isCountable)
        attribute =
            "Max-Age=" + QByteArray::number(value.startsWith('-') ? 0 : std::numeric_limits<int>::max());
    return !isCountable;
}

/// Of a host, or of a cookie's domain, which may begin with a dot.
QUrl urlOf(const QString &domain)
{
    QUrl url;
    url.setHost(domain.startsWith(u'.') ? domain.sliced(1) : domain);
    return url;
}

/// What the names of some promise (RFC 6265bis, 4.1.3).
bool isAsNamed(const QNetworkCookie &cookie)
{
    if (cookie.name().startsWith("__Host-"))
        return cookie.isSecure() && cookie.path() == u'/' && cookie.domain().isEmpty();
    return !cookie.name().startsWith("__Secure-") || cookie.isSecure();
}

} // namespace

class SiteCookies::Site final : public QNetworkCookieJar
{
public:
    using QNetworkCookieJar::allCookies;

    bool insertCookie(const QNetworkCookie &cookie) override
    {
        const bool isKept = QNetworkCookieJar::insertCookie(cookie); // as the last one
        if (isKept)
            makeRoom(cookie.domain());
        return isKept;
    }

    bool hasSecure(const QByteArray &name) const
    {
        const QList<QNetworkCookie> all = allCookies();
        return std::any_of(all.begin(), all.end(), [&name](const QNetworkCookie &each) {
            return each.isSecure() && each.name() == name;
        });
    }

private:
    void makeRoom(const QString &domain);
};

/// Those that are over go first, then the oldest of the domain, then the oldest.
void SiteCookies::Site::makeRoom(const QString &domain)
{
    QList<QNetworkCookie> all = allCookies();
    if (all.size() <= MostOfDomain)
        return;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto isOver = [&now](const QNetworkCookie &each) {
        return !each.isSessionCookie() && each.expirationDate() < now;
    };
    const auto isOfDomain = [&domain](const QNetworkCookie &each) { return each.domain() == domain; };
    qsizetype removed = all.removeIf(isOver);
    if (std::count_if(all.cbegin(), all.cend(), isOfDomain) > MostOfDomain) {
        all.erase(std::find_if(all.cbegin(), all.cend(), isOfDomain));
        ++removed;
    }
    if (all.size() > MostOfSite) {
        all.removeFirst();
        ++removed;
    }
    if (removed > 0)
        setAllCookies(all);
}

SiteCookies::SiteCookies(QObject *parent)
    : QNetworkCookieJar(parent)
{}

SiteCookies::~SiteCookies() = default;

/// The first of co.uk, shore.co.uk, www.shore.co.uk that cookies can be set for: that is no public suffix.
QString SiteCookies::siteOf(const QUrl &url) const
{
    const QString host = url.host();
    const QStringView name(host);
    if (!name.isEmpty() && name.back().isDigit() && !QHostAddress(host).isNull())
        return host;
    QNetworkCookie cookie;
    qsizetype dot = name.lastIndexOf(u'.');
    while (dot > 0) {
        dot = name.lastIndexOf(u'.', dot - 1);
        if (dot < 0)
            break;
        cookie.setDomain(name.sliced(dot).toString());
        if (validateCookie(cookie, url))
            return name.sliced(dot + 1).toString();
    }
    return host;
}

SiteCookies::Site *SiteCookies::find(const QUrl &url) const
{
    const auto it = m_sites.find(siteOf(url));
    return it == m_sites.end() ? nullptr : it->second.get();
}

SiteCookies::Site &SiteCookies::site(const QUrl &url)
{
    std::unique_ptr<Site> &site = m_sites[siteOf(url)];
    if (!site)
        site = std::make_unique<Site>();
    return *site;
}

QList<QNetworkCookie> SiteCookies::cookiesForUrl(const QUrl &url) const
{
    const Site *site = find(url);
    return site ? site->cookiesForUrl(url) : QList<QNetworkCookie>();
}

bool SiteCookies::setCookiesFromUrl(const QList<QNetworkCookie> &cookies, const QUrl &url)
{
    const bool isSecure = url.scheme() == QLatin1StringView("https");
    const Site *known = isSecure ? nullptr : find(url);
    const auto isRefused = [isSecure, known](const QNetworkCookie &cookie) {
        return isTooLarge(cookie) || !isAsNamed(cookie) || (!isSecure && cookie.isSecure()) ||
               (known && known->hasSecure(cookie.name()));
    };
    if (std::none_of(cookies.begin(), cookies.end(), isRefused))
        return !cookies.isEmpty() && site(url).setCookiesFromUrl(cookies, url);
    QList<QNetworkCookie> kept = cookies;
    kept.removeIf(isRefused);
    return !kept.isEmpty() && site(url).setCookiesFromUrl(kept, url);
}

bool SiteCookies::insertCookie(const QNetworkCookie &cookie)
{
    return site(urlOf(cookie.domain())).insertCookie(cookie);
}

bool SiteCookies::updateCookie(const QNetworkCookie &cookie)
{
    Site *site = find(urlOf(cookie.domain()));
    return site && site->updateCookie(cookie);
}

bool SiteCookies::deleteCookie(const QNetworkCookie &cookie)
{
    Site *site = find(urlOf(cookie.domain()));
    return site && site->deleteCookie(cookie);
}

void SiteCookies::clear()
{
    m_sites.clear();
}

QList<QNetworkCookie> SiteCookies::withMaxAge(const QByteArray &field)
{
    QList<QNetworkCookie> cookies;
    const QByteArrayList lines = field.split('\n');
    for (const QByteArray &line : lines) {
        QByteArrayList parts = line.split(';');
        const QByteArray pair = parts.takeFirst(); // may look like an attribute
        bool hasMaxAge = false, isMisread = false;
        for (QByteArray &part : parts) {
            if (!isMaxAge(part))
                continue;
            hasMaxAge = true;
            isMisread = boundMaxAge(part) || isMisread;
        }
        if (!hasMaxAge)
            continue;
        if (parts.removeIf([](const QByteArray &each) { return attributeName(each) == "expires"; }) > 0)
            isMisread = true;
        if (isMisread)
            cookies += QNetworkCookie::parseCookies(pair + ';' + parts.join(';'));
    }
    return cookies;
}

int SiteCookies::cookiesScanned(const QString &host) const
{
    const Site *site = find(urlOf(host));
    return site ? int(site->allCookies().size()) : 0;
}

} // namespace turnstone
