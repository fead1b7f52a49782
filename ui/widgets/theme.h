// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"
#include "core/types/verdict.h"

#include <QColor>
#include <QFont>
#include <QPalette>

#include <array>

namespace turnstone {

/// What a colour is for. Verdicts and states have their own: see Theme::color().
enum class Tint : quint8 { Text, Muted, Accent, OnAccent };

/// Every colour of the window in one value. There are two: light() and dark(). Painting code asks
/// Theme::of(its palette), so that a change of the palette is all that a change of the theme takes. On every
/// ground of a theme text has a contrast of at least 4.5 : 1, and marks and what is disabled of 3 : 1.
struct Theme
{
    static constexpr int Grid = 8; ///< pixels between things; sizes of things are in measures.h

    QColor window;    ///< toolbar, sidebar, panels
    QColor surface;   ///< tables and text
    QColor alternate; ///< every second row
    QColor header;    ///< table headers
    QColor hairline;  ///< lines between things, gauges' tracks
    QColor edge;      ///< around fields and boxes; the thumb of a scroll bar
    QColor text;
    QColor muted;    ///< secondary text
    QColor disabled; ///< what cannot be used now
    QColor accent;
    QColor accentHover; ///< the ground of a main button under the pointer
    QColor accentDown;  ///< and while it is pressed
    QColor onAccent;    ///< text on all three
    QColor selection;   ///< selected rows; their text keeps its colour
    QColor hover;
    QColor waiting; ///< rows not yet begun
    QColor warning; ///< the message bar's ground
    std::array<QColor, VerdictCount> verdicts;

    QColor color(Verdict verdict) const { return verdicts[size_t(verdict)]; }
    QColor color(RowProgress::State state) const;
    QColor color(Tint tint) const;
    QPalette palette() const;

    static const Theme &light();
    static const Theme &dark();
    /// The one that `palette` belongs to, by its lightness.
    static const Theme &of(const QPalette &palette);
};

/// The interface font in the size that the user chose: Inter where it is installed, else the system's.
QFont interfaceFont();
/// `font` with figures of equal width.
QFont tabularFigures(QFont font);

} // namespace turnstone
