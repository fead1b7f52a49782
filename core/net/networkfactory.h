// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"

#include <functional>
#include <memory>

class QNetworkAccessManager;

namespace turnstone {

/// Makes the managers of the engine, each in the worker thread that will own it. Empty: the real ones.
/// Tests hand in their own.
using NetworkFactory = std::function<std::unique_ptr<QNetworkAccessManager>(const CrawlSettings &settings)>;

} // namespace turnstone
