// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/exportfile.h"
#include "core/types/addresslist.h"
#include "core/types/resultsource.h"

#include <span>

namespace turnstone {

/// Called every few hundred rows, and while the file is being completed; false ends the export.
using ExportProgress = std::function<bool(qint64 done, qint64 total)>;

struct ExportSummary
{
    qint64 rows = 0;        ///< written
    qint64 lost = 0;        ///< could not be read: what keeps them is damaged
    bool cancelled = false; ///< by the progress function: the target is as it was
};

/// What to tell of results that are damaged and left out; empty where none is.
QString lostText(qint64 lost);

/// Writes the rows that have a result, in list order, and commits. Made for a worker thread; memory does not
/// grow with the list.
Result<ExportSummary> exportAll(const AddressList &addresses, const ResultSource &results, ExportFile &file,
                                const ExportProgress &progress = {});
/// The same for these rows, in this order. Rows without a result or outside the list are left out.
Result<ExportSummary> exportRows(const AddressList &addresses, const ResultSource &results,
                                 std::span<const RowId> rows, ExportFile &file,
                                 const ExportProgress &progress = {});

} // namespace turnstone
