// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/historydelegate.h"

#include "ui/models/historymodel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

void HistoryVerdictDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    paintGround(painter, option);
    const auto verdict = Verdict(index.data(HistoryVerdictRole).toInt());
    const int size = iconSizeFor(option.fontMetrics);
    const QRect icon(option.rect.left() + Side, option.rect.top() + (option.rect.height() - size) / 2, size,
                     size);
    verdictIcon(verdict).paint(painter, icon);
    const QRect room(icon.right() + 6, option.rect.top(), option.rect.right() - icon.right() - 6 - Side,
                     option.rect.height());
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->save();
    painter->setFont(bold);
    painter->setPen(Theme::of(option.palette).color(verdict));
    painter->drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
                      QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    painter->restore();
}

void HistoryTextDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    CalmDelegate::initStyleOption(option, index);
    if (index.data(HistoryEmphasisRole).toBool())
        option->font.setWeight(QFont::DemiBold);
    else if (m_quiet)
        option->palette.setColor(QPalette::Text, Theme::of(option->palette).muted);
}

} // namespace turnstone
