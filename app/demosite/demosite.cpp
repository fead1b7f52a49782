// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/demosite.h"

#include "app/demosite/siteserver.h"

namespace turnstone {

DemoSite::DemoSite()
    : m_server(std::make_unique<SiteServer>(m_counters))
{}

DemoSite::~DemoSite() = default;

Result<std::unique_ptr<DemoSite>> DemoSite::start(const Options &options)
{
    std::unique_ptr<DemoSite> site(new DemoSite);
    const Result<quint16> port = site->m_server->listen(options.port);
    if (!port)
        return port.error();
    site->m_port = port.value();
    return site;
}

QUrl DemoSite::address(QStringView path, QStringView host) const
{
    return QUrl(u"http://" % host % u':' % QString::number(m_port) % path);
}

} // namespace turnstone
