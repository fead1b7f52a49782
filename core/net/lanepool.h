// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/networkfactory.h"

#include <QHash>
#include <QSet>

#include <memory>
#include <vector>

namespace turnstone {

class SiteCookies;

/// The managers of one worker. A host keeps to its first lane while that has room, so that its connections
/// are used again; the lanes grow with what one host may have in flight. May outlive any number of runs.
/// Lives in the worker's thread.
class LanePool final
{
public:
    /// More than this a manager keeps waiting inside itself, out of our sight.
    static constexpr int PerLane = 6;

    LanePool(NetworkFactory factory, const CrawlSettings &settings);
    ~LanePool();

    /// A lane with room for one more request of this host; give it back with release().
    int acquire(quint32 host);
    void release(quint32 host, int lane);
    /// One of this host's connections has yet to bring what belongs to nobody: nothing new goes over those of
    /// this lane, and the host keeps to lanes apart from then on, where it costs no other its connections.
    void retire(quint32 host, int lane);
    AccessManager &manager(int lane) { return *m_lanes[size_t(lane)].manager; }
    /// As in a new session; connections stay open.
    void forgetCookies();
    int laneCount() const { return int(m_lanes.size()); }

private:
    struct Lane
    {
        std::unique_ptr<AccessManager> manager;
        QHash<quint32, int> inFlight;
        bool isApart = false;
        bool isRetired = false; // its manager goes with the last that is on it
    };
    std::unique_ptr<AccessManager> makeManager();

    NetworkFactory m_factory;
    CrawlSettings m_settings;
    std::unique_ptr<SiteCookies> m_cookies; // one for all lanes; outlives them
    std::vector<Lane> m_lanes;
    QSet<quint32> m_apart; // hosts
};

} // namespace turnstone
