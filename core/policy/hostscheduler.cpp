// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hostscheduler.h"

#include <algorithm>

namespace turnstone {

HostId HostScheduler::addHost()
{
    m_hosts.emplace_back();
    return HostId(m_hosts.size() - 1);
}

HostScheduler::HostState HostScheduler::state(HostId id) const
{
    const Host &host = m_hosts[id];
    return {int(host.inFlight), limitOf(host),    host.fresh.size, host.urgent.size,
            host.delayed,       host.pausedUntil, host.limits};
}

void HostScheduler::setLimits(int perHost, Duration hostDelay)
{
    m_perHost = std::max(perHost, 1);
    m_hostDelay = hostDelay;
    relist();
}

void HostScheduler::setHostLimits(HostId id, const HostLimits &limits)
{
    m_hosts[id].limits = limits;
    relist();
}

void HostScheduler::enqueue(HostId id, RowId row)
{
    push(m_hosts[id].fresh, row);
    ++m_waiting;
    list(id);
}

void HostScheduler::enqueueUrgent(HostId id, RowId row)
{
    push(m_hosts[id].urgent, row);
    ++m_urgent;
    list(id);
}

void HostScheduler::enqueueAt(HostId id, RowId row, TimePoint at)
{
    m_delayed.push({at, row, id});
    ++m_hosts[id].delayed;
}

void HostScheduler::pauseHost(HostId id, TimePoint until)
{
    m_hosts[id].pausedUntil = std::max(m_hosts[id].pausedUntil, until);
}

std::optional<HostScheduler::Start> HostScheduler::next(TimePoint now, StartGate &gate)
{
    if (!hasReady(now) || !gate.tryStart(now))
        return std::nullopt;
    const HostId id = m_ready.front();
    m_ready.pop_front();
    Host &host = m_hosts[id];
    host.listed = false;
    const bool urgent = host.urgent.size > 0;
    const RowId row = pop(urgent ? host.urgent : host.fresh);
    --(urgent ? m_urgent : m_waiting);
    ++host.inFlight;
    ++m_inFlight;
    host.lastStart = now;
    list(id);
    return Start{row, id};
}

void HostScheduler::finished(HostId id)
{
    --m_hosts[id].inFlight;
    --m_inFlight;
    list(id);
}

bool HostScheduler::hasReady(TimePoint now)
{
    bringDue(now);
    while (!m_ready.empty()) {
        if (settleFront(now))
            return true;
    }
    return false;
}

TimePoint HostScheduler::wakeAt() const
{
    TimePoint at = Never;
    if (!m_timed.empty())
        at = std::min(at, m_timed.top().at);
    if (!m_delayed.empty())
        at = std::min(at, m_delayed.top().at);
    return at;
}

std::vector<RowId> HostScheduler::clear()
{
    std::vector<RowId> rows;
    rows.reserve(queued());
    for (Host &host : m_hosts) {
        while (host.urgent.size > 0)
            rows.push_back(pop(host.urgent));
        while (host.fresh.size > 0)
            rows.push_back(pop(host.fresh));
        host.delayed = 0;
        host.pausedUntil = TimePoint::min();
        host.listed = false;
    }
    for (; !m_delayed.empty(); m_delayed.pop())
        rows.push_back(m_delayed.top().id);
    m_ready.clear();
    m_timed = {};
    m_waiting = 0;
    m_urgent = 0;
    return rows;
}

void HostScheduler::push(Queue &queue, RowId row)
{
    if (row >= m_next.size())
        m_next.resize(std::max<size_t>(row + 1, m_next.size() + m_next.size() / 2), None);
    m_next[row] = None;
    if (queue.size == 0)
        queue.head = row;
    else
        m_next[queue.tail] = row;
    queue.tail = row;
    ++queue.size;
}

RowId HostScheduler::pop(Queue &queue)
{
    const RowId row = queue.head;
    queue.head = m_next[row];
    --queue.size;
    return row;
}

int HostScheduler::limitOf(const Host &host) const
{
    return host.limits.perHost > 0 ? host.limits.perHost : m_perHost;
}

TimePoint HostScheduler::readyAt(const Host &host) const
{
    const Duration delay = host.limits.hostDelay.count() >= 0 ? Duration(host.limits.hostDelay) : m_hostDelay;
    const TimePoint spaced = host.lastStart == TimePoint::min() ? TimePoint::min() : host.lastStart + delay;
    return std::max(host.pausedUntil, spaced);
}

/// Puts a host that could start something into the round, unless it already stands there.
void HostScheduler::list(HostId id)
{
    Host &host = m_hosts[id];
    if (host.listed || host.fresh.size + host.urgent.size == 0 || int(host.inFlight) >= limitOf(host))
        return;
    host.listed = true;
    m_ready.push_back(id);
}

/// After a change of limits: moments reckoned under the old ones no longer hold.
void HostScheduler::relist()
{
    for (; !m_timed.empty(); m_timed.pop())
        m_hosts[m_timed.top().host].listed = false;
    for (HostId id = 0; id < m_hosts.size(); ++id)
        list(id);
}

void HostScheduler::bringDue(TimePoint now)
{
    while (!m_delayed.empty() && m_delayed.top().at <= now) {
        const Timed due = m_delayed.top();
        m_delayed.pop();
        --m_hosts[due.host].delayed;
        enqueueUrgent(due.host, due.id);
    }
    while (!m_timed.empty() && m_timed.top().at <= now) {
        const HostId id = m_timed.top().host;
        m_timed.pop();
        m_hosts[id].listed = false;
        list(id);
    }
}

/// True when the first host of the round can start now; otherwise it leaves the round.
bool HostScheduler::settleFront(TimePoint now)
{
    const HostId id = m_ready.front();
    Host &host = m_hosts[id];
    const bool idle = host.fresh.size + host.urgent.size == 0 || int(host.inFlight) >= limitOf(host);
    const TimePoint at = readyAt(host);
    if (!idle && at <= now)
        return true;
    m_ready.pop_front();
    if (idle) {
        host.listed = false;
    } else {
        m_timed.push({at, 0, id});
    }
    return false;
}

} // namespace turnstone
