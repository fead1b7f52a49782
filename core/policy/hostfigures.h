// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/types/crawlstats.h"

#include <memory>

namespace turnstone {

/// What was counted of one host in a run. A plain value but for its histograms, which are made when they are
/// wanted.
struct HostFigures
{
    struct Histograms
    {
        LatencyHistogram ttfb;
        LatencyHistogram total;
    };

    qint32 requests = 0;
    qint32 requestsBefore = 0; ///< at the last sample of the rate
    quint32 finished = 0;
    quint32 errors = 0;
    float rate = 0;      ///< requests/s, mean that fades; divided by `seen` it is true from the start
    float seen = 0;      ///< of the time that it looks back on
    float serviceUs = 0; ///< of a whole attempt, moving mean
    std::unique_ptr<Histograms> histograms;

    void countTotal(qint64 totalUs);
    /// `seconds` since the last sample.
    void sampleRate(double seconds);
    double requestsPerSecond() const;
    void writeTo(HostSnapshot &shot) const;
};

} // namespace turnstone
