// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/rowid.h"

#include <QUndoCommand>

#include <functional>
#include <utility>
#include <vector>

namespace turnstone {

/// Rows of a list, each once: what stands together takes the room of two numbers.
class RowRanges final
{
public:
    /// In ascending order.
    explicit RowRanges(const std::vector<RowId> &rows);

    std::vector<RowId> rows() const;

private:
    std::vector<std::pair<RowId, RowId>> m_ranges; // the first and the last of each
};

/// What was done to a list, and how that is taken back and done again.
class ListChange final : public QUndoCommand
{
public:
    using Step = std::function<void()>;
    static constexpr int Clearing = 1; ///< the id of one that takes the whole list away

    /// It is done already. `text`: what it was, as in "Undo …".
    ListChange(const QString &text, Step undo, Step redo, int id = -1);

    int id() const override { return m_id; }
    void undo() override { m_undo(); }
    void redo() override;

private:
    Step m_undo, m_redo;
    int m_id;
    bool m_isDone = true; // QUndoStack asks for it as soon as it has it
};

} // namespace turnstone
