// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/helptexts.h"

#include <QList>
#include <QObject>

class QAction;
class QMainWindow;

namespace turnstone {

class HelpDialog;

/// The actions that explain the program, and the dialog they open; one for each window.
class HelpMenu final : public QObject
{
    Q_OBJECT

public:
    explicit HelpMenu(QMainWindow *window);

    QList<QAction *> actions() const { return m_actions; }

private:
    void show(int page);
    /// Those with shortcuts, menu by menu, then those that are in no menu.
    QList<ActionGroup> shortcuts() const;

    QMainWindow *m_window;
    QList<QAction *> m_actions; // in the order of the pages
    HelpDialog *m_dialog = nullptr;
};

} // namespace turnstone
