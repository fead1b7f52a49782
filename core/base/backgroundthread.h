// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <sched.h>
#endif

namespace turnstone {

/// Tells the system that the calling thread, and those it starts, work for throughput: waking them interrupts
/// nobody, above all not the window. Linux: SCHED_BATCH, see sched(7). Does nothing elsewhere.
inline void markAsBackgroundThread()
{
#ifdef Q_OS_LINUX
    const sched_param none{};
    sched_setscheduler(0, SCHED_BATCH, &none); // 0: this thread; a refusal changes nothing
#endif
}

} // namespace turnstone
