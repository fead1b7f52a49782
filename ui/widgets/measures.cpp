// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/measures.h"

#include <QScreen>
#include <QWidget>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int LineOfThirteenPixels = 16;
constexpr QSize Frame(16, 48);

} // namespace

int scaled(int pixels, const QFontMetrics &metrics)
{
    return (pixels * metrics.height() + LineOfThirteenPixels / 2) / LineOfThirteenPixels;
}

int rowHeightFor(const QFontMetrics &metrics)
{
    return metrics.height() + 10;
}

int lineHeightFor(const QFontMetrics &metrics)
{
    return metrics.height() + 5;
}

int controlHeightFor(const QFontMetrics &metrics)
{
    return metrics.height() + 12;
}

int iconSizeFor(const QFontMetrics &metrics)
{
    return std::max(16, scaled(16, metrics));
}

int figureWidthFor(const QFontMetrics &metrics)
{
    return metrics.horizontalAdvance(QStringLiteral("8,888.8\u00A0MB"));
}

QSize fittingScreen(const QWidget &widget, const QSize &wanted)
{
    return wanted.boundedTo(widget.screen()->availableSize() - Frame);
}

QFont resized(QFont font, double factor)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(std::max(1, int(font.pixelSize() * factor + 0.5)));
    return font;
}

} // namespace turnstone
