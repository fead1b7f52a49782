// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

namespace turnstone {

/// What lies beyond one host: asked for each start once a host is ready. True: the start is taken and
/// counted.
class StartGate
{
public:
    virtual ~StartGate() = default;
    virtual bool tryStart(TimePoint now) = 0;
};

} // namespace turnstone
