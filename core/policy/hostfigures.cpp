// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hostfigures.h"

namespace turnstone {

void HostFigures::countTotal(qint64 totalUs)
{
    serviceUs = serviceUs == 0 ? float(totalUs) : float(double(serviceUs) * 0.9 + double(totalUs) * 0.1);
    if (histograms)
        histograms->total.add(totalUs);
}

void HostFigures::sampleRate(double seconds)
{
    constexpr float asGoodAsNone = 0.05F;
    rate = float(0.5 * double(rate) + 0.5 * (requests - requestsBefore) / seconds);
    requestsBefore = requests;
    if (rate < asGoodAsNone)
        rate = 0;
}

void HostFigures::writeTo(HostSnapshot &shot) const
{
    shot.finished = finished;
    shot.errors = errors;
    shot.requestsPerSecond = double(rate);
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
