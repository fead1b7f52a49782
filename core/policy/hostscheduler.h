// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/policy/startgate.h"
#include "core/types/crawlsettings.h"
#include "core/types/rowid.h"

#include <queue>

#include <deque>
#include <optional>
#include <vector>

namespace turnstone {

/// A host within one scheduler: dense, from 0.
using HostId = quint32;

/// Says which row may start now and when to look again. Keeps for each host its queue, its requests in
/// flight, its delay and its pause. Hosts that can start take turns, so neither a slow nor a huge one starves
/// the others. Pure: no clock, no thread, no I/O. A row is in at most one place at a time. Costs about 80
/// bytes a host and 4 bytes a row; every call is O(log hosts).
class HostScheduler final
{
public:
    struct Start
    {
        RowId row;
        HostId host;
    };
    struct HostState
    {
        int inFlight = 0;
        int limit = 0;
        quint32 waiting = 0;   ///< rows never tried
        quint32 urgent = 0;    ///< rows in the middle of a redirect or due to be tried again
        quint32 delayed = 0;   ///< rows whose next try lies in the future
        TimePoint pausedUntil; ///< in the past: not paused
        HostLimits limits;
    };

    HostId addHost();
    int hostCount() const { return int(m_hosts.size()); }
    HostState state(HostId host) const;

    void setLimits(int perHost, Duration hostDelay);
    void setHostLimits(HostId host, const HostLimits &limits);

    /// A row never tried before: at the end of its host's queue.
    void enqueue(HostId host, RowId row);
    /// A row in the middle of its way (a redirect's next hop): before all that were never tried.
    void enqueueUrgent(HostId host, RowId row);
    /// A row to be tried again, not before `at`.
    void enqueueAt(HostId host, RowId row, TimePoint at);
    /// Nothing starts at this host before `until`; a longer pause stays.
    void pauseHost(HostId host, TimePoint until);

    /// The next row to start, if any host is ready and the gate agrees. It is in flight from now on.
    std::optional<Start> next(TimePoint now, StartGate &gate);
    /// One request of this host is over.
    void finished(HostId host);

    /// True when some host could start now, were it not for the gate.
    bool hasReady(TimePoint now);
    /// When a host becomes ready by itself; Never when only a finish can change anything.
    TimePoint wakeAt() const;

    quint64 waiting() const { return m_waiting; }
    quint64 delayed() const { return m_delayed.size(); }
    quint64 queued() const { return m_waiting + m_urgent + m_delayed.size(); }
    quint64 inFlight() const { return m_inFlight; }

    /// Takes everything that has not started out of all queues and forgets the pauses; what is in flight
    /// stays.
    std::vector<RowId> clear();

private:
    static constexpr quint32 None = ~quint32(0);
    struct Queue
    {
        quint32 head = None;
        quint32 tail = None;
        quint32 size = 0;
    };
    struct Host
    {
        Queue fresh;
        Queue urgent;
        quint32 inFlight = 0;
        quint32 delayed = 0;
        TimePoint pausedUntil = TimePoint::min();
        TimePoint lastStart = TimePoint::min();
        HostLimits limits;
        bool listed = false; // in m_ready or in m_timed
    };
    struct Timed
    {
        TimePoint at;
        quint32 id;
        HostId host;
        bool operator>(const Timed &other) const { return at > other.at; }
    };
    using Heap = std::priority_queue<Timed, std::vector<Timed>, std::greater<>>;

    void push(Queue &queue, RowId row);
    RowId pop(Queue &queue);
    int limitOf(const Host &host) const;
    TimePoint readyAt(const Host &host) const;
    void list(HostId id);
    void relist();
    void bringDue(TimePoint now);
    bool settleFront(TimePoint now);

    std::vector<Host> m_hosts;
    std::vector<quint32> m_next; // the row behind a row in its queue
    std::deque<HostId> m_ready;  // hosts to look at, in turn
    Heap m_timed;                // hosts that wait for their delay or pause
    Heap m_delayed;              // rows that wait for their next try
    int m_perHost = 1;
    Duration m_hostDelay{0};
    quint64 m_waiting = 0;
    quint64 m_urgent = 0;
    quint64 m_inFlight = 0;
};

} // namespace turnstone
