// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/policy/hostscheduler.h"
#include "core/types/crawlstats.h"

#include <QByteArray>
#include <QHash>

#include <memory>
#include <vector>

namespace turnstone {

/// The hosts of one worker by name, with what was counted for each. Histograms are kept for the first
/// `MaxHistograms` hosts only, so that memory stays bounded however many hosts there are.
class HostBoard final
{
public:
    static constexpr size_t MaxHistograms = 2000;

    /// The host's number; `isNew` tells whether it was met for the first time.
    HostId find(const QByteArray &key, bool &isNew);
    /// Nothing when the host was never met.
    std::optional<HostId> lookUp(const QByteArray &key) const;
    int count() const { return int(m_hosts.size()); }

    void countRequest(HostId host);
    void countAnswer(HostId host, qint64 ttfbUs);
    void countAttempt(HostId host, qint64 totalUs);
    void countResult(HostId host, bool fine);
    void touch(HostId host) { m_hosts[host].dirty = true; }

    /// The hosts that changed since the last call.
    QList<HostSnapshot> takeChanged(const HostScheduler &scheduler, TimePoint now);
    /// How long the slowest host will take for all that it still has.
    Duration slowest(const HostScheduler &scheduler, const CrawlLimits &limits, TimePoint now) const;

private:
    struct Histograms
    {
        LatencyHistogram ttfb;
        LatencyHistogram total;
    };
    struct Record
    {
        QByteArray key;
        quint32 requests = 0;
        quint32 requestsBefore = 0; // at the last takeChanged()
        quint32 finished = 0;
        quint32 errors = 0;
        float rate = 0;
        float serviceUs = 0; // moving mean of a whole attempt
        bool dirty = false;
        std::unique_ptr<Histograms> histograms;
    };
    Histograms *histograms(Record &record);
    HostSnapshot snapshot(const Record &record, const HostScheduler::HostState &state, TimePoint now) const;

    QHash<QByteArray, HostId> m_ids;
    std::vector<Record> m_hosts;
    size_t m_histogramCount = 0;
    float m_serviceUs = 0;
    TimePoint m_lastTake = TimePoint::min();
};

} // namespace turnstone
