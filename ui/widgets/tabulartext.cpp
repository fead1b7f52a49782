// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tabulartext.h"

#include <QFontMetrics>
#include <QGlyphRun>
#include <QPainter>
#include <QRawFont>

#include <algorithm>
#include <optional>

namespace turnstone {

namespace {

bool isFigure(QChar each)
{
    return each >= u'0' && each <= u'9';
}

struct Figures
{
    QFont font;
    QRawFont raw;
    qreal width = 0; // of the widest
};

// Painting asks for the same one or two fonts again and again.
const Figures &figuresOf(const QFont &font)
{
    static thread_local Figures recent[2];
    static thread_local int next = 0;
    for (const Figures &each : recent) {
        if (each.raw.isValid() && each.font == font)
            return each;
    }
    Figures &made = recent[next];
    next = 1 - next;
    made = {font, QRawFont::fromFont(font), 0};
    const QList<quint32> glyphs = made.raw.glyphIndexesForString(QStringLiteral("0123456789"));
    const QList<QPointF> advances = made.raw.advancesForGlyphIndexes(glyphs);
    for (const QPointF &advance : advances)
        made.width = std::max(made.width, advance.x());
    return made;
}

struct Line
{
    QList<quint32> glyphs;
    QList<QPointF> positions;
    qreal width = 0;
};

/// Nothing when the font lacks a character of the text.
std::optional<Line> lineOf(const Figures &figures, const QString &text)
{
    Line line;
    line.glyphs = figures.raw.glyphIndexesForString(text);
    if (line.glyphs.size() != text.size() || line.glyphs.contains(0))
        return {};
    const QList<QPointF> advances = figures.raw.advancesForGlyphIndexes(line.glyphs);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool figure = isFigure(text.at(i));
        const qreal width = figure ? figures.width : advances[i].x();
        line.positions.append({line.width + (width - advances[i].x()) / 2, 0});
        line.width += width;
    }
    return line;
}

} // namespace

void drawTabular(QPainter *painter, const QRect &rect, const QString &text, Qt::Alignment alignment)
{
    const Figures &figures = figuresOf(painter->font());
    const std::optional<Line> line = text.isEmpty() ? std::nullopt : lineOf(figures, text);
    if (!line) {
        painter->drawText(rect, int(alignment | Qt::AlignVCenter) | Qt::TextSingleLine, text);
        return;
    }
    const QFontMetrics metrics = painter->fontMetrics();
    const int baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    const qreal left = alignment & Qt::AlignRight ? rect.right() + 1 - line->width : rect.left();
    QGlyphRun run;
    run.setRawFont(figures.raw);
    run.setGlyphIndexes(line->glyphs);
    run.setPositions(line->positions);
    painter->drawGlyphRun({left, qreal(baseline)}, run);
}

int tabularWidth(const QFont &font, const QString &text)
{
    const std::optional<Line> line = lineOf(figuresOf(font), text);
    return line ? int(line->width + 0.999) : QFontMetrics(font).horizontalAdvance(text);
}

} // namespace turnstone
