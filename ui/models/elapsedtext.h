// SPDX-License-Identifier: GPL-3.0-or-later
// How long a run took, rounded down everywhere, so that no two places differ.
#pragma once

#include <QString>

#include <chrono>

namespace turnstone {

/// Whole seconds: "0:06", "1:02:00".
QString elapsedText(std::chrono::milliseconds elapsed);
/// The same with fractions below a minute: "6.08 s", "12.3 s", "1:02".
QString exactElapsedText(std::chrono::milliseconds elapsed);

} // namespace turnstone
