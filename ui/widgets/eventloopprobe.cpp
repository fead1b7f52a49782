// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/eventloopprobe.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int LooksPerSignal = 10;

} // namespace

EventLoopProbe::EventLoopProbe(int intervalMs, QObject *parent)
    : QObject(parent)
    , m_intervalMs(intervalMs)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &EventLoopProbe::look);
    m_sinceLook.start();
    m_timer.start(m_intervalMs);
}

void EventLoopProbe::look()
{
    // Single shots, so that a long stall counts once in full and not again for the shots it delayed.
    const qint64 lagUs = std::max<qint64>(0, m_sinceLook.nsecsElapsed() / 1000 - qint64(m_intervalMs) * 1000);
    m_histogram.add(lagUs);
    m_worstUs = std::max(m_worstUs, lagUs);
    if (++m_looks == LooksPerSignal) {
        Q_EMIT lagMeasured(double(m_worstUs) / 1000);
        m_worstUs = 0;
        m_looks = 0;
    }
    m_sinceLook.restart();
    m_timer.start(m_intervalMs);
}

void EventLoopProbe::reset()
{
    m_histogram = {};
    m_worstUs = 0;
    m_looks = 0;
    // What went before does not belong to what is measured from now on.
    m_sinceLook.restart();
    m_timer.start(m_intervalMs);
}

QByteArray EventLoopProbe::report() const
{
    const auto ms = [](qint64 us) { return double(us) / 1000; };
    const QJsonObject report{{QStringLiteral("samples"), qint64(m_histogram.count())},
                             {QStringLiteral("p50_ms"), ms(m_histogram.percentileUs(0.5))},
                             {QStringLiteral("p99_ms"), ms(m_histogram.percentileUs(0.99))},
                             {QStringLiteral("max_ms"), ms(m_histogram.maxUs())}};
    return QJsonDocument(report).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace turnstone
