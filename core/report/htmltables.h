// SPDX-License-Identifier: GPL-3.0-or-later
// The sections of a report that are lists and tables, as they are without a script.
#pragma once

#include "core/report/reporttally.h"
#include "core/report/resultwriter.h"

#include <QByteArray>

#include <span>

namespace turnstone {

/// The title, when, and how.
QByteArray headSection(const ReportTally &tally, const WriterOptions &options);
/// The figures that say most.
QByteArray figureSection(const ReportTally &tally);
QByteArray hostSection(const ReportTally &tally);
QByteArray slowestSection(const ReportTally &tally, std::span<const ReportRow> slowest);
/// `rows` are those that the script shows; the first problems of them stand there without it.
QByteArray resultSection(const ReportTally &tally, std::span<const ReportRow> rows);

} // namespace turnstone
