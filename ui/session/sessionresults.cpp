// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/sessionresults.h"

namespace turnstone {

Result<std::optional<FetchResult>> SessionResults::read(RowId row) const
{
    Result<std::vector<FetchResult>> results = read(std::span<const RowId>(&row, 1));
    if (!results)
        return results.error();
    std::vector<FetchResult> found = std::move(results).value();
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Result<std::vector<FetchResult>> SessionResults::read(std::span<const RowId> rows) const
{
    Result<std::vector<FetchResult>> kept = m_project.read(rows);
    if (!kept)
        return kept;
    std::vector<FetchResult> results = std::move(kept).value();
    for (FetchResult &result : results) {
        if (result.body.isEmpty() && result.bytes > 0)
            result.body = m_bodies.bodyOf(result);
    }
    return results;
}

} // namespace turnstone
