// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/hosttally.h"
#include "core/report/latencybins.h"
#include "core/report/timeline.h"
#include "core/report/toprows.h"

#include <array>

namespace turnstone {

/// All that a report shows, taken from any number of results in bounded memory.
struct ReportTally
{
    static constexpr size_t MaxRows = 5'000;
    static constexpr size_t MaxSlowest = 12;

    void add(QByteArrayView url, const FetchResult &result);
    qint64 problems() const;
    qint64 of(Verdict verdict) const { return byVerdict[size_t(verdict)]; }

    qint64 addresses = 0;
    std::array<qint64, VerdictCount> byVerdict{};
    qint64 bytes = 0;
    LatencyHistogram ttfb, total;
    LatencyBins ttfbBins, totalBins;
    Timeline finished;
    HostTally hosts;
    TopRows rows{MaxRows, TopRows::Order::Problems};
    TopRows slowest{MaxSlowest, TopRows::Order::Slowest};
};

} // namespace turnstone
