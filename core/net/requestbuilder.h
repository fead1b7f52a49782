// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"

#include <QNetworkRequest>
#include <QUrl>

class QNetworkCookieJar;

namespace turnstone {

struct RedirectStep;

/// What is to be sent: everything settled, nothing left to defaults but what the network layer adds.
struct WireRequest
{
    QUrl url; ///< without credentials
    QByteArray method;
    HeaderList headers;
    QByteArray body;
    bool hasBody = false;
    bool ownConnection = false; ///< none that was used before
};

/// The first request for an address: the crawl's request, overlaid with the address's own; credentials in the
/// address become an Authorization field.
WireRequest firstRequest(const QUrl &url, const CrawlSettings &settings, const RequestSpec *own);

/// Makes it the request that the redirect asks for. Where the origin changed it loses its credentials and its
/// own Host field.
void applyRedirect(WireRequest &wire, const RedirectStep &step);

/// Takes the named header field out, whatever its case.
void removeHeader(HeaderList &headers, QByteArrayView name);

/// What all requests of a crawl have in common: made once, copied for each.
QNetworkRequest commonRequest(const CrawlSettings &settings, int connectionExpirySeconds);
QNetworkRequest toNetworkRequest(const WireRequest &wire, const QNetworkRequest &common);

/// A request that brings cookies of its own gets those of the jar, too; one that a server has set anew
/// replaces the one given. Without any of its own it is left to Qt, which sends the jar's.
void addCookies(QNetworkRequest &request, const QNetworkCookieJar &jar);

} // namespace turnstone
