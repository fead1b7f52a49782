// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networkprobe.h"

#include <QNetworkInterface>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTimer>
#include <QUdpSocket>

#include <algorithm>

namespace turnstone {

namespace {

constexpr std::chrono::seconds Patience{3};

/// True as well where there is nothing but the loopback: such a machine has no network that could be down.
bool systemHasNetwork()
{
    QList<QNetworkInterface> interfaces = QNetworkInterface::allInterfaces();
    interfaces.removeIf(
        [](const QNetworkInterface &each) { return each.flags().testFlag(QNetworkInterface::IsLoopBack); });
    return interfaces.isEmpty() ||
           std::any_of(interfaces.begin(), interfaces.end(), [](const QNetworkInterface &each) {
               const auto flags = each.flags();
               return flags.testFlag(QNetworkInterface::IsUp) &&
                      flags.testFlag(QNetworkInterface::IsRunning) && !each.addressEntries().isEmpty();
           });
}

} // namespace

void NetworkProbe::start(const QStringList &targets, Sign sign, Answer answer)
{
    new NetworkProbe(targets, sign, std::move(answer));
}

NetworkProbe::NetworkProbe(const QStringList &targets, Sign sign, Answer answer)
    : m_answer(std::move(answer))
    , m_open(targets.size())
{
    if (targets.isEmpty()) {
        QTimer::singleShot(0, this, [this] { conclude(systemHasNetwork()); });
        return;
    }
    QTimer::singleShot(Patience, this, [this] { conclude(false); });
    for (const QString &target : targets) {
        const QString host = target.section(u':', 0, -2);
        const quint16 port = target.section(u':', -1).toUShort();
        auto *socket = new QTcpSocket(this);
        socket->setProxy(QNetworkProxy::NoProxy);
        connect(
            socket, &QTcpSocket::connected, this, [this] { conclude(true); }, Qt::QueuedConnection);
        // Not from within connectToHost(): whoever asked has to have returned.
        connect(
            socket, &QTcpSocket::errorOccurred, this,
            [this, sign, host, port](QAbstractSocket::SocketError error) {
                if (error == QAbstractSocket::ConnectionRefusedError && sign == Sign::AcceptsOrRefuses)
                    askForWay(host, port);
                else
                    noteFailure();
            },
            Qt::QueuedConnection);
        socket->connectToHost(host, port);
    }
}

/// Somebody is there to refuse, unless the way is barred (a blackhole route): Qt calls that EINVAL of
/// connect() refused as well. A UDP socket sends nothing to connect; it fails where there is no way.
void NetworkProbe::askForWay(const QString &host, quint16 port)
{
    auto *socket = new QUdpSocket(this);
    socket->setProxy(QNetworkProxy::NoProxy);
    connect(
        socket, &QUdpSocket::connected, this, [this] { conclude(true); }, Qt::QueuedConnection);
    connect(socket, &QUdpSocket::errorOccurred, this, &NetworkProbe::noteFailure, Qt::QueuedConnection);
    socket->connectToHost(host, port);
}

void NetworkProbe::noteFailure()
{
    if (--m_open == 0)
        conclude(false);
}

void NetworkProbe::conclude(bool reachable)
{
    if (m_concluded)
        return;
    m_concluded = true;
    deleteLater();
    m_answer(reachable);
}

} // namespace turnstone
