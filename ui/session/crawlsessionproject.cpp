// SPDX-License-Identifier: GPL-3.0-or-later
// The list of a session and the project file it is kept in.
#include "core/types/crawlsettingsjson.h"
#include "core/types/secrets.h"
#include "ui/session/crawlsession.h"
#include "ui/session/sessionproject.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <numeric>
#include <utility>

namespace turnstone {

std::shared_ptr<const ResultSource> CrawlSession::results() const
{
    return m_project ? m_project->results() : nullptr;
}

bool CrawlSession::isReadOnly() const
{
    return m_project && m_project->isReadOnly();
}

void CrawlSession::useProject(std::unique_ptr<SessionProject> project)
{
    m_project = std::move(project);
    SessionProject *now = m_project.get();
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
        if (m_runs.scope == RunScope::List)
            m_runs.list = run;
        if (m_due) {
            m_due->hasRun = true;
            fetchDue();
        }
    });
    connect(now, &SessionProject::savedAs, this, [this](const QString &path) {
        Q_EMIT projectChanged();
        Q_EMIT projectSaved(path);
    });
    connect(now, &SessionProject::saveFailed, this, &CrawlSession::saveFailed);
    Q_EMIT projectChanged();
}

int CrawlSession::add(const AddressList &given)
{
    if (given.isEmpty() || m_phase == Phase::Loading || isReadOnly())
        return 0;
    const AddressList more = fillFrom(given);
    if (more.isEmpty())
        return 0;
    if (!m_project) {
        if (m_forgotten)
            SessionProject::close(std::move(m_forgotten->project));
        m_forgotten.reset();
        useProject(std::make_unique<SessionProject>(m_autosave));
        m_project->create();
    }
    const auto first = RowId(m_addresses.size());
    m_addresses.append(more);
    m_table.setAddresses(m_addresses);
    m_project->write([all = m_addresses, first, keeps = m_settings.keepSecrets](ProjectWriter &writer) {
        writer.addAddresses(all, first, keeps);
    });
    noteSecrets(first);
    std::vector<RowId> rows(size_t(more.size()));
    std::iota(rows.begin(), rows.end(), first);
    const Crawler::State state = m_crawler.state();
    if (m_due) {
        alsoFetch(rows);
        showStats(m_stats); // nobody else tells them before the crawler has the list
    } else if (state == Crawler::State::Running || state == Crawler::State::Paused) {
        m_project->write([rows](ProjectWriter &writer) { writer.owe(rows); });
        m_crawler.add(more);
        m_sent = m_addresses.size();
    } else if (!isActive()) {
        setPhase(Phase::Ready);
        showStats(m_stats);
    }
    return more.size();
}

/// Begins a run, or goes on with an earlier one where there is one, that owes these rows.
void CrawlSession::openRun(RunScope scope, RunId earlier, const std::vector<RowId> &rows)
{
    m_runs.scope = earlier != 0 && earlier != m_runs.list ? RunScope::Rows : scope;
    m_runs.open = true;
    m_rechecked.clear();
    m_stopped.clear();
    m_project->setKeepsBodies(m_settings.storeBodies);
    std::optional<std::vector<RowId>> some;
    if (int(rows.size()) < m_addresses.size())
        some = rows;
    m_project->write(
        [scope, earlier, some, settings = crawlSettingsToJson(m_settings)](ProjectWriter &writer) {
            if (earlier == 0)
                writer.beginRunOf(scope, settings, some);
            else
                writer.continueRunOf(earlier, settings, some);
        });
}

/// While a run is under way: another one takes over what it still owes, together with `rows`.
void CrawlSession::openNextRun(std::vector<RowId> rows)
{
    const std::vector<RowId> rechecked = m_rechecked;
    for (int row = 0; row < m_addresses.size(); ++row) {
        if (m_table.rows().isOpen(RowId(row)))
            rows.push_back(RowId(row));
    }
    std::sort(rows.begin(), rows.end());
    m_project->write([](ProjectWriter &writer) { writer.endRun(RunEnding::Stopped, false); });
    openRun(int(rows.size()) == m_addresses.size() ? RunScope::List : RunScope::Rows, 0, rows);
    m_rechecked = rechecked;
}

void CrawlSession::closeRun()
{
    if (!std::exchange(m_runs.open, false))
        return;
    m_runs.owing = 0;
    // What was to be checked again and was not keeps what it had.
    m_rechecked = unfinishedOf(m_rechecked);
    m_project->write([rows = m_rechecked, ending = m_ending](ProjectWriter &writer) {
        if (!rows.empty())
            writer.forgetOwed(rows);
        writer.endRun(ending, false);
    });
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
    m_failing = true;
    m_held = m_held || m_crawler.state() == Crawler::State::Running || (m_due && m_phase == Phase::Running);
    m_crawler.pause();
    if (isActive())
        setPhase(Phase::Paused);
    Q_EMIT writingFailed(error);
}

void CrawlSession::onWritten()
{
    if (!m_failing || m_project->isStuck())
        return;
    m_failing = false;
    if (std::exchange(m_held, false))
        goOn();
    Q_EMIT writingResumed();
}

void CrawlSession::retryWriting()
{
    if (m_project)
        m_project->retry();
}

