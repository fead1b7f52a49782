// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/addresslist.h"
#include "core/types/resultsource.h"

#include <functional>
#include <map>

namespace turnstone {

/// Brings results, which come in any order, into the order of the list, as early as possible. What comes a
/// little too early waits in memory, up to a bound; the rest is read back from the source when its turn
/// comes.
class OrderedOutput final
{
public:
    using Write = std::function<Outcome(QByteArrayView url, const FetchResult &result)>;

    OrderedOutput(const AddressList &addresses, const ResultSource &source, Write write);

    Outcome add(const std::vector<FetchResult> &batch);
    /// How many rows were written: all of the list's first ones.
    RowId written() const { return m_next; }

private:
    static constexpr size_t MaxEarly = 4096;
    Outcome advance();

    AddressList m_addresses;
    const ResultSource &m_source;
    Write m_write;
    std::map<RowId, FetchResult> m_early;
    RowId m_next = 0;
};

} // namespace turnstone
