// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/descriptor.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace turnstone {

class RawServer;

/// One connection in the hands of a script. Every call blocks, and gives up when the server is destroyed.
class RawConnection final
{
public:
    /// The next request with its body, exactly as it came; empty when the client closed.
    QByteArray readRequest();
    /// False when the client is gone.
    bool send(QByteArrayView bytes);
    /// Likewise, every byte in a packet of its own, a millisecond apart.
    bool sendByteByByte(QByteArrayView bytes);
    /// Returns when the client closes (or the server is destroyed). What the client sends is thrown away.
    void waitUntilClosed();
    /// Does nothing for so long. False when the client or the server has gone meanwhile.
    bool pause(std::chrono::milliseconds duration) const;
    /// Ends with a TCP reset instead of an orderly close.
    void reset();
    /// 0 for the first connection of the server.
    int number() const { return m_number; }
    int descriptor() const { return m_socket.number(); }

private:
    friend class RawServer;
    RawConnection(RawServer &server, Descriptor socket, int number);
    bool receive();

    RawServer &m_server;
    Descriptor m_socket;
    int m_number;
    QByteArray m_received;
};

/// A server on 127.0.0.1 that runs a script for each connection, in a thread of its own, and closes the
/// connection when the script returns. Read the request before closing: a close with unread bytes is a reset.
class RawServer final
{
public:
    using Script = std::function<void(RawConnection &)>;

    explicit RawServer(Script script);
    ~RawServer();
    Q_DISABLE_COPY_MOVE(RawServer)

    quint16 port() const { return m_port; }
    QUrl address(QStringView path = u"/", QStringView scheme = u"http") const;
    int connections() const;
    /// Requests read so far: what shows a request that was sent twice.
    int requests() const;
    std::vector<QByteArray> received() const;

private:
    friend class RawConnection;
    void acceptAll();
    void note(const QByteArray &request);

    Script m_script;
    quint16 m_port = 0;
    Descriptor m_socket;
    mutable std::mutex m_mutex;
    bool m_isStopping = false;
    std::vector<QByteArray> m_received;
    std::vector<std::unique_ptr<RawConnection>> m_connections;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

} // namespace turnstone
