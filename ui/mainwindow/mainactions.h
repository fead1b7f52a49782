// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/crawlsession.h"

#include <QKeySequence>
#include <QObject>

class QAction;
class QUndoStack;

namespace turnstone {

/// The actions of the window: names, icons, shortcuts, and which of them are possible now.
class MainActions final : public QObject
{
    Q_OBJECT

public:
    explicit MainActions(QObject *parent = nullptr);

    void update(CrawlSession::Phase phase, bool hasProject, bool isReadOnly);
    /// What they would undo and redo is said by their names.
    void updateUndo(const QUndoStack &changes, bool mayChange);

    QAction *run; ///< Start, Pause, Resume or Check again
    QAction *stop;
    QAction *add;
    QAction *paste;
    QAction *open;
    QAction *demo;
    QAction *newProject;
    QAction *undo;
    QAction *redo;
    QAction *save;
    QAction *saveAs;
    QAction *exportResults;
    QAction *settings;
    QAction *quit;
    QAction *find;
    QAction *recheckFailed;
    QAction *about;

private:
    QAction *make(const QString &text, const QString &shortText, const char *icon,
                  const QKeySequence &shortcut = {});
};

} // namespace turnstone
