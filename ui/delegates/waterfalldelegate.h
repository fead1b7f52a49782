// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/waterfall.h"
#include "ui/widgets/calmdelegate.h"

#include <QColor>

namespace turnstone {

struct Theme;

QColor waterfallColor(WaterfallPhase phase, const Theme &theme);

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
