// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/policy/hostid.h"

#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace turnstone {

/// Names are looked up ahead of their use, but only so many that the network layer still knows each when its
/// turn comes: half of what it remembers. The others wait, in turn. Pure: no clock, no thread.
class NameLookAhead final
{
public:
    /// How many of the names found here the network layer keeps.
    void setRemembered(int names) { m_remembered = names; }
    int remembered() const { return m_remembered; }

    /// True: the host is among takeAsked(). False: it waits, for takeWaiting().
    bool ask(HostId host, TimePoint now);
    /// The hosts whose names have to be looked up; each is told once.
    std::vector<HostId> takeAsked() { return std::exchange(m_asked, {}); }
    /// One of those asked for was used, or will not be: there is room for another.
    void settle();
    /// One that was settled takes its room again, whether there is any or not.
    void resume(TimePoint now) { m_asks.push_back(now); }
    /// True where one takes so long that nobody waits for it; settle() it.
    bool isOverdue(TimePoint now) const { return !m_asks.empty() && overdueAt() <= now; }
    /// When one that is waited for becomes overdue; Never where nobody waits.
    TimePoint wakeAt() const { return m_waiting.empty() || m_asks.empty() ? Never : overdueAt(); }
    std::optional<HostId> takeWaiting();
    /// Nobody waits any more; what was asked for stays so.
    void clearWaiting() { m_waiting.clear(); }

    /// The number of a name that was found.
    quint64 found() { return ++m_found; }
    /// Whether the network layer still knows that one: it forgets it when so many others were found since.
    bool isRemembered(quint64 number) const { return m_found - number < quint64(m_remembered); }

private:
    TimePoint overdueAt() const;

    int m_remembered = 50;
    quint64 m_found = 0;
    std::deque<TimePoint> m_asks; // asked for and not used yet
    std::deque<HostId> m_waiting;
    std::vector<HostId> m_asked;
};

} // namespace turnstone
