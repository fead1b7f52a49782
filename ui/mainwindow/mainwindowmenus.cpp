// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of the window and what its actions do.
#include "ui/mainwindow/helpmenu.h"
#include "ui/mainwindow/mainactions.h"
#include "ui/mainwindow/maintoolbar.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/panellayout.h"
#include "ui/mainwindow/projectdesk.h"
#include "ui/mainwindow/runstarter.h"
#include "ui/mainwindow/runtools.h"
#include "ui/models/settingsstore.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/panels/tablepages.h"

#include <QAction>
#include <QActionGroup>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>

namespace turnstone {

void MainWindow::buildMenus()
{
    const MainActions &a = *m_actions;
    const ResultsPanel::Actions &rows = m_results->actions();
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addActions({a.newProject, a.open});
    file->addMenu(m_desk->recentMenu());
    file->addActions({a.save, a.saveAs, m_runTools->cleanUpAction()});
    file->addSeparator();
    file->addActions({a.add, a.paste, a.demo});
    file->addSeparator();
    file->addAction(a.exportResults);
    file->addSeparator();
    file->addAction(a.quit);

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({a.undo, a.redo});
    edit->addSeparator();
    edit->addActions({rows.copyRows, rows.copyAddresses, rows.selectAll});
    edit->addSeparator();
    edit->addAction(rows.remove);
    edit->addSeparator();
    edit->addActions({a.find, rows.filterHost});
    edit->addSeparator();
    edit->addAction(a.settings);

    buildViewMenu();

    QMenu *crawl = menuBar()->addMenu(tr("&Crawl"));
    crawl->addActions({a.run, a.stop});
    crawl->addSeparator();
    crawl->addActions({rows.recheck, a.recheckFailed, m_runTools->compareAction()});
    crawl->addSeparator();
    crawl->addActions({rows.openInBrowser, rows.note});

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addActions((new HelpMenu(this))->actions());
    help->addSeparator();
    help->addAction(a.about);
}

void MainWindow::buildViewMenu()
{
    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addActions(m_layout->toggles());
    view->addSeparator();
    const auto addFilled = [this, view](const QString &name, void (ResultsView::*fill)(QMenu *)) {
        QMenu *menu = view->addMenu(name);
        connect(menu, &QMenu::aboutToShow, this, [this, menu, fill] {
            menu->clear();
            (m_results->view()->*fill)(menu);
        });
    };
    addFilled(tr("&Columns"), &ResultsView::fillColumnMenu);
    addFilled(tr("S&ort by"), &ResultsView::fillSortMenu);
    QMenu *appearance = view->addMenu(tr("&Appearance"));
    auto *group = new QActionGroup(appearance);
    const std::pair<QString, Appearance> choices[] = {{tr("Follow &system"), Appearance::System},
                                                      {tr("&Light"), Appearance::Light},
                                                      {tr("&Dark"), Appearance::Dark}};
    for (const auto &[name, which] : choices) {
        QAction *action = appearance->addAction(name);
        action->setCheckable(true);
        action->setData(int(which));
        group->addAction(action);
    }
    connect(appearance, &QMenu::aboutToShow, this, [this, group] { // it may have been set in the settings
        for (QAction *action : group->actions())
            action->setChecked(action->data().toInt() == int(SettingsStore(m_settings).appearance()));
    });
    connect(group, &QActionGroup::triggered, this, [this](const QAction *chosen) {
        SettingsStore(m_settings).setAppearance(Appearance(chosen->data().toInt()));
        Q_EMIT appearanceChanged();
    });
}

void MainWindow::connectActions()
{
    const MainActions &a = *m_actions;
    a.demo->setVisible(bool(m_demo));
    const std::pair<QAction *, void (MainWindow::*)()> wiring[] = {
        {a.add, &MainWindow::addAddresses},
        {a.paste, &MainWindow::paste},
        {a.open, &MainWindow::chooseFiles},
        {a.demo, &MainWindow::runDemo},
        {a.newProject, &MainWindow::newProject},
        {a.undo, &MainWindow::undo},
        {a.redo, &MainWindow::redo},
        {a.exportResults, &MainWindow::showExport},
        {a.settings, &MainWindow::showSettings},
        {a.about, &MainWindow::showAbout},
    };
    for (const auto &[action, slot] : wiring)
        connect(action, &QAction::triggered, this, slot);
    connect(a.run, &QAction::triggered, m_starter, &RunStarter::toggle);
    connect(a.recheckFailed, &QAction::triggered, m_starter, &RunStarter::recheckFailed);
    connect(a.stop, &QAction::triggered, &m_session, &CrawlSession::stop);
    connect(a.save, &QAction::triggered, m_desk, &ProjectDesk::save);
    connect(a.saveAs, &QAction::triggered, m_desk, &ProjectDesk::saveAs);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(a.find, &QAction::triggered, this, [this] {
        QLineEdit *filter = m_tables->current().filter;
        filter->setFocus(Qt::ShortcutFocusReason);
        filter->selectAll();
    });
}

} // namespace turnstone
