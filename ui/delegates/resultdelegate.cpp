// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/resultdelegate.h"

#include "ui/models/resultcolumns.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/tabulartext.h"

#include <QPainter>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int IconGap = 6;

QFont boldened(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

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
    const bool quiet =
        column == ResultColumn::Type || column == ResultColumn::Number || column == ResultColumn::Host;
    const QString text = index.data().toString();
    painter->setFont(option.font);
    painter->setPen(quiet ? theme.muted : theme.text);
    if (isNumeric(column)) {
        drawTabular(painter, room, text, Qt::AlignRight);
        return;
    }
    // Addresses of one host differ at their end.
    const bool isAddress = column == ResultColumn::Address || column == ResultColumn::FinalAddress ||
                           column == ResultColumn::Canonical;
    const Qt::TextElideMode elide = isAddress ? Qt::ElideMiddle : Qt::ElideRight;
    painter->drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(text, elide, room.width()));
}

void ResultDelegate::paintVerdict(QPainter *painter, const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const RowClass rowClass = RowClass::fromIndex(index.data(RowClassRole).toInt());
    const int size = iconSizeFor(option.fontMetrics);
    const QRect icon(option.rect.left() + Side, option.rect.top() + (option.rect.height() - size) / 2, size,
                     size);
    m_icons[size_t(rowClass.index())].paint(painter, icon);
    const QFont bold = boldened(option.font);
    painter->setFont(bold);
    painter->setPen(colorOf(Theme::of(option.palette), rowClass));
    const QRect room(icon.right() + IconGap, option.rect.top(),
                     option.rect.right() - icon.right() - IconGap - Side, option.rect.height());
    const QString text = QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideRight, room.width());
    painter->drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine, text);
}

int ResultDelegate::verdictWidth(const QFont &font, const QString &text)
{
    return iconSizeFor(QFontMetrics(font)) + IconGap + QFontMetrics(boldened(font)).horizontalAdvance(text);
}

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool isVerdict = index.column() == int(ResultColumn::Verdict);
    const QString text = index.data().toString();
    const int words =
        isVerdict ? verdictWidth(option.font, text)
                  : std::max(option.fontMetrics.horizontalAdvance(text), tabularWidth(option.font, text));
    return {words + 2 * Side + 2, rowHeightFor(option.fontMetrics)};
}

} // namespace turnstone
