// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/crawler.h"
#include "core/types/resultsource.h"
#include "ui/models/resulttablemodel.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>
#include <variant>

namespace turnstone {

class ResultSpool;
class SpoolWriter;

/// One list and its crawl, from the first paste to the last result: ties the Crawler to the table and to the
/// disk. Logic of the window without a window; belongs to the thread of its creator.
class CrawlSession final : public QObject
{
    Q_OBJECT

public:
    enum class Phase {
        Empty, ///< no list
        Ready, ///< rows wait for Start
        Running,
        Paused,
        Stopping,
        Finished, ///< every row has its result
    };
    Q_ENUM(Phase)

    explicit CrawlSession(NetworkFactory factory = {}, QObject *parent = nullptr);
    ~CrawlSession() override;

    Phase phase() const { return m_phase; }
    bool isActive() const { return m_phase >= Phase::Running && m_phase <= Phase::Stopping; }
    ResultTableModel *table() { return &m_table; }
    const ResultTableModel *table() const { return &m_table; }
    const AddressList &addresses() const { return m_addresses; }
    std::shared_ptr<const ResultSource> results() const;
    const CrawlStats &stats() const { return m_stats; }
    const CrawlSettings &settings() const { return m_settings; }
    /// Rows that Start would fetch: never tried, or cancelled by Stop.
    int startableRows() const;
    /// True when the table shows everything that came, and all of it can be read back from results().
    bool isSettled() const;

    /// Limits hold at once, the rest from the next start() or recheck() on that finds nothing active.
    void setSettings(const CrawlSettings &settings);
    void setHostLimits(const QString &host, const HostLimits &limits);
    /// To the end of the list; fetched at once while a crawl runs, else on Start.
    void add(const AddressList &more);
    void start();
    void pause();
    void resume();
    void stop();
    void recheck(const std::vector<RowId> &rows);
    /// Forgets the list; only while nothing is active. restore() brings it back until the next list begins.
    void clear();
    bool canRestore() const { return m_forgotten.has_value(); }
    void restore();

Q_SIGNALS:
    void phaseChanged(turnstone::CrawlSession::Phase phase);
    void statsChanged(const turnstone::CrawlStats &stats);
    void hostsChanged(const QList<turnstone::HostSnapshot> &hosts);
    /// A new list began or the list was cleared or restored: nothing known of hosts and rows holds.
    void listReplaced();
    /// How many rows stand where; at most ten times a second.
    void countsChanged(const turnstone::RowCounts &counts);
    /// These rows have new results, readable from the table.
    void resultsApplied(const turnstone::ResultBatch &batch);
    void finished(const turnstone::CrawlSummary &summary);
    /// Everything that came is in the table and on disk, and nothing more is on its way.
    void settled();
    /// Something went wrong that the user must know, in one or two sentences.
    void problem(const QString &message);

private:
    using News = std::variant<ResultBatch, ProgressBatch>;

    /// A list set aside by clear().
    struct Forgotten
    {
        AddressList addresses;
        ResultRows rows;
        std::shared_ptr<ResultSpool> spool;
        CrawlStats stats;
        int sent = 0;
        Phase phase = Phase::Empty;
    };

    bool openSpool();
    void useSpool(std::shared_ptr<ResultSpool> spool);
    void setPhase(Phase phase);
    void updatePhase();
    void enqueue(News news);
    void applySome();
    void onCrawlerState(Crawler::State state);
    void onWriteFailed(const QString &message);
    void tellIfSettled();
    std::vector<RowId> cancelledRows() const;
    /// Rows whose turn did not come before the stop keep their earlier result. True when there are any.
    bool bringBackRechecked();

    Crawler m_crawler;
    ResultTableModel m_table;
    AddressList m_addresses;
    CrawlSettings m_settings;
    CrawlStats m_stats;
    Phase m_phase = Phase::Empty;
    int m_sent = 0; // so many addresses are known to the crawler
    std::shared_ptr<ResultSpool> m_spool;
    std::unique_ptr<SpoolWriter> m_writer;
    std::deque<News> m_news;
    size_t m_newsDone = 0;          // of the first of m_news
    std::vector<RowId> m_rechecked; // since the crawl began
    bool m_bringingBack = false;
    QTimer m_applyTimer;
    QTimer m_countsTimer;
    std::optional<Forgotten> m_forgotten;
};

} // namespace turnstone
