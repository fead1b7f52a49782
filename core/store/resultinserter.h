// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/pagevalues.h"
#include "core/store/runrows.h"
#include "core/store/sqlinsert.h"
#include "core/types/run.h"

namespace turnstone {

/// Writes results with all of their evidence; what an address said before is only referred to. Its statements
/// stay prepared.
class ResultInserter final
{
public:
    explicit ResultInserter(SqlConnection &connection);

    /// What follows is of this run; once for each transaction.
    Outcome begin(RunId run);
    /// Replaces what the run had of this row, and adds to `tally` what that changes.
    Outcome insert(const FetchResult &result, VerdictTally &tally);

private:
    Result<qint64> pageOf(const FetchResult &result);
    Result<std::optional<qint64>> adoptPage(RowId row, qint64 fingerprint);
    Outcome insertPage(RowId row, qint64 page, qint64 fingerprint, PageValues &values,
                       const QVariant &addressUrl);
    Outcome insertRow(const FetchResult &result, qint64 page);
    Outcome insertTimes(const FetchResult &result);
    Outcome insertHeaders(const FetchResult &result);
    Outcome remove(RowId row, VerdictTally &tally);
    QVariant startOf(qint64 startedAtMs) const;

    SqlConnection &m_connection;
    SqlStatement m_find;
    SqlInsert m_page, m_pageAttempt, m_pageHop, m_pageBody, m_row, m_attempt, m_hop, m_headers;
    RunId m_run = 0;
    qint64 m_runStartMs = 0;
};

} // namespace turnstone
