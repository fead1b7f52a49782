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
std::span<const Route> accessRoutes();   ///< doors: credentials, cookies, bot walls
std::span<const Route> mediaRoutes();    ///< what is not a page: JSON, pictures, big and compressed bodies
std::span<const Route> encodingRoutes(); ///< titles in many encodings
std::span<const Route> titleRoutes();    ///< titles that are hard to read right
std::span<const Route> countRoutes();    ///< what the site has seen, for programs that measure
std::span<const Route> oddRoutes();      ///< answers that mean something else than they say

} // namespace turnstone
