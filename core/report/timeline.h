// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <map>
#include <vector>

namespace turnstone {

/// Counts what happens over time, in any order, in at most MaxSteps equal steps; they double in length as the
/// span grows.
class Timeline final
{
public:
    static constexpr int MaxSteps = 120;

    /// Milliseconds since the epoch.
    void add(qint64 ms);
    bool isEmpty() const { return m_counts.empty(); }
    qint64 firstMs() const { return m_firstMs; }
    qint64 lastMs() const { return m_lastMs; }
    qint64 stepMs() const { return m_stepMs; }
    /// From the step of the first to that of the last.
    std::vector<qint64> counts() const;

private:
    void coarsen();

    std::map<qint64, qint64> m_counts; // by ms / m_stepMs
    qint64 m_stepMs = 125;
    qint64 m_firstMs = 0;
    qint64 m_lastMs = 0;
};

} // namespace turnstone
