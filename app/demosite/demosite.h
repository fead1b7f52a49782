// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demosite/sitecounters.h"
#include "core/base/error.h"

#include <QStringView>
#include <QUrl>

#include <memory>

namespace turnstone {

class SiteServer;

/// A running demo site: every behaviour of a web server, on every 127.x.y.z and on [::1]. Serves from a
/// thread of its own from start() until it is destroyed, which drops whatever is open. Usable from any
/// thread.
class DemoSite final
{
public:
    struct Options
    {
        quint16 port = 0; ///< 0: any free one
    };
    static Result<std::unique_ptr<DemoSite>> start(const Options &options);
    ~DemoSite();
    Q_DISABLE_COPY_MOVE(DemoSite)

    quint16 port() const { return m_port; }
    /// "http://127.0.0.1:8080/page/1" for "/page/1"; the path may have a query.
    QUrl address(QStringView path, QStringView host = u"127.0.0.1") const;
    const SiteCounters &counters() const { return m_counters; }
    void resetCounters() { m_counters.reset(); }

private:
    DemoSite();

    SiteCounters m_counters;
    std::unique_ptr<SiteServer> m_server;
    quint16 m_port = 0;
};

} // namespace turnstone
