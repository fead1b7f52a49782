// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/signalwatcher.h"
#include "core/store/storeinfo.h"

namespace turnstone {

/// For work that goes on without an event loop: which signal asked it to end. One at a time, as
/// SignalWatcher.
class Interruption final
{
public:
    Interruption();
    Q_DISABLE_COPY_MOVE(Interruption)

    /// Looks whether one has come. 0: none.
    int signal();
    /// Goes on until one comes. Valid as long as this is.
    StoreProgress progress();

private:
    SignalWatcher m_watcher;
    int m_signal = 0;
};

} // namespace turnstone
