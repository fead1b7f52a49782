// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demosite/sitereply.h"
#include "app/demosite/siterequest.h"
#include "app/demosite/sitestate.h"

#include <span>

namespace turnstone {

/// One behaviour of the demo site: the first segment of its path, an example to click, what it shows.
struct Route
{
    const char *name;
    const char *example;
    const char *shows;
    SiteReply (*answer)(const SiteRequest &request, SiteState &state);
};

std::span<const Route> pageRoutes();     ///< pages of the magazine, and how fast they come
std::span<const Route> redirectRoutes(); ///< every way to be sent elsewhere
std::span<const Route> failureRoutes();  ///< statuses, failures that pass, limits, broken answers

} // namespace turnstone
