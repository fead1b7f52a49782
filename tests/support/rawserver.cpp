// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rawserver.h"

#include "tests/support/oddports.h"

#include <QStringBuilder>

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

namespace turnstone {

namespace {

qsizetype bodyBytesOf(const QByteArray &header)
{
    const QByteArray lower = header.toLower();
    constexpr QByteArrayView name = "\r\ncontent-length:";
    const qsizetype start = lower.indexOf(name);
    if (start < 0)
        return 0;
    const qsizetype value = start + name.size();
    return lower.mid(value, lower.indexOf("\r\n", value) - value).trimmed().toLongLong();
}

} // namespace

RawConnection::RawConnection(RawServer &server, Descriptor socket, int number)
    : m_server(server)
    , m_socket(std::move(socket))
    , m_number(number)
{}

bool RawConnection::receive()
{
    std::array<char, 16384> buffer;
    const ssize_t count = ::recv(m_socket.number(), buffer.data(), buffer.size(), 0);
    if (count <= 0)
        return false;
    m_received.append(buffer.data(), count);
    return true;
}

QByteArray RawConnection::readRequest()
{
    constexpr QByteArrayView emptyLine = "\r\n\r\n";
    qsizetype end = -1;
    while ((end = m_received.indexOf(emptyLine)) < 0) {
        if (!receive())
            return {};
    }
    const qsizetype size = end + emptyLine.size() + bodyBytesOf(m_received.first(end + 2));
    while (m_received.size() < size) {
        if (!receive())
            return {};
    }
    const QByteArray request = m_received.first(size);
    m_received.remove(0, size);
    m_server.note(request);
    return request;
}

bool RawConnection::send(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::send(m_socket.number(), bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes = bytes.sliced(count);
    }
    return true;
}

bool RawConnection::sendByteByByte(QByteArrayView bytes)
{
    // Without a moment between them the client's kernel would put the packets together again; a client that
    // goes away ends that moment.
    return std::all_of(bytes.begin(), bytes.end(), [this](char byte) {
        return pause(std::chrono::milliseconds(1)) && send({&byte, 1});
    });
}

bool RawConnection::pause(std::chrono::milliseconds duration) const
{
    pollfd client{m_socket.number(), POLLRDHUP, 0};
    return duration.count() == 0 || ::poll(&client, 1, int(duration.count())) == 0;
}

void RawConnection::waitUntilClosed()
{
    while (receive())
        m_received.clear();
}

void RawConnection::reset()
{
    const linger atOnce{1, 0};
    ::setsockopt(m_socket.number(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

RawServer::RawServer(Script script)
    : m_script(std::move(script))
    , m_socket(bindAnyPort(&m_port))
{
    if (::listen(m_socket.number(), SOMAXCONN) != 0)
        qFatal("cannot listen on 127.0.0.1");
    m_acceptor = std::thread([this] { acceptAll(); });
}

RawServer::~RawServer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
        for (const auto &connection : m_connections) {
            if (connection->m_socket.isOpen())
                ::shutdown(connection->m_socket.number(), SHUT_RDWR);
        }
    }
    ::shutdown(m_socket.number(), SHUT_RDWR);
    m_acceptor.join();
    for (std::thread &thread : m_threads)
        thread.join();
}

void RawServer::acceptAll()
{
    for (;;) {
        Descriptor socket(::accept4(m_socket.number(), nullptr, nullptr, SOCK_CLOEXEC));
        const std::lock_guard lock(m_mutex);
        if (!socket.isOpen() || m_isStopping)
            return;
        const int yes = 1;
        ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        const int number = int(m_connections.size());
        RawConnection *connection = m_connections
                                        .emplace_back(std::unique_ptr<RawConnection>(
                                            new RawConnection(*this, std::move(socket), number)))
                                        .get();
        m_threads.emplace_back([this, connection] {
            m_script(*connection);
            const std::lock_guard closing(m_mutex);
            connection->m_socket.close();
        });
    }
}

void RawServer::note(const QByteArray &request)
{
    const std::lock_guard lock(m_mutex);
    m_received.push_back(request);
}

QUrl RawServer::address(QStringView path, QStringView scheme) const
{
    return QUrl(scheme % u"://127.0.0.1:" % QString::number(m_port) % path);
}

int RawServer::connections() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_connections.size());
}

int RawServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_received.size());
}

std::vector<QByteArray> RawServer::received() const
{
    const std::lock_guard lock(m_mutex);
    return m_received;
}

} // namespace turnstone
