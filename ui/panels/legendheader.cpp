// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/legendheader.h"

#include "ui/delegates/waterfalldelegate.h"
#include "ui/widgets/calmdelegate.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

namespace {
constexpr int Square = 10;
}

LegendHeader::LegendHeader(int legendColumn, QWidget *parent)
    : FlatHeader(parent)
    , m_legendColumn(legendColumn)
{}

void LegendHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    FlatHeader::paintSection(painter, rect, logicalIndex);
    if (logicalIndex != m_legendColumn)
        return;
    const Theme &theme = Theme::of(palette());
    painter->save();
    painter->setClipRect(rect);
    painter->setRenderHint(QPainter::Antialiasing);
    int x = rect.left() + CalmDelegate::Side;
    for (const WaterfallPhase phase :
         {WaterfallPhase::Queue, WaterfallPhase::LookUp, WaterfallPhase::Connect, WaterfallPhase::Tls,
          WaterfallPhase::FirstByte, WaterfallPhase::Body}) {
        const QString name = phaseName(phase);
        const int words = painter->fontMetrics().horizontalAdvance(name);
        if (x + Square + 4 + words > rect.right()) // none is cut
            break;
        paintWaterfallMark(*painter, QRectF(x, rect.center().y() - Square / 2 + 0.5, Square, Square), phase,
                           theme);
        x += Square + 4;
        painter->setPen(theme.muted);
        painter->drawText(QRect(x, rect.top(), rect.width(), rect.height()), Qt::AlignVCenter, name);
        x += words + 2 * Theme::Grid;
    }
    painter->restore();
}

} // namespace turnstone
