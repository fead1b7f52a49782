// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/comparedelegate.h"

#include "ui/models/comparemodel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

void CompareDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    CalmDelegate::initStyleOption(option, index);
    const auto column = CompareColumn(index.column());
    if (column == CompareColumn::Address)
        option->textElideMode = Qt::ElideMiddle;
    if (column == CompareColumn::Before)
        option->palette.setColor(QPalette::Text, Theme::of(option->palette).muted);
    if (column == CompareColumn::Change)
        option->font.setWeight(QFont::DemiBold);
}

void CompareDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const QVariant verdict = index.data(CompareVerdictRole);
    if (!verdict.isValid())
        return CalmDelegate::paint(painter, option, index);
    paintGround(painter, option);
    const int size = iconSizeFor(option.fontMetrics);
    QRect icon(0, 0, size, size);
    icon.moveCenter({option.rect.left() + Side + size / 2, option.rect.center().y()});
    verdictIcon(Verdict(verdict.toInt())).paint(painter, icon);
    QStyleOptionViewItem rest = option;
    rest.rect.setLeft(icon.right() - 1); // the words keep their distance by themselves
    rest.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver);
    CalmDelegate::paint(painter, rest, index);
}

} // namespace turnstone
