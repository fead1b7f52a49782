// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/accessmanager.h"
#include "core/types/crawlsettings.h"

#include <functional>
#include <memory>

namespace turnstone {

/// Makes the managers of the engine, each in the worker thread that will own it. Empty: makeManager().
/// Tests hand in their own.
using NetworkFactory = std::function<std::unique_ptr<AccessManager>(const CrawlSettings &settings)>;

/// What fetches with these settings: Curl or Qt. Auto is libcurl, unless TURNSTONE_ENGINE=qt is in the
/// environment, for tests and comparisons.
Engine engineOf(const CrawlSettings &settings);

/// False where its HTTP/2 loses requests (Qt before 6.8), or takes aborted streams for whole (libcurl before
/// 8.1).
bool isSoundInHttp2(Engine engine);

/// Of the libcurl that this program runs with.
QString curlVersion();

/// A real manager, with the proxy that the settings ask for.
std::unique_ptr<AccessManager> makeManager(const CrawlSettings &settings);

} // namespace turnstone
