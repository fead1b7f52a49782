// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QNetworkCookieJar>

#include <memory>
#include <unordered_map>

namespace turnstone {

/// A cookie jar for many hosts. QNetworkCookieJar is one list that is scanned for each request; this keeps a
/// small jar for each site (a public suffix and a label, or a whole address), which no cookie can leave.
/// As in a browser (RFC 6265, 6.1) it has 180 at most, 50 of each domain, the oldest going first, and takes
/// none of more than 4,096 bytes. What came by https nobody replaces by http (RFC 6265bis, 5.7).
class SiteCookies final : public QNetworkCookieJar
{
    Q_OBJECT

public:
    explicit SiteCookies(QObject *parent = nullptr);
    ~SiteCookies() override;

    QList<QNetworkCookie> cookiesForUrl(const QUrl &url) const override;
    bool setCookiesFromUrl(const QList<QNetworkCookie> &cookies, const QUrl &url) override;
    bool insertCookie(const QNetworkCookie &cookie) override;
    bool updateCookie(const QNetworkCookie &cookie) override;
    bool deleteCookie(const QNetworkCookie &cookie) override;
    void clear();

    /// Those of a Set-Cookie field (lines, where there were several) whose Max-Age Qt may misread. It holds,
    /// whatever Expires says (RFC 6265, 5.3); Qt takes whichever stands last, and ignores one beyond 32 bits.
    static QList<QNetworkCookie> withMaxAge(const QByteArray &field);

    /// How many cookies a look-up for this host goes through.
    int cookiesScanned(const QString &host) const;

private:
    class Site;
    QString siteOf(const QUrl &url) const;
    Site *find(const QUrl &url) const;
    Site &site(const QUrl &url);

    std::unordered_map<QString, std::unique_ptr<Site>> m_sites;
};

} // namespace turnstone
