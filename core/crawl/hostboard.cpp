// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/hostboard.h"

#include <algorithm>

namespace turnstone {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

void blend(float &mean, double value)
{
    mean = mean == 0 ? float(value) : float(double(mean) * 0.9 + value * 0.1);
}

} // namespace

HostId HostBoard::find(const QByteArray &key, bool &isNew)
{
    const auto it = m_ids.constFind(key);
    isNew = it == m_ids.constEnd();
    if (!isNew)
        return *it;
    const auto id = HostId(m_hosts.size());
    const QByteArray own(key.constData(), key.size()); // the caller's may share memory with an address
    m_ids.insert(own, id);
    m_hosts.emplace_back().key = own;
    return id;
}

std::optional<HostId> HostBoard::lookUp(const QByteArray &key) const
{
    const auto it = m_ids.constFind(key);
    return it == m_ids.constEnd() ? std::nullopt : std::optional(*it);
}

void HostBoard::countRequest(HostId host)
{
    ++m_hosts[host].requests;
    touch(host);
}

void HostBoard::countAnswer(HostId host, qint64 ttfbUs)
{
    if (Histograms *both = histograms(m_hosts[host]))
        both->ttfb.add(ttfbUs);
}

void HostBoard::countAttempt(HostId host, qint64 totalUs)
{
    Record &record = m_hosts[host];
    if (Histograms *both = histograms(record))
        both->total.add(totalUs);
    blend(record.serviceUs, double(totalUs));
    blend(m_serviceUs, double(totalUs));
    record.dirty = true;
}

void HostBoard::countResult(HostId host, bool fine)
{
    Record &record = m_hosts[host];
    ++record.finished;
    record.errors += fine ? 0 : 1;
    record.dirty = true;
}

QList<HostSnapshot> HostBoard::takeChanged(const HostScheduler &scheduler, TimePoint now)
{
    const double seconds =
        m_lastTake == TimePoint::min() ? 0 : std::chrono::duration<double>(now - m_lastTake).count();
    m_lastTake = now;
    QList<HostSnapshot> changed;
    for (HostId id = 0; id < m_hosts.size(); ++id) {
        Record &record = m_hosts[id];
        if (!record.dirty && record.rate < 0.05F)
            continue;
        if (seconds > 0)
            record.rate =
                float(0.5 * double(record.rate) + 0.5 * (record.requests - record.requestsBefore) / seconds);
        record.requestsBefore = record.requests;
        record.dirty = false;
        if (record.rate < 0.05F)
            record.rate = 0;
        changed.append(snapshot(record, scheduler.state(id), now));
    }
    return changed;
}

Duration HostBoard::slowest(const HostScheduler &scheduler, const CrawlLimits &limits, TimePoint now) const
{
    Duration slowest{0};
    for (HostId id = 0; id < m_hosts.size(); ++id) {
        const HostScheduler::HostState state = scheduler.state(id);
        const double queued = double(state.waiting + state.urgent + state.delayed);
        if (queued == 0 && state.inFlight == 0)
            continue;
        const double serviceUs = double(m_hosts[id].serviceUs > 0 ? m_hosts[id].serviceUs : m_serviceUs);
        const Duration delay =
            state.limits.hostDelay.count() >= 0 ? state.limits.hostDelay : limits.hostDelay;
        const double spacingUs =
            std::max(serviceUs / std::max(state.limit, 1), double(toMicroseconds(delay)));
        auto left = std::chrono::microseconds(qint64(std::min(queued * spacingUs + serviceUs / 2, 1e15)));
        if (state.pausedUntil > now)
            left += duration_cast<std::chrono::microseconds>(state.pausedUntil - now);
        slowest = std::max(slowest, Duration(left));
    }
    return slowest;
}

HostBoard::Histograms *HostBoard::histograms(Record &record)
{
    if (!record.histograms && m_histogramCount < MaxHistograms) {
        record.histograms = std::make_unique<Histograms>();
        ++m_histogramCount;
    }
    return record.histograms.get();
}

HostSnapshot HostBoard::snapshot(const Record &record, const HostScheduler::HostState &state,
                                 TimePoint now) const
{
    HostSnapshot shot;
    shot.host = QString::fromLatin1(record.key);
    shot.inFlight = state.inFlight;
    shot.limit = state.limit;
    shot.waiting = state.waiting;
    shot.willRetry = state.delayed;
    shot.finished = record.finished;
    shot.errors = record.errors;
    shot.requestsPerSecond = double(record.rate);
    shot.pausedFor =
        state.pausedUntil > now ? duration_cast<milliseconds>(state.pausedUntil - now) : milliseconds(0);
    shot.limits = state.limits;
    if (!record.histograms)
        return shot;
    const LatencyHistogram &ttfb = record.histograms->ttfb;
    const LatencyHistogram &total = record.histograms->total;
    shot.ttfbMeanUs = qint64(ttfb.meanUs());
    shot.ttfbP50Us = ttfb.percentileUs(0.5);
    shot.ttfbP90Us = ttfb.percentileUs(0.9);
    shot.ttfbP95Us = ttfb.percentileUs(0.95);
    shot.ttfbP99Us = ttfb.percentileUs(0.99);
    shot.ttfbMaxUs = ttfb.maxUs();
    shot.totalMeanUs = qint64(total.meanUs());
    shot.totalP50Us = total.percentileUs(0.5);
    shot.totalP90Us = total.percentileUs(0.9);
    shot.totalP95Us = total.percentileUs(0.95);
    shot.totalP99Us = total.percentileUs(0.99);
    shot.totalMaxUs = total.maxUs();
    return shot;
}

} // namespace turnstone
