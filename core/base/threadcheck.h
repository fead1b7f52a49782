// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThread>

/// Aborts a debug build when the QObject `object` is touched outside the thread it lives in.
#define TURNSTONE_ASSERT_THREAD(object)                                                                      \
    Q_ASSERT_X((object)->thread() == QThread::currentThread(), Q_FUNC_INFO, "touched from the wrong thread")
