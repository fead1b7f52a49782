// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/types/crawlsettings.h"
#include "core/types/crawlstats.h"
#include "core/types/rowid.h"

#include <vector>

namespace turnstone {

/// How one host bears being asked. Trouble of several addresses in a row slows it down: fewer at once, pauses
/// that grow. More of it, and the host is down: one probe at a time, all else waits, until a probe succeeds
/// or the patience is over. A success brings it back step by step. Pure: the clock and the chance are handed
/// in.
class HostHealth final
{
public:
    static constexpr size_t SlowAfter = 3; ///< addresses in trouble in a row
    static constexpr size_t DownAfter = 5;
    static constexpr Duration LongestPause = std::chrono::seconds(30);

    /// One address had trouble with a request that began at `startedAt`. `pause`: what the host asked for at
    /// least.
    struct Incident
    {
        HostTrouble trouble = HostTrouble::None;
        RowId row = 0;
        TimePoint startedAt;
        Duration pause{0};
    };

    HostCondition condition() const { return m_condition; }
    HostTrouble trouble() const { return m_trouble; }
    bool isDown() const { return m_condition >= HostCondition::Down; }
    /// How many may be in flight of the `limit` that a host has when it is well.
    int width(int limit) const;
    /// Nothing starts before; in the past: no pause.
    TimePoint pausedUntil() const { return m_pausedUntil; }
    /// When the patience with a host that is down is over; Never where it is not down.
    TimePoint givenUpAt() const;

    /// When look() will change it by itself: at the end of its patience, or of its rest after that.
    TimePoint changesAt() const;

    void succeeded(TimePoint startedAt, TimePoint now);
    void failed(const Incident &incident, TimePoint now, const CrawlLimits &limits, double random);
    /// A probe may go out now; a host that was given up gets new patience.
    void tryNow(TimePoint now);
    void giveUp(TimePoint now);
    /// Gives up where the patience is over and what was asked since the last pause has failed, too; lets a
    /// host that was given up be probed again after as long. True: the condition changed.
    bool look(TimePoint now);
    /// A new run: what was in trouble is asked anew, carefully; more of it, and it is down again at once,
    /// with new patience.
    void renew();
    /// For the trouble that goes on, too.
    void setPatience(Duration patience);
    /// Our own network was away that long: nobody else's patience counts it.
    void forgive(Duration away);

private:
    void step(const Incident &incident, TimePoint now, const CrawlLimits &limits, double random);

    HostCondition m_condition = HostCondition::Well;
    HostTrouble m_trouble = HostTrouble::None;
    int m_level = 0;                          // 0: well; each halves what may be in flight
    std::vector<RowId> m_rows;                // in trouble since the last success, DownAfter at most
    TimePoint m_since;                        // of the trouble that goes on
    bool m_isRenewed = false;                 // since then nothing was heard of it in this run
    TimePoint m_steppedAt = TimePoint::min(); // what began before tells nothing about the step
    TimePoint m_pausedUntil = TimePoint::min();
    Duration m_patience{0};
    bool m_isLastProbe = false; // the patience is over, and its failure is waited for
};

} // namespace turnstone
