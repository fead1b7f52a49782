// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/sharedbudget.h"

namespace turnstone {

SharedBudget::SharedBudget(int workers)
    : m_shares(size_t(workers))
{}

void SharedBudget::setWaker(std::function<void(int)> wake)
{
    m_wake = std::move(wake);
}

void SharedBudget::setLimits(int concurrency, double rate)
{
    std::vector<int> waiting;
    {
        const std::lock_guard lock(m_mutex);
        m_concurrency = concurrency;
        m_bucket.setRate(rate);
        for (int i = 0; i < int(m_shares.size()); ++i)
            waiting.push_back(i);
    }
    wake(waiting);
}

bool SharedBudget::tryStart(int worker, TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    Share &mine = m_shares[size_t(worker)];
    m_rateHolds = false;
    if (m_inFlight >= m_concurrency || (mine.inFlight >= share() && othersStarve(worker))) {
        mine.starving = true;
        return false;
    }
    if (!m_bucket.take(now)) {
        m_rateHolds = true;
        return false;
    }
    mine.starving = false;
    ++mine.inFlight;
    ++m_inFlight;
    return true;
}

void SharedBudget::finished(int worker)
{
    std::vector<int> waiting;
    {
        const std::lock_guard lock(m_mutex);
        --m_shares[size_t(worker)].inFlight;
        --m_inFlight;
        waiting = entitled(worker);
    }
    wake(waiting);
}

void SharedBudget::satisfied(int worker)
{
    std::vector<int> waiting;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_shares[size_t(worker)].starving)
            return;
        m_shares[size_t(worker)].starving = false;
        waiting = hungry(worker);
    }
    wake(waiting);
}

TimePoint SharedBudget::nextStartAt() const
{
    const std::lock_guard lock(m_mutex);
    return m_rateHolds ? m_bucket.nextAt() : TimePoint::min();
}

int SharedBudget::share() const
{
    return (m_concurrency + int(m_shares.size()) - 1) / int(m_shares.size());
}

bool SharedBudget::othersStarve(int worker) const
{
    for (int i = 0; i < int(m_shares.size()); ++i) {
        if (i != worker && m_shares[size_t(i)].starving)
            return true;
    }
    return false;
}

/// Those who should have the slot that `worker` gave back: nobody, as long as it is its own to use again.
std::vector<int> SharedBudget::entitled(int worker) const
{
    std::vector<int> result = hungry(worker);
    if (m_shares[size_t(worker)].starving)
        std::erase_if(result, [this](int other) { return m_shares[size_t(other)].inFlight >= share(); });
    return result;
}

std::vector<int> SharedBudget::hungry(int except) const
{
    std::vector<int> result;
    for (int i = 0; i < int(m_shares.size()); ++i) {
        if (i != except && m_shares[size_t(i)].starving)
            result.push_back(i);
    }
    return result;
}

void SharedBudget::wake(const std::vector<int> &workers) const
{
    if (!m_wake)
        return;
    for (int worker : workers)
        m_wake(worker);
}

} // namespace turnstone
