// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace turnstone {

/// What a proxy made of its login in this run: what all workers tell each other, since accounts are locked
/// after a few that fail. Any thread.
class ProxyLogin final
{
public:
    static constexpr int Enough = 3;                       ///< refusals
    static constexpr auto Proof = std::chrono::seconds(3); ///< what is asked for first may be silent

    /// A new run, before any worker begins it.
    void reset()
    {
        m_refusals = 0;
        m_hasLet = false;
        m_isRefused = false;
        m_prover = NoWorker;
        m_until = Never;
    }
    /// Whether a worker with so many in flight may send one more: until something has been let through, or
    /// for a while, one worker tries one at a time.
    bool mayTry(int worker, int inFlight, TimePoint now)
    {
        int none = NoWorker;
        if (m_prover.compare_exchange_strong(none, worker))
            m_until = now + Proof;
        return m_hasLet || now >= m_until.load() || (m_prover == worker && inFlight == 0);
    }
    void refused()
    {
        if (++m_refusals >= Enough && !m_hasLet)
            m_isRefused = true;
    }
    /// Something went through, whatever became of it there.
    void let() { m_hasLet = true; }

    bool hasLet() const { return m_hasLet; }
    /// For good: nothing more is sent in this run.
    bool isRefused() const { return m_isRefused; }

private:
    static constexpr int NoWorker = -1;

    std::atomic<int> m_prover = NoWorker;
    std::atomic<TimePoint> m_until = Never;
    std::atomic<int> m_refusals = 0;
    std::atomic<bool> m_hasLet = false;
    std::atomic<bool> m_isRefused = false;
};

} // namespace turnstone
