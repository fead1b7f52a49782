// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/fetchresult.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace turnstone {

/// Where results can be read back by row, whatever keeps them. Callable from any thread. Code::Unreadable: it
/// is damaged where these rows are.
class ResultSource
{
public:
    virtual ~ResultSource() = default;
    virtual bool has(RowId row) const = 0;
    /// The latest result of the row; nothing where there is none yet.
    virtual Result<std::optional<FetchResult>> read(RowId row) const = 0;
    /// The latest results of these rows, in this order; rows without one are left out.
    virtual Result<std::vector<FetchResult>> read(std::span<const RowId> rows) const;
};

/// Reads the results of some rows, in their order.
using ReadResults = std::function<Result<std::vector<FetchResult>>(std::span<const RowId> rows)>;

/// What can be read of these rows. Those that are damaged are appended to `lost`; anything else that goes
/// wrong is an Error.
Result<std::vector<FetchResult>> readSound(std::span<const RowId> rows, const ReadResults &read,
                                           std::vector<RowId> &lost);

} // namespace turnstone
