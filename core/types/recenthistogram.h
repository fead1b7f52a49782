// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/types/latencyhistogram.h"

namespace turnstone {

/// The durations of the last one to two minutes, in two slices of a minute each. Time is handed in; a moment
/// earlier than the latest counts as the latest.
class RecentHistogram final
{
public:
    static constexpr std::chrono::minutes Slice{1};

    void add(qint64 microseconds, TimePoint now);
    /// What came in since the beginning of the minute before the one that `now` lies in.
    LatencyHistogram recent(TimePoint now) const;

private:
    static qint64 minuteOf(TimePoint now)
    {
        return std::chrono::floor<std::chrono::minutes>(now.time_since_epoch()) / Slice;
    }

    LatencyHistogram m_current;
    LatencyHistogram m_previous;
    qint64 m_minute = 0; // that m_current is of
};

} // namespace turnstone
