// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/storeinfo.h"
#include "core/types/rowid.h"
#include "core/types/run.h"

#include <span>

namespace turnstone {

class SqlConnection;

/// What the run has of these addresses, but for the pages it refers to. Inside the caller's transaction.
Outcome deleteRows(SqlConnection &connection, RunId run, std::span<const RowId> rows);
/// The pages of these addresses that no run refers to. Inside the caller's transaction.
Outcome deleteLoosePages(SqlConnection &connection, std::span<const RowId> rows);

/// Inside the caller's transaction, too.
Outcome deletePage(SqlConnection &connection, RowId row, qint64 page);

/// A piece of a run in the order of its addresses, from `first` on.
struct RunPiece
{
    qint64 removed = 0; ///< results
    qint64 next = -1;   ///< where the next piece begins; negative: this was the last
};
/// Takes from the next piece of the run what is nobody's current result; with `onlyRepeated` only what says
/// the same as the result before it. A run that loses something is marked. The size of a piece depends on the
/// number of runs, so that its time does not. Inside the caller's transaction.
Result<RunPiece> prunePiece(SqlConnection &connection, RunId run, qint64 first, bool onlyRepeated);
/// A run that lost something is counted again; it goes where nothing is left of it and it owes nothing.
Outcome closePruned(SqlConnection &connection, RunId run);

/// See Store::keepLastRuns(): each run in a transaction of its own.
Outcome pruneRuns(SqlConnection &connection, int keep, const StoreProgress &progress);
Outcome deleteBodies(SqlConnection &connection, const StoreProgress &progress);
Outcome giveBackFreePages(SqlConnection &connection, const StoreProgress &progress);
/// Counts the pages of the file up to this size, which reads all of it; estimates those of a larger one.
Result<StoreSizes> selectSizes(SqlConnection &connection, qint64 countedBytes = 128'000'000);

} // namespace turnstone
