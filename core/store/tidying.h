// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/storeinfo.h"
#include "core/types/run.h"

namespace turnstone {

class SqlConnection;

/// See Store::retention().
Result<Retention> selectRetention(SqlConnection &connection);
/// Inside the caller's transaction.
Outcome saveRetention(SqlConnection &connection, const Retention &retention);

/// Removes what the retention of a project does not keep, from the oldest run on, in small steps. Where it is
/// lives with this, not in the file: a step that comes twice finds nothing to do.
class Tidying final
{
public:
    explicit Tidying(SqlConnection &connection)
        : m_connection(connection)
    {}

    /// Inside the caller's transaction. False: all is done, and the next step begins anew. The run `current`
    /// and those that owe something are left alone.
    Result<bool> step(qint64 nowMs, RunId current);

private:
    Result<RunId> nextRun(const Retention &retention, qint64 nowMs, RunId current);
    Outcome finishRun(bool isThinned);

    SqlConnection &m_connection;
    RunId m_run = 0;    // the one at work; 0: none
    qint64 m_first = 0; // of its addresses that are left to do
    RunId m_done = 0;   // up to which all is done
};

} // namespace turnstone
