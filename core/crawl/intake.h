// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/types/rowid.h"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace turnstone {

/// Rows that were handed to a worker and not looked at yet: taken one by one, so that a million of them hold
/// nobody up.
class Intake final
{
public:
    struct Entry
    {
        RowId row;
        TimePoint since; ///< when it was handed over
        bool isChosen;   ///< by its number, not as a part of the list
    };
    using Rows = std::shared_ptr<const std::vector<RowId>>;

    void add(RowId first, RowId last, TimePoint now) { m_spans.push_back({first, last, {}, now}); }
    void add(Rows rows, TimePoint now);
    bool isEmpty() const { return m_spans.empty(); }
    std::optional<Entry> take();

private:
    struct Span
    {
        RowId first; // of the list, or of `rows`
        RowId last;
        Rows rows;
        TimePoint since;
    };
    std::deque<Span> m_spans;
};

} // namespace turnstone
