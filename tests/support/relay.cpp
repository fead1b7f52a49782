// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/relay.h"

#include <algorithm>
#include <array>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

namespace turnstone {

namespace {

bool passOn(int from, int to, std::atomic<qint64> *counter = nullptr)
{
    std::array<char, 16384> buffer;
    const ssize_t count = ::recv(from, buffer.data(), buffer.size(), 0);
    for (ssize_t sent = 0; sent < count;) {
        const ssize_t more = ::send(to, buffer.data() + sent, size_t(count - sent), MSG_NOSIGNAL);
        if (more <= 0)
            return false;
        sent += more;
        if (counter)
            *counter += more;
    }
    return count > 0;
}

} // namespace

Descriptor connectTo(const QByteArray &host, quint16 port)
{
    addrinfo wanted{};
    wanted.ai_family = AF_INET;
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICHOST; // nothing here asks a name server
    addrinfo *found = nullptr;
    const QByteArray address = host == "localhost" ? QByteArray("127.0.0.1") : host;
    if (::getaddrinfo(address.constData(), QByteArray::number(port).constData(), &wanted, &found) != 0)
        return {};
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const bool isConnected = ::connect(socket.number(), found->ai_addr, found->ai_addrlen) == 0;
    ::freeaddrinfo(found);
    return isConnected ? std::move(socket) : Descriptor();
}

void relay(int one, int other, std::atomic<qint64> *fromOther)
{
    std::array<pollfd, 2> ends{pollfd{one, POLLIN, 0}, pollfd{other, POLLIN, 0}};
    for (;;) {
        if (::poll(ends.data(), ends.size(), -1) < 0)
            return;
        if (ends[0].revents != 0 && !passOn(one, other))
            return;
        if (ends[1].revents != 0 && !passOn(other, one, fromOther))
            return;
    }
}

QByteArray readExactly(int socket, qsizetype count)
{
    QByteArray bytes(count, '\0');
    const ssize_t read = ::recv(socket, bytes.data(), size_t(count), MSG_WAITALL);
    bytes.truncate(std::max<ssize_t>(read, 0));
    return bytes;
}

} // namespace turnstone
