// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

namespace turnstone {

/// A rate limit of `rate` starts per second, evenly spaced (the generic cell rate algorithm). A caller that
/// comes late may catch up on at most `Slack`, so that timers of finite precision still reach the rate.
class TokenBucket final
{
public:
    static constexpr Duration Slack = std::chrono::milliseconds(20);

    /// 0: no limit. Starts counting afresh from the next take.
    void setRate(double perSecond);
    /// The earliest moment for the next start; a moment in the past means now.
    TimePoint nextAt() const { return m_interval.count() == 0 ? TimePoint::min() : m_nextAt; }
    /// Takes one start if it may happen at `now`.
    bool take(TimePoint now);
    /// So many starts were made without asking: they are waited for afterwards.
    void charge(int starts) { m_nextAt += m_interval * starts; }

private:
    Duration m_interval{0};
    TimePoint m_nextAt = TimePoint::min();
};

} // namespace turnstone
