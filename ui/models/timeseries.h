// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>

namespace turnstone {

/// A value over time (seconds), in bounded memory: the last five minutes as they came, everything older with
/// ever fewer points.
class TimeSeries final
{
public:
    static constexpr double RecentSeconds = 300;
    static constexpr qsizetype MostOlder = 300;

    /// Times never go back; a point at an earlier time is left out.
    void add(double seconds, double value);
    void clear();

    const QList<QPointF> &points() const { return m_points; }
    /// The largest value from `seconds` on; 0 when there is none.
    double maximumSince(double seconds) const;
    /// The point nearest to `seconds`, or nullptr.
    const QPointF *nearest(double seconds) const;

private:
    QList<QPointF>::const_iterator firstSince(double seconds) const;
    void thin();

    QList<QPointF> m_points;
};

} // namespace turnstone
