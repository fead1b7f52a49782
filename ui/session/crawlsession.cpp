// SPDX-License-Identifier: GPL-3.0-or-later
// The crawl of a session, and how its news reach the table.
#include "ui/session/crawlsession.h"

#include "core/session/runclosing.h"
#include "core/types/missingsecrets.h"
#include "ui/session/backgroundrelease.h"
#include "ui/session/sessionproject.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace turnstone {

CrawlSession::CrawlSession(const Autosave &autosave, NetworkFactory factory, QObject *parent)
    : QObject(parent)
    , m_autosave(autosave)
    , m_crawler(std::move(factory), this)
    , m_feed(m_table)
{
    connect(&m_feed, &TableFeed::blockBegins, this, &CrawlSession::takeAddresses);
    connect(&m_feed, &TableFeed::blockApplied, &m_loader, &ProjectLoader::release);
    connect(&m_feed, &TableFeed::resultsApplied, this, &CrawlSession::resultsApplied);
    connect(&m_feed, &TableFeed::emptied, this, &CrawlSession::settle);
    m_countsTimer.setSingleShot(true);
    m_countsTimer.setInterval(100);
    connect(&m_countsTimer, &QTimer::timeout, this,
            [this] { Q_EMIT countsChanged(m_table.rows().counts()); });
    connect(&m_table, &ResultTableModel::rowsChanged, this, [this] {
        if (!m_countsTimer.isActive())
            m_countsTimer.start();
    });
    m_crawler.setReceiverAcknowledges(true);
    connect(&m_crawler, &Crawler::stateChanged, this, &CrawlSession::onCrawlerState);
    connect(&m_crawler, &Crawler::progressed, this, [this](const ProgressBatch &batch) { enqueue(batch); });
    connect(&m_crawler, &Crawler::resultsReady, this, [this](const ResultBatch &batch) {
        const ResultBatch ours = releasedInBackground(batch);
        m_list.project->append(ours);
        enqueue(ours);
    });
    connect(&m_crawler, &Crawler::statsChanged, this, &CrawlSession::showStats);
    connect(&m_crawler, &Crawler::hostsChanged, this, &CrawlSession::hostsChanged);
    connect(&m_crawler, &Crawler::networkDownChanged, this, &CrawlSession::networkDownChanged);
    connect(&m_crawler, &Crawler::finished, this, &CrawlSession::onCrawlerFinished);
    connect(&m_loader, &ProjectLoader::blockLoaded, this,
            [this](const ProjectLoader::BlockPointer &block) { enqueue(block); });
    connect(&m_loader, &ProjectLoader::loaded, this, &CrawlSession::onLoaded);
}

CrawlSession::~CrawlSession()
{
    m_crawler.disconnect(this);
    m_loader.cancel();
    noteInterruption();
    m_ending = RunEnding::Stopped;
    closeRun();
}

void CrawlSession::setSettings(const CrawlSettings &settings)
{
    (m_list.runSettings ? *m_list.runSettings : m_settings) = settings;
    applySettings();
}

void CrawlSession::useOwnSettings()
{
    if (std::exchange(m_list.runSettings, std::nullopt))
        applySettings();
}

void CrawlSession::applySettings()
{
    if (m_list.due)
        m_list.due->settings.limits = settings().limits;
    else if (isActive())
        m_crawler.setLimits(settings().limits);
    Q_EMIT settingsChanged(settings());
}

void CrawlSession::setHostLimits(const QString &host, const HostLimits &limits)
{
    m_crawler.setHostLimits(host, limits);
}

void CrawlSession::tryHostNow(const QString &host)
{
    m_crawler.tryHostNow(host);
}

void CrawlSession::giveUpHost(const QString &host)
{
    m_crawler.giveUpHost(host);
}

bool CrawlSession::canFetch() const
{
    return !isActive() && !isOpening() && m_phase != Phase::Empty && !isReadOnly();
}

