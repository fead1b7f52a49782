// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/peers.h"
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

    enum class Extent { All, NoBodies, NoFields }; ///< NoFields: neither bodies nor header fields
    /// See Store::readResults().
    Result<std::vector<FetchResult>> read(std::span<const RowId> rows, std::optional<RunId> run,
                                          Extent extent);

private:
    using Found = std::unordered_map<RowId, FetchResult>;

    Result<Found> readOnce(const QString &rows, std::optional<RunId> run, Extent extent);
    bool hasAllParts() const;
    Result<size_t> countCurrent(const QString &rows);
    Outcome start(SqlStatement &statement, const QString &rows, std::optional<RunId> run);
    Outcome readResults(Found &found);
    void expectParts(RowId row);
    Outcome readSingleHop(FetchResult &result);
    Outcome readConnection(Hop &hop, const SqlStatement &statement, int column);
    Outcome readAttempts(Found &found);
    Outcome readHops(Found &found);
    Outcome readHeaders(Found &found);
    Outcome readBodies(Found &found);
    QVariant whole(const SqlStatement &statement, int column);

    SqlConnection &m_connection;
    SqlStatement m_results, m_attempts, m_hops, m_headers, m_bodies, m_current;
    PeerReader m_peers;
    struct Parts
    {
        qint64 attempts = 0;
        qint64 hops = 0;     // that there are times of, where there were several attempts
        qint64 lastHops = 0; // of the last attempt, at least
        qint64 lastAttempt = 0;
    };
    bool m_isSound = true; // each verdict of what was read last is one, and its text is whole
    std::unordered_map<RowId, Parts> m_missing; // of what was read last: evidence that lies beside it
};

} // namespace turnstone
