// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flatheader.h"

#include "ui/widgets/calmdelegate.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

FlatHeader::FlatHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setHighlightSections(false);
    setMinimumSectionSize(scaled(24, fontMetrics()));
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

int FlatHeader::arrowWidth() const
{
    return scaled(12, fontMetrics());
}

/// A triangle at the end of the section, which the words leave free for it however narrow that is.
void FlatHeader::paintArrow(QPainter *painter, const QRect &room, const QColor &color) const
{
    const double half = arrowWidth() / 3.0;
    const double up = sortIndicatorOrder() == Qt::AscendingOrder ? 1 : -1;
    const QPointF middle(room.right() - half + 1, room.center().y() + 0.5);
    const QPointF triangle[] = {middle + QPointF(-half, up * half / 2), middle + QPointF(half, up * half / 2),
                                middle - QPointF(0, up * half / 2)};
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawPolygon(triangle, 3);
    painter->restore();
}

QSize FlatHeader::sectionSizeFromContents(int logicalIndex) const
{
    const QString text = model()->headerData(logicalIndex, orientation()).toString();
    return {fontMetrics().horizontalAdvance(text) + arrowWidth() + 2 * CalmDelegate::Side,
            rowHeightFor(fontMetrics())};
}

void FlatHeader::paintEvent(QPaintEvent *event)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.header);
    painter.fillRect(0, viewport()->height() - 1, viewport()->width(), 1, theme.hairline);
    painter.end();
    QHeaderView::paintEvent(event);
}

void FlatHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    if (!rect.isValid())
        return;
    const Theme &theme = Theme::of(palette());
    const QVariant alignment = model()->headerData(logicalIndex, orientation(), Qt::TextAlignmentRole);
    QRect room = rect.adjusted(CalmDelegate::Side, 0, -CalmDelegate::Side, -1);
    const bool isSorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    painter->fillRect(rect, theme.header);
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.hairline);
    if (isSorted) {
        paintArrow(painter, room, theme.text);
        room.setRight(room.right() - arrowWidth());
    }
    const QString text = model()->headerData(logicalIndex, orientation()).toString();
    painter->setPen(isSorted ? theme.text : theme.muted);
    painter->drawText(room, alignment.isValid() ? alignment.toInt() : int(defaultAlignment()),
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, room.width()));
}

} // namespace turnstone
