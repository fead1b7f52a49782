// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/sitecounters.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype MaxNames = 65'536;
constexpr size_t MaxVisits = 10'000;

QByteArray withoutPort(const QByteArray &host)
{
    const qsizetype colon = host.lastIndexOf(':');
    return colon < 0 || host.endsWith(']') ? host : host.first(colon);
}

} // namespace

void SiteCounters::Gauge::enter()
{
    ++seen;
    maxOpen = std::max(maxOpen, ++open);
}

void SiteCounters::Gauge::reset()
{
    seen = 0;
    maxOpen = open;
}

SiteCounters::OpenRequest::OpenRequest(SiteCounters &counters, const QByteArray &host, const QByteArray &path,
                                       const QByteArray &method)
    : m_counters(counters)
    , m_host(withoutPort(host))
{
    const std::lock_guard lock(m_counters.m_mutex);
    m_counters.m_all.enter();
    m_isHostCounted = m_counters.m_hosts.size() < MaxNames || m_counters.m_hosts.contains(m_host);
    if (m_isHostCounted)
        m_counters.m_hosts[m_host].enter();
    if (m_counters.m_paths.size() < MaxNames || m_counters.m_paths.contains(path))
        ++m_counters.m_paths[path];
    if (m_counters.m_visits.size() == MaxVisits)
        m_counters.m_visits.pop_front();
    m_counters.m_visits.push_back({Clock::now(), m_host, path, method});
}

SiteCounters::OpenRequest::~OpenRequest()
{
    const std::lock_guard lock(m_counters.m_mutex);
    --m_counters.m_all.open;
    if (m_isHostCounted)
        --m_counters.m_hosts[m_host].open;
}

SiteCounters::OpenConnection::OpenConnection(SiteCounters &counters)
    : m_counters(counters)
{
    const std::lock_guard lock(m_counters.m_mutex);
    m_counters.m_connections.enter();
}

SiteCounters::OpenConnection::~OpenConnection()
{
    const std::lock_guard lock(m_counters.m_mutex);
    --m_counters.m_connections.open;
}

quint64 SiteCounters::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_all.seen;
}

quint64 SiteCounters::requestsTo(QByteArrayView path) const
{
    const std::lock_guard lock(m_mutex);
    return m_paths.value(path.toByteArray());
}

quint64 SiteCounters::requestsAtHost(QByteArrayView host) const
{
    const std::lock_guard lock(m_mutex);
    return m_hosts.value(host.toByteArray()).seen;
}

int SiteCounters::open() const
{
    const std::lock_guard lock(m_mutex);
    return m_all.open;
}

int SiteCounters::maxOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_all.maxOpen;
}

int SiteCounters::maxOpenAtHost(QByteArrayView host) const
{
    const std::lock_guard lock(m_mutex);
    return m_hosts.value(host.toByteArray()).maxOpen;
}

QHash<QByteArray, SiteCounters::Gauge> SiteCounters::hosts() const
{
    const std::lock_guard lock(m_mutex);
    return m_hosts;
}

quint64 SiteCounters::connections() const
{
    const std::lock_guard lock(m_mutex);
    return m_connections.seen;
}

int SiteCounters::openConnections() const
{
    const std::lock_guard lock(m_mutex);
    return m_connections.open;
}

int SiteCounters::maxOpenConnections() const
{
    const std::lock_guard lock(m_mutex);
    return m_connections.maxOpen;
}

std::vector<SiteVisit> SiteCounters::recentVisits() const
{
    const std::lock_guard lock(m_mutex);
    return {m_visits.begin(), m_visits.end()};
}

void SiteCounters::reset()
{
    const std::lock_guard lock(m_mutex);
    m_all.reset();
    m_connections.reset();
    m_hosts.removeIf([](const auto &host) { return host.value().open == 0; });
    for (Gauge &host : m_hosts)
        host.reset();
    m_paths.clear();
    m_visits.clear();
}

} // namespace turnstone
