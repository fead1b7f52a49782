// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace turnstone {

/// Where a crawl stands.
enum class CrawlState : quint8 { Idle, Running, Paused, Stopping };
inline constexpr int CrawlStateCount = 4;

/// What may be asked of it.
enum class CrawlCall : quint8 {
    Start,
    Add,
    Recheck,
    Pause,
    Resume,
    Stop,
    SetSettings,
    SetLimits,
    SetHostLimits,
    HoldOpen,
    Release,
    TryHost,
    GiveUpHost,
};
inline constexpr int CrawlCallCount = 13;

/// What becomes of it.
enum class CrawlOutcome : quint8 {
    Refused,  ///< nothing happens
    Begins,   ///< a new run
    Joins,    ///< it belongs to the run under way
    Waits,    ///< for the end of the run under way: then a new one begins with it, or it holds from then on
    Switches, ///< to another state
    Applies,  ///< at once
};

/// The life of a crawl: what every call does in every state. The only place that says so.
CrawlOutcome outcomeOf(CrawlCall call, CrawlState state);

} // namespace turnstone
