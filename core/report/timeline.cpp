// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/timeline.h"

#include <algorithm>

namespace turnstone {

void Timeline::add(qint64 ms)
{
    ms = std::max<qint64>(ms, 0);
    m_firstMs = isEmpty() ? ms : std::min(m_firstMs, ms);
    m_lastMs = std::max(m_lastMs, ms);
    ++m_counts[ms / m_stepMs];
    while (m_lastMs / m_stepMs - m_firstMs / m_stepMs >= MaxSteps)
        coarsen();
}

void Timeline::coarsen()
{
    std::map<qint64, qint64> coarser;
    for (const auto &[step, count] : m_counts)
        coarser[step / 2] += count;
    m_counts = std::move(coarser);
    m_stepMs *= 2;
}

std::vector<qint64> Timeline::counts() const
{
    if (isEmpty())
        return {};
    const qint64 first = m_counts.begin()->first;
    std::vector<qint64> counts(size_t(m_counts.rbegin()->first - first + 1));
    for (const auto &[step, count] : m_counts)
        counts[size_t(step - first)] = count;
    return counts;
}

} // namespace turnstone
