// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QUrl>

#include <chrono>

namespace turnstone {

/// Whether somebody listens at the proxy's address. Blocks for at most `timeout`: not for the GUI thread.
Outcome checkProxy(const QUrl &proxy, std::chrono::milliseconds timeout = std::chrono::seconds(3));

} // namespace turnstone
