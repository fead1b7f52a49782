// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>

namespace turnstone {

/// Durations in 240 logarithmic buckets (eight to an octave, 64 us .. 19 h): about 1 KB whatever it counts.
/// A percentile is interpolated within its bucket: off by less than the bucket is wide, which is 7 to 12.5 %
/// of it (or 64 us), by far less where the bucket holds many, and never below the minimum. Mean, minimum and
/// maximum are exact.
class LatencyHistogram final
{
public:
    void add(qint64 microseconds);
    void merge(const LatencyHistogram &other);
    /// What came after `earlier`, a snapshot of this same histogram. Its minimum and maximum are exact where
    /// they are new records, else those of their buckets. All of this one where `earlier` is not a snapshot
    /// of it.
    LatencyHistogram since(const LatencyHistogram &earlier) const;

    quint64 count() const { return m_count; }
    double meanUs() const { return m_count ? double(m_sumUs) / double(m_count) : 0; }
    /// 0 when empty.
    qint64 minUs() const { return m_minUs; }
    qint64 maxUs() const { return m_maxUs; }
    /// The duration that `fraction` (0..1) of all stay within, never more than the maximum; 0 when empty.
    qint64 percentileUs(double fraction) const;

private:
    static constexpr int BucketCount = 240;
    static int bucketOf(qint64 microseconds);
    static double lowerBoundUs(int bucket) { return bucket ? upperBoundUs(bucket - 1) : 0; }
    static double upperBoundUs(int bucket);

    std::array<quint32, BucketCount> m_buckets{};
    quint64 m_count = 0;
    qint64 m_sumUs = 0;
    qint64 m_minUs = 0;
    qint64 m_maxUs = 0;
};

} // namespace turnstone