void CrawlSession::start()
{
    const std::vector<RowId> rows = startable();
    if (!canFetch() || rows.empty() || lacksSecrets(rows))
        return;
    retryWriting();
    openRun(m_list.runs.goesOn(), ListRuns::Takes::Rest, rows);
    fetch(rows);
    for (const RowId row : rows) {
        if (m_table.rows().row(row).rowClass == RowClass(Verdict::Cancelled))
            m_list.stopped.push_back(row);
    }
    showWaiting(m_list.stopped);
}

/// What is in the queue again is no more what it was.
void CrawlSession::showWaiting(const std::vector<RowId> &rows)
{
    if (rows.empty())
        return;
    auto waiting = std::make_shared<std::vector<RowProgress>>();
    waiting->reserve(rows.size());
    for (const RowId row : rows)
        waiting->push_back({row, RowProgress::State::Waiting, 0});
    enqueue(ProgressBatch(std::move(waiting)));
}

/// Nothing is asked for before the run that was opened for these rows is in the project: what no run takes
/// would be lost, and a POST be sent again.
void CrawlSession::fetch(const std::vector<RowId> &rows)
{
    m_list.due.emplace(
        CrawlList::Due{rows, m_list.sent == 0 ? rowStarts(rows) : std::vector<RowStart>(), settings()});
    m_list.isTold = false;
    setPhase(Phase::Running);
}

/// These rows belong to what is due.
void CrawlSession::alsoFetch(const std::vector<RowId> &rows)
{
    m_list.project->write([rows](ProjectWriter &writer) { writer.owe(rows); });
    std::vector<RowId> &due = m_list.due->rows;
    const auto before = due.insert(due.end(), rows.begin(), rows.end());
    std::inplace_merge(due.begin(), before, due.end());
    due.erase(std::unique(due.begin(), due.end()), due.end());
    std::vector<RowStart> &starts = m_list.due->starts;
    if (starts.empty())
        return; // all are wanted
    starts.resize(size_t(m_list.addresses.size()));
    for (const RowId row : rows)
        starts[row] = RowStart::wanted(starts[row].verdict());
}

/// Begins a run of the crawler; rows that the crawler does not know yet are among those that are due.
void CrawlSession::fetchDue()
{
    if (!m_list.due || !m_list.due->hasRun || m_phase != Phase::Running)
        return;
    const CrawlList::Due due = std::move(*m_list.due);
    m_list.due.reset();
    if (m_list.sent == 0) {
        m_list.sent = m_list.addresses.size();
        m_crawler.start({m_list.addresses, due.settings, due.starts});
        return;
    }
    m_crawler.setSettings(due.settings);
    const auto known = std::lower_bound(due.rows.begin(), due.rows.end(), RowId(m_list.sent));
    if (known != due.rows.end()) {
        const AddressList more = unsentAddresses();
        m_list.sent = m_list.addresses.size();
        m_crawler.add(more);
    }
    m_crawler.recheck({due.rows.begin(), known});
}

std::vector<RowStart> CrawlSession::rowStarts(const std::vector<RowId> &wanted) const
{
    const ResultRows &all = m_table.rows();
    if (int(wanted.size()) == all.size() && startableRows() == all.size())
        return {}; // a list that is new
    std::vector<RowStart> starts(size_t(all.size()), RowStart::leftOut());
    for (int row = 0; row < all.size(); ++row) {
        if (!all.isOpen(RowId(row)) && !all.isRemoved(RowId(row)))
            starts[size_t(row)] = RowStart::done(all.row(RowId(row)).rowClass.verdict());
    }
    for (const RowId row : wanted)
        starts[row] = RowStart::wanted(starts[row].verdict());
    return starts;
}

AddressList CrawlSession::unsentAddresses() const
{
    AddressBlockBuilder builder;
    for (int row = m_list.sent; row < m_list.addresses.size(); ++row)
        builder.addRow(m_list.addresses, RowId(row));
    AddressList more;
    more.append(std::move(builder).build());
    return more;
}

void CrawlSession::pause()
{
    if (m_list.due)
        setPhase(Phase::Paused);
    else
        m_crawler.pause();
}

void CrawlSession::resume()
{
    if (m_list.isFailing)
        retryWriting();
    else
        goOn();
}

