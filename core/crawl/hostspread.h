// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/hostkey.h"
#include "core/types/addresslist.h"

#include <array>

namespace turnstone {

/// Which worker each host belongs to. Hosts fall into buckets by their hash, and the buckets are dealt out so
/// that every worker has about as many of the list's addresses. A value: the same in all workers of a crawl.
class HostSpread final
{
public:
    HostSpread() = default;
    /// Looks at a sample of `list`: the cost is the same for any size. `workers`: 1..255.
    HostSpread(const AddressList &list, int workers);

    int worker(const HostKey &host) const { return m_owners[host.hash() % Buckets]; }

private:
    static constexpr size_t Buckets = 1024;
    std::array<quint8, Buckets> m_owners{};
};

} // namespace turnstone
