// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/runrows.h"
#include "core/store/sqlinsert.h"
#include "core/types/fetchresult.h"
#include "core/types/run.h"

namespace turnstone {

/// Writes results with all of their evidence. Its statements stay prepared.
class ResultInserter final
{
public:
    explicit ResultInserter(SqlConnection &connection);

    /// Replaces what the run had of this row, and adds to `tally` what that changes.
    Outcome insert(RunId run, const FetchResult &result, VerdictTally &tally);

private:
    Outcome insertResult(RunId run, const FetchResult &result);
    Outcome insertAttempt(RunId run, RowId row, int number, const FetchAttempt &attempt);
    Outcome insertHop(RunId run, RowId row, int attempt, int number, const Hop &hop);
    Outcome insertHeaders(RunId run, RowId row, int attempt, int number, const Hop &hop);
    Outcome remove(RunId run, RowId row, VerdictTally &tally);

    SqlConnection &m_connection;
    SqlInsert m_result, m_attempt, m_hop, m_headers, m_body;
};

} // namespace turnstone
