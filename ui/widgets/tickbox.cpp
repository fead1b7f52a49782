// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tickbox.h"

#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

namespace {

constexpr int TickGap = 8;
constexpr qreal Drawn = 16; // what the tick is drawn for

int markSize(const QAbstractButton &button)
{
    return iconSizeFor(button.fontMetrics());
}

QSize hintFor(const QAbstractButton &button)
{
    const QSize text = button.fontMetrics().size(Qt::TextShowMnemonic, button.text());
    const int mark = markSize(button);
    return {mark + TickGap + text.width() + 4, qMax(mark + 2, text.height()) + 2};
}

QRectF markRect(const QAbstractButton &button)
{
    const int mark = markSize(button);
    return {0.5, (button.height() - mark) / 2 + 0.5, mark - 1.0, mark - 1.0};
}

QColor edge(const QAbstractButton &button, const Theme &theme)
{
    if (!button.isEnabled())
        return theme.hairline;
    return button.hasFocus() || button.isChecked() ? theme.accent : theme.edge;
}

void prepare(QPainter &painter, const QAbstractButton &button, const Theme &theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(edge(button, theme), button.hasFocus() ? 2 : 1));
    painter.setBrush(button.isEnabled() ? theme.surface : theme.window);
}

void paintText(QPainter &painter, const QAbstractButton &button, const Theme &theme)
{
    painter.setPen(button.isEnabled() ? theme.text : theme.disabled);
    painter.drawText(button.rect().adjusted(markSize(button) + TickGap, 0, 0, 0),
                     Qt::AlignVCenter | Qt::TextShowMnemonic, button.text());
}

} // namespace

QSize TickBox::sizeHint() const
{
    return hintFor(*this);
}

void TickBox::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    prepare(painter, *this, theme);
    const QRectF mark = markRect(*this);
    if (isChecked())
        painter.setBrush(isEnabled() ? theme.accent : theme.disabled);
    painter.drawRoundedRect(mark, 3.5, 3.5);
    if (isChecked()) {
        painter.setPen(QPen(theme.onAccent, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const qreal unit = (mark.width() + 1) / Drawn;
        const QPointF points[] = {mark.topLeft() + QPointF(3.5, 7.5) * unit,
                                  mark.topLeft() + QPointF(6.5, 10.5) * unit,
                                  mark.topLeft() + QPointF(11.5, 4.5) * unit};
        painter.drawPolyline(points, 3);
    }
    paintText(painter, *this, theme);
}

QSize ChoiceButton::sizeHint() const
{
    return hintFor(*this);
}

void ChoiceButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    prepare(painter, *this, theme);
    const QRectF mark = markRect(*this);
    painter.drawEllipse(mark);
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isEnabled() ? theme.accent : theme.disabled);
        painter.drawEllipse(mark.marginsRemoved(QMarginsF(1, 1, 1, 1) * (mark.width() * 0.24)));
    }
    paintText(painter, *this, theme);
}

} // namespace turnstone
