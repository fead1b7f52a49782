// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

namespace turnstone {

/// For openProject(): where it is `wanted`, a line that says how far an old project was taken forward; where
/// standard error is no terminal, one every few seconds.
StoreProgress sayHowFarForward(const QString &path, bool wanted);
/// A sentence about a run of which results were removed. Empty: none were.
QString prunedText(Store &store, const RunInfo &run);

} // namespace turnstone
