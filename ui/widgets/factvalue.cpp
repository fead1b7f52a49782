// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/factvalue.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyleOptionFrame>
#include <QToolTip>

namespace turnstone {

namespace {

constexpr int InnerMargin = 2; // what QLineEdit leaves on both sides of its text

} // namespace

FactValue::FactValue(QWidget *parent)
    : QLineEdit(parent)
{
    setReadOnly(true);
    setFrame(false);
}

QRect FactValue::textRect() const
{
    QStyleOptionFrame option;
    initStyleOption(&option);
    return style()
        ->subElementRect(QStyle::SE_LineEditContents, &option, this)
        .adjusted(InnerMargin, 0, -InnerMargin, 0);
}

bool FactValue::isElided() const
{
    return !hasFocus() && fontMetrics().horizontalAdvance(text()) > textRect().width();
}

bool FactValue::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QLineEdit::event(event);
    if (fontMetrics().horizontalAdvance(text()) > textRect().width()) {
        // A tool tip that starts like markup would be taken for it.
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(),
                           u"<p>"_qs + text().toHtmlEscaped() + u"</p>"_qs, this);
    }
    return true;
}

void FactValue::paintEvent(QPaintEvent *event)
{
    if (!isElided()) {
        QLineEdit::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(textRect(), int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, textRect().width()));
}

} // namespace turnstone
