// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <functional>
#include <memory>

namespace turnstone {

/// Rings once at its moment, in the thread that made it. Setting it again takes the place of what was set.
class Alarm
{
public:
    virtual ~Alarm() = default;
    virtual void setFor(TimePoint at) = 0;
    virtual void clear() = 0;
};

/// Where time comes from: the system's clock, or a test's that runs as fast as the test likes.
class TimeSource
{
public:
    virtual ~TimeSource() = default;
    /// Any thread.
    virtual TimePoint now() const = 0;
    virtual std::unique_ptr<Alarm> makeAlarm(std::function<void()> ring) = 0;

    /// The system's: Clock and QTimer.
    static TimeSource &real();
};

} // namespace turnstone
