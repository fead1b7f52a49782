// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/listruns.h"

#include <algorithm>

namespace turnstone {

ListRuns::ListRuns(const std::vector<RunInfo> &runs)
{
    m_runs.reserve(runs.size());
    for (const RunInfo &run : runs)
        m_runs.push_back({run.id, run.scope, run.owed});
}

RunId ListRuns::owing() const
{
    Known chosen;
    for (const Known &run : m_runs) {
        if (run.owed == 0)
            continue;
        const bool isList = run.scope == RunScope::List;
        const bool hadList = chosen.owed > 0 && chosen.scope == RunScope::List;
        if (isList || (!hadList && run.owed >= chosen.owed))
            chosen = run;
    }
    return chosen.id;
}

RunId ListRuns::goesOn() const
{
    if (const RunId run = owing(); run != 0)
        return run;
    const auto found = std::find_if(m_runs.rbegin(), m_runs.rend(),
                                    [](const Known &run) { return run.scope == RunScope::List; });
    return found == m_runs.rend() ? 0 : found->id;
}

void ListRuns::open(RunScope scope, RunId earlier, Takes takes)
{
    const auto known = std::find_if(m_runs.begin(), m_runs.end(), [earlier](const Known &run) {
        return earlier != 0 && run.id == earlier;
    });
    m_current = size_t(known - m_runs.begin());
    if (known == m_runs.end())
        m_runs.push_back({earlier, scope, 0});
    m_takes = takes;
    m_isOpen = true;
    if (takes == Takes::Some)
        return;
    for (size_t i = 0; i < m_runs.size(); ++i) {
        if (i != m_current && m_runs[i].owed > 0)
            m_runs[i] = {m_runs[i].id, RunScope::Rows, 0}; // as its project has it, too
    }
}

void ListRuns::setNumber(RunId run)
{
    if (m_current < m_runs.size())
        m_runs[m_current].id = run;
}

void ListRuns::close(qint64 owed)
{
    m_isOpen = false;
    m_runs[m_current].owed = owed;
}

void ListRuns::setOwed(const std::vector<RunInfo> &runs)
{
    if (m_isOpen && takesRest())
        return;
    for (const RunInfo &run : runs) {
        const auto known = std::find_if(m_runs.begin(), m_runs.end(),
                                        [&run](const Known &each) { return each.id == run.id; });
        if (known != m_runs.end())
            known->owed = run.owed;
    }
}

} // namespace turnstone
