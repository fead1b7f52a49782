// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QtGlobal>

#include <deque>
#include <utility>

namespace turnstone {

/// Turns a growing count into "per second, over about the last second" and keeps the running time without
/// pauses.
class RateMeter final
{
public:
    void start(TimePoint now);
    void setRunning(bool running, TimePoint now);
    void sample(qint64 count, TimePoint now);
    double now() const;
    double mean(TimePoint now) const;
    Duration elapsed(TimePoint now) const;

private:
    std::deque<std::pair<TimePoint, qint64>> m_samples;
    Duration m_elapsed{0};
    TimePoint m_runningSince;
    bool m_running = false;
};

} // namespace turnstone
