// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/tokenbucket.h"

#include <algorithm>

namespace turnstone {

void TokenBucket::setRate(double perSecond)
{
    constexpr std::chrono::duration<double> longest = std::chrono::hours(24); // beyond it numbers could end
    const Duration interval = perSecond > 0 ? std::chrono::duration_cast<Duration>(std::min(
                                                  std::chrono::duration<double>(1.0 / perSecond), longest))
                                            : Duration(0);
    if (interval == m_interval)
        return;
    // What was promised under the old rate no longer holds; at most one new interval has to pass.
    if (m_nextAt != TimePoint::min())
        m_nextAt = m_nextAt - m_interval + interval;
    m_interval = interval;
}

bool TokenBucket::take(TimePoint now)
{
    if (m_interval.count() == 0)
        return true;
    if (now < m_nextAt)
        return false;
    const TimePoint from = m_nextAt == TimePoint::min() ? now : std::max(m_nextAt, now - Slack);
    m_nextAt = from + m_interval;
    return true;
}

} // namespace turnstone
