// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/progressline.h"

#include "ui/widgets/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace turnstone {

ProgressLine::ProgressLine(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(8);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ProgressLine::setFraction(double fraction)
{
    m_fraction = std::clamp(fraction, 0.0, 1.0);
    setAccessibleDescription(tr("%1 percent").arg(int(m_fraction * 100)));
    update();
}

void ProgressLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath track;
    track.addRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setClipPath(track);
    painter.fillRect(rect(), theme.hairline);
    painter.fillRect(QRectF(0, 0, width() * m_fraction, height()), theme.accent);
}

} // namespace turnstone
