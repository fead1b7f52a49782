// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/sidebardelegate.h"

#include "core/types/displaytext.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/tabulartext.h"
#include "ui/widgets/theme.h"

#include <QIcon>
#include <QPainter>

namespace turnstone {

namespace {

constexpr int Outer = 6;
constexpr int Inner = 10;
constexpr int LineHeight = 15;

} // namespace

void SidebarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const QRect box = option.rect.adjusted(Outer, 0, -Outer, 0);
    if (index.data(IsLineRole).toBool()) {
        painter->fillRect(box.left() + Outer, box.center().y(), box.width() - 2 * Outer, 1, theme.hairline);
        return;
    }
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (selected || hovered) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(selected ? theme.selection : theme.hover);
        painter->drawRoundedRect(box, 5, 5);
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme.accent, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 5, 5);
    }
    const QVariant counted = index.data(CountRole);
    const qint64 count = counted.toLongLong();
    const QRect room = box.adjusted(Inner, 0, -Inner, 0);
    const int size = iconSizeFor(option.fontMetrics);
    const QRect icon(room.left(), room.top() + (room.height() - size) / 2, size, size);
    index.data(Qt::DecorationRole).value<QIcon>().paint(painter, icon);
    QFont font = option.font;
    if (selected)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    const QString figure = counted.isValid() ? countText(count) : QString();
    const int figureWidth = tabularWidth(font, figure);
    const QRect wordRoom(icon.right() + 7, room.top(), room.right() - figureWidth - icon.right() - 14,
                         room.height());
    painter->setPen(selected || count > 0 || !counted.isValid() ? theme.text : theme.muted);
    painter->drawText(
        wordRoom, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(index.data(WordRole).toString(), Qt::ElideRight, wordRoom.width()));
    painter->setPen(selected ? theme.text : theme.muted);
    drawTabular(painter, room, figure, Qt::AlignRight);
    painter->restore();
}

QSize SidebarDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QFontMetrics &metrics = option.fontMetrics;
    return {scaled(160, metrics), index.data(IsLineRole).toBool() ? LineHeight : rowHeightFor(metrics) + 1};
}

} // namespace turnstone
