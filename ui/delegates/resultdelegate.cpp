// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/resultdelegate.h"

#include "ui/models/resultcolumns.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tabulartext.h"

#include <QPainter>

namespace turnstone {

namespace {

QColor colorOf(const Theme &theme, RowClass rowClass)
{
    return rowClass.isDone() ? theme.color(rowClass.verdict()) : theme.color(rowClass.state());
}

} // namespace

ResultDelegate::ResultDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
    for (int index = 0; index < RowClass::Count; ++index) {
        const RowClass rowClass = RowClass::fromIndex(index);
        m_icons[size_t(index)] =
            rowClass.isDone() ? verdictIcon(rowClass.verdict()) : stateIcon(rowClass.state());
    }
}

void ResultDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme.selection);
    else if (option.features & QStyleOptionViewItem::Alternate)
        painter->fillRect(option.rect, theme.alternate);

    const auto column = ResultColumn(index.column());
    if (column == ResultColumn::Verdict) {
        paintVerdict(painter, option, index);
        return;
    }
    const QRect room = option.rect.adjusted(Side, 0, -Side, 0);
    const bool quiet = column == ResultColumn::Address || column == ResultColumn::Type;
    const QString text = index.data().toString();
    painter->setFont(option.font);
    painter->setPen(quiet ? theme.muted : theme.text);
    if (isNumeric(column)) {
        drawTabular(painter, room, text, Qt::AlignRight);
        return;
    }
    // Addresses of one host differ at their end.
    const Qt::TextElideMode elide = column == ResultColumn::Address ? Qt::ElideMiddle : Qt::ElideRight;
    painter->drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(text, elide, room.width()));
}

void ResultDelegate::paintVerdict(QPainter *painter, const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const RowClass rowClass = RowClass::fromIndex(index.data(RowClassRole).toInt());
    const QRect icon(option.rect.left() + Side,
                     option.rect.top() + (option.rect.height() - Theme::IconSize) / 2, Theme::IconSize,
                     Theme::IconSize);
    m_icons[size_t(rowClass.index())].paint(painter, icon);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(colorOf(Theme::of(option.palette), rowClass));
    const QRect room(icon.right() + 6, option.rect.top(), option.rect.right() - icon.right() - 6 - Side,
                     option.rect.height());
    const QString text = QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideRight, room.width());
    painter->drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine, text);
}

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int words = option.fontMetrics.horizontalAdvance(index.data().toString());
    const int icon = index.column() == int(ResultColumn::Verdict) ? Theme::IconSize + Theme::Grid : 0;
    return {words + icon + 2 * Side + Theme::Grid, Theme::RowHeight};
}

} // namespace turnstone
