// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demosite/sitecounters.h"
#include "core/base/error.h"

#include <memory>

namespace turnstone {

/// The sockets of the demo site: accepts loopback connections, reads requests, carries out replies. Serves
/// from one thread of its own between listen() and the destructor, which drops every connection at once.
class SiteServer final
{
public:
    explicit SiteServer(SiteCounters &counters);
    ~SiteServer();
    Q_DISABLE_COPY_MOVE(SiteServer)

    /// Binds and begins to serve; port 0 takes any free one. Yields the port.
    Result<quint16> listen(quint16 port);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace turnstone
