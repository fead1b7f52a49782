// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/latencyhistogram.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace turnstone {

/// Measures how late the event loop of its thread is: what a click would have to wait at this moment.
/// A look every `intervalMs`.
class EventLoopProbe final : public QObject
{
    Q_OBJECT

public:
    static constexpr int UsualIntervalMs = 50;

    explicit EventLoopProbe(int intervalMs = UsualIntervalMs, QObject *parent = nullptr);

    /// All lags so far.
    const LatencyHistogram &histogram() const { return m_histogram; }
    void reset();
    /// One line of JSON: samples, p50_ms, p99_ms, max_ms.
    QByteArray report() const;

Q_SIGNALS:
    /// The longest lag of the last ten looks.
    void lagMeasured(double ms);

private:
    void look();

    int m_intervalMs;
    QTimer m_timer;
    QElapsedTimer m_sinceLook;
    LatencyHistogram m_histogram;
    qint64 m_worstUs = 0;
    int m_looks = 0;
};

} // namespace turnstone
