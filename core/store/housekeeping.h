// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/store.h"

namespace turnstone {

class SqlConnection;

/// See Store::keepLastRuns(): each run in a transaction of its own.
Outcome pruneRuns(SqlConnection &connection, int keep, const StoreProgress &progress);
Outcome deleteBodies(SqlConnection &connection, const StoreProgress &progress);
Outcome giveBackFreePages(SqlConnection &connection, const StoreProgress &progress);
Result<StoreSizes> selectSizes(SqlConnection &connection);

} // namespace turnstone
