// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/crawlsession.h"

#include "core/store/resultspool.h"
#include "ui/models/backgroundrelease.h"
#include "ui/models/spoolwriter.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QtConcurrent>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

// What one turn of the event loop may take for new results, and how many are applied between two looks at
// the clock.
constexpr qint64 TurnMs = 4;
constexpr size_t PieceRows = 500;

template <typename Item>
std::span<const Item> piece(const std::shared_ptr<const std::vector<Item>> &batch, size_t from)
{
    return std::span(*batch).subspan(from, std::min(PieceRows, batch->size() - from));
}

} // namespace

CrawlSession::CrawlSession(NetworkFactory factory, QObject *parent)
    : QObject(parent)
    , m_crawler(std::move(factory))
{
    m_applyTimer.setSingleShot(true);
    m_applyTimer.setInterval(0);
    connect(&m_applyTimer, &QTimer::timeout, this, &CrawlSession::applySome);
    m_countsTimer.setSingleShot(true);
    m_countsTimer.setInterval(100);
    connect(&m_countsTimer, &QTimer::timeout, this,
            [this] { Q_EMIT countsChanged(m_table.rows().counts()); });
    connect(&m_table, &ResultTableModel::rowsChanged, this, [this] {
        if (!m_countsTimer.isActive())
            m_countsTimer.start();
    });
    connect(&m_crawler, &Crawler::stateChanged, this, &CrawlSession::onCrawlerState);
    connect(&m_crawler, &Crawler::progressed, this, [this](const ProgressBatch &batch) { enqueue(batch); });
    connect(&m_crawler, &Crawler::resultsReady, this, [this](const ResultBatch &batch) {
        const ResultBatch ours = releasedInBackground(batch);
        m_writer->append(ours);
        enqueue(ours);
    });
    connect(&m_crawler, &Crawler::statsChanged, this, [this](const CrawlStats &stats) {
        m_stats = stats;
        Q_EMIT statsChanged(stats);
    });
    connect(&m_crawler, &Crawler::hostsChanged, this, &CrawlSession::hostsChanged);
    connect(&m_crawler, &Crawler::finished, this, &CrawlSession::finished);
}

CrawlSession::~CrawlSession()
{
    m_crawler.disconnect(this);
}

std::shared_ptr<const ResultSource> CrawlSession::results() const
{
    return m_spool;
}

void CrawlSession::setSettings(const CrawlSettings &settings)
{
    m_settings = settings;
    if (isActive())
        m_crawler.setLimits(settings.limits);
}

void CrawlSession::setHostLimits(const QString &host, const HostLimits &limits)
{
    m_crawler.setHostLimits(host, limits);
}

void CrawlSession::add(const AddressList &more)
{
    if (more.isEmpty())
        return;
    if (m_addresses.isEmpty() && !openSpool())
        return;
    m_forgotten.reset();
    m_addresses.append(more);
    m_table.setAddresses(m_addresses);
    if (isActive() && m_phase != Phase::Stopping) {
        m_crawler.add(more);
        m_sent = m_addresses.size();
    } else if (!isActive()) {
        setPhase(Phase::Ready);
    }
}

bool CrawlSession::openSpool()
{
    auto spool = std::make_shared<ResultSpool>();
    const Outcome opened = spool->open();
    if (!opened) {
        Q_EMIT problem(opened.error().message);
        return false;
    }
    useSpool(std::move(spool));
    return true;
}

void CrawlSession::useSpool(std::shared_ptr<ResultSpool> spool)
{
    m_spool = std::move(spool);
    m_writer = std::make_unique<SpoolWriter>(m_spool);
    connect(m_writer.get(), &SpoolWriter::failed, this, &CrawlSession::onWriteFailed);
    connect(m_writer.get(), &SpoolWriter::drained, this, &CrawlSession::tellIfSettled);
}

void CrawlSession::start()
{
    if (isActive() || m_addresses.isEmpty())
        return;
    if (m_sent == 0) {
        m_sent = m_addresses.size();
        m_crawler.start({m_addresses, m_settings});
        return;
    }
    m_crawler.setSettings(m_settings);
    const std::vector<RowId> again = cancelledRows();
    if (m_sent < m_addresses.size()) {
        AddressList more;
        AddressBlockBuilder builder;
        for (int row = m_sent; row < m_addresses.size(); ++row) {
            const auto id = RowId(row);
            if (const AddressProblem problem = m_addresses.problem(id); problem != AddressProblem::None)
                builder.addInvalid(m_addresses.at(id), problem);
            else if (const RequestSpec *request = m_addresses.request(id))
                builder.add(m_addresses.at(id), *request);
            else
                builder.add(m_addresses.at(id));
        }
        more.append(std::move(builder).build());
        m_sent = m_addresses.size();
        m_crawler.add(more);
    }
    recheck(again);
}

void CrawlSession::pause()
{
    m_crawler.pause();
}

void CrawlSession::resume()
{
    if (m_writer)
        m_writer->retry();
    m_crawler.resume();
}

