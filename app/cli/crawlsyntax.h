// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandsyntax.h"

namespace turnstone {

/// What `turnstone-cli crawl` takes; parseCrawlOptions() reads it.
CommandSyntax crawlSyntax();

/// Adds those of its options that say how to fetch, which turnstone takes as well.
void addFetchOptions(CommandSyntax &syntax);

} // namespace turnstone
