// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/run.h"
#include "ui/models/comparemodel.h"
#include "ui/models/differenceexport.h"
#include "ui/models/runcomparison.h"
#include "ui/models/storereader.h"
#include "ui/session/crawlsession.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <optional>
#include <tuple>
#include <vector>

class QAction;
class QWidget;

namespace turnstone {

class ChangesView;
class InspectorPanel;

/// What a window does with the earlier runs of its project: the history and the note of the inspected
/// address, the comparison of two runs, size and clean-up.
class RunTools final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it; it belongs to `window`.
    RunTools(CrawlSession &session, InspectorPanel &inspector, QWidget *window);

    /// To be put into the window, which owns it then.
    ChangesView *changes() { return m_changes; }
    QAction *compareAction() { return m_compare; }
    QAction *cleanUpAction() { return m_cleanUp; }

    void editNote(RowId row);
    /// Files that addresses came from: no export may take their place.
    void keepInputs(const QStringList &paths) { m_inputs << paths; }
    void cancelExport();
    /// Of the file that changes are exported to; empty where none is, or it is cancelled.
    QString exportPath() const { return m_export.isActive() && m_isExportWanted ? m_exportPath : QString(); }

Q_SIGNALS:
    void changesRequested();
    /// The user wants to see this row in the list.
    void rowRequested(turnstone::RowId row);
    /// The user looks at this row among the changes.
    void rowSelected(turnstone::RowId row);
    /// A file is written in the background: percent -1 when it begins, then 0 to 100.
    void writing(const QString &path, int percent);
    void writingEnded();
    void notice(const QString &text);
    void warning(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QString projectPath() const;
    void followProject();
    void answerHistory(RowId row);
    void answerNote(RowId row);
    void writeNote(RowId row, const QString &before);
    void onNoteChanged(RowId row, const QString &note);
    void loadRuns();
    void compare(RunId before, RunId after);
    void exportChanges();
    void showCleanUp();

    CrawlSession &m_session;
    InspectorPanel &m_inspector;
    QWidget *m_window;
    StoreReader m_quick;               // about one address
    StoreReader m_slow;                // about all of them
    QHash<RowId, QString> m_notes;     // written here; the file may be a moment behind
    std::optional<RowId> m_historyRow; // asked for last
    CompareModel m_model;
    RunComparison m_comparison;
    DifferenceExport m_export;
    QString m_exportPath;
    bool m_isExportWanted = false;
    QStringList m_inputs;
    ChangesView *m_changes;
    QAction *m_compare;
    QAction *m_cleanUp;
    using RunOfView = std::tuple<RunId, qint64, RunEnding>; // with its results
    std::vector<RunOfView> m_runs;
};

} // namespace turnstone
