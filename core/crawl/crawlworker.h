// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timesource.h"
#include "core/crawl/hostspread.h"
#include "core/crawl/intake.h"
#include "core/crawl/job.h"
#include "core/crawl/networkpulse.h"
#include "core/crawl/outbox.h"
#include "core/crawl/parsequeue.h"
#include "core/crawl/proxylogin.h"
#include "core/crawl/wire.h"
#include "core/crawl/workersnapshot.h"
#include "core/policy/hosttable.h"
#include "core/policy/jobway.h"
#include "core/policy/sharedbudget.h"
#include "core/types/recenthistogram.h"

#include <atomic>
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
    /// What came of an address, or of a try, for the figures of the host that it belongs to.
    struct Credit
    {
        QByteArray host;
        qint64 totalUs = -1; ///< of a try; -1: none ended
        bool isResult = false;
        bool isFine = false;
    };
    struct Surroundings
    {
        int index = 0;
        int workers = 1;
        TimeSource *timeSource = nullptr;
        std::function<double()> random; ///< in [0, 1)
        SharedBudget *budget = nullptr;
        MemoryBudget *memory = nullptr;
        NetworkPulse *pulse = nullptr; ///< of hosts
        NetworkPulse *names = nullptr; ///< of name servers
        ProxyLogin *proxy = nullptr;
        QThreadPool *parsers = nullptr;
        std::function<std::unique_ptr<Wire>()> makeWire;
        /// Hands a job to the worker that owns its next host.
        std::function<void(int worker, std::shared_ptr<Job> job)> transfer;
        /// Tells the worker that owns the host.
        std::function<void(int worker, const Credit &credit)> credit;
    };
    struct Interest
    {
        bool progress = false;
        bool hosts = false;
    };

    explicit CrawlWorker(Surroundings surroundings);
    ~CrawlWorker() override;

    /// A new list: nothing known of rows and hosts before counts any more.
    void reset(const AddressList &list, const HostSpread &hosts);
    /// Before a run.
    void begin(quint32 run, const CrawlSettings &settings, Interest interest);
    /// More addresses at the end of the list.
    void extend(const AddressList &more);
    /// Rows [first, last) of the list, of which this worker takes those whose host is its own.
    void assign(RowId first, RowId last);
    void assignRows(const Intake::Rows &rows);
    void takeOver(std::shared_ptr<Job> job);
    void takeCredit(const Credit &credit);
    void setPaused(bool paused);
    void stop();
    void setLimits(const CrawlLimits &limits);
    void setHostLimits(const QByteArray &key, const HostLimits &limits);
    void tryHostNow(const QByteArray &key);
    void giveUpHost(const QByteArray &key);
    /// What failed until then was the host's own failure.
    void believeDoubts(NetworkPart part, TimePoint until);
    /// Our own network went, or came back after `away`.
    void setNetworkDown(bool isDown, Duration away);
    void acknowledge();
    /// Every row has its result: the last report of the run, with everything at rest.
    void endRun();
    /// The last call: drops everything at once, without a word to anybody.
    void shutDown();
    /// Any thread: something changed that may let this worker start more.
    void wake();

Q_SIGNALS:
    void results(const turnstone::ResultBatch &batch);
    void progressed(const turnstone::ProgressBatch &batch);
    void reported(const turnstone::WorkerSnapshot &snapshot);
    void hostsChanged(const QList<turnstone::HostSnapshot> &hosts);
    /// A host could not be reached or did not answer, or no name server did for it: perhaps it is our own
    /// network.
    void doubted(turnstone::NetworkPart part, const QString &host);

