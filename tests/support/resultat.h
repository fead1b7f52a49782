// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/resultsource.h"

namespace turnstone {

/// The result of a row; nothing where there is none, or where it cannot be read.
inline std::optional<FetchResult> resultAt(const ResultSource &source, RowId row)
{
    Result<std::optional<FetchResult>> result = source.read(row);
    return result ? std::move(result).value() : std::nullopt;
}

} // namespace turnstone
