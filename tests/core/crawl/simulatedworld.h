// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/crawlengine.h"
#include "tests/support/simulatedtime.h"

#include <QHash>
#include <QRandomGenerator>

#include <functional>
#include <map>

namespace turnstone {

/// What a simulated host does with one request.
struct SimulatedAnswer
{
    FetchError error = FetchError::None;
    int status = 200;
    Duration takes = std::chrono::milliseconds(20);
    QByteArray location;
    qint64 retryAfterMs = -1;
    int sends = 1;
    qint64 heldBytes = 0; ///< in the budget, by whoever wrote the script; given over with the answer
    QString errorText = {};
    qint64 bytes = 0; ///< of its body
};

/// A web that is not there: answers by a script in simulated time, and counts what is asked of it. Its engine
/// is a whole Crawler without threads, sockets or a real clock. It outlives the crawlers that run on it.
class SimulatedWorld final
{
public:
    using Script = std::function<SimulatedAnswer(const WireRequest &request)>;
    using Names = std::function<std::pair<Duration, Resolver::Answer>(const QString &name)>;

    SimulatedTime time;
    QRandomGenerator chance{1}; ///< of the engine's jitter; a test with a seed of its own gives it
    Script script = [](const WireRequest &) { return SimulatedAnswer(); };
    Names names = [](const QString &) {
        return std::pair(Duration(std::chrono::milliseconds(10)), Resolver::Answer());
    };
    std::function<bool()> networkIsUp = [] { return true; };
    /// Told to who probes them; `names` is what they say.
    std::function<bool()> nameServersAreUp = [] { return true; };
    int goneOn = 0;              ///< how often it was looked whether they can go on
    bool waitsForMemory = false; ///< what is on the wire does

    struct Count
    {
        int inFlight = 0;
        int most = 0;
        qint64 requests = 0;
    };
    std::map<QByteArray, Count> hosts; ///< by host:port as in HostSnapshot
    Count all;
    qint64 lookups = 0;
    int probes = 0;
    QStringList probed;                                             ///< by the last of them
    NetworkProbe::Sign sign = NetworkProbe::Sign::AcceptsOrRefuses; ///< that the last of them asked for
    int nameProbes = 0;
    int concurrency = 32; ///< the limit that holds in all
    QStringList broken;   ///< limits that did not hold

    CrawlEngine engine(int workers = 3);
    void resetCounts();

private:
    friend class SimulatedWire;
    void begin(const QByteArray &host, const CrawlLimits &limits);
    void end(const QByteArray &host);
};

} // namespace turnstone