/// Nothing of the list remains here but its project.
void CrawlSession::dropList()
{
    m_loader.cancel();
    m_feed.clear();
    m_rechecked.clear();
    m_stopped.clear();
    m_addresses = {};
    m_lacking.clear();
    m_sent = 0;
    m_stats = {};
    m_runs = {};
    m_due.reset();
    m_toLoad = 0;
    if (m_ownSettings)
        replaceSettings(*std::exchange(m_ownSettings, std::nullopt));
    m_failing = false;
    m_held = false;
    m_told = true;
}

void CrawlSession::clear()
{
    if (isActive() || !m_project)
        return;
    if (m_phase == Phase::Loading) {
        m_project->disconnect(this);
        SessionProject::close(std::move(m_project));
    } else {
        m_feed.applyAll();
        m_project->disconnect(this);
        m_forgotten.emplace(
            Forgotten{m_addresses, m_table.rows(), std::move(m_project), m_stats, m_runs, m_sent, m_phase});
    }
    dropList();
    m_table.clear();
    setPhase(Phase::Empty);
    Q_EMIT projectChanged();
    Q_EMIT listReplaced();
    Q_EMIT statsChanged(m_stats);
}

void CrawlSession::restore()
{
    if (!m_forgotten || m_project)
        return;
    Forgotten back = std::move(*m_forgotten);
    m_forgotten.reset();
    m_addresses = back.addresses;
    noteSecrets(0);
    m_sent = back.sent;
    m_stats = back.stats;
    m_runs = back.runs;
    m_table.setRows(back.rows);
    useProject(std::move(back.project));
    setPhase(back.phase);
    Q_EMIT listReplaced();
    Q_EMIT statsChanged(m_stats);
}

void CrawlSession::discard()
{
    if (isActive() || !m_project)
        return;
    m_project->disconnect(this);
    SessionProject::close(std::move(m_project), true);
    dropList();
    m_table.clear();
    setPhase(Phase::Empty);
}

void CrawlSession::openProject(const QString &path, OpenMode mode)
{
    if (isActive())
        return;
    m_opening = std::make_unique<SessionProject>(m_autosave);
    SessionProject *const opening = m_opening.get();
    // What is queued may come when another one is being opened instead.
    connect(
        opening, &SessionProject::opened, this,
        [this, opening, path] {
            if (m_opening.get() == opening)
                onProjectOpened(path);
        },
        Qt::QueuedConnection);
    connect(
        opening, &SessionProject::failed, this,
        [this, opening, path](const Error &error) {
            if (m_opening.get() != opening)
                return;
            m_opening.reset();
            Q_EMIT openFailed(path, error);
        },
        Qt::QueuedConnection);
    connect(opening, &SessionProject::openProgressed, this,
            [this, path](int percent) { Q_EMIT openProgressed(path, percent); });
    opening->open(path, mode);
}

void CrawlSession::cancelOpening()
{
    if (m_opening)
        m_opening->cancelOpening();
}

void CrawlSession::onProjectOpened(const QString &path)
{
    std::unique_ptr<SessionProject> opened = std::move(m_opening);
    if (isActive()) {
        Q_EMIT openFailed(path, {Error::Code::Cancelled,
                                 tr("%1 was not opened, because a crawl began meanwhile. Stop the crawl, and "
                                    "open it again.")
                                     .arg(QDir::toNativeSeparators(path))});
        return;
    }
    opened->disconnect(this);
    for (std::unique_ptr<SessionProject> *project :
         {&m_project, m_forgotten ? &m_forgotten->project : nullptr}) {
        if (!project || !*project)
            continue;
        (*project)->disconnect(this);
        SessionProject::close(std::move(*project));
    }
    m_forgotten.reset();
    dropList();
    m_table.clear();
    useProject(std::move(opened));
    setPhase(Phase::Loading);
    Q_EMIT listReplaced();
    m_loader.load(m_project->path());
}

/// The addresses of a project come with the rows.
void CrawlSession::takeAddresses(const ProjectLoader::BlockPointer &block)
{
    if (!block->addresses)
        return;
    m_toLoad = block->total;
    const auto first = RowId(m_addresses.size());
    m_addresses.append(block->addresses);
    noteSecrets(first);
    m_table.setAddresses(m_addresses);
}

void CrawlSession::onLoaded(const ProjectLoader::Ending &ending)
{
    m_loaded = ending;
    m_told = false;
    settle();
}

void CrawlSession::finishLoading(const ProjectLoader::Ending &ending)
{
    if (!ending.outcome) {
        const QString path = m_project->path();
        clear();
        Q_EMIT openFailed(path, ending.outcome.error());
        return;
    }
    for (const RunInfo &run : ending.runs) {
        if (run.scope == RunScope::List)
            m_runs.list = run.id;
        if (run.owed > 0 && (run.scope == RunScope::List || m_runs.owing == 0))
            m_runs.owing = run.id;
    }
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
    const auto owing =
        std::find_if(runs.begin(), runs.end(), [this](const RunInfo &run) { return run.id == m_runs.owing; });
    if (owing == runs.end())
        return;
    Result<CrawlSettings> settings = crawlSettingsFromJson(owing->settings);
    if (!settings)
        return;
    CrawlSettings taken = std::move(settings).value();
    if (taken.proxy == shownProxy(m_settings.proxy))
        taken.proxy = m_settings.proxy; // a project knows no passwords
    if (taken.request.headers == shownHeaders(m_settings.request.headers))
        taken.request.headers = m_settings.request.headers;
    m_ownSettings = m_settings;
    replaceSettings(taken);
}

void CrawlSession::saveProjectAs(const QString &path)
{
    if (m_project)
        m_project->saveAs(path);
}

} // namespace turnstone
