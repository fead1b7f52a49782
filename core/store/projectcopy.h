// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/storeinfo.h"

namespace turnstone {

class SqlConnection;

/// See Store::copyTo(). `progress` is asked once, at the beginning: SQLite copies in one go.
Outcome copyProject(SqlConnection &connection, const QString &path, const StoreProgress &progress);

} // namespace turnstone
