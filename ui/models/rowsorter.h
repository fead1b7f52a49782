// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resultcolumns.h"
#include "ui/models/resultrows.h"

#include <atomic>
#include <vector>

namespace turnstone {

/// Sorts `rows` by a column; equal ones by their place in the list. Rows that have nothing to say in the
/// column come last, whichever the order. Text sorts without regard to ASCII letter case. Pure; about 0.3 s
/// for 1,000,000 rows. False when `cancelled` became true meanwhile; `rows` is then in any order.
bool sortRows(const ResultRows &results, std::vector<RowId> &rows, ResultColumn column, Qt::SortOrder order,
              const std::atomic_bool &cancelled);

} // namespace turnstone
