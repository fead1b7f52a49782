// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/proxycheck.h"

#include <QFutureWatcher>
#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkProxy>
#include <QThreadPool>
#include <QTimer>
#include <QtConcurrentRun>

#include <utility>

namespace turnstone {

ProxyCheck::ProxyCheck(QUrl proxy, std::chrono::milliseconds timeout)
    : m_proxy(std::move(proxy))
    , m_pool(Resolver::makePool())
{
    m_socket.setProxy(QNetworkProxy::NoProxy);
    connect(&m_socket, &QTcpSocket::connected, this, [this] { conclude(success()); });
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this] { fail(m_socket.errorString()); });
    QTimer::singleShot(timeout, this, [this] { fail(tr("No answer")); });
    const QString host = m_proxy.host();
    if (!QHostAddress(host).isNull()) { // Qt would ask whose it is
        QMetaObject::invokeMethod(this, &ProxyCheck::connectThere, Qt::QueuedConnection);
        return;
    }
    auto *watcher = new QFutureWatcher<QHostInfo>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        const QHostInfo info = watcher->result();
        if (info.error() == QHostInfo::NoError)
            connectThere(); // Qt still knows the name
        else
            fail(info.errorString());
    });
    watcher->setFuture(QtConcurrent::run(m_pool.get(), [host] { return QHostInfo::fromName(host); }));
}

void ProxyCheck::connectThere()
{
    const bool socks = m_proxy.scheme().startsWith(QLatin1StringView("socks5"));
    if (!m_concluded)
        m_socket.connectToHost(m_proxy.host(), quint16(m_proxy.port(socks ? 1080 : 8080)));
}

void ProxyCheck::fail(const QString &why)
{
    conclude(Error{Error::Code::Network,
                   tr("The proxy %1 cannot be used: %2. Check its address, or fetch without a proxy.")
                       .arg(m_proxy.toDisplayString(QUrl::RemoveUserInfo), why)});
}

void ProxyCheck::conclude(const Outcome &outcome)
{
    if (std::exchange(m_concluded, true))
        return;
    Q_EMIT finished(outcome);
}

} // namespace turnstone
