// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/types/rowid.h"

#include <vector>

namespace turnstone {

/// Any number of first-in-first-out queues of rows in one pool: twelve bytes for each row that waits, used
/// again when it has left, however many rows the list has.
class RowQueues final
{
public:
    struct Queue
    {
        quint32 head = 0;
        quint32 tail = 0;
        quint32 size = 0;
        bool isEmpty() const { return size == 0; }
    };
    struct Entry
    {
        RowId row = 0;
        TimePoint queuedAt; ///< to the millisecond
    };

    void push(Queue &queue, RowId row, TimePoint now);
    /// Of a queue that is not empty.
    Entry pop(Queue &queue, TimePoint now);
    size_t poolSize() const { return m_nodes.size(); }

private:
    struct Node
    {
        RowId row;
        quint32 next;
        quint32 queuedMs; // wraps round after 49 days; nothing waits that long
    };
    std::vector<Node> m_nodes;
    quint32 m_free = 0; // index + 1 of the first free node; 0: none
};

} // namespace turnstone
