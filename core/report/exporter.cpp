// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exporter.h"

namespace turnstone {

namespace {

constexpr qint64 ProgressRows = 256;

template <typename RowAt>
Result<ExportSummary> exportEach(const AddressList &addresses, const ResultSource &results, qint64 count,
                                 const RowAt &rowAt, ExportFile &file, const ExportProgress &progress)
{
    ExportSummary summary;
    for (qint64 i = 0; i < count; ++i) {
        if (progress && i % ProgressRows == 0 && !progress(i, count)) {
            file.cancel();
            summary.cancelled = true;
            return summary;
        }
        const RowId row = rowAt(i);
        if (row >= RowId(addresses.size()))
            continue;
        const std::optional<FetchResult> result = results.read(row);
        if (!result)
            continue;
        if (const Outcome written = file.write(addresses.at(row), *result); !written) {
            file.cancel();
            return written.error();
        }
        ++summary.rows;
    }
    const Result<ExportEnding> ending = file.commit([&] { return !progress || progress(count, count); });
    if (!ending)
        return ending.error();
    summary.cancelled = ending.value() == ExportEnding::Cancelled;
    if (progress && !summary.cancelled)
        progress(count, count);
    return summary;
}

} // namespace

Result<ExportSummary> exportAll(const AddressList &addresses, const ResultSource &results, ExportFile &file,
                                const ExportProgress &progress)
{
    return exportEach(
        addresses, results, addresses.size(), [](qint64 i) { return RowId(i); }, file, progress);
}

Result<ExportSummary> exportRows(const AddressList &addresses, const ResultSource &results,
                                 std::span<const RowId> rows, ExportFile &file,
                                 const ExportProgress &progress)
{
    return exportEach(
        addresses, results, qint64(rows.size()), [rows](qint64 i) { return rows[size_t(i)]; }, file,
        progress);
}

} // namespace turnstone
