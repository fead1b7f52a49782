// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/reporttally.h"
#include "core/report/resultwriter.h"

#include <QByteArray>

namespace turnstone {

/// The whole page: one file that needs nothing else, of at most about 3 MB. Takes the rows out of `tally`.
QByteArray htmlPage(ReportTally &tally, const WriterOptions &options);

} // namespace turnstone
