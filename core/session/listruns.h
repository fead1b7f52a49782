// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/run.h"

#include <vector>

namespace turnstone {

/// The runs of a list that is fetched bit by bit, and which of them takes what still waits, whichever run
/// owed it: the last over the whole list that owes something, since taken over by another one it could not be
/// compared as a whole any more; else the one that owes the most, of equals the last; else the last over the
/// whole list.
class ListRuns final
{
public:
    enum class Takes {
        Rest, ///< all that waits, from whichever run owed it
        Some,
    };

    ListRuns() = default;
    /// In the order of their numbers.
    explicit ListRuns(const std::vector<RunInfo> &runs);

    /// 0: no run does, and a new one begins.
    RunId goesOn() const;
    /// Of them, one that owes something; 0: none does.
    RunId owing() const;

    /// A run begins, or (`earlier`) is gone on with; one at a time.
    void open(RunScope scope, RunId earlier, Takes takes);
    /// That of the run that was opened last, which its project tells once it has it.
    void setNumber(RunId run);
    bool isOpen() const { return m_isOpen; }
    bool takesRest() const { return m_takes == Takes::Rest; }
    /// `owed`: so many rows are left of it.
    void close(qint64 owed);
    /// Rows were removed or are back: what the runs owe now. While one is open that takes the rest, that owes
    /// it all.
    void setOwed(const std::vector<RunInfo> &runs);

private:
    struct Known
    {
        RunId id = 0; // not told yet
        RunScope scope = RunScope::List;
        qint64 owed = 0;
    };

    std::vector<Known> m_runs;
    size_t m_current = 0; // while one is open
    Takes m_takes = Takes::Rest;
    bool m_isOpen = false;
};

} // namespace turnstone
