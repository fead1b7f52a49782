// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dropdown.h"

#include "ui/widgets/theme.h"

#include <QStyleOptionComboBox>
#include <QStylePainter>

namespace turnstone {

DropDown::DropDown(QWidget *parent)
    : QComboBox(parent)
{
    setStyleSheet(u"QComboBox::drop-down { border: none; width: 20px; }"_qs);
}

void DropDown::paintEvent(QPaintEvent *)
{
    QStyleOptionComboBox option;
    initStyleOption(&option);
    QStylePainter painter(this);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    // Some styles cut the text within a letter.
    const QRect room =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room.width());
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    const Theme &theme = Theme::of(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(isEnabled() ? theme.muted : theme.disabled, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF middle(width() - 13, height() / 2.0);
    const QPointF chevron[] = {middle + QPointF(-4, -2), middle + QPointF(0, 2), middle + QPointF(4, -2)};
    painter.drawPolyline(chevron, 3);
}

} // namespace turnstone
