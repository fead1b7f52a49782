// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <array>

namespace turnstone {

/// How many durations fall between round numbers of milliseconds.
class LatencyBins final
{
public:
    static constexpr std::array<int, 10> LimitsMs = {10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};
    static constexpr size_t Count = LimitsMs.size() + 1; ///< the last one is for what is longer

    void add(qint64 us)
    {
        const auto limit =
            std::find_if(LimitsMs.begin(), LimitsMs.end(), [us](int ms) { return us < qint64(ms) * 1000; });
        ++m_counts[size_t(limit - LimitsMs.begin())];
    }
    qint64 operator[](size_t bin) const { return m_counts[bin]; }
    qint64 largest() const { return *std::max_element(m_counts.begin(), m_counts.end()); }

private:
    std::array<qint64, Count> m_counts{};
};

} // namespace turnstone
