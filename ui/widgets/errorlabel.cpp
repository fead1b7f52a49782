// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/errorlabel.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QPainter>

namespace turnstone {

ErrorLabel::ErrorLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setContentsMargins(iconSizeFor(fontMetrics()) + 4, 0, 0, 0);
    applyTheme();
    hide();
}

void ErrorLabel::applyTheme()
{
    const QColor color = Theme::of(palette()).color(Verdict::Broken);
    if (palette().color(QPalette::WindowText) == color)
        return; // setting it would bring us here again
    QPalette changed = palette();
    changed.setColor(QPalette::WindowText, color);
    setPalette(changed);
}

void ErrorLabel::paintEvent(QPaintEvent *event)
{
    QLabel::paintEvent(event);
    QPainter painter(this);
    const int size = iconSizeFor(fontMetrics()) - 2;
    verdictIcon(Verdict::Broken).paint(&painter, 0, (fontMetrics().height() - size) / 2, size, size);
}

void ErrorLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

} // namespace turnstone
