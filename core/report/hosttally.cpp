// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hosttally.h"

#include <algorithm>
#include <tuple>

namespace turnstone {

void HostTally::add(const QString &host, Verdict verdict, qint64 totalUs)
{
    auto it = m_hosts.find(host);
    if (it == m_hosts.end()) {
        if (m_hosts.size() >= MaxHosts) {
            m_cut = true;
            return;
        }
        it = m_hosts.insert(host, {});
    }
    ++it->addresses;
    if (isProblem(verdict))
        ++it->problems;
    if (totalUs < 0)
        return;
    if (!it->times && m_timed < MaxTimed) {
        it->times = std::make_shared<LatencyHistogram>();
        ++m_timed;
    }
    if (it->times)
        it->times->add(totalUs);
}

std::vector<HostTally::Host> HostTally::worst(int count) const
{
    std::vector<Host> hosts;
    hosts.reserve(size_t(m_hosts.size()));
    for (auto it = m_hosts.begin(); it != m_hosts.end(); ++it)
        hosts.push_back(
            {it.key(), it->addresses, it->problems, it->times ? it->times->percentileUs(0.95) : -1});
    const auto end = hosts.begin() + std::min<qsizetype>(count, qsizetype(hosts.size()));
    std::partial_sort(hosts.begin(), end, hosts.end(), [](const Host &a, const Host &b) {
        return std::tie(b.problems, b.p95Us, a.name) < std::tie(a.problems, a.p95Us, b.name);
    });
    hosts.erase(end, hosts.end());
    return hosts;
}

} // namespace turnstone
