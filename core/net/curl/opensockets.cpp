// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/opensockets.h"

#include <QtEndian>

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

namespace turnstone {

QByteArray OpenSockets::endsOf(const char *localAddress, int localPort, const char *address, int port)
{
    QByteArray ends;
    ends.reserve(48);
    ends.append(localAddress).append(' ').append(QByteArray::number(localPort)).append(' ');
    ends.append(address).append(' ').append(QByteArray::number(port));
    return ends;
}

void OpenSockets::add(const QByteArray &ends, int socket)
{
    remove(socket);
    m_sockets.insert(ends, socket);
    m_ends.insert(socket, ends);
}

void OpenSockets::remove(int socket)
{
    const QByteArray ends = m_ends.take(socket);
    if (const auto it = m_sockets.constFind(ends); it != m_sockets.constEnd() && *it == socket)
        m_sockets.erase(it);
}

bool OpenSockets::isStale(const QByteArray &ends) const
{
    const auto it = m_sockets.constFind(ends);
    if (it == m_sockets.constEnd())
        return false;
    char byte = 0;
    const ssize_t waiting = ::recv(*it, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return waiting >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

int localPortOf(int socket)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return 0;
    if (address.ss_family == AF_INET)
        return qFromBigEndian(reinterpret_cast<const sockaddr_in &>(address).sin_port);
    if (address.ss_family == AF_INET6)
        return qFromBigEndian(reinterpret_cast<const sockaddr_in6 &>(address).sin6_port);
    return 0;
}

} // namespace turnstone
