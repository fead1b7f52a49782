// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

class QApplication;

namespace turnstone {

struct Theme;

/// Dresses the application in one of the two themes: style, font, palette and style sheet.
class ThemeController final : public QObject
{
    Q_OBJECT

public:
    /// Before any widget is made. `application` must outlive the controller.
    explicit ThemeController(QApplication *application);

    /// Nothing: as the system is.
    void setDark(std::optional<bool> dark);

private:
    bool systemIsDark() const;
    void apply();

    QApplication *m_application;
    bool m_startedDark;
    std::optional<bool> m_wanted;
};

/// The style sheet of the whole application.
QString styleSheetFor(const Theme &theme);

} // namespace turnstone
