// SPDX-License-Identifier: GPL-3.0-or-later
// What the numbers of CrawlSettings may be at all: on the command line and in a project's file. The window
// offers less of some.
#pragma once

#include <QtGlobal>

namespace turnstone {

template <typename T>
struct SettingRange
{
    T least;
    T most;

    bool holds(T value) const { return value >= least && value <= most; }
};

namespace allowed {
inline constexpr qint64 DayMs = 86'400'000;
inline constexpr SettingRange<int> Concurrency{1, 10'000};
inline constexpr SettingRange<int> PerHost{1, 1'000};
inline constexpr SettingRange<double> Rate{0, 1e6};
inline constexpr SettingRange<qint64> TimeoutMs{1, DayMs};
inline constexpr SettingRange<qint64> WaitMs{0, DayMs}; ///< delays, backoff, patience
inline constexpr SettingRange<int> Retries{0, 100};
inline constexpr SettingRange<int> MaxRedirects{0, 100};
inline constexpr SettingRange<qint64> MaxBodyBytes{1, 1'000'000'000'000};
inline constexpr SettingRange<qint64> MemoryBytes{16'000'000, 1'000'000'000'000};
inline constexpr SettingRange<qint64> KeepBodyBytes{0, 1'000'000'000'000};
} // namespace allowed

} // namespace turnstone
