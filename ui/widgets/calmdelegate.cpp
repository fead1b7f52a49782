// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/calmdelegate.h"

#include "ui/widgets/measures.h"
#include "ui/widgets/tabulartext.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

void CalmDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option)
{
    const Theme &theme = Theme::of(option.palette);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme.hover);
}

void CalmDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QStyleOptionViewItem shown = option;
    initStyleOption(&shown, index);
    shown.fontMetrics = QFontMetrics(shown.font); // which may be another than the view's
    paintGround(painter, shown);
    const QRect room = shown.rect.adjusted(m_side, 0, -m_side, 0);
    painter->save();
    painter->setFont(shown.font);
    painter->setPen(shown.palette.color(QPalette::Text));
    const QString text = shown.fontMetrics.elidedText(shown.text, shown.textElideMode, room.width());
    const bool isNumber = shown.displayAlignment & Qt::AlignRight;
    if (isNumber)
        drawTabular(painter, room, text, Qt::AlignRight);
    else
        painter->drawText(room, int(shown.displayAlignment) | Qt::TextSingleLine, text);
    if (isNumber && (index.flags() & Qt::ItemIsEditable)) {
        const int y = room.center().y() + shown.fontMetrics.height() / 2 + 1;
        painter->setPen(QPen(Theme::of(shown.palette).muted, 1, Qt::DotLine));
        painter->drawLine(room.right() - tabularWidth(shown.font, text), y, room.right(), y);
    }
    painter->restore();
}

QSize CalmDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + 2 * m_side, rowHeightFor(option.fontMetrics)};
}

} // namespace turnstone
