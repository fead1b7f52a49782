// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/lifecycle.h"

#include <array>

namespace turnstone {

namespace {

using O = CrawlOutcome;
using Row = std::array<CrawlOutcome, CrawlStateCount>;

constexpr std::array<Row, CrawlCallCount> table = {{
    //  Idle        Running     Paused      Stopping
    {O::Begins, O::Refused, O::Refused, O::Refused},    // Start
    {O::Begins, O::Joins, O::Joins, O::Waits},          // Add
    {O::Begins, O::Joins, O::Joins, O::Waits},          // Recheck
    {O::Refused, O::Switches, O::Refused, O::Refused},  // Pause
    {O::Refused, O::Refused, O::Switches, O::Refused},  // Resume
    {O::Refused, O::Switches, O::Switches, O::Applies}, // Stop: of what waits for the end
    {O::Applies, O::Waits, O::Waits, O::Waits},         // SetSettings
    {O::Applies, O::Applies, O::Applies, O::Applies},   // SetLimits
    {O::Applies, O::Applies, O::Applies, O::Applies},   // SetHostLimits
    {O::Applies, O::Applies, O::Applies, O::Applies},   // HoldOpen: of a run to come, too
    {O::Applies, O::Applies, O::Applies, O::Applies},   // Release
    {O::Refused, O::Applies, O::Applies, O::Refused},   // TryHost
    {O::Refused, O::Applies, O::Applies, O::Refused},   // GiveUpHost
}};

} // namespace

CrawlOutcome outcomeOf(CrawlCall call, CrawlState state)
{
    return table[size_t(call)][size_t(state)];
}

} // namespace turnstone
