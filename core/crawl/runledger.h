// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlstats.h"
#include "core/types/fetchresult.h"
#include "core/types/rowstart.h"

#include <vector>

namespace turnstone {

/// What is owed and what is known of every row: a byte and two bits each. Sees to it that a row that is owed
/// a result gets exactly one.
class RunLedger final
{
public:
    /// Forgets all rows.
    void reset() { *this = RunLedger(); }
    /// Rows of which something is known from before; those wanted of them.
    std::vector<RowId> takeUp(const std::vector<RowStart> &rows);
    /// Rows at the end of the list up to `size`, all of them wanted. Returns the first.
    RowId grow(RowId size);
    /// True: the row owes a result again. False: it is unknown, or owes one already.
    bool wantAgain(RowId row);
    void beginRun();

    /// True: the result is the one that was owed, and is counted. False: nobody waits for it.
    bool settle(const FetchResult &result);
    /// True where a row keeps what was found before: a stop came before its turn, or interrupted a recheck.
    bool keepsEarlier(const FetchResult &result) const;

    RowId size() const { return RowId(m_verdicts.size()); }
    qint64 pending() const { return m_pendingCount; }
    qint64 leftOut() const { return m_leftOut; }
    qint64 addresses() const { return qint64(size()) - m_leftOut; }
    qint64 finished() const { return addresses() - m_pendingCount; }
    qint64 finishedInRun() const { return m_finishedInRun; }
    /// The latest of each row; of one that is owed, what was found before, but never Cancelled.
    const VerdictCounts &byVerdict() const { return m_byVerdict; }
    /// Of the rows that got a result since the run began, owe none, and were not left as they were before.
    const VerdictCounts &ofRun() const { return m_ofRun; }

private:
    static constexpr quint8 NoVerdict = 0xff;
    void countCancelled(RowId row, int change);

    std::vector<quint8> m_verdicts; // the latest of each row
    std::vector<bool> m_pending;    // rows that still owe a result
    std::vector<bool> m_isOfRun;    // rows whose latest verdict counts in m_ofRun
    VerdictCounts m_byVerdict{};
    VerdictCounts m_ofRun{};
    qint64 m_pendingCount = 0;
    qint64 m_leftOut = 0; // of the list, by the plan
    qint64 m_finishedInRun = 0;
};

} // namespace turnstone
