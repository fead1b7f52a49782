// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rowqueues.h"

namespace turnstone {

namespace {

quint32 millisecondsOf(TimePoint at)
{
    return quint32(std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count());
}

} // namespace

void RowQueues::push(Queue &queue, RowId row, TimePoint now)
{
    const Node node{row, 0, millisecondsOf(now)};
    quint32 index = m_free;
    if (index > 0) {
        m_free = m_nodes[index - 1].next;
        m_nodes[index - 1] = node;
    } else {
        m_nodes.push_back(node);
        index = quint32(m_nodes.size());
    }
    if (queue.isEmpty())
        queue.head = index;
    else
        m_nodes[queue.tail - 1].next = index;
    queue.tail = index;
    ++queue.size;
}

RowQueues::Entry RowQueues::pop(Queue &queue, TimePoint now)
{
    const quint32 index = queue.head;
    Node &node = m_nodes[index - 1];
    queue.head = node.next;
    --queue.size;
    node.next = m_free;
    m_free = index;
    return {node.row, now - std::chrono::milliseconds(millisecondsOf(now) - node.queuedMs)};
}

} // namespace turnstone
