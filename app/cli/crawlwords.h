// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/inputreport.h"
#include "core/types/crawlstats.h"

namespace turnstone {

// What a crawl says to people, on standard error.

/// Says so where the system allows fewer at once than are wanted.
void tellConcurrency(int wanted);
void tellInput(const InputReport &report);
/// With a proxy, that is all of the network that is asked.
void tellNetwork(bool down, bool hasProxy);
/// Whether another program keeps the project from being written.
void tellWaiting(bool waits, const QString &project);
void tellEnd(const CrawlStats &stats, qint64 addresses);

} // namespace turnstone
