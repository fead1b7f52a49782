// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine does with a host, in words and in an order. Each takes a snapshot whose times are of now.
#pragma once

#include "core/types/crawlstats.h"

#include <QString>

namespace turnstone {

/// "down: timed out, asks again in 0:23, given up in 4:10"; empty for a host that is well and not paused.
/// `isAsking`: the crawl goes on, so that a host whose pause is over is asked again.
QString hostStateText(const HostSnapshot &host, bool isAsking);
/// The same for a narrow column: "down 0:23", "throttled 0:09".
QString hostStateShortText(const HostSnapshot &host);
/// The more it needs a look, the greater: down, slowed, given up, paused, waiting to try again, well; among
/// those of one kind by what is left to wait. Exact in a double.
double hostStateRank(const HostSnapshot &host);
/// The verdict whose colour says the same; Ok where there is nothing to say.
Verdict hostStateColor(const HostSnapshot &host);

} // namespace turnstone
