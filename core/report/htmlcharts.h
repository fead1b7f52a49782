// SPDX-License-Identifier: GPL-3.0-or-later
// The sections of a report that are drawn: shapes in SVG, words in HTML, so that they stay sharp at any
// width.
#pragma once

#include "core/report/reporttally.h"

#include <QByteArray>

namespace turnstone {

/// A bar of all verdicts and its legend, whose entries filter the results.
QByteArray verdictSection(const ReportTally &tally);
/// How long the first byte and the whole took.
QByteArray latencySection(const ReportTally &tally);
/// How many addresses were finished when.
QByteArray timelineSection(const ReportTally &tally);

} // namespace turnstone
