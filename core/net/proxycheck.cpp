// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/proxycheck.h"

#include <QCoreApplication>
#include <QNetworkProxy>
#include <QTcpSocket>

namespace turnstone {

Outcome checkProxy(const QUrl &proxy, std::chrono::milliseconds timeout)
{
    const bool socks = proxy.scheme().startsWith(QLatin1StringView("socks5"));
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(proxy.host(), quint16(proxy.port(socks ? 1080 : 8080)));
    if (socket.waitForConnected(int(timeout.count())))
        return success();
    return Error{Error::Code::Network,
                 QCoreApplication::translate(
                     "ProxyCheck", "The proxy %1 cannot be used: %2. Check its address, or go without it.")
                     .arg(proxy.toDisplayString(QUrl::RemoveUserInfo), socket.errorString())};
}

} // namespace turnstone
