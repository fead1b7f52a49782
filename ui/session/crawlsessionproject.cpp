// SPDX-License-Identifier: GPL-3.0-or-later
// The list of a session and the project file it is kept in.
#include "core/base/backgroundrelease.h"
#include "core/session/runchoice.h"
#include "core/session/runclosing.h"
#include "core/session/runopening.h"
#include "core/session/runsettings.h"
#include "ui/session/crawlsession.h"
#include "ui/session/sessionproject.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace turnstone {

std::shared_ptr<const ResultSource> CrawlSession::results() const
{
    return m_list.project ? m_list.project->results() : nullptr;
}

bool CrawlSession::isReadOnly() const
{
    return m_list.project && m_list.project->isReadOnly();
}

void CrawlSession::useProject(std::unique_ptr<SessionProject> project)
{
    m_list.project = std::move(project);
    SessionProject *now = m_list.project.get();
    connect(now, &SessionProject::opened, this, &CrawlSession::projectChanged);
    connect(now, &SessionProject::failed, this, &CrawlSession::onWriteFailed);
    connect(now, &SessionProject::written, this, [this](const ResultBatch &batch) {
        m_crawler.acknowledge(batch);
        onWritten();
    });
    connect(now, &SessionProject::drained, this, [this] {
        onWritten();
        settle();
    });
    connect(now, &SessionProject::runBegun, this, [this](RunId run) {
        m_list.runs.setNumber(run);
        if (m_list.due) {
            m_list.due->hasRun = true;
            fetchDue();
        }
    });
    connect(now, &SessionProject::rowsChanged, this,
            [this](const std::vector<RunInfo> &runs) { m_list.runs.setOwed(runs); });
    connect(now, &SessionProject::savedAs, this, [this](const QString &path) {
        Q_EMIT projectChanged();
        Q_EMIT projectSaved(path);
    });
    connect(now, &SessionProject::saveFailed, this, &CrawlSession::saveFailed);
    Q_EMIT projectChanged();
}

/// Begins a run, or goes on with an earlier one where there is one, that owes these rows.
void CrawlSession::openRun(RunId earlier, ListRuns::Takes takes, const std::vector<RowId> &rows)
{
    RunOpening opening{.earlier = earlier, .settings = settings()};
    if (int(rows.size()) < m_table.rows().listed()) {
        opening.scope = RunScope::Rows;
        opening.owes = RunOpening::Owes::Rows;
        opening.rows = rows;
    }
    m_list.runs.open(opening.scope, earlier, takes);
    m_list.rechecked.clear();
    m_list.stopped.clear();
    m_list.isCutShort = false;
    m_isInterrupted = false;
    m_list.project->setKeepsBodies(settings().storeBodies);
    m_list.project->write([opening](ProjectWriter &writer) { opening.writeTo(writer); });
}

/// While a run is under way: another one takes over what it still owes, together with `rows`.
void CrawlSession::openNextRun(std::vector<RowId> rows)
{
    const std::vector<RowId> rechecked = m_list.rechecked;
    const size_t wanted = rows.size();
    for (int row = 0; row < m_list.addresses.size(); ++row) {
        if (m_table.rows().isOpen(RowId(row)))
            rows.push_back(RowId(row));
    }
    m_list.runs.close(qint64(rows.size() - wanted));
    m_list.project->write([](ProjectWriter &writer) { RunClosing{RunEnding::Stopped}.writeTo(writer); });
    std::sort(rows.begin(), rows.end());
    openRun(0, ListRuns::Takes::Rest, rows);
    m_list.rechecked = rechecked;
}

void CrawlSession::closeRun()
{
    if (!m_list.runs.isOpen())
        return;
    m_list.rechecked = unfinishedOf(m_list.rechecked);
    m_list.isCutShort = !m_list.rechecked.empty();
    const auto unchecked = qint64(m_list.rechecked.size());
    const qint64 rest = m_list.runs.takesRest() ? startableRows() - unchecked : 0;
    RunClosing closing{m_ending};
    if (m_isInterrupted)
        m_list.runs.close(rest + unchecked);
    else { // what was to be checked again and was not keeps what it had
        m_list.runs.close(rest);
        closing.forgets = m_list.rechecked;
    }
    m_list.project->write([closing](ProjectWriter &writer) { closing.writeTo(writer); });
}

std::vector<RowId> CrawlSession::unfinishedOf(const std::vector<RowId> &rows) const
{
    std::vector<RowId> unfinished;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(unfinished),
                 [this](RowId row) { return m_table.rows().isOpen(row); });
    std::sort(unfinished.begin(), unfinished.end());
    unfinished.erase(std::unique(unfinished.begin(), unfinished.end()), unfinished.end());
    return unfinished;
}

void CrawlSession::onWriteFailed(const Error &error)
{
    m_list.isFailing = true;
    m_list.isHeld = m_list.isHeld || m_crawler.state() == Crawler::State::Running ||
                    (m_list.due && m_phase == Phase::Running);
    m_crawler.pause();
    if (isActive())
        setPhase(Phase::Paused);
    Q_EMIT writingFailed(error);
}

