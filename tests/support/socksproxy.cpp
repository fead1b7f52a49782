// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/socksproxy.h"

#include "tests/support/relay.h"

namespace turnstone {

namespace {

constexpr char Version = 5;
constexpr char NoAuthentication = 0;
constexpr char ByPassword = 2;
constexpr char NoneFits = char(0xff);

/// A length in one byte, then that many.
QByteArray readCounted(int socket)
{
    const QByteArray count = readExactly(socket, 1);
    return count.isEmpty() ? QByteArray() : readExactly(socket, uchar(count[0]));
}

bool letsIn(RawConnection &connection, const QByteArray &user, const QByteArray &password)
{
    const int socket = connection.descriptor();
    const QByteArray greeting = readExactly(socket, 2);
    if (greeting.size() < 2 || greeting[0] != Version)
        return false;
    const QByteArray methods = readExactly(socket, uchar(greeting[1]));
    const char wanted = user.isEmpty() ? NoAuthentication : ByPassword;
    const bool fits = methods.contains(wanted);
    if (!connection.send(QByteArray{}.append(Version).append(fits ? wanted : NoneFits)) || !fits)
        return false;
    if (user.isEmpty())
        return true;
    readExactly(socket, 1); // the version of what follows
    const QByteArray name = readCounted(socket);
    const QByteArray word = readCounted(socket);
    const bool isRight = name == user && word == password;
    return connection.send(QByteArray{}.append('\1').append(isRight ? '\0' : '\1')) && isRight;
}

Descriptor connectAsAsked(int socket)
{
    constexpr char ip4 = 1;
    constexpr char name = 3;
    const QByteArray request = readExactly(socket, 4);
    if (request.size() < 4)
        return {};
    QByteArray host;
    if (request[3] == ip4) {
        const QByteArray raw = readExactly(socket, 4).leftJustified(4, '\0');
        host = QByteArray::number(uchar(raw[0])) + '.' + QByteArray::number(uchar(raw[1])) + '.' +
               QByteArray::number(uchar(raw[2])) + '.' + QByteArray::number(uchar(raw[3]));
    } else if (request[3] == name) {
        host = readCounted(socket);
    }
    const QByteArray port = readExactly(socket, 2);
    if (port.size() < 2)
        return {};
    return connectTo(host, quint16(uchar(port[0]) << 8 | uchar(port[1])));
}

RawServer::Script proxying(const QByteArray &user, const QByteArray &password,
                           const std::function<void()> &beforeAnswer)
{
    return [user, password, beforeAnswer](RawConnection &connection) {
        constexpr char done = 0;
        constexpr char unreachable = 4;
        if (!letsIn(connection, user, password))
            return;
        const Descriptor there = connectAsAsked(connection.descriptor());
        if (beforeAnswer)
            beforeAnswer();
        const char answer = there.isOpen() ? done : unreachable;
        connection.send(QByteArray{}.append(Version).append(answer).append("\0\1\0\0\0\0\0\0", 8));
        if (there.isOpen())
            relay(connection.descriptor(), there.number());
    };
}

} // namespace

SocksProxy::SocksProxy(const QByteArray &user, const QByteArray &password,
                       const std::function<void()> &beforeAnswer)
    : m_server(proxying(user, password, beforeAnswer))
{}

} // namespace turnstone
