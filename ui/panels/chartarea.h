// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/plot.h"

#include <QtCharts/QChartView>

class QAreaSeries;
class QLineSeries;
class QValueAxis;

namespace turnstone {

/// The drawn part of a Plot: lines over three hairlines, the scale's end in small figures, values on hover.
class ChartArea final : public QChartView
{
    Q_OBJECT

public:
    ChartArea(std::vector<Plot::Line> lines, Plot::Look look);

    void draw(const std::vector<const TimeSeries *> &series, double from, double to);
    double top() const;

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void applyTheme();
    void paintLegend(QPainter &painter) const;
    QString tipAt(double seconds) const;

    std::vector<Plot::Line> m_specs;
    Plot::Look m_look;
    std::vector<QLineSeries *> m_lines;
    QAreaSeries *m_fill = nullptr;
    QValueAxis *m_time;
    QValueAxis *m_scale;
    std::vector<const TimeSeries *> m_series; // what was drawn last; outlives this
};

} // namespace turnstone
