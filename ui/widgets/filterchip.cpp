// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterchip.h"

#include "core/types/displaytext.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/tabulartext.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

namespace {
constexpr int ChipSide = 10;
constexpr int ChipGap = 6;
} // namespace

FilterChip::FilterChip(const QString &text, QWidget *parent)
    : QAbstractButton(parent)
{
    setText(text);
    setCheckable(true);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCount(0);
}

void FilterChip::setCount(qint64 count)
{
    m_count = count;
    setAccessibleName(tr("%1: %2").arg(text(), countText(count)));
    updateGeometry();
    update();
}

QSize FilterChip::sizeHint() const
{
    const int words = fontMetrics().horizontalAdvance(text());
    return {2 * ChipSide + words + ChipGap + tabularWidth(font(), countText(m_count)),
            rowHeightFor(fontMetrics())};
}

void FilterChip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = isChecked() ? theme.selection : underMouse() ? theme.hover : theme.surface;
    painter.setPen(QPen(isChecked() || hasFocus() ? theme.accent : theme.edge, hasFocus() ? 2 : 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), height() / 2.0 - 1, height() / 2.0 - 1);
    const QRect room = rect().adjusted(ChipSide, 0, -ChipSide, 0);
    painter.setFont(font());
    painter.setPen(m_count > 0 || isChecked() ? theme.text : theme.muted);
    painter.drawText(room, Qt::AlignVCenter | Qt::TextSingleLine, text());
    painter.setPen(theme.muted);
    drawTabular(&painter, room, countText(m_count), Qt::AlignRight);
}

} // namespace turnstone
