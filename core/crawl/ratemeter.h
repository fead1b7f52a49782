// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QtGlobal>

#include <deque>
#include <utility>

namespace turnstone {

/// Turns a growing count into "per second, lately" and keeps the running time without
/// pauses.
class RateMeter final
{
public:
    /// Begins with a count that may already have grown before.
    void start(TimePoint now, qint64 count = 0);
    void setRunning(bool running, TimePoint now);
    void sample(qint64 count, TimePoint now);
    double now() const;
    double mean(TimePoint now) const;
    Duration elapsed(TimePoint now) const;

private:
    std::deque<std::pair<TimePoint, qint64>> m_samples;
    qint64 m_base = 0;
    Duration m_elapsed{0};
    TimePoint m_runningSince;
    bool m_running = false;
};

} // namespace turnstone
