// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/latencyhistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace turnstone {

namespace {
constexpr int SubBits = 3;     // eight buckets to an octave
constexpr int FirstOctave = 6; // below 64 us everything is one bucket
} // namespace

int LatencyHistogram::bucketOf(qint64 microseconds)
{
    if (microseconds < (1 << FirstOctave))
        return 0;
    const auto value = quint64(microseconds);
    const int octave = int(std::bit_width(value)) - 1;
    const int sub = int(value >> (octave - SubBits)) & ((1 << SubBits) - 1);
    return std::min(1 + ((octave - FirstOctave) << SubBits) + sub, BucketCount - 1);
}

double LatencyHistogram::upperBoundUs(int bucket)
{
    if (bucket == 0)
        return 1 << FirstOctave;
    const int octave = ((bucket - 1) >> SubBits) + FirstOctave;
    const int sub = (bucket - 1) & ((1 << SubBits) - 1);
    return std::ldexp(double((1 << SubBits) + sub + 1), octave - SubBits);
}

void LatencyHistogram::add(qint64 microseconds)
{
    microseconds = std::max<qint64>(microseconds, 0);
    ++m_buckets[size_t(bucketOf(microseconds))];
    m_minUs = m_count ? std::min(m_minUs, microseconds) : microseconds;
    ++m_count;
    m_sumUs += microseconds;
    m_maxUs = std::max(m_maxUs, microseconds);
}

void LatencyHistogram::merge(const LatencyHistogram &other)
{
    for (size_t i = 0; i < m_buckets.size(); ++i)
        m_buckets[i] += other.m_buckets[i];
    if (other.m_count)
        m_minUs = m_count ? std::min(m_minUs, other.m_minUs) : other.m_minUs;
    m_count += other.m_count;
    m_sumUs += other.m_sumUs;
    m_maxUs = std::max(m_maxUs, other.m_maxUs);
}

LatencyHistogram LatencyHistogram::since(const LatencyHistogram &earlier) const
{
    LatencyHistogram later;
    bool isFirst = true;
    for (int i = 0; i < BucketCount; ++i) {
        const auto index = size_t(i);
        if (m_buckets[index] < earlier.m_buckets[index])
            return *this; // a new crawl has begun in between
        later.m_buckets[index] = m_buckets[index] - earlier.m_buckets[index];
        if (!later.m_buckets[index])
            continue;
        later.m_maxUs = std::min(qint64(upperBoundUs(i)), m_maxUs);
        if (std::exchange(isFirst, false))
            later.m_minUs = std::max(qint64(lowerBoundUs(i)), m_minUs);
    }
    later.m_count = m_count - earlier.m_count;
    later.m_sumUs = m_sumUs - earlier.m_sumUs;
    if (m_maxUs > earlier.m_maxUs)
        later.m_maxUs = m_maxUs;
    if (earlier.m_count == 0 || m_minUs < earlier.m_minUs)
        later.m_minUs = m_minUs;
    return later;
}

qint64 LatencyHistogram::percentileUs(double fraction) const
{
    if (m_count == 0)
        return 0;
    const auto wanted = std::clamp<quint64>(quint64(std::ceil(fraction * double(m_count))), 1, m_count);
    quint64 before = 0;
    for (int i = 0; i < BucketCount; ++i) {
        const quint64 here = m_buckets[size_t(i)];
        if (before + here < wanted) {
            before += here;
            continue;
        }
        if (wanted == m_count)
            return m_maxUs;
        // As if those of the bucket were spread evenly over it; the first one that holds any begins with the
        // minimum, the last one ends with the maximum.
        const double low = std::max(lowerBoundUs(i), double(m_minUs));
        const double high =
            i == BucketCount - 1 ? double(m_maxUs) : std::min(upperBoundUs(i), double(m_maxUs));
        return std::llround(low + (high - low) * (double(wanted - before) - 0.5) / double(here));
    }
    return m_maxUs;
}

} // namespace turnstone
