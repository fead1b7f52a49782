// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/sitecookies.h"

#include <QHostAddress>
#include <QNetworkCookie>
#include <QUrl>

namespace turnstone {

namespace {

/// The last two labels: what a cookie can be set for without being for a public suffix as a whole lies below.
QString siteOf(const QString &host)
{
    QStringView name(host);
    if (name.startsWith(u'.')) // as a cookie's domain is written
        name = name.sliced(1);
    const qsizetype last = name.lastIndexOf(u'.');
    const qsizetype before = last > 0 ? name.lastIndexOf(u'.', last - 1) : -1;
    if (before < 0)
        return name.toString();
    const bool isAddress = name.back().isDigit() && !QHostAddress(name.toString()).isNull();
    return (isAddress ? name : name.sliced(before + 1)).toString();
}

} // namespace

class SiteCookies::Site final : public QNetworkCookieJar
{
public:
    using QNetworkCookieJar::allCookies;
};

SiteCookies::SiteCookies(QObject *parent)
    : QNetworkCookieJar(parent)
{}

SiteCookies::~SiteCookies() = default;

SiteCookies::Site *SiteCookies::find(const QString &host) const
{
    const auto it = m_sites.find(siteOf(host));
    return it == m_sites.end() ? nullptr : it->second.get();
}

SiteCookies::Site &SiteCookies::site(const QString &host)
{
    std::unique_ptr<Site> &site = m_sites[siteOf(host)];
    if (!site)
        site = std::make_unique<Site>();
    return *site;
}

QList<QNetworkCookie> SiteCookies::cookiesForUrl(const QUrl &url) const
{
    const Site *site = find(url.host());
    return site ? site->cookiesForUrl(url) : QList<QNetworkCookie>();
}

bool SiteCookies::setCookiesFromUrl(const QList<QNetworkCookie> &cookies, const QUrl &url)
{
    return !cookies.isEmpty() && site(url.host()).setCookiesFromUrl(cookies, url);
}

bool SiteCookies::insertCookie(const QNetworkCookie &cookie)
{
    return site(cookie.domain()).insertCookie(cookie);
}

bool SiteCookies::updateCookie(const QNetworkCookie &cookie)
{
    Site *site = find(cookie.domain());
    return site && site->updateCookie(cookie);
}

bool SiteCookies::deleteCookie(const QNetworkCookie &cookie)
{
    Site *site = find(cookie.domain());
    return site && site->deleteCookie(cookie);
}

void SiteCookies::clear()
{
    m_sites.clear();
}

int SiteCookies::cookiesScanned(const QString &host) const
{
    const Site *site = find(host);
    return site ? int(site->allCookies().size()) : 0;
}

} // namespace turnstone
