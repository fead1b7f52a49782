// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/themecontroller.h"

#include "ui/widgets/theme.h"

#include <QApplication>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleHints>

namespace turnstone {

namespace {

/// Fusion without the pictures on the buttons of dialogs.
class CalmStyle final : public QProxyStyle
{
public:
    CalmStyle()
        : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
    {}

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override
    {
        return hint == SH_DialogButtonBox_ButtonsHaveIcons
                   ? 0
                   : QProxyStyle::styleHint(hint, option, widget, returnData);
    }
};

} // namespace

ThemeController::ThemeController(QApplication *application)
    : QObject(application)
    , m_application(application)
    , m_startedDark(QGuiApplication::palette().color(QPalette::Window).lightness() < 128)
{
    QApplication::setStyle(new CalmStyle);
    QApplication::setFont(interfaceFont());
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &ThemeController::apply);
#endif
    apply();
}

void ThemeController::setDark(std::optional<bool> dark)
{
    m_wanted = dark;
    apply();
}

bool ThemeController::systemIsDark() const
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    return m_startedDark;
}

void ThemeController::apply()
{
    const Theme &theme = m_wanted.value_or(systemIsDark()) ? Theme::dark() : Theme::light();
    QApplication::setPalette(theme.palette());
    m_application->setStyleSheet(styleSheetFor(theme));
}

QString styleSheetFor(const Theme &theme)
{
    QString sheet = QStringLiteral(R"(
QMainWindow, QDialog { background: @window; }
QToolTip { background: @surface; color: @text; border: 1px solid @hairline; padding: 4px; }
QSplitter::handle { background: @hairline; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QTableCornerButton::section { background: @header; border: none; }

QMenuBar { background: @window; border-bottom: 1px solid @hairline; padding: 2px 4px; }
QMenuBar::item { padding: 3px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @surface; border: 1px solid @hairline; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @hairline; margin: 4px 8px; }
QMenu::icon { padding-left: 6px; }

QPushButton { background: @surface; border: 1px solid @edge; border-radius: 6px; padding: 5px 14px; min-height: 16px; outline: none; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @hairline; }
QPushButton:focus { border: 2px solid @accent; padding: 4px 13px; }
QPushButton:disabled { color: @disabled; }
QPushButton:default { background: @accent; border-color: @accent; color: @onAccent; }
QPushButton:default:hover { background: @accentHover; }
QPushButton:default:pressed { background: @accentDown; }
QPushButton:default:focus { border: 2px solid @text; padding: 4px 13px; }
QPushButton:default:disabled { background: @hairline; border-color: @hairline; color: @disabled; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: @surface; border: 1px solid @edge; border-radius: 6px;
    padding: 3px 7px; min-height: 18px; selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit, QTextEdit { selection-background-color: @accent; selection-color: @onAccent; }
turnstone--PasteEdit, turnstone--AddAddressesDialog QTableWidget, turnstone--NoteDialog QPlainTextEdit, turnstone--RequestPage QPlainTextEdit, turnstone--ProjectDialog QTableView { background: @surface; border: 1px solid @edge; border-radius: 6px; }
turnstone--PasteEdit:focus, turnstone--AddAddressesDialog QTableWidget:focus, turnstone--NoteDialog QPlainTextEdit:focus, turnstone--RequestPage QPlainTextEdit:focus, turnstone--ProjectDialog QTableView:focus { border: 2px solid @accent; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 2px solid @accent; padding: 2px 6px; }
/* The padding above and below is that of its list, too, which is cut off where it changes with the focus. */
QComboBox { padding: 2px 7px; min-height: 20px; }
QComboBox:focus { border: 2px solid @accent; padding: 2px 6px; min-height: 18px; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { color: @disabled; }

turnstone--SettingsDialog QListWidget { outline: 0; }
turnstone--SettingsDialog QListWidget::item { padding: 0 8px; border-radius: 6px; }
turnstone--SettingsDialog QListWidget::item:hover { background: @hover; }
turnstone--SettingsDialog QListWidget::item:selected { background: @selection; color: @text; }
turnstone--SettingsDialog QListWidget::item:selected:focus { border: 2px solid @accent; padding: 0 6px; }

QScrollArea, turnstone--PlainTextView { border: 1px solid transparent; }
QScrollArea:focus, turnstone--PlainTextView:focus { border-color: @accent; }
turnstone--EmptyStatePage, turnstone--EmptyStatePage:focus { border: none; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; margin: 0; }
QScrollBar:horizontal { height: 12px; margin: 0; }
QScrollBar::handle { background: @edge; border-radius: 3px; margin: 3px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)");
    const std::pair<QLatin1StringView, QColor> colors[] = {
        {QLatin1StringView("@accentHover"), theme.accentHover},
        {QLatin1StringView("@accentDown"), theme.accentDown},
        {QLatin1StringView("@accent"), theme.accent},
        {QLatin1StringView("@onAccent"), theme.onAccent},
        {QLatin1StringView("@window"), theme.window},
        {QLatin1StringView("@surface"), theme.surface},
        {QLatin1StringView("@header"), theme.header},
        {QLatin1StringView("@hairline"), theme.hairline},
        {QLatin1StringView("@edge"), theme.edge},
        {QLatin1StringView("@muted"), theme.muted},
        {QLatin1StringView("@text"), theme.text},
        {QLatin1StringView("@disabled"), theme.disabled},
        {QLatin1StringView("@selection"), theme.selection},
        {QLatin1StringView("@hover"), theme.hover},
    };
    for (const auto &[name, color] : colors)
        sheet.replace(name, color.name());
    return sheet;
}

} // namespace turnstone
