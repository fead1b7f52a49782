// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <optional>
#include <span>
#include <vector>

namespace turnstone {

/// Where results can be read back by row, whatever keeps them. Callable from any thread.
class ResultSource
{
public:
    virtual ~ResultSource() = default;
    virtual bool has(RowId row) const = 0;
    /// The latest result of the row; nothing where there is none yet.
    virtual std::optional<FetchResult> read(RowId row) const = 0;
    /// The latest results of these rows, in this order; rows without one are left out.
    virtual std::vector<FetchResult> read(std::span<const RowId> rows) const
    {
        std::vector<FetchResult> found;
        found.reserve(rows.size());
        for (const RowId row : rows) {
            if (std::optional<FetchResult> result = read(row))
                found.push_back(std::move(*result));
        }
        return found;
    }
};

} // namespace turnstone
