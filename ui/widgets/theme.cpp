// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QFontDatabase>

namespace turnstone {

namespace {

QColor rgb(quint32 value)
{
    return QColor::fromRgb(value);
}

// In the order of Verdict. Kinds that share a hue differ in shape.
std::array<QColor, VerdictCount> lightVerdicts()
{
    return {rgb(0x2da44e), rgb(0x1f8fb3), rgb(0xd1384c), rgb(0xb5543a), rgb(0xa15bd6),
            rgb(0xc98a12), rgb(0xe06c2b), rgb(0xb7791f), rgb(0xc2417a), rgb(0xb24a5c),
            rgb(0x8a6d3b), rgb(0x7a6fb0), rgb(0x8b5e6b), rgb(0x69717a), rgb(0x69717a)};
}

// The same hues, lifted where the dark ground would swallow them.
std::array<QColor, VerdictCount> darkVerdicts()
{
    return {rgb(0x3fb560), rgb(0x35a7cc), rgb(0xec5a6c), rgb(0xd97a5f), rgb(0xb77ae6),
            rgb(0xd79a25), rgb(0xea7c3f), rgb(0xcc8e33), rgb(0xdc5f96), rgb(0xd56f80),
            rgb(0xb09258), rgb(0x9a90cf), rgb(0xb58593), rgb(0x9aa1a9), rgb(0x9aa1a9)};
}

Theme makeLight()
{
    Theme theme;
    theme.window = rgb(0xf4f5f6);
    theme.surface = rgb(0xffffff);
    theme.alternate = rgb(0xfafbfb);
    theme.header = rgb(0xf7f8f9);
    theme.hairline = rgb(0xe1e4e8);
    theme.text = rgb(0x1d2125);
    theme.muted = rgb(0x69717a);
    theme.disabled = rgb(0xa3a9b0);
    theme.accent = rgb(0x1f6feb);
    theme.onAccent = rgb(0xffffff);
    theme.selection = rgb(0xdbe9fd);
    theme.hover = rgb(0xeaedef);
    theme.waiting = rgb(0x69717a);
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
    theme.text = rgb(0xe6e8ea);
    theme.muted = rgb(0x9aa1a9);
    theme.disabled = rgb(0x666d75);
    theme.accent = rgb(0x4c9df3);
    theme.onAccent = rgb(0xffffff);
    theme.selection = rgb(0x2f4a68);
    theme.hover = rgb(0x2e3338);
    theme.waiting = rgb(0x9aa1a9);
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
    font.setPixelSize(Theme::FontPixels);
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