void CrawlSession::goOn()
{
    if (!m_list.due) {
        m_crawler.resume();
        return;
    }
    setPhase(Phase::Running);
    fetchDue();
}

void CrawlSession::stop()
{
    if (!m_list.due) {
        m_crawler.stop();
        return;
    }
    m_list.due.reset();
    setPhase(Phase::Stopping);
    CrawlSummary summary; // of a run that asked for nothing
    summary.stopped = true;
    onCrawlerFinished(summary);
}

void CrawlSession::interrupt()
{
    noteInterruption();
    stop();
}

void CrawlSession::noteInterruption()
{
    m_isInterrupted = m_isInterrupted || m_phase == Phase::Running || m_phase == Phase::Paused;
}

void CrawlSession::recheck(const std::vector<RowId> &rows)
{
    const bool joins = m_list.due || m_crawler.state() == Crawler::State::Running ||
                       m_crawler.state() == Crawler::State::Paused;
    if (!joins && !canFetch())
        return;
    std::vector<RowId> done;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(done), [this](RowId row) {
        return int(row) < m_list.addresses.size() && !m_table.rows().isOpen(row) &&
               !m_table.rows().isRemoved(row);
    });
    std::sort(done.begin(), done.end());
    if (joins) // nobody can be asked now, and what is refused for it would take the place of a result
        std::erase_if(done, [this](RowId row) { return lacksSecret(m_list.addresses, row); });
    if (done.empty() || (!joins && lacksSecrets(done)))
        return;
    completeList(done);
    const bool asGoodAsOver = int(done.size()) > unfinishedRows();
    showWaiting(done);
    if (m_list.due) {
        alsoFetch(done);
    } else if (joins) {
        if (asGoodAsOver)
            openNextRun(done);
        else
            m_list.project->write([done](ProjectWriter &writer) { writer.owe(done); });
        m_crawler.recheck(done);
    } else {
        openRun(0, ListRuns::Takes::Some, done);
        fetch(done);
    }
    m_list.rechecked.insert(m_list.rechecked.end(), done.begin(), done.end());
}

/// Adds lines that are no addresses to rows that are all the others.
void CrawlSession::completeList(std::vector<RowId> &rows) const
{
    const ResultRows &all = m_table.rows();
    std::vector<RowId> lines;
    auto next = rows.cbegin();
    for (RowId row = 0; row < RowId(all.size()); ++row) {
        if (next != rows.cend() && *next == row)
            ++next;
        else if (all.isRemoved(row))
            continue;
        else if (m_list.addresses.problem(row) == AddressProblem::None)
            return;
        else
            lines.push_back(row);
    }
    const auto middle = rows.insert(rows.end(), lines.begin(), lines.end());
    std::inplace_merge(rows.begin(), middle, rows.end());
}

int CrawlSession::unfinishedRows() const
{
    int unfinished = m_table.rows().foreseen();
    for (const RowProgress::State state :
         {RowProgress::State::Waiting, RowProgress::State::Running, RowProgress::State::WillRetry})
        unfinished += m_table.rows().counts()[size_t(RowClass(state).index())];
    return unfinished;
}

int CrawlSession::startableRows() const
{
    const RowCounts &counts = m_table.rows().counts();
    return counts[size_t(RowClass(RowProgress::State::Waiting).index())] +
           counts[size_t(RowClass(Verdict::Cancelled).index())] + m_table.rows().foreseen();
}

int CrawlSession::fetchedRows() const
{
    const RowCounts &counts = m_table.rows().counts();
    return std::accumulate(counts.begin() + RowClass::StateCount, counts.end(), 0) -
           counts[size_t(RowClass(Verdict::Cancelled).index())] - invalidRows();
}

int CrawlSession::invalidRows() const
{
    return m_table.rows().counts()[size_t(RowClass(Verdict::InvalidUrl).index())];
}

