// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/run.h"

#include <QString>

namespace turnstone {

/// "Run 3, 2026-01-31 23:59": how a run is named everywhere.
QString runName(const RunInfo &run);
/// "the whole list, 4,200 results", and how it ended where that is worth a word.
QString runDetails(const RunInfo &run);

} // namespace turnstone
