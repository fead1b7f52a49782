// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/report/resultwriter.h"
#include "core/types/addresslist.h"
#include "core/types/resultsource.h"

#include <functional>
#include <memory>
#include <span>

namespace turnstone {

struct ExportOptions
{
    std::optional<ExportFormat> format; ///< empty: by the ending of the name; CSV on standard output
    WriterOptions writer;
};

/// A file being exported: written beside the target under a temporary name, renamed when committed.
/// Without commit() the target stays as it was. "-" is standard output, which cannot be taken back.
/// May be used in any one thread.
class ExportFile final
{
public:
    /// Fails at once, with a sentence, where nothing could be written.
    static Result<std::unique_ptr<ExportFile>> open(const QString &path, const ExportOptions &options = {});
    ~ExportFile();

    Outcome write(QByteArrayView url, const FetchResult &result);
    /// Hands on what was written so far, for readers that wait at the other end.
    Outcome flush();
    /// Ends the file and gives it its name. Nothing may be written after it.
    Outcome commit();
    /// Removes what was written so far.
    void cancel();

private:
    ExportFile();
    class Private;
    std::unique_ptr<Private> d;
};

/// Called every few hundred rows; false ends the export.
using ExportProgress = std::function<bool(qint64 done, qint64 total)>;

struct ExportSummary
{
    qint64 rows = 0;        ///< written
    bool cancelled = false; ///< by the progress function: the target is as it was
};

/// Writes the rows that have a result, in list order, and commits. Made for a worker thread; memory does not
/// grow with the list.
Result<ExportSummary> exportAll(const AddressList &addresses, const ResultSource &results, ExportFile &file,
                                const ExportProgress &progress = {});
/// The same for these rows, in this order. Rows without a result or outside the list are left out.
Result<ExportSummary> exportRows(const AddressList &addresses, const ResultSource &results,
                                 std::span<const RowId> rows, ExportFile &file,
                                 const ExportProgress &progress = {});

} // namespace turnstone
