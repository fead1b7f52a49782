// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QStringList>
#include <QUrl>

#include <atomic>
#include <mutex>

namespace turnstone {

/// What can fail on our side: the way to hosts, or the name servers alone.
enum class NetworkPart : quint8 { Hosts, Names };

/// When a part of the network was last heard of, and from whom: what all workers tell each other so that a
/// failure can be believed, or doubted, without asking anybody. Any thread.
class NetworkPulse final
{
public:
    static constexpr qsizetype Remembered = 8;

    /// A host that is not this machine answered, or refused; or its name was found, or found to be none.
    void heard(const QUrl &url, TimePoint now);
    bool wasHeardSince(TimePoint at) const { return TimePoint(Duration(m_last.load())) >= at; }
    /// Hosts that were reached, the latest first, as "host:port".
    QStringList reached() const;

private:
    std::atomic<Duration::rep> m_last{TimePoint::min().time_since_epoch().count()};
    std::atomic<Duration::rep> m_noted{TimePoint::min().time_since_epoch().count()};
    std::atomic<bool> m_knowsEnough{false};
    mutable std::mutex m_mutex;
    QStringList m_reached;
};

} // namespace turnstone
