// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/types/fetchresult.h"

#include <functional>
#include <vector>

namespace turnstone {

/// Gathers results into batches and keeps only a few batches under way: a receiver that is slow holds the
/// sender back instead of filling memory. Rows that were never started travel as bare row numbers until their
/// batch goes.
class Outbox final
{
public:
    using Send = std::function<void(ResultBatch)>;
    explicit Outbox(Send send)
        : m_send(std::move(send))
    {}

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
    static constexpr int MaxUnderWay = 4;
    static constexpr Duration Period = std::chrono::milliseconds(80);
    void sendOne();

    Send m_send;
    std::vector<FetchResult> m_results;
    std::vector<RowId> m_bare;
    std::function<void(FetchResult &)> m_finishBare;
    TimePoint m_oldest;
    int m_underWay = 0;
};

} // namespace turnstone