private:
    /// An answer that waits until it is known whose failure it is.
    struct Doubt
    {
        RowId row;
        HostId host;
        TimePoint at;
        Answer answer;
        NetworkPart part;
    };
    struct Unread
    {
        FetchResult result;
        HostId host;
    };

    // intake
    void setUp();
    bool takeInRows(int most);
    AddressProblem problemOf(RowId row) const;
    void takeInRow(const Intake::Entry &entry);
    // the way of a job
    Job &jobOf(const HostTable::Start &start);
    void launch(const HostTable::Start &start);
    bool prepareAttempt(Job &job);
    bool isForbidden(const Job &job, HostId host) const;
    void onLanded(RowId row, HostId host, Answer &answer);
    void receive(RowId row, HostId host, Answer &answer, NetworkPart part = NetworkPart::Hosts);
    void raise(Doubt doubt);
    bool isDoubtful(const Answer &answer, RowId row, HostId host) const;
    void settle(RowId row, HostId host, Answer &answer, TimePoint landedAt);
    void reportHealth(Job &job, HostId host, const Answer &answer, TimePoint landedAt);
    bool hasOwnTrouble(const Job &job, HostId host) const;
    void loseOne(const HostTable::Start &start);
    void failUnsent(const HostTable::Start &start, FetchError why, const QString &text);
    void discard(Doubt &doubt);
    bool endIfSent(FetchResult &result) const;
    void endWaiting(FetchResult &result);
    void finishJob(RowId row, HostId host, Answer &answer);
    void sendOn(RowId row);
    void enter(std::shared_ptr<Job> job);
    void onRead(const std::vector<ParseQueue::Read> &pages);
    void complete(FetchResult &result, HostId host, bool isHome);
    void credit(Credit credit, RowId row, HostId host, bool isHome);
    void enterCredit(const Credit &credit, HostId host);
    void cancel(FetchResult &result) const;
    // names
    void lookUpNames();
    void onLookUpDelayed(const QString &name);
    void onLookedUp(const QString &name, const Resolver::Answer &finding);
    // the beat
    void schedulePump();
    void pump();
    void startWhatMay(TimePoint now);
    bool isHeld() const;
    bool waitsForProxy(TimePoint at) const;
    void noteProxy(const Answer &answer);
    void arm(TimePoint now);
    void flush(TimePoint now, bool everything);
    void tellProgress(TimePoint now);
    void keepReporting();
    void onReportDue();
    void report();
    bool isIdle() const;
    Duration oldestFlightLeft(TimePoint now) const;
    WorkerSnapshot snapshot(TimePoint now) const;
    TimePoint now() const { return m_around.timeSource->now(); }

    Surroundings m_around;
    HostSpread m_spread;
    CrawlSettings m_settings;
    Interest m_interest;
    quint32 m_run = 0;
    AddressList m_list;
    Intake m_intake;
    HostTable m_hosts;
    std::unordered_map<RowId, std::shared_ptr<Job>> m_jobs; // of rows that have begun and not ended
    std::unordered_map<RowId, Unread> m_reading;
    std::vector<Doubt> m_doubts;
    QHash<QString, std::vector<HostId>> m_lookups; // names that are looked up, and for whom
    std::vector<RowId> m_begun;                    // since the last progress report
    std::unique_ptr<Wire> m_wire;
    ParseQueue m_parsing;
    Outbox m_outbox;
    std::unique_ptr<Alarm> m_alarm;
    std::unique_ptr<Alarm> m_reporter;
    TimePoint m_alarmAt = Never;
    TimePoint m_rateHoldsUntil = TimePoint::min();
    TimePoint m_progressAt = TimePoint::min();
    WorkerSnapshot m_counts;
    qint64 m_following = 0; // rows that wait for the host that a redirect leads to
    RecentHistogram m_recentTtfb;
    RecentHistogram m_recentTotal;
    TimePoint m_pausedSince;
    bool m_paused = false;
    bool m_stopping = false;
    bool m_networkDown = false;
    TimePoint m_networkBackAt = TimePoint::min(); // or still away then
    bool m_closed = false;
    bool m_reporting = false;
    bool m_memoryHolds = false;
    bool m_proxyHolds = false;     // until it has let something through
    bool m_waitsForMemory = false; // itself, or bodies on the wire
    bool m_hasFailed = false;      // and is to stop at the first failure
    bool m_pumpScheduled = false;
    std::atomic<bool> m_wakePending = false;
};

} // namespace turnstone
