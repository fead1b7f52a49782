// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

namespace turnstone {

/// What a proxy made of its login in this run: what all workers tell each other, since accounts are locked
/// after a few that fail. Any thread.
class ProxyLogin final
{
public:
    static constexpr int Enough = 3; ///< refusals

    /// A new run, before any worker begins it.
    void reset()
    {
        m_refusals = 0;
        m_hasLet = false;
        m_isRefused = false;
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
    std::atomic<int> m_refusals = 0;
    std::atomic<bool> m_hasLet = false;
    std::atomic<bool> m_isRefused = false;
};

} // namespace turnstone
