// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timesource.h"
#include "core/crawl/wire.h"
#include "core/net/networkfactory.h"
#include "core/net/networkprobe.h"

#include <QRandomGenerator>

#include <functional>
#include <memory>

namespace turnstone {

/// What a crawler runs on. Everything has a default that fetches for real; tests put their own in its place.
struct CrawlEngine
{
    /// The process's own.
    static double randomNumber() { return QRandomGenerator::global()->generateDouble(); }

    NetworkFactory network;                             ///< makes the managers
    std::function<std::unique_ptr<Wire>()> wire;        ///< makes a worker's wire; empty: Flights
    NetworkProbe::Function probe = NetworkProbe::start; ///< whether our own network can be used
    NetworkProbe::Function nameProbe;                   ///< whether names can be looked up; empty: NameProbe
    TimeSource *timeSource = &TimeSource::real();
    std::function<double()> random = randomNumber; ///< in [0, 1), for the jitter of pauses; any thread
    int workers = 0;                               ///< 0: as many as there are processors
    bool threads = true;                           ///< false: workers live in the crawler's own thread

    /// The real one, on managers of the caller's choice.
    static CrawlEngine on(NetworkFactory network)
    {
        CrawlEngine engine;
        engine.network = std::move(network);
        return engine;
    }
};

} // namespace turnstone
