// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sparkline.h"

#include "ui/widgets/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace turnstone {

namespace {
constexpr qreal Margin = 4; // so that dots at the edges are whole
constexpr qreal DotRadius = 2;
constexpr qreal MarkRadius = 3.5;
constexpr size_t MostDots = 40; // more than these are a line only
} // namespace

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Sparkline::setValues(std::vector<std::optional<double>> values)
{
    m_values = std::move(values);
    m_highest = 0;
    for (const std::optional<double> &value : m_values)
        m_highest = std::max(m_highest, value.value_or(0));
    update();
}

void Sparkline::setMarked(int value)
{
    m_marked = value;
    update();
}

std::optional<QPointF> Sparkline::pointOf(int value) const
{
    if (value < 0 || value >= int(m_values.size()) || !m_values[size_t(value)])
        return {};
    const QRectF room = QRectF(rect()).adjusted(Margin, Margin, -Margin, -Margin);
    const qreal steps = qreal(std::max<size_t>(m_values.size(), 2) - 1);
    const qreal share = m_highest > 0 ? *m_values[size_t(value)] / m_highest : 0;
    return QPointF(room.left() + room.width() * value / steps, room.bottom() - room.height() * share);
}

void Sparkline::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.hairline);
    painter.drawLine(QPointF(0, height() - 1.5), QPointF(width(), height() - 1.5));

    QPainterPath line;
    bool connected = false;
    for (int value = 0; value < int(m_values.size()); ++value) {
        const std::optional<QPointF> point = pointOf(value);
        if (point && connected)
            line.lineTo(*point);
        else if (point)
            line.moveTo(*point);
        connected = point.has_value();
    }
    painter.setPen(QPen(theme.accent, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(line);

    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    for (int value = 0; value < int(m_values.size()) && m_values.size() <= MostDots; ++value) {
        if (const std::optional<QPointF> point = pointOf(value))
            painter.drawEllipse(*point, DotRadius, DotRadius);
    }
    if (const std::optional<QPointF> point = pointOf(m_marked)) {
        painter.setPen(QPen(theme.window, 1.5));
        painter.drawEllipse(*point, MarkRadius, MarkRadius);
    }
}

} // namespace turnstone
