// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/policy/memorybudget.h"
#include "core/types/fetchresult.h"

#include <deque>
#include <functional>
#include <vector>

namespace turnstone {

/// Gathers results into batches and keeps only a few batches under way: a receiver that is slow holds the
/// sender back instead of filling memory. What results hold counts in the budget until their batch is
/// acknowledged. Rows that were never started travel as bare row numbers until their batch goes.
class Outbox final
{
public:
    using Send = std::function<void(ResultBatch)>;
    Outbox(MemoryBudget &memory, Send send)
        : m_memory(memory)
        , m_send(std::move(send))
    {}
    ~Outbox();

    void add(FetchResult result, TimePoint now);
    /// Results of the kind "never started": made only when they are sent, by `finish`.
    void addBare(std::vector<RowId> rows, std::function<void(FetchResult &)> finish);
    void acknowledge();

    /// Sends what is ripe; with `everything`, all that the receiver has room for.
    void flush(TimePoint now, bool everything);
    TimePoint flushAt() const;
    bool isEmpty() const { return m_results.empty() && m_bare.empty(); }
    /// True when the sender should not make more results for now.
    bool isCrowded() const { return m_results.size() > size_t(2 * BatchSize); }

private:
    static constexpr int BatchSize = 2048;
    static constexpr size_t MaxUnderWay = 4;
    static constexpr Duration Period = std::chrono::milliseconds(80);
    void sendOne();

    MemoryBudget &m_memory;
    Send m_send;
    std::vector<FetchResult> m_results;
    std::vector<RowId> m_bare;
    std::function<void(FetchResult &)> m_finishBare;
    TimePoint m_oldest;
    qint64 m_bytes = 0;            // of m_results
    std::deque<qint64> m_underWay; // bytes of each batch
};

} // namespace turnstone
