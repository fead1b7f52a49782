// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hostfigures.h"

#include <algorithm>
#include <cmath>

namespace turnstone {

namespace {
constexpr double LookBack = 5; // seconds; a host that answers in three goes in bursts of three seconds
} // namespace

void HostFigures::countTotal(qint64 totalUs)
{
    serviceUs = serviceUs == 0 ? float(totalUs) : float(double(serviceUs) * 0.9 + double(totalUs) * 0.1);
    if (histograms)
        histograms->total.add(totalUs);
}

void HostFigures::sampleRate(double seconds)
{
    constexpr float asGoodAsNone = 0.05F;
    const double kept = std::exp(-seconds / LookBack);
    rate = float(kept * double(rate) + (1 - kept) * (requests - requestsBefore) / seconds);
    seen = float(kept * double(seen) + (1 - kept));
    requestsBefore = requests;
    if (rate < asGoodAsNone)
        rate = 0;
}

double HostFigures::requestsPerSecond() const
{
    static const double leastSeen = 1 - std::exp(-1 / LookBack); // a second
    return double(rate) / std::max(double(seen), leastSeen);
}

void HostFigures::writeTo(HostSnapshot &shot) const
{
    shot.finished = finished;
    shot.errors = errors;
    shot.requestsPerSecond = requestsPerSecond();
    if (!histograms)
        return;
    const LatencyHistogram &ttfb = histograms->ttfb;
    const LatencyHistogram &total = histograms->total;
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
}

} // namespace turnstone
