// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sessionresults.h"

namespace turnstone {

std::optional<FetchResult> SessionResults::read(RowId row) const
{
    std::vector<FetchResult> results = read(std::span<const RowId>(&row, 1));
    if (results.empty())
        return {};
    return std::move(results.front());
}

std::vector<FetchResult> SessionResults::read(std::span<const RowId> rows) const
{
    std::vector<FetchResult> results = m_project.read(rows);
    for (FetchResult &result : results) {
        if (result.body.isEmpty() && result.bytes > 0)
            result.body = m_bodies.bodyOf(result);
    }
    return results;
}

} // namespace turnstone
