// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timeseries.h"

#include <algorithm>
#include <cmath>

namespace turnstone {

void TimeSeries::add(double seconds, double value)
{
    if (!std::isfinite(value) || (!m_points.isEmpty() && seconds <= m_points.last().x()))
        return;
    m_points.append({seconds, value});
    thin();
}

void TimeSeries::clear()
{
    m_points.clear();
}

QList<QPointF>::const_iterator TimeSeries::firstSince(double seconds) const
{
    return std::lower_bound(m_points.cbegin(), m_points.cend(), seconds,
                            [](const QPointF &point, double time) { return point.x() < time; });
}

void TimeSeries::thin()
{
    const qsizetype older = firstSince(m_points.last().x() - RecentSeconds) - m_points.cbegin();
    if (older <= MostOlder)
        return;
    qsizetype kept = 0;
    for (qsizetype i = 0; i < m_points.size(); ++i) {
        // Of two old neighbours the higher one stays: a peak must not vanish.
        if (i + 1 < older && i % 2 == 0) {
            m_points[kept++] = m_points[i].y() >= m_points[i + 1].y() ? m_points[i] : m_points[i + 1];
            ++i;
        } else {
            m_points[kept++] = m_points[i];
        }
    }
    m_points.resize(kept);
}

double TimeSeries::maximumSince(double seconds) const
{
    double maximum = 0;
    for (auto point = firstSince(seconds); point != m_points.cend(); ++point)
        maximum = std::max(maximum, point->y());
    return maximum;
}

const QPointF *TimeSeries::nearest(double seconds) const
{
    if (m_points.isEmpty())
        return nullptr;
    auto after = firstSince(seconds);
    if (after == m_points.cend())
        return &m_points.last();
    if (after != m_points.cbegin() && seconds - (after - 1)->x() < after->x() - seconds)
        --after;
    return &*after;
}

} // namespace turnstone
