// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlstats.h"
#include "core/types/fetchresult.h"

namespace turnstone {

/// What an answer, or its lack, tells of the host that was asked; None: nothing is wrong with it, or nothing
/// is known of it. `status` is 0 where there was no answer.
HostTrouble troubleOf(FetchError error, int status, bool saysWhen);

/// The verdict of a row that waited for its host in vain: that of the host, saying so, or of the answer that
/// the row had itself. What was tried of it
/// stays as evidence.
void judgeByHost(FetchResult &result, HostTrouble trouble);

} // namespace turnstone
