// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/rowid.h"
#include "core/types/rowstart.h"
#include "core/types/verdict.h"

#include <vector>

namespace turnstone {

/// How the addresses of a project stand in one of its runs: what that has found, and what it owes. All others
/// are left out.
class RunRows final
{
public:
    RunRows() = default;
    explicit RunRows(int addresses)
        : m_starts(size_t(addresses), RowStart::leftOut())
    {}

    void addResult(RowId row, Verdict verdict)
    {
        put(row, RowStart::done(verdict));
        ++m_results;
    }
    /// After the results: one that is owed all the same is wanted.
    void addOwed(RowId row) { put(row, RowStart::wanted()); }

    const std::vector<RowStart> &starts() const { return m_starts; }
    qint64 results() const { return m_results; }
    /// Something was said of a row that the project does not have.
    bool hasStrangers() const { return m_hasStrangers; }

private:
    void put(RowId row, RowStart start)
    {
        if (row < RowId(m_starts.size()))
            m_starts[row] = start;
        else
            m_hasStrangers = true;
    }

    std::vector<RowStart> m_starts;
    qint64 m_results = 0;
    bool m_hasStrangers = false;
};

} // namespace turnstone
