// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/tokenbucket.h"

#include <functional>
#include <mutex>
#include <vector>

namespace turnstone {

/// The limits that hold for all workers together: requests in flight and requests/s. Thread-safe; its one
/// short lock is the only thing workers share. While a worker waits for a slot, no other may hold more than
/// its share.
class SharedBudget final
{
public:
    explicit SharedBudget(int workers);

    /// `wake(worker)` is called, from any thread and outside the lock, when that worker should look again.
    void setWaker(std::function<void(int worker)> wake);
    void setLimits(int concurrency, double rate);

    /// True: one more of this worker's requests is in flight. False: it is woken, or may look at
    /// nextStartAt().
    bool tryStart(int worker, TimePoint now);
    void finished(int worker);
    /// The worker has nothing it could start: nobody needs to hold back for it.
    void satisfied(int worker);
    /// When the rate admits the next start; TimePoint::min() where it is not the rate that holds.
    TimePoint nextStartAt() const;

private:
    struct Share
    {
        int inFlight = 0;
        bool starving = false;
    };
    int share() const;
    bool othersStarve(int worker) const;
    std::vector<int> entitled(int worker) const;
    std::vector<int> hungry(int except) const;
    void wake(const std::vector<int> &workers) const;

    mutable std::mutex m_mutex;
    std::vector<Share> m_shares;
    TokenBucket m_bucket;
    std::function<void(int)> m_wake;
    int m_concurrency = 1;
    int m_inFlight = 0;
    bool m_rateHolds = false;
};

} // namespace turnstone
