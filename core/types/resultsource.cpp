// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/resultsource.h"

#include <iterator>

namespace turnstone {

Result<std::vector<FetchResult>> ResultSource::read(std::span<const RowId> rows) const
{
    std::vector<FetchResult> found;
    found.reserve(rows.size());
    for (const RowId row : rows) {
        Result<std::optional<FetchResult>> result = read(row);
        if (!result)
            return result.error();
        if (result.value())
            found.push_back(*std::move(result).value());
    }
    return found;
}

Result<std::vector<FetchResult>> readSound(std::span<const RowId> rows, const ReadResults &read,
                                           std::vector<RowId> &lost)
{
    Result<std::vector<FetchResult>> all = read(rows);
    if (all || all.error().code != Error::Code::Unreadable)
        return all;
    if (rows.size() <= 1) {
        lost.insert(lost.end(), rows.begin(), rows.end());
        return std::vector<FetchResult>();
    }
    const size_t half = rows.size() / 2;
    Result<std::vector<FetchResult>> first = readSound(rows.first(half), read, lost);
    if (!first)
        return first;
    Result<std::vector<FetchResult>> second = readSound(rows.subspan(half), read, lost);
    if (!second)
        return second;
    std::vector<FetchResult> both = std::move(first).value();
    std::vector<FetchResult> rest = std::move(second).value();
    both.insert(both.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    return both;
}

} // namespace turnstone
