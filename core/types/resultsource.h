// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <optional>

namespace turnstone {

/// Where results can be read back by row, whatever keeps them. Callable from any thread.
class ResultSource
{
public:
    virtual ~ResultSource() = default;
    virtual bool has(RowId row) const = 0;
    /// The latest result of the row; nothing where there is none yet.
    virtual std::optional<FetchResult> read(RowId row) const = 0;
};

} // namespace turnstone
