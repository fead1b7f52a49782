// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/chartarea.h"

#include "core/types/displaytext.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QGraphicsLayout>
#include <QHelpEvent>
#include <QToolTip>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>

namespace turnstone {

namespace {

constexpr qreal LineWidth = 1.5;
const QList<qreal> DashPattern = {4, 3};
constexpr int FillAlpha = 30;
constexpr double SmallFigures = 0.85; // of the usual size

/// The next number people like: 1, 2, 3, 5 or 8 times a power of ten.
double niceTop(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 3.0, 5.0, 8.0}) {
        if (value <= step * power)
            return step * power;
    }
    return 10 * power;
}

QValueAxis *makeAxis(QChart *chart, Qt::Alignment side)
{
    auto *axis = new QValueAxis;
    axis->setLabelsVisible(false);
    axis->setLineVisible(false);
    axis->setGridLineVisible(side == Qt::AlignLeft);
    axis->setMinorGridLineVisible(false);
    axis->setTickCount(4);
    chart->addAxis(axis, side);
    return axis;
}

} // namespace

ChartArea::ChartArea(std::vector<Plot::Line> lines, Plot::Look look)
    : m_specs(std::move(lines))
    , m_look(std::move(look))
    , m_time(makeAxis(chart(), Qt::AlignBottom))
    , m_scale(makeAxis(chart(), Qt::AlignLeft))
{
    setFixedHeight(scaled(m_look.height, fontMetrics()));
    setFrameShape(NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(FullViewportUpdate); // a part alone would cut through the foreground's text
    setBackgroundBrush(Qt::NoBrush);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setFocusPolicy(Qt::NoFocus);
    viewport()->setAutoFillBackground(false);
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    // The words stand above what is drawn, so that neither hides the other.
    chart()->setMargins({0, QFontMetrics(resized(font(), SmallFigures)).height(), 0, 0});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setAnimationOptions(QChart::NoAnimation);
    if (m_look.height < 60)
        m_scale->setTickCount(3);

    for (size_t i = 0; i < m_specs.size(); ++i) {
        auto *line = new QLineSeries(this);
        if (m_look.filled && i == 0) {
            m_fill = new QAreaSeries(line);
            chart()->addSeries(m_fill);
            m_fill->attachAxis(m_time);
            m_fill->attachAxis(m_scale);
        }
        m_lines.push_back(line);
        chart()->addSeries(line);
        line->attachAxis(m_time);
        line->attachAxis(m_scale);
    }
    m_scale->setRange(0, m_look.leastTop);
    applyTheme();
}

void ChartArea::applyTheme()
{
    const Theme &theme = Theme::of(palette());
    m_scale->setGridLinePen(QPen(theme.hairline, 1));
    for (size_t i = 0; i < m_lines.size(); ++i) {
        QPen pen(m_specs[i].color(theme), LineWidth, m_specs[i].style);
        if (m_specs[i].style != Qt::SolidLine)
            pen.setDashPattern(DashPattern);
        pen.setJoinStyle(Qt::RoundJoin);
        m_lines[i]->setPen(pen);
    }
    if (m_fill) {
        QColor tint = m_specs.front().color(theme);
        tint.setAlpha(FillAlpha);
        m_fill->setBrush(tint);
        m_fill->setPen(Qt::NoPen);
    }
}

void ChartArea::draw(const std::vector<const TimeSeries *> &series, double from, double to)
{
    Q_ASSERT(series.size() == m_lines.size());
    m_series = series;
    double highest = m_look.leastTop;
    for (size_t i = 0; i < series.size(); ++i) {
        highest = std::max(highest, series[i]->maximumSince(from));
        m_lines[i]->replace(series[i]->points());
    }
    m_time->setRange(from, to);
    m_scale->setRange(0, niceTop(highest));
}

double ChartArea::top() const
{
    return m_scale->max();
}

void ChartArea::drawForeground(QPainter *painter, const QRectF &)
{
    if (!m_look.valueText || m_series.empty() || m_series.front()->points().isEmpty())
        return;
    const Theme &theme = Theme::of(palette());
    painter->save();
    painter->resetTransform();
    const QFont small = resized(font(), SmallFigures);
    painter->setFont(small);
    painter->setPen(theme.muted);
    painter->drawText(rect(), Qt::AlignLeft | Qt::AlignTop, m_look.valueText(top()));
    paintLegend(*painter);
    painter->restore();
}

/// At the right end: a piece of each line that has a name, and the name.
void ChartArea::paintLegend(QPainter &painter) const
{
    const Theme &theme = Theme::of(palette());
    const int height = painter.fontMetrics().height();
    const int piece = scaled(22, fontMetrics());
    int right = width();
    for (size_t i = m_specs.size(); i-- > 0;) {
        const QString &name = m_specs[i].name;
        if (name.isEmpty())
            continue;
        const int words = painter.fontMetrics().horizontalAdvance(name);
        painter.setPen(theme.muted);
        painter.drawText(QRect(right - words, 0, words, height), Qt::AlignLeft | Qt::AlignTop, name);
        right -= words + Theme::Grid / 2;
        QPen pen(m_specs[i].color(theme), LineWidth, m_specs[i].style);
        if (m_specs[i].style != Qt::SolidLine)
            pen.setDashPattern(DashPattern);
        painter.setPen(pen);
        painter.drawLine(QPointF(right - piece, 0.5 + height / 2.0), QPointF(right, 0.5 + height / 2.0));
        right -= piece + Theme::Grid;
    }
}

void ChartArea::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

bool ChartArea::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QChartView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const double seconds = m_time->min() + (m_time->max() - m_time->min()) * help->pos().x() / width();
    QToolTip::showText(help->globalPos(), tipAt(seconds), this);
    return true;
}

QString ChartArea::tipAt(double seconds) const
{
    QStringList lines;
    for (size_t i = 0; i < m_series.size(); ++i) {
        const QPointF *point = m_series[i]->nearest(seconds);
        if (!point)
            continue;
        if (lines.isEmpty())
            lines.append(tr("%1 ago").arg(
                countdownText(std::chrono::milliseconds(qint64(1000 * (m_time->max() - point->x()))))));
        const QString value = m_look.valueText ? m_look.valueText(point->y()) : QString::number(point->y());
        lines.append(m_specs[i].name.isEmpty() ? value : QString(m_specs[i].name + u' ' + value));
    }
    return lines.join(u'\n');
}

void ChartArea::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the panel around it scrolls
}

} // namespace turnstone
