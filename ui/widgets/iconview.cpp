// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/iconview.h"

#include <QPainter>

namespace turnstone {

IconView::IconView(int size, const QIcon &icon, QWidget *parent)
    : QWidget(parent)
    , m_size(size)
    , m_icon(icon)
{
    setMinimumSize(size, size);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Minimum);
}

void IconView::setIcon(const QIcon &icon)
{
    m_icon = icon;
    update();
}

void IconView::paintEvent(QPaintEvent *)
{
    QRect place(0, 0, m_size, m_size);
    place.moveCenter(rect().center());
    QPainter painter(this);
    m_icon.paint(&painter, place);
}

} // namespace turnstone
