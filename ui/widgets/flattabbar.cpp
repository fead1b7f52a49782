// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flattabbar.h"

#include "ui/widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <utility>

namespace turnstone {

namespace {
constexpr int TabSide = 12;
constexpr int Underline = 2;

QFont boldened(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}
} // namespace

FlatTabBar::FlatTabBar(QWidget *parent)
    : QTabBar(parent)
{
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(true);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

QSize FlatTabBar::tabSizeHint(int index) const
{
    // Always the width of the current one, so that the words keep their places.
    const int width = QFontMetrics(boldened(font())).horizontalAdvance(tabText(index));
    return {width + 2 * TabSide, 4 * Theme::Grid};
}

void FlatTabBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setPen(theme.hairline);
    painter.drawLine(0, height() - 1, width(), height() - 1);
    for (int i = 0; i < count(); ++i) {
        const QRect rect = tabRect(i);
        const bool isCurrent = i == currentIndex();
        painter.setFont(isCurrent ? boldened(font()) : font());
        painter.setPen(!isTabEnabled(i) ? theme.disabled
                                        : (isCurrent || i == m_hovered ? theme.text : theme.muted));
        painter.drawText(rect, Qt::AlignCenter, tabText(i));
        if (!isCurrent)
            continue;
        painter.fillRect(rect.left(), rect.bottom() + 1 - Underline, rect.width(), Underline, theme.accent);
        if (hasFocus()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(theme.accent, 1));
            painter.drawRoundedRect(QRectF(rect).adjusted(3.5, 4.5, -3.5, -5.5), 4, 4);
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
}

void FlatTabBar::mouseMoveEvent(QMouseEvent *event)
{
    if (const int at = tabAt(event->pos()); std::exchange(m_hovered, at) != at)
        update();
    QTabBar::mouseMoveEvent(event);
}

void FlatTabBar::leaveEvent(QEvent *event)
{
    if (std::exchange(m_hovered, -1) != -1)
        update();
    QTabBar::leaveEvent(event);
}

} // namespace turnstone
