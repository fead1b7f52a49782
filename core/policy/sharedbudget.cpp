// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/sharedbudget.h"

#include <algorithm>

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
    std::vector<int> everybody;
    {
        const std::lock_guard lock(m_mutex);
        m_concurrency = concurrency;
        m_bucket.setRate(rate);
        for (int i = 0; i < int(m_shares.size()); ++i)
            everybody.push_back(i);
    }
    wake(everybody);
}

SharedBudget::Answer SharedBudget::tryStart(int worker, TimePoint now)
{
    Answer answer;
    std::vector<int> next;
    {
        const std::lock_guard lock(m_mutex);
        Share &mine = m_shares[size_t(worker)];
        if (m_inFlight >= m_concurrency || mustStandBack(worker)) {
            if (mine.waitsSince == 0)
                mine.waitsSince = ++m_ticket;
        } else if (!m_bucket.take(now)) {
            answer.retryAt = m_bucket.nextAt();
        } else {
            mine.waitsSince = 0;
            ++mine.inFlight;
            ++m_inFlight;
            answer.granted = true;
        }
        next = entitled(); // of slots that are left
    }
    std::erase(next, worker);
    wake(next);
    return answer;
}

void SharedBudget::finished(int worker, int sends)
{
    std::vector<int> next;
    {
        const std::lock_guard lock(m_mutex);
        --m_shares[size_t(worker)].inFlight;
        --m_inFlight;
        if (sends > 1)
            m_bucket.charge(sends - 1);
        next = entitled();
        // A slot that its own worker will use again wakes only those who have less than their share.
        if (m_shares[size_t(worker)].waitsSince > 0 && !mustStandBack(worker))
            std::erase_if(next, [this](int other) { return m_shares[size_t(other)].inFlight >= share(); });
    }
    std::erase(next, worker); // it asks by itself
    wake(next);
}

void SharedBudget::satisfied(int worker)
{
    std::vector<int> next;
    {
        const std::lock_guard lock(m_mutex);
        m_shares[size_t(worker)].waitsSince = 0;
        next = entitled();
    }
    std::erase(next, worker);
    wake(next);
}

int SharedBudget::share() const
{
    return m_concurrency / int(m_shares.size());
}

/// Somebody has waited longer for the slot, and this worker holds its share already.
bool SharedBudget::mustStandBack(int worker) const
{
    const Share &mine = m_shares[size_t(worker)];
    if (mine.inFlight < share())
        return false;
    return std::any_of(m_shares.begin(), m_shares.end(), [&mine](const Share &other) {
        return &other != &mine && other.waitsSince > 0 &&
               (mine.waitsSince == 0 || other.waitsSince < mine.waitsSince) &&
               other.inFlight <= mine.inFlight;
    });
}

/// Those who wait and would be granted a slot that is free now.
std::vector<int> SharedBudget::entitled() const
{
    std::vector<int> result;
    if (m_inFlight >= m_concurrency)
        return result;
    for (int i = 0; i < int(m_shares.size()); ++i) {
        if (m_shares[size_t(i)].waitsSince > 0 && !mustStandBack(i))
            result.push_back(i);
    }
    return result;
}

void SharedBudget::wake(const std::vector<int> &workers) const
{
    if (!m_wake)
        return;
    for (const int worker : workers)
        m_wake(worker);
}

} // namespace turnstone
