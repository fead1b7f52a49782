// SPDX-License-Identifier: GPL-3.0-or-later
// What a HostTable tells of its hosts.
#include "core/policy/hosttable.h"

#include <algorithm>

namespace turnstone {

void HostTable::countAnswer(HostId id, qint64 ttfbUs)
{
    if (HostFigures::Histograms *both = histograms(m_hosts[id].figures))
        both->ttfb.add(ttfbUs);
}

void HostTable::countAttempt(HostId id, qint64 totalUs)
{
    HostFigures &figures = m_hosts[id].figures;
    histograms(figures);
    figures.countTotal(totalUs);
    m_serviceUs =
        m_serviceUs == 0 ? float(totalUs) : float(double(m_serviceUs) * 0.9 + double(totalUs) * 0.1);
    touch(id);
}

void HostTable::countResult(HostId id, bool isFine)
{
    HostFigures &figures = m_hosts[id].figures;
    ++figures.finished;
    figures.errors += isFine ? 0 : 1;
    touch(id);
    if (m_hosts[id].isHeldBack)
        list(id); // one more may begin
}

HostFigures::Histograms *HostTable::histograms(HostFigures &figures)
{
    if (!figures.histograms && m_histogramCount < MaxHistograms) {
        figures.histograms = std::make_unique<HostFigures::Histograms>();
        ++m_histogramCount;
    }
    return figures.histograms.get();
}

HostSnapshot HostTable::snapshot(HostId id, TimePoint now) const
{
    using std::chrono::ceil;
    using std::chrono::milliseconds;
    const Host &host = m_hosts[id];
    HostSnapshot shot;
    shot.host = QString::fromLatin1(host.key);
    shot.inFlight = int(host.inFlight);
    shot.limit = host.health.width(generalLimit(host));
    shot.waiting = host.fresh.size;
    shot.willRetry = qint64(host.delayed.size()) + host.urgent.size;
    shot.condition = host.health.condition();
    shot.trouble = host.health.trouble();
    const bool isAtRest = !host.hasRows() && host.delayed.empty() && host.inFlight == 0;
    const TimePoint paused = std::max(host.pausedUntil, host.health.pausedUntil());
    if (paused > now && shot.condition != HostCondition::GivenUp && !isAtRest)
        shot.pausedFor = ceil<milliseconds>(paused - now);
    if (!host.delayed.empty())
        shot.nextRetryIn = ceil<milliseconds>(std::max(host.delayed.top().at - now, Duration(0)));
    if (host.health.givenUpAt() != Never && !isAtRest)
        shot.givenUpIn = ceil<milliseconds>(std::max(host.health.givenUpAt() - now, Duration(0)));
    shot.limits = host.limits;
    host.figures.writeTo(shot);
    return shot;
}

QList<HostSnapshot> HostTable::takeChanged(TimePoint now)
{
    const double seconds =
        m_lastTake == TimePoint::min() ? 0 : std::chrono::duration<double>(now - m_lastTake).count();
    m_lastTake = now;
    QList<HostSnapshot> changed;
    changed.reserve(qsizetype(m_dirty.size()));
    for (const HostId id : std::exchange(m_dirty, {})) {
        Host &host = m_hosts[id];
        host.isDirty = false;
        if (seconds > 0)
            host.figures.sampleRate(seconds);
        if (host.figures.rate > 0)
            touch(id); // until it has come to rest
        changed.append(snapshot(id, now));
    }
    return changed;
}

void HostTable::comeToRest()
{
    for (HostId id = 0; id < m_hosts.size(); ++id) {
        if (m_hosts[id].figures.rate > 0)
            touch(id);
        m_hosts[id].figures.rate = 0;
        m_hosts[id].figures.requestsBefore = m_hosts[id].figures.requests;
    }
    m_lastTake = TimePoint::min();
}

Duration HostTable::slowest(TimePoint now) const
{
    using std::chrono::microseconds;
    Duration slowest{0};
    for (const Host &host : m_hosts) {
        const double queued = double(host.fresh.size + host.urgent.size) + double(host.delayed.size());
        if (queued == 0 && host.inFlight == 0)
            continue;
        if (host.health.isDown()) { // it comes back at any moment, or not at all
            if (host.health.givenUpAt() != Never)
                slowest = std::max(slowest, host.health.givenUpAt() - now);
            continue;
        }
        const double serviceUs = double(host.figures.serviceUs > 0 ? host.figures.serviceUs : m_serviceUs);
        const double width = host.health.width(generalLimit(host));
        const double spacingUs = std::max(serviceUs / width, double(toMicroseconds(delayOf(host))));
        const double others =
            std::max(queued - 1, 0.0); // the first waits for its moment, they for each other
        auto left = Duration(microseconds(qint64(std::min(others * spacingUs + serviceUs / 2, 1e15))));
        if (const TimePoint ready = readyAt(host); queued > 0 && ready > now)
            left += ready - now;
        if (!host.delayed.empty() && !host.hasRows())
            left = std::max(left, host.delayed.top().at - now);
        slowest = std::max(slowest, left);
    }
    return slowest;
}

} // namespace turnstone
