// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/networkpulse.h"

namespace turnstone {

namespace {
// Written at most so often: a cache line that all workers write to with every answer would slow them down.
constexpr Duration Grain = std::chrono::milliseconds(20);
constexpr Duration NotePeriod = std::chrono::milliseconds(250);

bool isOlder(const std::atomic<Duration::rep> &last, TimePoint than)
{
    return last.load(std::memory_order_relaxed) < than.time_since_epoch().count();
}
} // namespace

void NetworkPulse::heard(const QUrl &url, TimePoint now)
{
    if (!isOlder(m_last, now - Grain))
        return;
    m_last.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    // With few of them known, the one in doubt may be the only one.
    if (m_knowsEnough.load(std::memory_order_relaxed) && !isOlder(m_noted, now - NotePeriod))
        return;
    m_noted.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    const int port = url.port(url.scheme() == QLatin1StringView("https") ? 443 : 80);
    const QString target = url.host() + u':' + QString::number(port);
    const std::lock_guard lock(m_mutex);
    m_reached.removeOne(target);
    m_reached.prepend(target);
    if (m_reached.size() > Remembered)
        m_reached.removeLast();
    m_knowsEnough.store(m_reached.size() == Remembered, std::memory_order_relaxed);
}

QStringList NetworkPulse::reached() const
{
    const std::lock_guard lock(m_mutex);
    return m_reached;
}

} // namespace turnstone
