// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"
#include "core/types/latencyhistogram.h"
#include "core/types/verdict.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <array>
#include <chrono>

namespace turnstone {

/// A snapshot of a crawl, sent a few times a second. A plain value.
struct CrawlStats
{
    qint64 addresses = 0; ///< in the list
    qint64 finished = 0;  ///< of them have a result
    std::array<qint64, VerdictCount> byVerdict{};
    qint64 requests = 0; ///< sent so far, redirects and retries included
    qint64 inFlight = 0;
    qint64 waiting = 0;                   ///< never tried yet
    qint64 willRetry = 0;                 ///< waiting for another try
    qint64 bytes = 0;                     ///< body bytes
    double requestsPerSecond = 0;         ///< over about the last second
    double meanRequestsPerSecond = 0;     ///< over the whole running time
    std::chrono::milliseconds elapsed{0}; ///< running time; pauses not counted
    std::chrono::milliseconds eta{-1};    ///< negative: not known
    int hosts = 0;
    LatencyHistogram ttfb;  ///< first byte, of every answer
    LatencyHistogram total; ///< whole attempts
    double successRate() const
    {
        const qint64 fine = byVerdict[size_t(Verdict::Ok)] + byVerdict[size_t(Verdict::Redirected)];
        return finished ? double(fine) / double(finished) : 0;
    }
};

/// A snapshot of one host.
struct HostSnapshot
{
    QString host; ///< host, with its port where it is not the scheme's own
    int inFlight = 0;
    int limit = 0; ///< in flight allowed
    qint64 waiting = 0;
    qint64 willRetry = 0;
    qint64 finished = 0;
    qint64 errors = 0; ///< finished with a verdict that is not fine
    double requestsPerSecond = 0;
    std::chrono::milliseconds pausedFor{0};    ///< still to wait, as the host asked for by Retry-After
    std::chrono::milliseconds nextRetryIn{-1}; ///< negative: nothing waits to be tried again
    qint64 ttfbMeanUs = 0, ttfbP50Us = 0, ttfbP90Us = 0, ttfbP95Us = 0, ttfbP99Us = 0, ttfbMaxUs = 0;
    qint64 totalMeanUs = 0, totalP50Us = 0, totalP90Us = 0, totalP95Us = 0, totalP99Us = 0, totalMaxUs = 0;
    HostLimits limits;
};

/// How a crawl ended.
struct CrawlSummary
{
    CrawlStats stats;
    bool stopped = false;    ///< by Stop; everything not fetched is `cancelled`
    bool failedFast = false; ///< by the first failure, as asked for
};

} // namespace turnstone

Q_DECLARE_METATYPE(turnstone::CrawlStats)
Q_DECLARE_METATYPE(turnstone::HostSnapshot)
Q_DECLARE_METATYPE(turnstone::CrawlSummary)
