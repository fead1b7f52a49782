// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlstatement.h"
#include "core/types/fetchresult.h"
#include "core/types/run.h"

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace turnstone {

/// Reads whole results, a few hundred at a time. Its statements stay prepared.
class ResultReader final
{
public:
    explicit ResultReader(SqlConnection &connection);

    /// Those that exist, in the order of `rows`. Without a run: the current ones.
    Result<std::vector<FetchResult>> read(std::span<const RowId> rows, std::optional<RunId> run);

private:
    using Found = std::unordered_map<RowId, FetchResult>;

    Outcome start(SqlStatement &statement, const QString &rows, std::optional<RunId> run);
    Outcome readResults(Found &found);
    void readSingleHop(FetchResult &result);
    Outcome readAttempts(Found &found);
    Outcome readHops(Found &found);
    Outcome readHeaders(Found &found);
    Outcome readBodies(Found &found);

    SqlStatement m_results, m_attempts, m_hops, m_headers, m_bodies;
    bool m_hasMore = false; // of what was read last: some have evidence of their own
};

} // namespace turnstone
