// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/tokenbucket.h"

#include <QtGlobal>

#include <functional>
#include <mutex>
#include <vector>

namespace turnstone {

/// The limits that hold for all workers together: requests in flight and requests/s. Thread-safe; its one
/// short lock is the only thing workers share. Workers that wait for a slot are served in the order in which
/// they began to wait, whoever holds more than an equal share stands back for them.
class SharedBudget final
{
public:
    /// What a worker that asks for a start is told.
    struct Answer
    {
        bool granted = false;
        /// Where it is the rate that holds: when to ask again. Never: it is woken when a slot is free.
        TimePoint retryAt = Never;
    };

    explicit SharedBudget(int workers);

    /// `wake(worker)` is called, from any thread and outside the lock, when that worker should ask again.
    void setWaker(std::function<void(int worker)> wake);
    void setLimits(int concurrency, double rate);

    /// Granted: one more of this worker's requests is in flight.
    Answer tryStart(int worker, TimePoint now);
    /// `sends`: how often the request went out; what the network layer repeated counts against the rate.
    void finished(int worker, int sends = 1);
    /// The worker has nothing it could start: nobody needs to hold back for it.
    void satisfied(int worker);

private:
    struct Share
    {
        int inFlight = 0;
        quint64 waitsSince = 0; // a ticket; 0: does not wait
    };
    int share() const;
    bool mustStandBack(int worker) const;
    std::vector<int> entitled() const;
    void wake(const std::vector<int> &workers) const;

    mutable std::mutex m_mutex;
    std::vector<Share> m_shares;
    TokenBucket m_bucket;
    std::function<void(int)> m_wake;
    quint64 m_ticket = 0;
    int m_concurrency = 1;
    int m_inFlight = 0;
};

} // namespace turnstone
