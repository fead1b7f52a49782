// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/latencyhistogram.h"

#include <QMetaType>

#include <chrono>

namespace turnstone {

/// What one worker tells the crawler four times a second. Figures are of the run.
struct WorkerSnapshot
{
    int worker = 0;
    qint64 requests = 0; ///< sent, or about to be
    qint64 bytes = 0;
    qint64 inFlight = 0;
    qint64 waiting = 0;
    qint64 willRetry = 0;
    int hosts = 0;
    int hostsDown = 0;
    std::chrono::milliseconds slowestHost{0}; ///< how long the slowest host will take for what it has
    LatencyHistogram ttfb;
    LatencyHistogram total;
    LatencyHistogram recentTtfb;
    LatencyHistogram recentTotal;
};

} // namespace turnstone

Q_DECLARE_METATYPE(turnstone::WorkerSnapshot)
