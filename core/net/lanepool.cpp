// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/lanepool.h"

#include "core/net/sitecookies.h"

namespace turnstone {

LanePool::LanePool(NetworkFactory factory, const CrawlSettings &settings)
    : m_factory(factory ? std::move(factory) : NetworkFactory(makeManager))
    , m_settings(settings)
{
    if (settings.cookies)
        m_cookies = std::make_unique<SiteCookies>();
    addLane();
}

LanePool::~LanePool() = default;

int LanePool::acquire(quint32 host)
{
    const auto count = int(m_lanes.size());
    for (int i = 0; i < count; ++i) {
        int &load = m_lanes[size_t(i)].inFlight[host];
        if (load < PerLane) {
            ++load;
            return i;
        }
    }
    addLane();
    ++m_lanes.back().inFlight[host];
    return count;
}

void LanePool::release(quint32 host, int lane)
{
    auto &inFlight = m_lanes[size_t(lane)].inFlight;
    const auto it = inFlight.find(host);
    if (--*it == 0)
        inFlight.erase(it);
}

void LanePool::forgetCookies()
{
    if (m_cookies)
        m_cookies->clear();
}

void LanePool::addLane()
{
    Lane lane{m_factory(m_settings), {}};
    if (m_cookies) {
        lane.manager->setCookieJar(m_cookies.get());
        m_cookies->setParent(nullptr); // a manager adopts its jar; this one belongs to all of them
    }
    m_lanes.push_back(std::move(lane));
}

} // namespace turnstone
