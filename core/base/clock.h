// SPDX-License-Identifier: GPL-3.0-or-later
// The clock of the whole engine: monotonic, handed into every policy, never read inside one.
#pragma once

#include <chrono>

namespace turnstone {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

/// A moment that never comes: "nothing to wait for".
inline constexpr TimePoint Never = TimePoint::max();

inline std::int64_t toMicroseconds(Duration duration)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

} // namespace turnstone
