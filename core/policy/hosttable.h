// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/hostfigures.h"
#include "core/policy/hosthealth.h"
#include "core/policy/hostid.h"
#include "core/policy/memorybudget.h"
#include "core/policy/namelookahead.h"
#include "core/policy/rowqueues.h"

#include <QByteArray>
#include <QHash>
#include <queue>

#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace turnstone {

/// The hosts of one worker, and all that is known of each: its queue, its requests in flight, its limits, its
/// name's look-up, its pauses and health, its figures. Says which row may start now and when to look again.
/// Hosts that can start take turns, so neither a slow nor a huge one starves the others. Pure: no clock, no
/// thread, no I/O. A row is in at most one place at a time; every call but those that say so is O(log hosts).
class HostTable final
{
public:
    /// Histograms are kept for so many hosts only, so that memory stays bounded.
    static constexpr size_t MaxHistograms = 2000;

    struct Start
    {
        RowId row = 0;
        HostId host = 0;
        TimePoint queuedAt;
        Duration lookup{-1}; ///< how long the host's name was looked up just before; negative: it was not
    };
    /// What a look-up found.
    struct Name
    {
        enum class State : quint8 { Unknown, Asked, Found, Dead };
        State state = State::Unknown;
        bool isPrivate = false; ///< leads into a private network
        TimePoint until = TimePoint::min();
        quint64 number = 0; ///< NameLookAhead's, of one that was found
    };

    HostId find(const QByteArray &key); ///< adds it where it is new
    std::optional<HostId> lookUp(const QByteArray &key) const;
    const QByteArray &key(HostId host) const { return m_hosts[host].key; }
    int count() const { return int(m_hosts.size()); }
    int downCount() const { return m_down; }
    const HostHealth &health(HostId host) const { return m_hosts[host].health; }
    const Name &name(HostId host) const { return m_hosts[host].name; }
    /// Once some address was answered without trouble: what failed before that moment was its own failure.
    TimePoint lastSuccess(HostId host) const { return m_hosts[host].lastSuccess; }

    /// Stands in the list itself, not only where a redirect led.
    bool isGiven(HostId host) const { return m_hosts[host].isGiven; }
    /// Loopback: reached without any network.
    bool isThisMachine(HostId host) const { return m_hosts[host].isThisMachine; }

    /// Forgets all hosts and rows, but no limits.
    void forget();
    /// New figures, and hosts that were down are asked anew. O(hosts).
    void beginRun();
    /// O(hosts).
    void setLimits(const CrawlLimits &limits);
    /// Of a host that was met or not.
    void setOwnLimits(const QByteArray &key, const HostLimits &limits);
    /// `does` false: names are looked up by somebody else (a proxy). `remembered`: how many the network layer
    /// keeps of those that were found here. Only while nothing waits.
    void setLooksUpNames(bool does, int remembered = 50);
    bool looksUpNames() const { return m_looksUpNames; }

    /// A row never tried before: at the end of its host's queue. `since`: when it began to wait.
    void enqueue(HostId host, RowId row, TimePoint since);
    /// A row in the middle of its way: before all that were never tried.
    void enqueueUrgent(HostId host, RowId row, TimePoint now);
    /// A row to be tried again, not before `at`.
    void enqueueAt(HostId host, RowId row, TimePoint at);
    /// Nothing starts at this host before `until`; a longer pause stays.
    void pause(HostId host, TimePoint until);
    /// Takes everything that has not started out of all queues and forgets the pauses; what is in flight
    /// stays. O(hosts + rows).
    std::vector<RowId> clear(TimePoint now);

    /// What may not begin waits. A host in trouble is asked for new rows all the same, or nothing but what is
    /// wrong with others would be asked for there. O(hosts that waited).
    void setBegins(Begins begins);
    /// Some host could start a row if it were one that was tried before.
    bool isHeldBack() const { return !m_heldBack.empty(); }
    /// True when some row may start now.
    bool hasReady(TimePoint now);
    /// That row: in flight from now on. Only after hasReady().
    Start start(TimePoint now);
    /// A row that cannot be asked for: its host was given up, or its name is dead. Nothing is in flight.
    std::optional<Start> takeLost(TimePoint now);
    /// Hosts whose names have to be looked up before anything can start there; each is told once.
    std::vector<HostId> takeNamesToLookUp() { return m_names.takeAsked(); }
    void nameFound(HostId host, TimePoint now, TimePoint until, bool isPrivate);
    /// It takes longer; the next one is asked for meanwhile.
    void nameDelayed(HostId host);
    void nameDead(HostId host, TimePoint now, TimePoint until);
    /// No name server could say: the row whose turn it was, where there is one, and the name is asked for
    /// again when something may start there.
    std::optional<Start> nameFailed(HostId host, TimePoint now);
    /// When a host becomes ready by itself; Never when only an event can change anything.
    TimePoint wakeAt() const;

