// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QFontDatabase>

namespace turnstone {

namespace {

QColor rgb(quint32 value)
{
    return QColor::fromRgb(value);
}

// In the order of Verdict. Kinds that share a hue differ in shape. Words of each are read on every ground of
// the theme, a selected row included, so all have about the same lightness: tst_theme reckons it.
std::array<QColor, VerdictCount> lightVerdicts()
{
    return {rgb(0x217739), rgb(0x18708d), rgb(0xc32d41), rgb(0xa74e36), rgb(0x913fcf),
            rgb(0x8b600c), rgb(0xab4d19), rgb(0x8f5e18), rgb(0xb53a70), rgb(0xac4859),
            rgb(0x7f6436), rgb(0x6b5fa7), rgb(0x895c69), rgb(0x626a72), rgb(0x626a72)};
}

// The same hues, lifted above the dark grounds.
std::array<QColor, VerdictCount> darkVerdicts()
{
    return {rgb(0x42bd64), rgb(0x4db2d2), rgb(0xf18693), rgb(0xe0937d), rgb(0xc492eb),
            rgb(0xd99b25), rgb(0xed8e59), rgb(0xd29c4b), rgb(0xe68bb3), rgb(0xdf909d),
            rgb(0xbca372), rgb(0xa8a0d6), rgb(0xc39ca7), rgb(0xa0a6ae), rgb(0xa0a6ae)};
}

Theme makeLight()
{
    Theme theme;
    theme.window = rgb(0xf4f5f6);
    theme.surface = rgb(0xffffff);
    theme.alternate = rgb(0xfafbfb);
    theme.header = rgb(0xf7f8f9);
    theme.hairline = rgb(0xe1e4e8);
    theme.edge = rgb(0x7c848e);
    theme.text = rgb(0x1d2125);
    theme.muted = rgb(0x5e666e);
    theme.disabled = rgb(0x7c848e);
    theme.accent = rgb(0x1462dc);
    theme.accentHover = rgb(0x1157c4);
    theme.accentDown = rgb(0x0f4cab);
    theme.onAccent = rgb(0xffffff);
    theme.selection = rgb(0xe0ecfe);
    theme.hover = rgb(0xeaedef);
    theme.waiting = rgb(0x5e666e);
    theme.warning = rgb(0xfff4d6);
    theme.verdicts = lightVerdicts();
    return theme;
}

Theme makeDark()
{
    Theme theme;
    theme.window = rgb(0x1f2226);
    theme.surface = rgb(0x26292e);
    theme.alternate = rgb(0x2a2e33);
    theme.header = rgb(0x2b2f35);
    theme.hairline = rgb(0x363b41);
    theme.edge = rgb(0x838b94);
    theme.text = rgb(0xe6e8ea);
    theme.muted = rgb(0xa6acb3);
    theme.disabled = rgb(0x7f868f);
    theme.accent = rgb(0x6db0f6);
    theme.accentHover = rgb(0x85bdf8);
    theme.accentDown = rgb(0x5aa3f0);
    theme.onAccent = rgb(0x0d1a28);
    theme.selection = rgb(0x263c55);
    theme.hover = rgb(0x2e3338);
    theme.waiting = rgb(0xa6acb3);
    theme.warning = rgb(0x453a1d);
    theme.verdicts = darkVerdicts();
    return theme;
}

} // namespace

QColor Theme::color(RowProgress::State state) const
{
    switch (state) {
    case RowProgress::State::Running:
        return accent;
    case RowProgress::State::WillRetry:
        return color(Verdict::Throttled);
    case RowProgress::State::Waiting:
        break;
    }
    return waiting;
}

QColor Theme::color(Tint tint) const
{
    switch (tint) {
    case Tint::Muted:
        return muted;
    case Tint::Accent:
        return accent;
    case Tint::OnAccent:
        return onAccent;
    case Tint::Text:
        break;
    }
    return text;
}

QPalette Theme::palette() const
{
    QPalette palette(window);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, surface);
    palette.setColor(QPalette::AlternateBase, alternate);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::Button, window);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, onAccent);
    palette.setColor(QPalette::ToolTipBase, surface);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, selection);
    palette.setColor(QPalette::HighlightedText, text);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    palette.setColor(QPalette::Mid, hairline);
    palette.setColor(QPalette::Midlight, hover);
    for (QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, disabled);
    palette.setColor(QPalette::Disabled, QPalette::Base, window);
    return palette;
}

const Theme &Theme::light()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme &Theme::dark()
{
    static const Theme theme = makeDark();
    return theme;
}

const Theme &Theme::of(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? dark() : light();
}

QFont interfaceFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    static const bool hasInter = QFontDatabase::families().contains(QStringLiteral("Inter"));
    if (hasInter)
        font.setFamilies({QStringLiteral("Inter")});
    return font;
}

QFont tabularFigures(QFont font)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    return font;
}

} // namespace turnstone
