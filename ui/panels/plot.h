// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/timeseries.h"

#include <QWidget>

#include <functional>
#include <vector>

namespace turnstone {

class ChartArea;
class ElidedLabel;
struct Theme;

/// One or more values over time under a title, the present value at the right. Not animated; redrawn only
/// when told to.
class Plot final : public QWidget
{
    Q_OBJECT

public:
    struct Line
    {
        QString name; ///< beside a piece of it, and in tool tips; empty where there is one line only
        std::function<QColor(const Theme &)> color;
        Qt::PenStyle style = Qt::SolidLine; ///< lines of one plot differ in it, too
    };
    struct Look
    {
        int height = 76;
        bool filled = false;                        ///< the ground below the first line is tinted
        double leastTop = 1;                        ///< the scale never ends lower
        std::function<QString(double)> valueText{}; ///< a value in words
    };

    Plot(const QString &title, std::vector<Line> lines, Look look, QWidget *parent = nullptr);

    /// Plain text at the right of the title.
    void setValueText(const QString &text);
    QString valueText() const;
    /// Draws the series (as many as there are lines) from `from` to `to` seconds.
    void draw(const std::vector<const TimeSeries *> &series, double from, double to);
    /// Where the scale ends.
    double top() const;

private:
    ElidedLabel *m_value;
    ChartArea *m_area;
};

} // namespace turnstone
