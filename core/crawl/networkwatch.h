// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timesource.h"
#include "core/crawl/networkpulse.h"
#include "core/net/networkprobe.h"

#include <QObject>

#include <functional>

namespace turnstone {

/// Tells a failure of a part of our own network from one of a host. A host that cannot be reached, or a name
/// that no name server answers for, raises a doubt. It is settled by whoever is heard of shortly after that;
/// where nobody is, those that were reached before are probed. If none of them can be reached either, that
/// part is down, until one can. Belongs to the thread of its creator.
class NetworkWatch final : public QObject
{
    Q_OBJECT

public:
    NetworkWatch(const NetworkPulse &pulse, TimeSource &timeSource, NetworkProbe::Function probe,
                 QObject *parent);

    /// Somebody who can tell a network that is gone from hosts that have all fallen silent, as behind a
    /// firewall that has had enough: asked once `patience` is over. Where it says that the network is there,
    /// the failures are believed, and so are all others until somebody is heard of again. Not where there is
    /// a proxy, nor where no host that was reached has a name.
    void setSecondOpinion(NetworkProbe::Function opinion, std::function<Duration()> patience);

    bool isDown() const { return m_state == State::Down; }
    /// A host could not be reached. `proxy`: "host:port" of the only one that can be, where there is one.
    void doubt(const QString &host, const QString &proxy);
    /// Where it is down: asks at once. Another part has just come back.
    void hurry();
    /// A run has ended: what was asked does not matter any more; that it is down, stays true until hurry()
    /// has asked.
    void rest();
    /// Nothing that was known counts for the next run.
    void reset();

Q_SIGNALS:
    /// Whatever failed until then was the host's own failure.
    void believed(turnstone::TimePoint until);
    void wentDown(turnstone::TimePoint since);
    void cameBack();
    /// It was there all the time.
    void neverWent();

private:
    enum class State { Fine, Listening, Asking, Down };
    void askAgain(const QStringList &names);
    void onOpinion(bool isThere);
    void onAlarm();
    void ask();
    void onAnswer(bool reachable);

    const NetworkPulse &m_pulse;
    TimeSource &m_time;
    NetworkProbe::Function m_probe;
    std::unique_ptr<Alarm> m_alarm;
    State m_state = State::Fine;
    QStringList m_targets;
    NetworkProbe::Sign m_sign = NetworkProbe::Sign::AcceptsOrRefuses;
    TimePoint m_doubtedAt;
    TimePoint m_askedAt;
    NetworkProbe::Function m_opinion;
    std::function<Duration()> m_patience;
    TimePoint m_downSince;
    TimePoint m_believesSince = Never; // the hosts are silent, and the network is there
    int m_question = 0;                // answers to earlier ones are not heard
};

} // namespace turnstone
