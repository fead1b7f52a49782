// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/flights.h"
#include "core/crawl/hostboard.h"
#include "core/crawl/hostspread.h"
#include "core/crawl/job.h"
#include "core/crawl/outbox.h"
#include "core/crawl/parsequeue.h"
#include "core/crawl/workersnapshot.h"
#include "core/policy/hostscheduler.h"
#include "core/policy/sharedbudget.h"

#include <QTimer>

#include <atomic>
#include <deque>
#include <memory>
#include <unordered_map>

namespace turnstone {

/// One thread's share of a crawl: the hosts that belong to it, with their queues, requests and retries.
/// Every method but wake() is called in the worker's own thread. Each assigned row comes back in results()
/// exactly once.
class CrawlWorker final : public QObject
{
    Q_OBJECT

public:
    struct Surroundings
    {
        int index = 0;
        SharedBudget *budget = nullptr;
        QThreadPool *parsers = nullptr;
        QThreadPool *lookups = nullptr;
        NetworkFactory factory;
        /// Hands a job to the worker that owns its next host.
        std::function<void(int worker, std::shared_ptr<Job> job)> transfer;
    };
    struct Interest
    {
        bool progress = false;
        bool hosts = false;
    };

    explicit CrawlWorker(Surroundings surroundings);
    ~CrawlWorker() override;

    /// A new list: nothing known before counts any more.
    void reset(const HostSpread &hosts);
    /// Before a run.
    void begin(const CrawlSettings &settings, Interest interest);
    /// Rows [first, last) of the list, of which this worker takes those whose host is its own.
    void assign(const AddressList &list, RowId first, RowId last);
    void assignRows(const AddressList &list, const std::vector<RowId> &rows);
    void takeOver(std::shared_ptr<Job> job);
    void setPaused(bool paused);
    void stop();
    void setLimits(const CrawlLimits &limits);
    void setHostLimits(const QByteArray &key, const HostLimits &limits);
    void acknowledge();
    void report();
    /// The last call: drops everything at once, without a word to anybody.
    void shutDown();
    /// Any thread: something changed that may let this worker start more.
    void wake();

Q_SIGNALS:
    void results(const turnstone::ResultBatch &batch);
    void progressed(const turnstone::ProgressBatch &batch);
    void reported(const turnstone::WorkerSnapshot &snapshot);
    void hostsChanged(const QList<turnstone::HostSnapshot> &hosts);

private:
    class Gate;
    struct Span
    {
        RowId first;
        RowId last;
    };

    // intake
    bool takeInRows(int most);
    void takeInRow(RowId row);
    HostId hostOf(const HostKey &key);
    // the way of a job
    void launch(RowId row, HostId host);
    bool prepareAttempt(Job &job);
    void onLanded(RowId row, HostId host, Answer &answer);
    bool followed(Job &job, const Answer &answer);
    void endAttempt(RowId row, HostId host, Answer &answer);
    void sendOn(RowId row);
    void enter(std::shared_ptr<Job> job);
    void onRead(const std::vector<ParseQueue::Read> &pages);
    void complete(FetchResult &result, HostId host);
    void cancel(FetchResult &result) const;
    static void refuse(FetchResult &result, AddressProblem problem);
    // the beat
    void schedulePump();
    void pump();
    void startWhatMay(TimePoint now);
    void arm(TimePoint now);
    void flush(TimePoint now, bool everything);
    void tellProgress(TimePoint now);
    bool isIdle() const;
    Duration oldestFlightLeft(TimePoint now) const;
    WorkerSnapshot snapshot(TimePoint now) const;

    Surroundings m_around;
    HostSpread m_hosts;
    CrawlSettings m_settings;
    Interest m_interest;
    AddressList m_list;
    std::deque<Span> m_intake;
    HostScheduler m_scheduler;
    HostBoard m_board;
    std::unordered_map<RowId, std::shared_ptr<Job>> m_jobs; // of rows that have begun and not ended
    std::unordered_map<RowId, std::pair<FetchResult, HostId>> m_reading;
    std::vector<RowId> m_begun; // since the last progress report
    Flights m_flights;
    ParseQueue m_parsing;
    Outbox m_outbox;
    QTimer m_alarm{this};
    QTimer m_reporter{this};
    TimePoint m_assignedAt;
    TimePoint m_alarmAt;
    TimePoint m_progressAt = TimePoint::min();
    WorkerSnapshot m_counts;
    bool m_paused = false;
    bool m_stopping = false;
    bool m_closed = false;
    bool m_pumpScheduled = false;
    std::atomic<bool> m_wakePending = false;
};

} // namespace turnstone
