// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/storeinfo.h"

namespace turnstone {

class SqlConnection;

/// From version 2, which kept every result in full, to version 3, which keeps what an address says once.
/// Inside the caller's transaction; `progress` counts results.
Outcome moveToPages(SqlConnection &connection, const StoreProgress &progress);
/// Makes a file of version 1 or 2 that is only read look as the current one to this connection, and to nobody
/// else.
Outcome showAsPages(SqlConnection &connection);
/// Likewise one of version 3.
Outcome showWithPeers(SqlConnection &connection);
/// Likewise one of any version that has no removed rows; beside the above.
Outcome showWithRemoved(SqlConnection &connection);

} // namespace turnstone
