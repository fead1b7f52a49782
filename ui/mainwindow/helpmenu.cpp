// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/helpmenu.h"

#include "ui/dialogs/helpdialog.h"

#include <QAction>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace turnstone {

namespace {

void collect(const QWidget &menu, QList<const QAction *> &actions)
{
    const QList<QAction *> entries = menu.actions();
    for (const QAction *entry : entries) {
        if (entry->menu())
            collect(*entry->menu(), actions);
        else if (entry->isVisible() && !entry->shortcut().isEmpty())
            actions << entry;
    }
}

} // namespace

HelpMenu::HelpMenu(QMainWindow *window)
    : QObject(window)
    , m_window(window)
{
    for (const QString &text :
         {tr("&Filter reference"), tr("&Keyboard shortcuts"), tr("&Verdicts explained")}) {
        auto *action = new QAction(text, this);
        connect(action, &QAction::triggered, this, [this, page = int(m_actions.size())] { show(page); });
        m_actions << action;
    }
    m_actions.front()->setShortcut(QKeySequence::HelpContents);
}

void HelpMenu::show(int page)
{
    if (!m_dialog)
        m_dialog = new HelpDialog(m_window);
    const QString texts[] = {filterReference(), shortcutsExplained(shortcuts()), verdictsExplained()};
    QList<HelpDialog::Page> pages;
    for (const QAction *action : std::as_const(m_actions))
        pages.append({action->text().remove(u'&'), texts[pages.size()]});
    m_dialog->setPages(pages);
    m_dialog->showPage(page);
}

QList<ActionGroup> HelpMenu::shortcuts() const
{
    QList<ActionGroup> groups;
    QList<const QAction *> inMenus;
    const QList<QAction *> menus = m_window->menuBar()->actions();
    for (const QAction *each : menus) {
        if (!each->menu())
            continue;
        ActionGroup group{each->text(), {}};
        collect(*each->menu(), group.actions);
        inMenus << group.actions;
        groups << group;
    }
    ActionGroup others{tr("Elsewhere"), {}};
    const QList<QAction *> all = m_window->findChildren<QAction *>();
    for (const QAction *each : all) {
        if (each->isVisible() && !each->shortcut().isEmpty() && !each->text().isEmpty() &&
            !inMenus.contains(each))
            others.actions << each;
    }
    groups << others;
    return groups;
}

} // namespace turnstone
