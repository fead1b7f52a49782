// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of the result table say. Pure; usable on a snapshot in any thread.
#pragma once

#include "ui/models/resultcolumns.h"
#include "ui/models/resultrows.h"

#include <QList>
#include <QString>

#include <atomic>
#include <vector>

namespace turnstone {

/// For the eye: "200 OK", "1.3 kB", "41 ms".
QString resultText(const ResultRows &rows, RowId row, ResultColumn column);
/// For other programs: bytes and milliseconds without units.
QString resultPlainText(const ResultRows &rows, RowId row, ResultColumn column);
/// One line a row, cells between tabs. A cell that a spreadsheet would run gets an apostrophe in front.
QString tabSeparated(const ResultRows &rows, const std::vector<RowId> &which,
                     const QList<ResultColumn> &columns);

} // namespace turnstone
