// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/pagevalues.h"
#include "core/store/peers.h"
#include "core/store/runrows.h"
#include "core/store/sqlinsert.h"
#include "core/types/run.h"

#include <optional>
#include <span>
#include <unordered_map>

namespace turnstone {

/// Writes results with all of their evidence; what an address said before is only referred to. Its statements
/// stay prepared.
class ResultInserter final
{
public:
    explicit ResultInserter(SqlConnection &connection);

    /// What follows is of this run, and mostly of these rows; once for each transaction.
    Outcome begin(RunId run, std::span<const RowId> rows);
    /// Replaces what the run had of this row, and adds to `tally` what that changes.
    Outcome insert(const FetchResult &result, VerdictTally &tally);

private:
    /// What is the current result of a row.
    struct Current
    {
        std::optional<qint64> page; ///< nothing: it has no result
        qint64 fingerprint = 0;
        PageParts parts;
    };

    Outcome readCurrent(std::span<const RowId> rows);
    Result<qint64> pageOf(const FetchResult &result);
    Result<qint64> pageAgain(RowId row, qint64 page, qint64 fingerprint, const PageValues &values,
                             const PageParts &found);
    Result<PageParts> partsOf(RowId row, qint64 page);
    Result<std::optional<qint64>> adoptPage(RowId row, qint64 fingerprint);
    Outcome insertPage(RowId row, qint64 page, qint64 fingerprint, const PageValues &values);
    Outcome insertRow(const FetchResult &result, qint64 page);
    Outcome insertTimes(const FetchResult &result);
    Outcome insertHeaders(const FetchResult &result);
    Outcome remove(RowId row, VerdictTally &tally);
    QVariant startOf(qint64 startedAtMs) const;

    SqlConnection &m_connection;
    SqlStatement m_current, m_find, m_parts;
    SqlInsert m_page, m_pageAttempt, m_pageHop, m_pageBody, m_row, m_attempt, m_hop, m_headers;
    PeerInserter m_peers;
    RunId m_run = 0;
    qint64 m_runStartMs = 0;
    std::unordered_map<RowId, Current> m_known; // before this transaction; each is asked once
};

} // namespace turnstone
