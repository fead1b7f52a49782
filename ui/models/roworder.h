// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resultcolumns.h"
#include "ui/models/resultrows.h"
#include "ui/models/rowfilter.h"

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

class QThreadPool;

namespace turnstone {

/// Which rows a table shows, and in which place. The natural order shows all rows as they are in the list,
/// none of which is removed, and costs no memory.
struct RowOrder
{
    bool natural = true;
    int shown = 0;
    std::vector<RowId> rows;     ///< by place; those from `shown` on are not shown
    std::vector<quint32> places; ///< by row; from `shown` on: not shown

    RowId rowAt(int place) const { return natural ? RowId(place) : rows[size_t(place)]; }
    /// -1 when the row is not shown.
    int placeOf(RowId row) const
    {
        const quint32 place = natural ? row : row < places.size() ? places[row] : quint32(shown);
        return place < quint32(shown) ? int(place) : -1;
    }
};

/// What the table shall show.
struct RowQuery
{
    std::optional<RowClass> only; ///< the rows of this class; nothing: all
    RowFilter filter;
    std::optional<ResultColumn> sortColumn; ///< nothing: as in the list
    Qt::SortOrder sortOrder = Qt::AscendingOrder;

    bool isNatural() const { return !only && filter.isEmpty() && !sortColumn; }
};

/// The way from one order to the next in steps an item model can announce: rows appear at the end, all rows
/// move, rows vanish from the end.
struct Rearrangement
{
    std::shared_ptr<const RowOrder> base;
    std::shared_ptr<const RowOrder> grown; ///< base and the rows that appear; null: none do
    std::shared_ptr<RowOrder> next;        ///< still shows the rows that vanish; null: nothing changes
    int shownAtEnd = 0;                    ///< what next->shown is in the end
};

/// Selects and sorts what is in the list, on the calling thread and those of `pool`; nothing when cancelled.
std::optional<Rearrangement> rearrange(const ResultRows &results, const RowQuery &query,
                                       std::shared_ptr<const RowOrder> base,
                                       const std::atomic_bool &cancelled, QThreadPool *pool);

} // namespace turnstone
