// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/backgroundrelease.h"

#include "core/base/backgroundrelease.h"

#include <utility>

namespace turnstone {

ResultBatch releasedInBackground(const ResultBatch &batch)
{
    return {batch.get(), [owned = batch](const std::vector<FetchResult> *) mutable {
                releaseInBackground(std::move(owned));
            }};
}

} // namespace turnstone
