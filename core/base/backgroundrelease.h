// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThreadPool>

#include <memory>
#include <utility>

namespace turnstone {

/// Lets go of it on the global thread pool, so that no thread waits for much memory to be freed: a million
/// rows take ten milliseconds. What it destroys must not mind the thread.
template <typename Value>
void releaseInBackground(Value value)
{
    QThreadPool::globalInstance()->start(
        [owned = std::make_shared<Value>(std::move(value))]() mutable { owned.reset(); });
}

} // namespace turnstone
