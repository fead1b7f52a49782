// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/timesource.h"

#include <QTimer>

#include <algorithm>

namespace turnstone {

namespace {

class TimerAlarm final : public Alarm
{
public:
    explicit TimerAlarm(std::function<void()> ring)
        : m_ring(std::move(ring))
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { m_ring(); });
    }
    void setFor(TimePoint at) override
    {
        constexpr std::chrono::milliseconds longest = std::chrono::hours(24); // rings early, asks again
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(at - Clock::now());
        m_timer.start(std::clamp(wait, std::chrono::milliseconds(0), longest));
    }
    void clear() override { m_timer.stop(); }

private:
    QTimer m_timer;
    std::function<void()> m_ring;
};

class SystemTimeSource final : public TimeSource
{
public:
    TimePoint now() const override { return Clock::now(); }
    std::unique_ptr<Alarm> makeAlarm(std::function<void()> ring) override
    {
        return std::make_unique<TimerAlarm>(std::move(ring));
    }
};

} // namespace

TimeSource &TimeSource::real()
{
    static SystemTimeSource timeSource;
    return timeSource;
}

} // namespace turnstone
