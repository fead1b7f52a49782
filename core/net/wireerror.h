// SPDX-License-Identifier: GPL-3.0-or-later
// What Qt's errors mean, with the help of what is known of the exchange.
#pragma once

#include "core/types/fetchresult.h"

#include <QNetworkProxy>
#include <QNetworkReply>

class QNetworkAccessManager;

namespace turnstone {

/// `text` is what Qt says of it.
FetchError fetchErrorOf(QNetworkReply::NetworkError error, bool hasHeader, const QString &text);
/// True where there never was a connection, so nothing can have been sent.
bool isWithoutConnection(QNetworkReply::NetworkError error);
/// True where Qt reports a whole, proper answer as an error because of its status.
bool isStatusError(QNetworkReply::NetworkError error, int status);

/// The proxy that the manager asks for this address; type NoProxy where it asks none. Finding out may take as
/// long as the system's own answer: only where something failed already.
QNetworkProxy proxyInUse(const QNetworkAccessManager &manager, const QUrl &url);
/// Through a proxy some errors are the proxy's own, which Qt does not tell apart.
FetchError withProxy(FetchError error, const QNetworkProxy &proxy);
/// Of a name that was not found behind a SOCKS proxy Qt does not tell whether it is the host's or the
/// proxy's.
bool mayBeProxys(FetchError error, const QNetworkProxy &proxy);
/// Its address for people, without its credentials: "socks5://10.0.0.1:1080".
QString proxyName(const QNetworkProxy &proxy);

} // namespace turnstone
