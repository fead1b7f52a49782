// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flatbutton.h"

#include "ui/widgets/theme.h"

#include <QAction>
#include <QMouseEvent>
#include <QPainter>

namespace turnstone {

namespace {

constexpr int Height = 28;
constexpr int Side = 10;
constexpr int Gap = 7;
constexpr int Radius = 6;

} // namespace

FlatButton::FlatButton(QAction *action, QWidget *parent)
    : QToolButton(parent)
{
    setDefaultAction(action);
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
}

void FlatButton::setPrimary(bool primary)
{
    m_primary = primary;
    updateGeometry();
    update();
}

QFont FlatButton::textFont() const
{
    QFont shown = font();
    if (m_primary)
        shown.setWeight(QFont::DemiBold);
    return shown;
}

QSize FlatButton::sizeHint() const
{
    const int words = QFontMetrics(textFont()).horizontalAdvance(defaultAction()->iconText());
    return {2 * Side + Theme::IconSize + (words ? Gap + words : 0), Height};
}

void FlatButton::mouseDoubleClickEvent(QMouseEvent *event)
{
    event->accept();
}

void FlatButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool filled = m_primary && isEnabled();
    QColor ground = filled ? theme.accent : QColor(Qt::transparent);
    if (isDown())
        ground = filled ? theme.accentDown : theme.hairline;
    else if (underMouse() && isEnabled())
        ground = filled ? theme.accentHover : theme.hover;
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(rect(), Radius, Radius);
    if (hasFocus()) {
        painter.setPen(QPen(filled ? theme.text : theme.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Radius - 1, Radius - 1);
    }
    const QRect iconRect(Side, (height() - Theme::IconSize) / 2, Theme::IconSize, Theme::IconSize);
    icon().paint(&painter, iconRect, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    painter.setFont(textFont());
    painter.setPen(!isEnabled() ? theme.disabled : filled ? theme.onAccent : theme.text);
    painter.drawText(rect().adjusted(Side + Theme::IconSize + Gap, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     defaultAction()->iconText());
}

} // namespace turnstone
