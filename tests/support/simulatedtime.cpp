// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/simulatedtime.h"

#include <QCoreApplication>

#include <algorithm>

namespace turnstone {

class SimulatedTime::SimulatedAlarm final : public Alarm
{
public:
    SimulatedAlarm(SimulatedTime &timeSource, std::function<void()> ring)
        : m_time(timeSource)
        , m_ring(std::move(ring))
    {}
    ~SimulatedAlarm() override { clear(); }

    void setFor(TimePoint at) override
    {
        clear();
        m_at = at;
        m_time.m_alarms.emplace(m_at, this);
    }
    void clear() override { m_time.m_alarms.erase({m_at, this}); }
    void ring()
    {
        const auto ring = m_ring; // which may end this alarm
        ring();
    }

private:
    SimulatedTime &m_time;
    std::function<void()> m_ring;
    TimePoint m_at;
};

std::unique_ptr<Alarm> SimulatedTime::makeAlarm(std::function<void()> ring)
{
    return std::make_unique<SimulatedAlarm>(*this, std::move(ring));
}

void SimulatedTime::handleEvents()
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

bool SimulatedTime::ringNext(TimePoint until)
{
    handleEvents();
    if (m_alarms.empty() || m_alarms.begin()->first > until)
        return false;
    const auto [at, alarm] = *m_alarms.begin();
    m_alarms.erase(m_alarms.begin());
    m_now = std::max(m_now, at);
    ++m_rung;
    alarm->ring();
    return true;
}

void SimulatedTime::runUntil(TimePoint until)
{
    while (ringNext(until)) {
    }
    m_now = std::max(m_now, until);
}

bool SimulatedTime::runUntil(const std::function<bool()> &done, Duration most)
{
    const TimePoint end = m_now + most;
    handleEvents();
    while (!done()) {
        if (!ringNext(end))
            return done();
        handleEvents();
    }
    return true;
}

} // namespace turnstone
