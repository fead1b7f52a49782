// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timesource.h"

#include <QtGlobal>

#include <set>

namespace turnstone {

/// A clock that stands still until the test moves it. One thread.
class SimulatedTime final : public TimeSource
{
public:
    TimePoint now() const override { return m_now; }
    std::unique_ptr<Alarm> makeAlarm(std::function<void()> ring) override;

    /// Handles everything that is posted, then lets the next alarm ring, and so on, until `until`: then it is
    /// that moment.
    void runUntil(TimePoint until);
    void runFor(Duration time) { runUntil(m_now + time); }
    /// Likewise until `done` says so; false where that is not within `most`.
    bool runUntil(const std::function<bool()> &done, Duration most);
    qint64 alarmsRung() const { return m_rung; }

private:
    class SimulatedAlarm;
    static void handleEvents();
    /// True: an alarm rang. False: none is due until then.
    bool ringNext(TimePoint until);

    TimePoint m_now{std::chrono::hours(1000)};
    std::set<std::pair<TimePoint, SimulatedAlarm *>> m_alarms;
    qint64 m_rung = 0;
};

} // namespace turnstone
