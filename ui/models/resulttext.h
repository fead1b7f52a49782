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
struct RowText
{
    QByteArray utf8;
    qint64 rows = 0; ///< how many it holds
};

/// One line a row, cells between tabs. A cell that a spreadsheet would run gets an apostrophe in front. Ends
/// before the row that would make it longer than `mostBytes`, and when cancelled.
RowText tabSeparated(const ResultRows &rows, const std::vector<RowId> &which,
                     const QList<ResultColumn> &columns, qsizetype mostBytes,
                     const std::atomic_bool &cancelled);

} // namespace turnstone