void CrawlSession::onWritten()
{
    if (!m_list.isFailing || m_list.project->isStuck())
        return;
    m_list.isFailing = false;
    if (std::exchange(m_list.isHeld, false))
        goOn();
    Q_EMIT writingResumed();
}

void CrawlSession::retryWriting()
{
    if (m_list.project)
        m_list.project->retry();
}

/// What remains of it is its project.
CrawlList CrawlSession::takeList()
{
    m_loader.cancel();
    m_loaded.reset();
    m_feed.clear();
    if (m_list.project)
        m_list.project->disconnect(this);
    CrawlList taken = std::exchange(m_list, {});
    m_table.clear();
    if (taken.runSettings)
        applySettings();
    return taken;
}

/// Of a million rows, in other threads: nobody waits for its memory.
void CrawlSession::letGo(CrawlList list, bool discards)
{
    SessionProject::close(std::move(list.project), discards);
    releaseInBackground(std::move(list));
}

void CrawlSession::dropSetAside()
{
    if (!m_setAside)
        return;
    SetAside dropped = std::move(*m_setAside);
    m_setAside.reset();
    letGo(std::move(dropped.list));
    releaseInBackground(std::move(dropped.rows));
}

void CrawlSession::showList()
{
    updatePhase();
    Q_EMIT projectChanged();
    Q_EMIT listReplaced();
    Q_EMIT statsChanged(m_list.stats);
}

void CrawlSession::discard()
{
    if (isActive() || !m_list.project)
        return;
    m_changes.clear();
    letGo(takeList(), true);
    updatePhase();
}

void CrawlSession::openProject(const QString &path, OpenMode mode)
{
    if (isActive())
        return;
    if (m_phase == Phase::Loading)
        clear();
    m_opening = std::make_unique<SessionProject>(m_autosave);
    SessionProject *const opening = m_opening.get();
    // What is queued may come when another one is being opened instead.
    connect(
        opening, &SessionProject::opened, this,
        [this, opening] {
            if (m_opening.get() == opening)
                onProjectOpened();
        },
        Qt::QueuedConnection);
    connect(
        opening, &SessionProject::failed, this,
        [this, opening, path](const Error &error) {
            if (m_opening.get() != opening)
                return;
            m_opening.reset();
            updatePhase();
            Q_EMIT openFailed(path, error);
        },
        Qt::QueuedConnection);
    connect(opening, &SessionProject::openProgressed, this,
            [this, path](int percent) { Q_EMIT openProgressed(path, percent); });
    setPhase(Phase::Opening);
    opening->open(path, mode);
}

void CrawlSession::cancelOpening()
{
    if (m_opening)
        m_opening->cancelOpening();
}

void CrawlSession::onProjectOpened()
{
    std::unique_ptr<SessionProject> opened = std::move(m_opening);
    opened->disconnect(this);
    m_changes.clear();
    letGo(takeList());
    dropSetAside();
    useProject(std::move(opened));
    setPhase(Phase::Loading);
    Q_EMIT listReplaced();
    m_loader.load(m_list.project->path());
}

/// The addresses of a project come with the rows.
void CrawlSession::takeAddresses(const ProjectLoader::BlockPointer &block)
{
    if (!block->addresses)
        return;
    m_list.toLoad = block->total;
    const auto first = RowId(m_list.addresses.size());
    m_list.addresses.append(block->addresses);
    std::vector<RowId> removed;
    for (const RowState &state : block->states) {
        if (state.removed)
            removed.push_back(state.row);
    }
    noteSecrets(first);
    m_table.setAddresses(m_list.addresses, removed);
    m_table.setNotes(block->notes);
}

void CrawlSession::onLoaded(const ProjectLoader::Ending &ending)
{
    m_loaded = ending;
    m_list.isTold = false;
    settle();
}

void CrawlSession::finishLoading(const ProjectLoader::Ending &ending)
{
    if (!ending.outcome) {
        const QString path = m_list.project->path();
        clear();
        Q_EMIT openFailed(path, ending.outcome.error());
        return;
    }
    m_list.runs = ListRuns(ending.runs);
    m_list.losses.results = ending.lost;
    m_list.isCutShort = !ending.runs.empty() && ending.runs.back().ending == RunEnding::Stopped;
    takeSettings(ending.runs);
    updatePhase();
    if (m_phase != Phase::Empty)
        settle();
    // The last word: who hears it may begin a crawl, and that must not be taken for one that is over.
    Q_EMIT projectOpened();
}

/// What was cut short goes on as it began; another list is fetched as before.
void CrawlSession::takeSettings(const std::vector<RunInfo> &runs)
{
    const RunId owing = m_list.runs.owing();
    const RunInfo *run = owing == 0 ? nullptr : runToGoOn(runs, owing);
    if (!run)
        return;
    const Result<CrawlSettings> taken = settingsOf(*run, m_settings);
    m_list.losses.settings = !taken;
    if (!taken || isSameInProject(taken.value(), m_settings))
        return;
    m_list.runSettings = taken.value();
    applySettings();
}

void CrawlSession::saveProjectAs(const QString &path)
{
    if (m_list.project)
        m_list.project->saveAs(path);
}

} // namespace turnstone
