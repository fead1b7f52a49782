// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <set>
#include <utility>

namespace turnstone {

/// Moments by which things must have happened. One timer over this serves any number of things.
template <typename Key>
class Deadlines final
{
public:
    void add(TimePoint at, Key key) { m_entries.emplace(at, key); }
    void remove(TimePoint at, Key key) { m_entries.erase({at, key}); }
    TimePoint first() const { return m_entries.empty() ? Never : m_entries.begin()->first; }
    /// Something whose moment has come, or a default-constructed key.
    Key due(TimePoint now) const { return first() <= now ? m_entries.begin()->second : Key{}; }

private:
    std::set<std::pair<TimePoint, Key>> m_entries;
};

} // namespace turnstone
