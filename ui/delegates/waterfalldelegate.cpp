// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/waterfalldelegate.h"

#include "ui/models/attemptmodel.h"
#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qreal BarHeight = 12;
constexpr qreal Narrowest = 2;

QColor mixed(const QColor &a, const QColor &b, double shareOfA)
{
    const auto mix = [shareOfA](int x, int y) { return int(x * shareOfA + y * (1 - shareOfA)); };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

/// How much of a phase's colour fills it: of those of one colour, the later the more.
double strengthOf(WaterfallPhase phase)
{
    switch (phase) {
    case WaterfallPhase::Queue:
    case WaterfallPhase::LookUp:
        return 0.2;
    case WaterfallPhase::Connect:
        return 0.45;
    case WaterfallPhase::Tls:
        return 0.7;
    case WaterfallPhase::FirstByte:
    case WaterfallPhase::Body:
        break;
    }
    return 1;
}

/// Two slanted strokes across a segment that is longer than it is drawn.
void paintCut(QPainter &painter, const QRectF &rect, const QColor &color)
{
    painter.setPen(QPen(color, 1.5));
    for (const qreal shift : {-2.0, 2.0}) {
        const qreal x = rect.center().x() + shift;
        painter.drawLine(QPointF(x + 2, rect.top() - 2), QPointF(x - 2, rect.bottom() + 2));
    }
}

} // namespace

QColor waterfallColor(WaterfallPhase phase, const Theme &theme)
{
    switch (phase) {
    case WaterfallPhase::Queue:
        return theme.muted;
    case WaterfallPhase::Body:
        return theme.color(Verdict::Ok);
    case WaterfallPhase::LookUp:
    case WaterfallPhase::Connect:
    case WaterfallPhase::Tls:
    case WaterfallPhase::FirstByte:
        break;
    }
    return theme.accent;
}

void paintWaterfallMark(QPainter &painter, const QRectF &rect, WaterfallPhase phase, const Theme &theme)
{
    const QColor color = waterfallColor(phase, theme);
    const double share = strengthOf(phase);
    const bool hasRoom = rect.width() > 2 * Narrowest;
    painter.setPen(hasRoom ? QPen(color, 1) : QPen(Qt::NoPen));
    painter.setBrush(hasRoom ? mixed(color, theme.surface, share) : color);
    painter.drawRoundedRect(hasRoom ? rect.adjusted(0.5, 0.5, -0.5, -0.5) : rect, 1.5, 1.5);
}

QRectF WaterfallDelegate::segmentRect(const QRect &cell, const WaterfallSegment &segment, qint64 spanUs)
{
    const qreal width = std::max(cell.width() - 2 * Side, 1);
    const qreal scale = width / qreal(std::max<qint64>(spanUs, 1));
    const qreal wide = std::max(qreal(segment.lengthUs) * scale, Narrowest);
    const qreal from = std::min(qreal(segment.fromUs) * scale, width - wide);
    return {cell.left() + Side + from, cell.center().y() + 0.5 - BarHeight / 2, wide, BarHeight};
}

void WaterfallDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    paintGround(painter, option);
    const Theme &theme = Theme::of(option.palette);
    const auto bar = index.data(WaterfallRole).value<WaterfallBar>();
    painter->save();
    painter->setClipRect(option.rect);
    painter->setRenderHint(QPainter::Antialiasing);
    for (const WaterfallSegment &segment : bar.segments) {
        QRectF rect = segmentRect(option.rect, segment, bar.spanUs);
        // A hop begins after a hairline's gap.
        if (segment.beginsHop && rect.width() > 2 * Narrowest)
            rect.adjust(1.5, 0, 0, 0);
        paintWaterfallMark(*painter, rect, segment.phase, theme);
        if (segment.cut)
            paintCut(*painter, rect, theme.surface);
    }
    painter->restore();
}

void AttemptResultDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    CalmDelegate::initStyleOption(option, index);
    const QColor color = Theme::of(option->palette).color(Verdict(index.data(AttemptVerdictRole).toInt()));
    option->palette.setColor(QPalette::Text, color);
    option->font.setWeight(QFont::DemiBold);
}

} // namespace turnstone
