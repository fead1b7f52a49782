// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"
#include "core/types/verdict.h"

#include <QString>

#include <array>

namespace turnstone {

/// Where a row stands, in one byte: on its way (waiting, running, to be tried again), or done with a verdict.
class RowClass final
{
public:
    static constexpr int StateCount = 3;
    static constexpr int Count = StateCount + VerdictCount;

    constexpr RowClass(RowProgress::State state = RowProgress::State::Waiting)
        : m_index(quint8(state))
    {}
    constexpr RowClass(Verdict verdict)
        : m_index(quint8(StateCount + int(verdict)))
    {}
    static constexpr RowClass fromIndex(int index)
    {
        return index < StateCount ? RowClass(RowProgress::State(index))
                                  : RowClass(Verdict(index - StateCount));
    }

    constexpr int index() const { return m_index; }
    constexpr bool isDone() const { return m_index >= StateCount; }
    constexpr Verdict verdict() const { return Verdict(m_index - StateCount); }        ///< only when done
    constexpr RowProgress::State state() const { return RowProgress::State(m_index); } ///< only when not done
    constexpr bool operator==(const RowClass &) const = default;

private:
    quint8 m_index;
};

/// How many rows stand where; by RowClass::index().
using RowCounts = std::array<int, RowClass::Count>;

/// "Running", "Waiting", "Will retry", or the verdict's label.
QString rowClassLabel(RowClass rowClass);
/// A sentence for people: what that says of an address.
QString rowClassMeaning(RowClass rowClass);

} // namespace turnstone
