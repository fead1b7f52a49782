// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/lanepool.h"

#include "core/net/sitecookies.h"

namespace turnstone {

LanePool::LanePool(NetworkFactory factory, const CrawlSettings &settings)
    : m_factory(factory ? std::move(factory) : NetworkFactory(&turnstone::makeManager))
    , m_settings(settings)
{
    if (settings.cookies)
        m_cookies = std::make_unique<SiteCookies>();
    m_lanes.push_back({makeManager(), {}});
}

LanePool::~LanePool() = default;

int LanePool::acquire(quint32 host)
{
    const auto count = int(m_lanes.size());
    const bool isApart = m_apart.contains(host);
    for (int i = 0; i < count; ++i) {
        Lane &lane = m_lanes[size_t(i)];
        if (lane.isRetired || lane.isApart != isApart)
            continue;
        int &load = lane.inFlight[host];
        if (load < PerLane) {
            ++load;
            return i;
        }
    }
    m_lanes.push_back({makeManager(), {}, isApart});
    ++m_lanes.back().inFlight[host];
    return count;
}

void LanePool::release(quint32 host, int lane)
{
    Lane &given = m_lanes[size_t(lane)];
    const auto it = given.inFlight.find(host);
    if (--*it == 0)
        given.inFlight.erase(it);
    if (!given.isRetired || !given.inFlight.isEmpty())
        return;
    given.manager.release()->deleteLater(); // it may be telling of an end at this moment
    given = {makeManager(), {}, given.isApart};
}

void LanePool::retire(quint32 host, int lane)
{
    m_lanes[size_t(lane)].isRetired = true;
    m_apart.insert(host);
}

void LanePool::forgetCookies()
{
    if (m_cookies)
        m_cookies->clear();
}

std::unique_ptr<AccessManager> LanePool::makeManager()
{
    std::unique_ptr<AccessManager> manager = m_factory(m_settings);
    if (m_cookies) {
        manager->setCookieJar(m_cookies.get());
        m_cookies->setParent(nullptr); // a manager adopts its jar; this one belongs to all of them
    }
    return manager;
}

} // namespace turnstone
