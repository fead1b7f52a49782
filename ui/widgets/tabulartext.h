// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

namespace turnstone {

/// Draws one line with figures of equal width, whatever the font's own figures are. `alignment` is AlignLeft
/// or AlignRight; always centred vertically.
void drawTabular(QPainter *painter, const QRect &rect, const QString &text, Qt::Alignment alignment);
int tabularWidth(const QFont &font, const QString &text);

} // namespace turnstone