std::vector<RowId> CrawlSession::startable() const
{
    std::vector<RowId> rows;
    if (startableRows() == 0)
        return rows;
    rows.reserve(size_t(startableRows()));
    for (int row = 0; row < m_table.rows().size(); ++row) {
        const ResultRow &what = m_table.rows().row(RowId(row));
        if (m_table.rows().isOpen(RowId(row)) ||
            (what.rowClass == RowClass(Verdict::Cancelled) && !what.isRemoved))
            rows.push_back(RowId(row));
    }
    return rows;
}

void CrawlSession::enqueue(TableFeed::News news)
{
    m_list.isTold = false;
    m_feed.add(std::move(news));
}

bool CrawlSession::isSettled() const
{
    return !isActive() && !isOpening() && m_feed.isEmpty() && !m_loader.isBusy() &&
           (!m_list.project || m_list.project->isDrained());
}

/// At the end of a crawl: first the table, then the project, then the word that all is done.
void CrawlSession::settle()
{
    if (!m_list.project || m_crawler.state() != Crawler::State::Idle || !m_feed.isEmpty() ||
        m_loader.isBusy())
        return;
    if (m_phase == Phase::Loading) {
        if (const auto ending = std::exchange(m_loaded, std::nullopt))
            finishLoading(*ending);
        return;
    }
    if (m_list.due)
        return;
    if (m_list.runs.isOpen())
        closeRun();
    if (m_list.isTold || !m_list.project->isDrained())
        return;
    std::vector<RowId> asked = std::exchange(m_list.rechecked, {});
    if (!asked.empty() && !m_isInterrupted)
        Q_EMIT recheckCutShort(asked);
    asked.insert(asked.end(), m_list.stopped.begin(), m_list.stopped.end());
    m_list.stopped.clear();
    if (const std::vector<RowId> rows = unfinishedOf(asked); !rows.empty()) {
        m_loader.loadStates(m_list.project->path(), rows); // they keep their earlier result
        return;
    }
    m_list.isTold = true;
    updatePhase();
    showStats(m_list.stats);
    Q_EMIT settled();
}

void CrawlSession::setPhase(Phase phase)
{
    if (m_phase == phase)
        return;
    m_phase = phase;
    Q_EMIT phaseChanged(phase);
}

void CrawlSession::updatePhase()
{
    if (m_opening)
        setPhase(Phase::Opening);
    else if (m_table.rows().listed() == 0)
        setPhase(Phase::Empty);
    else
        setPhase(startableRows() > 0 ? Phase::Ready : Phase::Finished);
}

/// The rows say how far it is: also what was fetched in earlier runs counts.
void CrawlSession::showStats(const CrawlStats &stats)
{
    m_list.stats = stats;
    const RowCounts &counts = m_table.rows().counts();
    m_list.stats.addresses = m_table.rows().listed();
    m_list.stats.finished = std::accumulate(counts.begin() + RowClass::StateCount, counts.end(), qint64(0)) -
                            m_table.rows().foreseen() -
                            counts[size_t(RowClass(Verdict::Cancelled).index())]; // still to be fetched
    if (m_crawler.state() == Crawler::State::Idle) {
        std::copy(counts.begin() + RowClass::StateCount, counts.end(), m_list.stats.byVerdict.begin());
        m_list.stats.byVerdict[size_t(Verdict::InvalidUrl)] -= m_table.rows().foreseen();
        m_list.stats.waiting = m_list.stats.addresses - m_list.stats.finished;
        if (m_list.stats.waiting > 0)
            m_list.stats.eta = std::chrono::milliseconds(-1); // nobody knows when somebody starts them
    }
    Q_EMIT statsChanged(m_list.stats);
}

void CrawlSession::onCrawlerState(Crawler::State state)
{
    switch (state) {
    case Crawler::State::Running:
        setPhase(Phase::Running);
        return;
    case Crawler::State::Paused:
        setPhase(Phase::Paused);
        return;
    case Crawler::State::Stopping:
        setPhase(Phase::Stopping);
        return;
    case Crawler::State::Idle:
        return; // what it found is still on its way to the table and the disk
    }
}

void CrawlSession::onCrawlerFinished(const CrawlSummary &summary)
{
    m_ending = endingOf(summary);
    m_list.isTold = false;
    Q_EMIT finished(summary);
    settle();
}

} // namespace turnstone
