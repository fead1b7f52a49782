// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/rawserver.h"

namespace turnstone {

/// An HTTP proxy on 127.0.0.1 for hosts of this machine, by CONNECT and by whole addresses. With a user or a
/// password it asks for these credentials (Basic).
class HttpProxy final
{
public:
    explicit HttpProxy(const QByteArray &user = {}, const QByteArray &password = {});

    quint16 port() const { return m_server.port(); }
    /// What clients asked of it, with and without the right credentials.
    std::vector<QByteArray> received() const { return m_server.received(); }

private:
    RawServer m_server;
};

} // namespace turnstone
