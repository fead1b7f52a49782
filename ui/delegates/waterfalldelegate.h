// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/waterfall.h"
#include "ui/widgets/calmdelegate.h"

#include <QColor>

namespace turnstone {

struct Theme;

/// The colour of a phase at its full strength: that of its outline.
QColor waterfallColor(WaterfallPhase phase, const Theme &theme);
/// A phase as it is drawn in bars and legends: phases of one colour differ in how much they are filled, and
/// all have an outline that stands out from the ground.
void paintWaterfallMark(QPainter &painter, const QRectF &rect, WaterfallPhase phase, const Theme &theme);

/// Paints WaterfallRole: the phases of an attempt on the axis that all attempts share.
class WaterfallDelegate final : public CalmDelegate
{
    Q_OBJECT

public:
    using CalmDelegate::CalmDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    /// Where a segment is drawn in a cell. Every segment is at least two pixels wide.
    static QRectF segmentRect(const QRect &cell, const WaterfallSegment &segment, qint64 spanUs);
};

/// Paints the result of an attempt in the colour of AttemptVerdictRole.
class AttemptResultDelegate final : public CalmDelegate
{
    Q_OBJECT

public:
    using CalmDelegate::CalmDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace turnstone
