// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flatheader.h"

#include "ui/widgets/calmdelegate.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

FlatHeader::FlatHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setHighlightSections(false);
    setFixedHeight(Theme::RowHeight);
    setMinimumSectionSize(3 * Theme::Grid);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

QString FlatHeader::textOf(int logicalIndex) const
{
    const QString text = model()->headerData(logicalIndex, orientation()).toString();
    if (!isSortIndicatorShown() || sortIndicatorSection() != logicalIndex)
        return text;
    return text + (sortIndicatorOrder() == Qt::AscendingOrder ? u" \u25B4" : u" \u25BE");
}

QSize FlatHeader::sectionSizeFromContents(int logicalIndex) const
{
    const QString text = model()->headerData(logicalIndex, orientation()).toString();
    return {fontMetrics().horizontalAdvance(text + u" \u25BE") + 2 * CalmDelegate::Side, Theme::RowHeight};
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
    const QRect room = rect.adjusted(CalmDelegate::Side, 0, -CalmDelegate::Side, -1);
    const bool isSorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    painter->fillRect(rect, theme.header);
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.hairline);
    painter->setPen(isSorted ? theme.text : theme.muted);
    painter->drawText(room, alignment.isValid() ? alignment.toInt() : int(defaultAlignment()),
                      painter->fontMetrics().elidedText(textOf(logicalIndex), Qt::ElideRight, room.width()));
}

} // namespace turnstone
