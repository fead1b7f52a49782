// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/runtools.h"

#include "core/base/translation.h"
#include "core/store/fileclaims.h"
#include "core/types/displaytext.h"
#include "ui/dialogs/notedialog.h"
#include "ui/dialogs/projectdialog.h"
#include "ui/panels/changesview.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/filedialog.h"
#include "ui/widgets/icons.h"

#include <QAction>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QPointer>

#include <utility>

namespace turnstone {

RunTools::RunTools(CrawlSession &session, InspectorPanel &inspector, QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_inspector(inspector)
    , m_window(window)
    , m_changes(new ChangesView(m_model))
    , m_compare(new QAction(themedIcon(QLatin1StringView("changes")), tr("Compare r&uns"), this))
    , m_cleanUp(new QAction(themedIcon(QLatin1StringView("settings")), tr("Size and &clean-up…"), this))
{
    m_compare->setShortcut(QKeySequence(tr("Ctrl+D")));
    m_changes->installEventFilter(this);
    connect(m_compare, &QAction::triggered, this, &RunTools::changesRequested);
    connect(m_cleanUp, &QAction::triggered, this, &RunTools::showCleanUp);
    connect(&m_session, &CrawlSession::projectChanged, this, &RunTools::followProject);
    connect(&m_session, &CrawlSession::listReplaced, this, &RunTools::followProject);
    connect(&m_session, &CrawlSession::settled, this, &RunTools::loadRuns);
    connect(&m_session, &CrawlSession::phaseChanged, this, [this] {
        m_changes->setActive(m_session.isActive());
        loadRuns();
    });
    connect(&m_session, &CrawlSession::noteChanged, this, &RunTools::onNoteChanged);
    connect(&m_inspector, &InspectorPanel::historyWanted, this, &RunTools::answerHistory);
    connect(&m_inspector, &InspectorPanel::noteWanted, this, &RunTools::answerNote);
    connect(&m_inspector, &InspectorPanel::noteRequested, this, &RunTools::editNote);
    connect(m_changes, &ChangesView::runsChosen, this, &RunTools::compare);
    connect(m_changes, &ChangesView::exportRequested, this, &RunTools::exportChanges);
    connect(m_changes, &ChangesView::addressActivated, this, &RunTools::rowRequested);
    connect(m_changes, &ChangesView::addressSelected, this, &RunTools::rowSelected);
    connect(m_changes, &ChangesView::notice, this, &RunTools::notice);
    connect(&m_comparison, &RunComparison::found, &m_model, &CompareModel::append);
    connect(&m_comparison, &RunComparison::finished, m_changes, &ChangesView::showDone);
    connect(&m_comparison, &RunComparison::failed, m_changes,
            [this](const Error &error) { m_changes->showProblem(error.message); });
    connect(&m_export, &DifferenceExport::progressed, this,
            [this](int percent) { Q_EMIT writing(m_exportPath, percent); });
    connect(&m_export, &DifferenceExport::cancelled, this, &RunTools::writingEnded);
    connect(&m_export, &DifferenceExport::failed, this, &RunTools::writingEnded);
    connect(&m_export, &DifferenceExport::done, this, &RunTools::writingEnded);
    connect(&m_export, &DifferenceExport::cancelled, this,
            [this] { Q_EMIT notice(tr("The export was cancelled.")); });
    connect(&m_export, &DifferenceExport::failed, this, &RunTools::warning);
    connect(&m_export, &DifferenceExport::done, this, [this](qint64 rows, const QString &path) {
        Q_EMIT notice(tr("%1 changes were written to %2.", nullptr, pluralOf(rows))
                          .arg(countText(rows), QDir::toNativeSeparators(path)));
    });
    followProject();
}

QString RunTools::projectPath() const
{
    return m_session.project() ? m_session.project()->path() : QString();
}

void RunTools::followProject()
{
    const QString path = projectPath();
    m_inspector.setReadOnly(m_session.isReadOnly());
    m_changes->setReadOnly(m_session.isReadOnly());
    m_compare->setEnabled(!path.isEmpty());
    m_cleanUp->setEnabled(!path.isEmpty());
    if (SessionProject *project = m_session.project())
        connect(project, &SessionProject::runBegun, this, &RunTools::loadRuns, Qt::UniqueConnection);
    if (path == m_quick.path())
        return;
    m_quick.setPath(path);
    m_slow.setPath(path);
    m_notes.clear();
    m_historyRow.reset();
    m_comparison.cancel();
    cancelExport();
    m_model.begin({});
    m_runs.clear();
    m_changes->setRuns({});
    loadRuns();
}

void RunTools::answerHistory(RowId row)
{
    m_historyRow = row;
    if (m_quick.path().isEmpty())
        return m_inspector.setHistory(row, std::vector<HistoryEntry>());
    m_quick.ask<std::vector<HistoryEntry>>(
        this, [row](Store &store) { return store.history(row); },
        [this, row](const Result<std::vector<HistoryEntry>> &entries) {
            m_inspector.setHistory(row, entries);
        });
}

void RunTools::answerNote(RowId row)
{
    if (const auto written = m_notes.constFind(row); written != m_notes.cend())
        return m_inspector.setNote(row, *written);
    if (m_quick.path().isEmpty())
        return;
    m_quick.ask<QString>(
        this, [row](Store &store) { return store.note(row); },
        [this, row](const Result<QString> &note) {
            if (note && !m_notes.contains(row))
                m_inspector.setNote(row, note.value());
        });
}

void RunTools::editNote(RowId row)
{
    if (!m_session.project() || m_session.isReadOnly()) {
        Q_EMIT warning(tr("Notes cannot be saved: this project is open read-only."));
        return;
    }
    if (const auto written = m_notes.constFind(row); written != m_notes.cend())
        return writeNote(row, *written);
    if (m_quick.path().isEmpty())
        return writeNote(row, {});
    m_quick.ask<QString>(
        this, [row](Store &store) { return store.note(row); },
        [this, row](const Result<QString> &note) {
            if (note)
                writeNote(row, note.value());
            else
                Q_EMIT warning(note.error().message);
        });
}

void RunTools::writeNote(RowId row, const QString &before)
{
    NoteDialog dialog(m_session.shownAddress(row), before, m_window);
    const QPointer project(m_session.project()); // which may get another place meanwhile
    if (dialog.exec() != QDialog::Accepted || dialog.note() == before)
        return;
    if (!project || project != m_session.project()) {
        Q_EMIT warning(tr("The note was not saved: its project was closed meanwhile."));
        return;
    }
    m_session.setNote(row, dialog.note());
}

void RunTools::onNoteChanged(RowId row, const QString &note)
{
    m_notes.insert(row, note);
    m_inspector.setNote(row, note);
}

bool RunTools::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_changes && event->type() == QEvent::Show)
        loadRuns();
    return QObject::eventFilter(watched, event);
}

