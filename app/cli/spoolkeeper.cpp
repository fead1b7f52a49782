// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/spoolkeeper.h"

namespace turnstone {

void SpoolKeeper::begin(const CrawlSettings &)
{
    Q_EMIT ready();
}

void SpoolKeeper::append(const ResultBatch &batch)
{
    Q_EMIT kept(batch);
}

void SpoolKeeper::end(RunEnding)
{
    Q_EMIT ended();
}

} // namespace turnstone
