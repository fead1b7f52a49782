// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace turnstone {

/// What is to go from a project. Free room is given back in any case.
struct CleanUp
{
    std::optional<int> keepRuns; ///< the last so many; nothing: all
    bool dropBodies = false;

    bool removesAnything() const { return keepRuns || dropBodies; }
};

/// How far a clean-up is. Shared by the thread that works and the one that shows it.
struct CleanUpState
{
    enum class Step { Runs, Bodies, Compact };

    std::atomic<Step> step = Step::Runs;
    std::atomic<double> fraction = 0; ///< of the step
    std::atomic_bool cancelled = false;
};

/// Works through it; a cancelled one is an Error with Code::Cancelled and leaves the project whole.
Outcome cleanUp(Store &store, const CleanUp &what, CleanUpState &state);

/// What takes room in a project, in words: tables that people do not tell apart are one.
struct SizeShare
{
    QString name;
    qint64 bytes = 0;
};
std::vector<SizeShare> sizeShares(const StoreSizes &sizes);

/// What a clean-up gives back at most; the results of the runs that go may be the latest of an address, and
/// stay then.
struct CleanUpGains
{
    qint64 oldRuns = 0;
    qint64 bodies = 0;
    qint64 free = 0;
};
CleanUpGains cleanUpGains(const StoreSizes &sizes, const std::vector<RunInfo> &runs, int keepRuns);

} // namespace turnstone
