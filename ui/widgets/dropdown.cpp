// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dropdown.h"

#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

DropDown::DropDown(QWidget *parent)
    : QComboBox(parent)
{
    setStyleSheet(u"QComboBox::drop-down { border: none; width: 20px; }"_qs);
}

void DropDown::paintEvent(QPaintEvent *event)
{
    QComboBox::paintEvent(event);
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(isEnabled() ? theme.muted : theme.disabled, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF middle(width() - 13, height() / 2.0);
    const QPointF chevron[] = {middle + QPointF(-4, -2), middle + QPointF(0, 2), middle + QPointF(4, -2)};
    painter.drawPolyline(chevron, 3);
}

} // namespace turnstone
