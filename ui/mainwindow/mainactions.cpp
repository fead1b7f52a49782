// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/mainactions.h"

#include "ui/widgets/icons.h"

#include <QAction>
#include <QUndoStack>

namespace turnstone {

MainActions::MainActions(QObject *parent)
    : QObject(parent)
{
    run = make(tr("&Start"), tr("Start"), "start", QKeySequence(tr("F9")));
    stop = make(tr("S&top"), tr("Stop"), "stop", QKeySequence(tr("Shift+F9")));
    add = make(tr("Add add&resses…"), tr("Add addresses"), "add", QKeySequence(tr("Ctrl+L")));
    paste = make(tr("Pas&te addresses"), {}, "paste", QKeySequence::Paste);
    open = make(tr("&Open…"), tr("Open"), "open", QKeySequence::Open);
    demo = make(tr("Try the &demo site"), {}, "start");
    newProject = make(tr("&New project"), {}, "new", QKeySequence::New);
    undo = make(tr("&Undo"), {}, "undo", QKeySequence::Undo);
    redo = make(tr("&Redo"), {}, "redo", QKeySequence(tr("Ctrl+Shift+Z")));
    redo->setShortcuts({redo->shortcut(), QKeySequence(tr("Ctrl+Y"))});
    save = make(tr("&Save project"), {}, "save", QKeySequence::Save);
    saveAs = make(tr("Save project &as…"), {}, "save", QKeySequence(tr("Ctrl+Shift+S")));
    exportResults = make(tr("&Export…"), tr("Export"), "export", QKeySequence(tr("Ctrl+E")));
    settings = make(tr("&Settings…"), tr("Settings"), "settings", QKeySequence(tr("Ctrl+,")));
    quit = make(tr("&Quit"), {}, "close", QKeySequence::Quit);
    quit->setMenuRole(QAction::QuitRole);
    find = make(tr("&Filter"), {}, "search", QKeySequence::Find);
    recheckFailed = make(tr("Check all &failed again"), {}, "recheck", QKeySequence(tr("Ctrl+Shift+R")));
    about = make(tr("&About Turnstone"), {}, "info");
    about->setMenuRole(QAction::AboutRole);
    settings->setMenuRole(QAction::PreferencesRole);
    update(CrawlSession::Phase::Empty, false, false);
    updateUndo(QUndoStack(), false);
}

QAction *MainActions::make(const QString &text, const QString &shortText, const char *icon,
                           const QKeySequence &shortcut)
{
    auto *action = new QAction(themedIcon(QLatin1StringView(icon)), text, this);
    if (!shortText.isEmpty())
        action->setIconText(shortText);
    action->setShortcut(shortcut);
    if (!shortcut.isEmpty()) {
        action->setToolTip(
            tr("%1 (%2)").arg(action->iconText(), shortcut.toString(QKeySequence::NativeText)));
    }
    return action;
}

void MainActions::updateUndo(const QUndoStack &changes, bool mayChange)
{
    undo->setText(changes.canUndo() ? tr("&Undo %1").arg(changes.undoText()) : tr("&Undo"));
    undo->setEnabled(mayChange && changes.canUndo());
    redo->setText(changes.canRedo() ? tr("&Redo %1").arg(changes.redoText()) : tr("&Redo"));
    redo->setEnabled(mayChange && changes.canRedo());
}

void MainActions::update(CrawlSession::Phase phase, bool hasProject, bool isReadOnly)
{
    using Phase = CrawlSession::Phase;
    const bool active = phase == Phase::Running || phase == Phase::Paused || phase == Phase::Stopping;
    const bool hasList = phase != Phase::Empty;
    const bool isOpening = phase == Phase::Opening || phase == Phase::Loading;
    const bool canRun = !isReadOnly && (phase == Phase::Ready || phase == Phase::Running ||
                                        phase == Phase::Paused || phase == Phase::Finished);
    const auto dress = [this](const QString &text, const char *icon) {
        run->setText(text);
        run->setIconText(QString(text).remove(u'&'));
        run->setIcon(themedIcon(QLatin1StringView(icon)));
        run->setToolTip(
            tr("%1 (%2)").arg(run->iconText(), run->shortcut().toString(QKeySequence::NativeText)));
    };
    if (phase == Phase::Running)
        dress(tr("&Pause"), "pause");
    else if (phase == Phase::Paused)
        dress(tr("&Resume"), "start");
    else if (phase == Phase::Finished)
        dress(tr("&Check again"), "recheck");
    else
        dress(tr("&Start"), "start");
    run->setEnabled(canRun);
    stop->setEnabled(phase == Phase::Running || phase == Phase::Paused);
    for (QAction *each : {add, paste, demo})
        each->setEnabled(!isReadOnly && !isOpening);
    newProject->setEnabled((hasList || hasProject) && !active);
    save->setEnabled(hasList && !isOpening);
    saveAs->setEnabled(hasList && !isOpening);
    exportResults->setEnabled(hasList && !isOpening);
    recheckFailed->setEnabled(hasList && !isReadOnly && !isOpening && phase != Phase::Stopping);
}

} // namespace turnstone
