// SPDX-License-Identifier: GPL-3.0-or-later
// The sizes of the window, in pixels. All follow the user's font, so that nothing is cut where it is large.
#pragma once

#include <QFont>
#include <QFontMetrics>
#include <QSize>

class QWidget;

namespace turnstone {

/// What is `pixels` large beside text of 13 pixels.
int scaled(int pixels, const QFontMetrics &metrics);
/// A row of a table.
int rowHeightFor(const QFontMetrics &metrics);
/// A line of a list of facts.
int lineHeightFor(const QFontMetrics &metrics);
/// A button.
int controlHeightFor(const QFontMetrics &metrics);
/// An icon beside text.
int iconSizeFor(const QFontMetrics &metrics);
/// The room for a figure with its unit, as durationText() and bytesText() write them.
int figureWidthFor(const QFontMetrics &metrics);
/// `wanted`, or what of it the screen of `widget` has room for beside a title bar and a frame.
QSize fittingScreen(const QWidget &widget, const QSize &wanted);
/// `font` larger or smaller by `factor`, whichever unit its size is in.
QFont resized(QFont font, double factor);

} // namespace turnstone