void CrawlSession::stop()
{
    m_crawler.stop();
}

void CrawlSession::recheck(const std::vector<RowId> &rows)
{
    std::vector<RowId> known;
    auto waiting = std::make_shared<std::vector<RowProgress>>();
    for (const RowId row : rows) {
        if (int(row) >= m_sent || !m_table.rows().row(row).rowClass.isDone())
            continue;
        known.push_back(row);
        waiting->push_back({row, RowProgress::State::Waiting, 0});
    }
    if (known.empty() || m_phase == Phase::Stopping)
        return;
    if (!isActive())
        m_crawler.setSettings(m_settings);
    enqueue(ProgressBatch(std::move(waiting)));
    m_rechecked.insert(m_rechecked.end(), known.begin(), known.end());
    m_crawler.recheck(known);
}

void CrawlSession::clear()
{
    if (isActive() || m_addresses.isEmpty())
        return;
    while (!m_news.empty())
        applySome();
    m_forgotten = Forgotten{m_addresses, m_table.rows(), m_spool, m_stats, m_sent, m_phase};
    m_addresses = {};
    m_sent = 0;
    m_stats = {};
    m_table.clear();
    setPhase(Phase::Empty);
    Q_EMIT listReplaced();
    Q_EMIT statsChanged(m_stats);
}

void CrawlSession::restore()
{
    if (!m_forgotten || !m_addresses.isEmpty())
        return;
    const Forgotten back = *std::exchange(m_forgotten, std::nullopt);
    m_addresses = back.addresses;
    m_sent = back.sent;
    m_stats = back.stats;
    useSpool(back.spool);
    m_table.setRows(back.rows);
    setPhase(back.phase);
    Q_EMIT listReplaced();
    Q_EMIT statsChanged(m_stats);
}

int CrawlSession::startableRows() const
{
    const RowCounts &counts = m_table.rows().counts();
    return counts[size_t(RowClass(RowProgress::State::Waiting).index())] +
           (m_sent ? counts[size_t(RowClass(Verdict::Cancelled).index())] : 0);
}

std::vector<RowId> CrawlSession::cancelledRows() const
{
    std::vector<RowId> rows;
    if (m_table.rows().counts()[size_t(RowClass(Verdict::Cancelled).index())] == 0)
        return rows;
    for (int row = 0; row < m_sent; ++row) {
        if (m_table.rows().row(RowId(row)).rowClass == RowClass(Verdict::Cancelled))
            rows.push_back(RowId(row));
    }
    return rows;
}

void CrawlSession::enqueue(News news)
{
    m_news.push_back(std::move(news));
    if (!m_applyTimer.isActive())
        m_applyTimer.start();
}

void CrawlSession::applySome()
{
    QElapsedTimer turn;
    turn.start();
    while (!m_news.empty() && turn.elapsed() < TurnMs) {
        const News news = m_news.front();
        const size_t size = std::visit([](const auto &batch) { return batch->size(); }, news);
        std::visit([this](const auto &batch) { m_table.apply(piece(batch, m_newsDone)); }, news);
        m_newsDone += PieceRows;
        if (m_newsDone < size)
            continue;
        m_newsDone = 0;
        m_news.pop_front();
        if (const auto *results = std::get_if<ResultBatch>(&news))
            Q_EMIT resultsApplied(*results);
    }
    if (!m_news.empty())
        m_applyTimer.start();
    else
        tellIfSettled();
}

bool CrawlSession::isSettled() const
{
    return !isActive() && !m_bringingBack && m_news.empty() && (!m_writer || m_writer->isDrained());
}

void CrawlSession::tellIfSettled()
{
    if (!isSettled() || bringBackRechecked())
        return;
    updatePhase();
    Q_EMIT settled();
}

bool CrawlSession::bringBackRechecked()
{
    std::vector<RowId> rows = std::exchange(m_rechecked, {});
    std::erase_if(rows, [this](RowId row) { return m_table.rows().row(row).rowClass.isDone(); });
    if (rows.empty())
        return false;
    m_bringingBack = true;
    auto *watcher = new QFutureWatcher<ResultBatch>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        m_bringingBack = false;
        enqueue(watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run([spool = m_spool, rows = std::move(rows)]() -> ResultBatch {
        auto batch = std::make_shared<std::vector<FetchResult>>();
        for (const RowId row : rows) {
            if (std::optional<FetchResult> result = spool->read(row))
                batch->push_back(*std::move(result));
        }
        return batch;
    }));
    return true;
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
    if (m_addresses.isEmpty())
        setPhase(Phase::Empty);
    else
        setPhase(startableRows() > 0 ? Phase::Ready : Phase::Finished);
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
        setPhase(Phase::Finished);
        tellIfSettled();
        return;
    }
}

void CrawlSession::onWriteFailed(const QString &message)
{
    m_crawler.pause();
    Q_EMIT problem(tr("%1 The crawl is paused and nothing is lost; make room and resume.").arg(message));
}

} // namespace turnstone
