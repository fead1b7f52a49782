// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/addresslist.h"
#include "core/types/resultsource.h"

#include <functional>
#include <limits>
#include <map>
#include <vector>

namespace turnstone {

/// Brings results, which come in any order, into the order of the list, as early as possible. What comes a
/// little too early waits in memory, up to a bound; the rest is set aside, and read back from the source when
/// its turn comes; what is damaged there is a cancelled row that says so. Beyond that it takes a byte a row.
class OrderedOutput final
{
public:
    using Write = std::function<Outcome(QByteArrayView url, const FetchResult &result)>;
    /// Sees to it that the source has these results.
    using SetAside = std::function<Outcome(const std::vector<FetchResult> &late)>;

    OrderedOutput(const AddressList &addresses, const ResultSource &source, SetAside setAside, Write write);

    /// The row has no part in the output. Before the first add().
    void leaveOut(RowId row) { m_states[row] = State::LeftOut; }
    /// The source has the row's result from earlier. Before the first add().
    void takeFromSource(RowId row) { m_states[row] = State::InSource; }

    /// An Error of the source, but for damage, or of setting aside; what could not be set aside is kept in
    /// memory.
    Outcome add(const std::vector<FetchResult> &batch);
    /// From now on nothing is set aside: the source takes no more.
    void keepInMemory()
    {
        m_maxEarly = std::numeric_limits<size_t>::max();
        m_maxEarlyBytes = std::numeric_limits<qint64>::max();
    }
    /// All rows in front of this one were written or left out.
    RowId written() const { return m_next; }
    /// Whether that is all of them.
    bool isComplete() const { return m_next == m_states.size(); }
    /// Results that the source had and that could not be read back.
    qint64 lost() const { return m_lost; }

private:
    enum class State : quint8 { Waiting, LeftOut, InSource, Unreached };
    static constexpr size_t MaxReadBack = 256;

    void take(const FetchResult &result);
    void keep(const FetchResult &result);
    FetchResult takeFirst();
    Outcome setAside();
    Outcome advance();
    Outcome write(const FetchResult &result);
    Outcome readBack();
    Outcome writeLost();

    AddressList m_addresses;
    const ResultSource &m_source;
    SetAside m_setAside;
    Write m_write;
    std::vector<State> m_states; // by row
    size_t m_maxEarly = 4096;
    qint64 m_maxEarlyBytes = 32'000'000;
    qint64 m_earlyBytes = 0;
    std::map<RowId, FetchResult> m_early;
    std::vector<FetchResult> m_late; // of one batch
    FetchResult m_unreached;         // what they all look like
    RowId m_next = 0;
    qint64 m_lost = 0;
};

} // namespace turnstone
