// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hosthealth.h"

#include <algorithm>
#include <cmath>

namespace turnstone {

namespace {

constexpr int HighestLevel = 12;
constexpr int StepsBeforeDown = 2; // without an answer in between
constexpr int LevelAfterDown = 3;  // from there a host comes back in three rounds
constexpr std::chrono::milliseconds LeastPause{100};
constexpr Duration LeastRest = std::chrono::seconds(60); // of a host that was given up

/// Between half of it and all of it, so that hosts that failed together are not asked together again.
Duration jittered(Duration pause, double random)
{
    return std::chrono::duration_cast<Duration>(pause * (0.5 + random / 2));
}

} // namespace

int HostHealth::width(int limit) const
{
    if (isDown())
        return 1;
    return std::max(1, limit >> std::min(m_level, 30));
}

TimePoint HostHealth::givenUpAt() const
{
    return m_condition == HostCondition::Down ? m_since + m_patience : Never;
}

TimePoint HostHealth::changesAt() const
{
    if (m_condition == HostCondition::GivenUp)
        return m_since + std::max(m_patience, LeastRest);
    return m_isLastProbe ? Never : givenUpAt();
}

void HostHealth::succeeded(TimePoint startedAt, TimePoint now)
{
    m_rows.clear();
    m_isRenewed = false;
    m_isLastProbe = false;
    if (isDown()) {
        m_condition = HostCondition::Slowed;
        m_level = LevelAfterDown;
        m_steppedAt = now;
        m_pausedUntil = TimePoint::min();
        return;
    }
    if (m_condition == HostCondition::Well || startedAt < m_steppedAt)
        return;
    m_steppedAt = now;
    if (--m_level > 0)
        return;
    m_condition = HostCondition::Well;
    m_trouble = HostTrouble::None;
}

void HostHealth::failed(const Incident &incident, TimePoint now, const CrawlLimits &limits, double random)
{
    if ((m_rows.empty() || m_isRenewed) && !isDown())
        m_since = now;
    m_isRenewed = false;
    if (m_rows.size() < DownAfter && std::find(m_rows.begin(), m_rows.end(), incident.row) == m_rows.end())
        m_rows.push_back(incident.row);
    // What began before a host came back is no reason to slow it down again; five such may take it down.
    const bool isNews = incident.startedAt >= m_steppedAt;
    if (m_condition == HostCondition::Well && m_rows.size() < (isNews ? SlowAfter : DownAfter))
        return;
    m_trouble = incident.trouble;
    if (isNews) {
        if (m_condition == HostCondition::Well)
            m_condition = HostCondition::Slowed;
        step(incident, now, limits, random);
    }
    const bool isStubborn = m_rows.size() >= SlowAfter && m_level > StepsBeforeDown;
    if (!isDown() && (m_rows.size() >= DownAfter || isStubborn)) {
        m_condition = HostCondition::Down;
        m_patience = limits.hostPatience;
    } else if (m_isLastProbe && isNews && now >= givenUpAt()) {
        giveUp(now);
    }
}

void HostHealth::step(const Incident &incident, TimePoint now, const CrawlLimits &limits, double random)
{
    m_level = std::min(m_level + 1, HighestLevel);
    m_steppedAt = now;
    const Duration base = std::max<Duration>(limits.backoff, LeastPause);
    const Duration longest = std::min<Duration>(LongestPause, std::max<Duration>(limits.maxBackoff, base));
    Duration pause = jittered(std::min(longest, base * (1 << (m_level - 1))), random);
    if (m_condition == HostCondition::Down) // the end of its patience is told by a probe
        pause = std::min(pause, std::max(givenUpAt() - now, Duration(0)));
    // What it asks for is the least: a host that says "at once" and fails again has asked for too little.
    m_pausedUntil = now + std::max(incident.pause, pause);
}

void HostHealth::tryNow(TimePoint now)
{
    m_pausedUntil = TimePoint::min();
    if (m_condition != HostCondition::GivenUp)
        return;
    m_condition = HostCondition::Down;
    m_level = LevelAfterDown; // its pauses are as new as the patience
    m_since = now;
}

void HostHealth::giveUp(TimePoint now)
{
    if (m_condition != HostCondition::Down)
        return;
    m_condition = HostCondition::GivenUp;
    m_since = now;
    m_isLastProbe = false;
}

bool HostHealth::look(TimePoint now)
{
    if (now < changesAt())
        return false;
    // A probe is due or on its way: where nothing could be sent for a while, the host may be back long since.
    // One that is due in a moment counts, too, as where what the host asked for ends with the patience.
    const Duration moment = std::min<Duration>(std::chrono::seconds(1), m_patience / 4);
    m_isLastProbe = m_condition == HostCondition::Down && now + moment >= m_pausedUntil;
    if (m_isLastProbe)
        return false;
    m_condition = m_condition == HostCondition::Down ? HostCondition::GivenUp : HostCondition::Down;
    m_since = now;
    return true;
}

void HostHealth::renew()
{
    m_isRenewed = true;
    m_isLastProbe = false;
    m_pausedUntil = TimePoint::min();
    if (!isDown())
        return;
    m_condition = HostCondition::Slowed;
    m_level = LevelAfterDown;
    m_steppedAt = TimePoint::min();
}

void HostHealth::setPatience(Duration patience)
{
    m_patience = patience;
    m_isLastProbe = false;
}

void HostHealth::forgive(Duration away)
{
    m_since += away;
    m_isLastProbe = false;
}

} // namespace turnstone
