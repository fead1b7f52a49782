// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/listchange.h"

#include <numeric>

namespace turnstone {

RowRanges::RowRanges(const std::vector<RowId> &rows)
{
    for (const RowId row : rows) {
        if (!m_ranges.empty() && m_ranges.back().second + 1 == row)
            m_ranges.back().second = row;
        else
            m_ranges.emplace_back(row, row);
    }
    m_ranges.shrink_to_fit();
}

std::vector<RowId> RowRanges::rows() const
{
    std::vector<RowId> rows;
    for (const auto &[first, last] : m_ranges) {
        const size_t before = rows.size();
        rows.resize(before + size_t(last - first) + 1);
        std::iota(rows.begin() + std::ptrdiff_t(before), rows.end(), first);
    }
    return rows;
}

ListChange::ListChange(const QString &text, Step undo, Step redo, int id)
    : QUndoCommand(text)
    , m_undo(std::move(undo))
    , m_redo(std::move(redo))
    , m_id(id)
{}

void ListChange::redo()
{
    if (!std::exchange(m_isDone, false))
        m_redo();
}

} // namespace turnstone
