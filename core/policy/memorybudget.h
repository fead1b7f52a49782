// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <atomic>

namespace turnstone {

/// Which rows that were never tried may start: all; of each host a few that are under way; or none.
enum class Begins : quint8 { All, Few, None };

/// The bytes that bodies on the wire, pages to be read and results under way may hold together. Any thread.
/// What is held is counted whether or not it fits: only a grant can be refused.
class MemoryBudget final
{
public:
    void setLimit(qint64 bytes) { m_limit.store(bytes, std::memory_order_relaxed); }
    qint64 limit() const { return m_limit.load(std::memory_order_relaxed); }
    qint64 held() const { return m_held.load(std::memory_order_relaxed); }

    void hold(qint64 bytes) { m_held.fetch_add(bytes, std::memory_order_relaxed); }
    /// Holds what its owner cannot give back before it is granted more.
    void begin(qint64 bytes)
    {
        hold(bytes);
        m_begun.fetch_add(bytes, std::memory_order_relaxed);
    }
    /// Begun bytes are held like any others from now on.
    void endBeginning(qint64 bytes) { m_begun.fetch_sub(bytes, std::memory_order_relaxed); }
    /// Takes `bytes` where they fit: in a half of all, so that large bodies leave room for new requests, and
    /// in what is free but an eighth, for what cannot be refused. One fits always where all that is held was
    /// only begun, which would wait for ever.
    bool tryGrant(qint64 bytes);
    void release(qint64 bytes)
    {
        if (bytes != 0)
            m_held.fetch_sub(bytes, std::memory_order_relaxed);
    }

    /// True when so much is held that no request should start.
    bool isTight() const { return held() > limit() / 4 * 3; }
    /// How many addresses should be begun: less and less, the more is held or parked. Those that were begun
    /// may go on, which is what gives it back.
    Begins begins() const
    {
        const qint64 parked = m_parked.load(std::memory_order_relaxed), all = parked + held();
        if (parked > limit() / 4 * 3 || all > limit())
            return Begins::None;
        return parked > limit() / 2 || all > limit() / 4 * 3 ? Begins::Few : Begins::All;
    }

    /// What an address in the middle of its way keeps while it waits, counted for as long as this lives.
    class Parking final
    {
    public:
        Parking() = default;
        ~Parking() { leave(); }
        Q_DISABLE_COPY_MOVE(Parking)

        void enter(MemoryBudget &budget, qint64 bytes)
        {
            leave();
            m_budget = &budget;
            m_bytes = bytes;
            budget.m_parked.fetch_add(bytes, std::memory_order_relaxed);
        }
        void leave()
        {
            if (m_budget)
                m_budget->m_parked.fetch_sub(m_bytes, std::memory_order_relaxed);
            m_budget = nullptr;
        }

    private:
        MemoryBudget *m_budget = nullptr;
        qint64 m_bytes = 0;
    };

private:
    std::atomic<qint64> m_limit{512'000'000};
    std::atomic<qint64> m_held{0};
    std::atomic<qint64> m_begun{0};
    std::atomic<qint64> m_parked{0};
};

} // namespace turnstone
