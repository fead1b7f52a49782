// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/simulatedtimeline.h"

#include <QCoreApplication>

#include <algorithm>

namespace turnstone {

class SimulatedTimeline::SimulatedAlarm final : public Alarm
{
public:
    SimulatedAlarm(SimulatedTimeline &timeline, std::function<void()> ring)
        : m_timeline(timeline)
        , m_ring(std::move(ring))
    {}
    ~SimulatedAlarm() override { clear(); }

    void setFor(TimePoint at) override
    {
        clear();
        m_at = at;
        m_timeline.m_alarms.emplace(m_at, this);
    }
    void clear() override { m_timeline.m_alarms.erase({m_at, this}); }
    void ring()
    {
        const auto ring = m_ring; // which may end this alarm
        ring();
    }

private:
    SimulatedTimeline &m_timeline;
    std::function<void()> m_ring;
    TimePoint m_at;
};

std::unique_ptr<Alarm> SimulatedTimeline::makeAlarm(std::function<void()> ring)
{
    return std::make_unique<SimulatedAlarm>(*this, std::move(ring));
}

void SimulatedTimeline::handleEvents()
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

bool SimulatedTimeline::ringNext(TimePoint until)
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

void SimulatedTimeline::runUntil(TimePoint until)
{
    while (ringNext(until)) {
    }
    m_now = std::max(m_now, until);
}

bool SimulatedTimeline::runUntil(const std::function<bool()> &done, Duration most)
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
