// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pictureview.h"

#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

PictureView::PictureView(QWidget *parent)
    : QWidget(parent)
{
    setMinimumHeight(4 * Theme::Grid);
}

void PictureView::setPicture(const QImage &picture)
{
    m_picture = picture;
    m_scaled = {};
    setAccessibleName(picture.isNull()
                          ? QString()
                          : tr("Picture, %1 × %2 pixels").arg(picture.width()).arg(picture.height()));
    update();
}

void PictureView::paintEvent(QPaintEvent *)
{
    if (m_picture.isNull())
        return;
    const QRect room = rect().adjusted(2 * Theme::Grid, Theme::Grid, -2 * Theme::Grid, -Theme::Grid);
    if (room.isEmpty())
        return;
    const qreal ratio = devicePixelRatioF();
    const QSize most = m_picture.size().boundedTo(room.size() * ratio);
    const QSize wanted = m_picture.size().scaled(most, Qt::KeepAspectRatio).expandedTo({1, 1});
    if (m_scaled.size() != wanted)
        m_scaled =
            QPixmap::fromImage(m_picture.scaled(wanted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    m_scaled.setDevicePixelRatio(ratio);
    QPainter painter(this);
    const QRect target(room.topLeft(), (m_scaled.deviceIndependentSize()).toSize());
    // A hairline around it, and white behind: transparent pictures are made for pages.
    painter.fillRect(target, Qt::white);
    painter.drawPixmap(target.topLeft(), m_scaled);
    painter.setPen(Theme::of(palette()).hairline);
    painter.drawRect(target.adjusted(-1, -1, 0, 0));
}

} // namespace turnstone
