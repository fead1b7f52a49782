// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/backgroundrelease.h"

#include <QThreadPool>

#include <utility>

namespace turnstone {

ResultBatch releasedInBackground(const ResultBatch &batch)
{
    return {batch.get(), [owned = batch](const std::vector<FetchResult> *) mutable {
                QThreadPool::globalInstance()->start([last = std::move(owned)]() mutable { last.reset(); });
            }};
}

} // namespace turnstone
