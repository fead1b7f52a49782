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
#include <numeric>

namespace turnstone {

using VerdictCounts = std::array<qint64, VerdictCount>; ///< in the order of Verdict

/// How many say something of their address; those that were skipped or cancelled do not.
inline qint64 judgedOf(const VerdictCounts &counts)
{
    return std::accumulate(counts.begin(), counts.end(), qint64(0)) - counts[size_t(Verdict::Skipped)] -
           counts[size_t(Verdict::Cancelled)];
}

/// From 0 to 1, of those that were judged; 0 where none was.
inline double successRate(const VerdictCounts &counts)
{
    const qint64 fine = counts[size_t(Verdict::Ok)] + counts[size_t(Verdict::Redirected)];
    const qint64 judged = judgedOf(counts);
    return judged ? double(fine) / double(judged) : 0;
}

/// A snapshot of a crawl, sent a few times a second. A plain value.
struct CrawlStats
{
    quint32 run = 0;           ///< the run that the figures below are of; 0: none yet
    qint64 addresses = 0;      ///< in the list
    qint64 finished = 0;       ///< of them owe no result
    VerdictCounts byVerdict{}; ///< the latest verdict of each address that ever had one
    VerdictCounts ofRun{};     ///< of the addresses that have their result of this run
    qint64 requests = 0;       ///< sent in this run, redirects and retries included
    qint64 inFlight = 0;
    qint64 waiting = 0;                   ///< never tried yet
    qint64 willRetry = 0;                 ///< waiting for another try
    qint64 bytes = 0;                     ///< body bytes
    double requestsPerSecond = 0;         ///< over about the last second
    double meanRequestsPerSecond = 0;     ///< over the whole running time
    std::chrono::milliseconds elapsed{0}; ///< running time; pauses not counted
    std::chrono::milliseconds eta{-1};    ///< negative: not known
    int hosts = 0;
    int hostsDown = 0;            ///< of them are down, or were given up
    bool networkDown = false;     ///< our own network is: nothing starts until it is back
    LatencyHistogram ttfb;        ///< first byte, of every answer of this run
    LatencyHistogram total;       ///< whole attempts of this run that were answered
    LatencyHistogram recentTtfb;  ///< of the last one to two minutes
    LatencyHistogram recentTotal; ///< likewise
};

/// What a host does that makes the engine hold back.
enum class HostTrouble : quint8 {
    None,
    Throttled,   ///< 429
    Unavailable, ///< 503
    Refused,
    Reset,
    TimedOut,
    Unreachable,
};

/// How the engine treats a host.
enum class HostCondition : quint8 {
    Well,
    Slowed,  ///< fewer at once, with pauses, since it had trouble
    Down,    ///< one probe at a time, with growing pauses; all else waits
    GivenUp, ///< down for longer than CrawlLimits::hostPatience: its rows have its verdict
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
    HostCondition condition = HostCondition::Well;
    HostTrouble trouble = HostTrouble::None;   ///< the latest, while the host is not well
    std::chrono::milliseconds pausedFor{0};    ///< until it may be asked again (Retry-After, or trouble)
    std::chrono::milliseconds nextRetryIn{-1}; ///< negative: nothing waits to be tried again
    std::chrono::milliseconds givenUpIn{-1}; ///< what is left of the patience while Down; negative: not down
    qint64 ttfbMeanUs = 0, ttfbP50Us = 0, ttfbP90Us = 0, ttfbP95Us = 0, ttfbP99Us = 0, ttfbMaxUs = 0;
    qint64 totalMeanUs = 0, totalP50Us = 0, totalP90Us = 0, totalP95Us = 0, totalP99Us = 0, totalMaxUs = 0;
    HostLimits limits;
};

/// How a crawl ended.
struct CrawlSummary
{
    CrawlStats stats;        ///< of the run that ended
    bool stopped = false;    ///< by Stop; everything not fetched is `cancelled`
    bool failedFast = false; ///< by the first failure, as asked for
    /// By a proxy that refused the login and has let nothing through: others would be more failed logins.
    bool proxyRefused = false;
};

} // namespace turnstone

Q_DECLARE_METATYPE(turnstone::CrawlStats)
Q_DECLARE_METATYPE(turnstone::HostSnapshot)
Q_DECLARE_METATYPE(turnstone::CrawlSummary)
