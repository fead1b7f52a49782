// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/rowstate.h"

#include <functional>

namespace turnstone {

class SqlConnection;

/// What a table shows of every address of [first, first + count).
Outcome selectRowStates(SqlConnection &connection, RowId first, RowId count,
                        const std::function<void(const RowState &)> &take);

} // namespace turnstone
