// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QNetworkCookieJar>

#include <memory>
#include <unordered_map>

namespace turnstone {

/// A cookie jar for many hosts. QNetworkCookieJar is one list that is scanned for each request; this keeps a
/// small jar for each site (the last two labels of a host, or its whole address), which no cookie can leave.
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

    /// How many cookies a look-up for this host goes through.
    int cookiesScanned(const QString &host) const;

private:
    class Site;
    Site *find(const QString &host) const;
    Site &site(const QString &host);

    std::unordered_map<QString, std::unique_ptr<Site>> m_sites;
};

} // namespace turnstone