/// Only for eyes: who does not look at the changes has nothing compared. While the list still comes there are
/// no addresses to show them with.
void RunTools::loadRuns()
{
    if (!m_changes->isVisible() || m_slow.path().isEmpty())
        return;
    if (m_session.isOpening()) {
        if (m_runs.empty())
            m_changes->showComparing();
        return;
    }
    m_slow.ask<std::vector<RunInfo>>(
        this, [](Store &store) { return store.runs(); },
        [this](const Result<std::vector<RunInfo>> &runs) {
            if (!runs)
                return m_changes->showProblem(runs.error().message);
            std::vector<RunOfView> known;
            for (const RunInfo &run : runs.value())
                known.emplace_back(run.id, run.results, run.ending);
            if (known != m_runs || known.size() < 2)
                m_changes->setRuns(runs.value());
            m_runs = std::move(known);
        });
}

void RunTools::compare(RunId before, RunId after)
{
    m_model.begin(m_session.addresses());
    m_changes->showComparing();
    m_comparison.start(m_slow.path(), before, after);
}

void RunTools::exportChanges()
{
    const auto runs = m_changes->runs();
    if (!runs)
        return;
    if (m_export.isActive()) {
        Q_EMIT notice(tr("The changes are already being exported."));
        return;
    }
    const QString csv = tr("CSV (*.csv)");
    const QString jsonLines = tr("JSON Lines (*.jsonl)");
    FileDialog dialog(m_window, tr("Export changes to"), QDir::homePath(), {});
    dialog.setAcceptMode(QFileDialog::AcceptSave); // it asks before it replaces a file
    dialog.setNameFilters({csv, jsonLines});
    dialog.setDefaultSuffix(QStringLiteral("csv"));
    connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog, jsonLines](const QString &filter) {
        dialog.setDefaultSuffix(filter == jsonLines ? QStringLiteral("jsonl") : QStringLiteral("csv"));
    });
    dialog.selectFile(QStringLiteral("changes.csv"));
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty())
        return;
    const QString path = dialog.selectedFiles().front();
    const ExportFormat chosen =
        dialog.selectedNameFilter() == jsonLines ? ExportFormat::JsonLines : ExportFormat::Csv;
    const ExportFormat format = formatForFile(path).value_or(chosen);
    FileClaims claims;
    for (const QString &input : m_inputs)
        claims.addInput(input);
    claims.addProject(m_slow.path());
    claims.addOutput(path);
    if (const Outcome claimed = claims.check(); !claimed) {
        Q_EMIT notice(claimed.error().message);
        return;
    }
    m_exportPath = path;
    m_isExportWanted = true;
    Q_EMIT writing(path, -1);
    m_export.start(
        {m_slow.path(), runs->first, runs->second, m_session.addresses(), m_model.shownRows(), path, format});
}

void RunTools::cancelExport()
{
    m_isExportWanted = false;
    m_export.cancel();
}

void RunTools::showCleanUp()
{
    ProjectDialog::Access access;
    access.reader = &m_slow;
    if (m_session.isReadOnly())
        access.whyNot = m_session.project()->readOnlyReason();
    else if (m_session.isActive())
        access.whyNot = tr("Stop the crawl to clean up.");
    else
        access.write = [project = QPointer(m_session.project())](ProjectDialog::Action action,
                                                                 std::function<void(const Outcome &)> done) {
            if (!project) { // another one was opened meanwhile
                done(Error{Error::Code::Invalid, tr("This project was closed meanwhile.")});
                return;
            }
            project->write([action, done](ProjectWriter &writer) { writer.run(action, done); });
        };
    ProjectDialog dialog(std::move(access), m_window);
    connect(&dialog, &ProjectDialog::cleanedUp, this, [this] {
        loadRuns();
        if (m_historyRow)
            answerHistory(*m_historyRow);
    });
    dialog.exec();
}

} // namespace turnstone
