// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/toprows.h"

#include <QByteArray>

#include <vector>

namespace turnstone {

/// What the script of a report reads: {"verdicts": [{"id", "label"}, ...], "rows": [[number, verdict, status,
/// title, url, reason, bytes, ttfb_us, total_us, tries], ...]}, safe inside a script element. Rows that would
/// make it larger than a page should be are taken off the end of `rows`.
QByteArray reportData(std::vector<ReportRow> &rows);

} // namespace turnstone
