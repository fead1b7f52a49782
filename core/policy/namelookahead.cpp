// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/namelookahead.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr Duration AskHolds = std::chrono::seconds(2);

} // namespace

bool NameLookAhead::ask(HostId host, TimePoint now)
{
    if (m_asks.size() >= size_t(std::max(1, m_remembered / 2))) {
        m_waiting.push_back(host);
        return false;
    }
    m_asks.push_back(now);
    m_asked.push_back(host);
    return true;
}

void NameLookAhead::settle()
{
    if (!m_asks.empty())
        m_asks.pop_front();
}

std::optional<HostId> NameLookAhead::takeWaiting()
{
    if (m_waiting.empty())
        return std::nullopt;
    const HostId host = m_waiting.front();
    m_waiting.pop_front();
    return host;
}

TimePoint NameLookAhead::overdueAt() const
{
    return m_asks.front() + AskHolds;
}

} // namespace turnstone
