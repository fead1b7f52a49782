// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/oddports.h"

#include <QByteArray>
#include <QFile>

#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace turnstone {

Descriptor bindAnyPort(quint16 *port)
{
    Descriptor descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (::bind(descriptor.number(), generic, size) != 0 ||
        ::getsockname(descriptor.number(), generic, &size) != 0)
        qFatal("no free port on 127.0.0.1");
    *port = ntohs(address.sin_port);
    return descriptor;
}

RefusingPort::RefusingPort()
    : m_socket(bindAnyPort(&m_port))
{}

DeafPort::DeafPort()
    : m_socket(bindAnyPort(&m_port))
{
    if (::listen(m_socket.number(), 0) != 0)
        qFatal("cannot listen on 127.0.0.1");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(m_port);
    // The kernel takes a connection or two on its own; from then on it drops what comes.
    constexpr int unansweredMs = 100;
    for (bool isAnswered = true; isAnswered;) {
        Descriptor &client =
            m_waiting.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        const int refused =
            ::connect(client.number(), reinterpret_cast<sockaddr *>(&address), sizeof address);
        pollfd state{client.number(), POLLOUT, 0};
        isAnswered = refused == 0 || ::poll(&state, 1, unansweredMs) > 0;
        if (refused != 0 && errno != EINPROGRESS)
            qFatal("cannot fill the queue of a deaf port");
    }
}

bool DeafPort::isKnockedAt() const
{
    QFile connections(QStringLiteral("/proc/net/tcp"));
    if (!connections.open(QIODevice::ReadOnly))
        qFatal("/proc/net/tcp cannot be read");
    const QByteArray port = QByteArray::number(m_port, 16).toUpper().rightJustified(4, '0');
    return connections.readAll().count(QByteArray(" 0100007F:" + port + " 02 ")) > 1; // one is its own
}

} // namespace turnstone
