// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flatbutton.h"

#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QMouseEvent>
#include <QPainter>

namespace turnstone {

namespace {

constexpr int ButtonSide = 10;
constexpr int ButtonGap = 7;
constexpr int ButtonRadius = 6;

} // namespace

FlatButton::FlatButton(QAction *action, QWidget *parent)
    : QToolButton(parent)
{
    setDefaultAction(action);
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
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

void FlatButton::setCompact(bool compact)
{
    if (m_compact == compact)
        return;
    m_compact = compact;
    updateGeometry();
    update();
}

int FlatButton::compactWidth() const
{
    return 2 * ButtonSide + iconSizeFor(fontMetrics());
}

int FlatButton::fullWidth() const
{
    const int words = QFontMetrics(textFont()).horizontalAdvance(defaultAction()->iconText());
    return compactWidth() + (words ? ButtonGap + words : 0);
}

QSize FlatButton::sizeHint() const
{
    return {m_compact ? compactWidth() : fullWidth(), controlHeightFor(fontMetrics())};
}

QSize FlatButton::minimumSizeHint() const
{
    return {compactWidth(), controlHeightFor(fontMetrics())};
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
    painter.drawRoundedRect(rect(), ButtonRadius, ButtonRadius);
    if (hasFocus()) {
        painter.setPen(QPen(filled ? theme.text : theme.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), ButtonRadius - 1, ButtonRadius - 1);
    }
    const int size = iconSizeFor(fontMetrics());
    const QRect iconRect(ButtonSide, (height() - size) / 2, size, size);
    icon().paint(&painter, iconRect, Qt::AlignCenter,
                 !isEnabled() ? QIcon::Disabled
                 : filled     ? QIcon::Selected
                              : QIcon::Normal);
    if (m_compact)
        return;
    painter.setFont(textFont());
    painter.setPen(!isEnabled() ? theme.disabled : filled ? theme.onAccent : theme.text);
    painter.drawText(rect().adjusted(ButtonSide + size + ButtonGap, 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, defaultAction()->iconText());
}

} // namespace turnstone
