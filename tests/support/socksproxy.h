// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/rawserver.h"

#include <functional>

namespace turnstone {

/// A SOCKS5 proxy on 127.0.0.1 for hosts of this machine. With a user it asks for these credentials (RFC
/// 1929).
class SocksProxy final
{
public:
    /// `beforeAnswer` runs in the connection's thread before the client is told that it is connected.
    explicit SocksProxy(const QByteArray &user = {}, const QByteArray &password = {},
                        const std::function<void()> &beforeAnswer = {});

    quint16 port() const { return m_server.port(); }
    int connections() const { return m_server.connections(); }

private:
    RawServer m_server;
};

} // namespace turnstone
