// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/memorybudget.h"

namespace turnstone {

bool MemoryBudget::tryGrant(qint64 bytes)
{
    qint64 held = m_held.load(std::memory_order_relaxed);
    do {
        const qint64 others = held - m_begun.load(std::memory_order_relaxed);
        if (others > 0 && (others + bytes > limit() / 2 || held + bytes > limit() / 8 * 7))
            return false;
    } while (!m_held.compare_exchange_weak(held, held + bytes, std::memory_order_relaxed));
    return true;
}

} // namespace turnstone