    /// One request of this host is over, having been sent `sends` times.
    void landed(HostId host, int sends);
    void succeeded(HostId host, TimePoint startedAt, TimePoint now);
    void failed(HostId host, const HostHealth::Incident &incident, TimePoint now, double random);
    void tryNow(HostId host, TimePoint now);
    void giveUp(HostId host, TimePoint now);
    /// Our own network was away that long. O(hosts).
    void forgive(Duration away);

    void countAnswer(HostId host, qint64 ttfbUs);
    void countAttempt(HostId host, qint64 totalUs);
    void countResult(HostId host, bool isFine);

    quint64 waiting() const { return m_waiting; }              ///< never tried
    quint64 delayed() const { return m_delayed; }              ///< their next try lies in the future
    quint64 inFlight() const { return m_inFlight; }            ///< on the wire
    quint64 willRetry() const { return m_delayed + m_urgent; } ///< begun, and wait for their next request
    quint64 queued() const { return m_waiting + m_urgent + m_delayed; }

    HostSnapshot snapshot(HostId host, TimePoint now) const;
    /// The hosts that changed since the last call, or whose rate has not come to rest. O(changed).
    QList<HostSnapshot> takeChanged(TimePoint now);
    /// The end of a run: no rate is left over. O(hosts).
    void comeToRest();
    /// How long the slowest host will take for all that it still has. O(hosts).
    Duration slowest(TimePoint now) const;

private:
    struct Moment
    {
        TimePoint at;
        quint32 id; // a host's, or a row's
        bool operator>(const Moment &other) const { return at > other.at; }
    };
    using Moments = std::priority_queue<Moment, std::vector<Moment>, std::greater<>>;
    struct TimedHost
    {
        TimePoint at;
        HostId host;
        quint32 stamp; // an entry with another one than the host's does not count any more
        bool operator>(const TimedHost &other) const { return at > other.at; }
    };
    enum class Listed : quint8 { No, Ready, Timed, Unasked };
    struct Host
    {
        QByteArray key;
        RowQueues::Queue fresh;
        RowQueues::Queue urgent;
        Moments delayed; // rows that wait for their next try
        quint32 inFlight = 0;
        qint64 begun = 0;                         // rows of its own in this run
        TimePoint pausedUntil = TimePoint::min(); // as it asked for
        TimePoint lastStart = TimePoint::min();
        TimePoint lastSuccess = TimePoint::min();
        TimePoint nameAskedAt;
        Duration lookup{-1};
        HostLimits limits;
        HostHealth health;
        HostFigures figures;
        Name name;
        bool isLiteral = false; // an IP address: nothing to look up
        bool isThisMachine = false;
        bool isGiven = false;
        bool isNameFresh = false;   // found, and not used yet
        bool isNameDelayed = false; // its look-up leaves room to others
        Listed listed = Listed::No;
        quint32 timedStamp = 0;      // of its entry in m_timed that counts
        bool isLost = false;         // in m_lost
        bool isDirty = false;        // in m_dirty
        bool isHeldBack = false;     // in m_heldBack
        bool freshProbeNext = false; // a host that is down is probed by new and by known rows in turn
        bool hasRows() const { return fresh.size + urgent.size > 0; }
    };

    int generalLimit(const Host &host) const;
    Duration delayOf(const Host &host) const;
    TimePoint readyAt(const Host &host) const;
    bool isDead(const Host &host, TimePoint now) const;
    void list(HostId id);
    void relist();
    void untime(HostId id);
    void bringDue(TimePoint now);
    bool settleFront(TimePoint now);
    bool isNamed(const Host &host, TimePoint now) const;
    bool mayBegin(const Host &host) const;
    void ask(HostId id, TimePoint now);
    void askMore();
    void useName(Host &host);
    void watch(HostId id);
    void touch(HostId id);
    Start take(HostId id, TimePoint now);
    template <typename Change>
    void change(HostId id, Change change);
    HostFigures::Histograms *histograms(HostFigures &figures);

    QHash<QByteArray, HostId> m_ids;
    QHash<QByteArray, HostLimits> m_ownLimits;
    std::deque<Host> m_hosts;
    RowQueues m_rows;
    std::deque<HostId> m_ready; // hosts to look at, in turn
    std::priority_queue<TimedHost, std::vector<TimedHost>, std::greater<>> m_timed; // wait for a pause's end
    Moments m_retries;              // hosts that have a row due then
    Moments m_patience;             // hosts whose condition changes by itself then
    std::deque<HostId> m_lost;      // hosts whose rows cannot be asked for
    std::vector<HostId> m_heldBack; // that have only rows that may not begin
    NameLookAhead m_names;
    std::vector<HostId> m_dirty;
    CrawlLimits m_limits;
    bool m_looksUpNames = true;
    Begins m_begins = Begins::All;
    size_t m_histogramCount = 0;
    TimePoint m_lastTake = TimePoint::min();
    float m_serviceUs = 0; // of all hosts, moving mean
    quint64 m_waiting = 0;
    quint64 m_urgent = 0;
    quint64 m_delayed = 0;
    quint64 m_inFlight = 0;
    int m_down = 0;
};

} // namespace turnstone
