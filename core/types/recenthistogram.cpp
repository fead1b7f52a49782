// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/recenthistogram.h"

namespace turnstone {

void RecentHistogram::add(qint64 microseconds, TimePoint now)
{
    if (const qint64 minute = minuteOf(now); minute > m_minute) {
        m_previous = minute == m_minute + 1 ? m_current : LatencyHistogram();
        m_current = {};
        m_minute = minute;
    }
    m_current.add(microseconds);
}

LatencyHistogram RecentHistogram::recent(TimePoint now) const
{
    const qint64 minute = minuteOf(now);
    if (minute > m_minute + 1)
        return {};
    LatencyHistogram both = m_current;
    if (minute <= m_minute)
        both.merge(m_previous);
    return both;
}

} // namespace turnstone
