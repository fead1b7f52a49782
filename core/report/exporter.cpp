// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exporter.h"

#include "core/base/translation.h"

#include <QLocale>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qint64 ChunkRows = 256; // read at once; and how often progress is told

template <typename RowAt>
Result<ExportSummary> exportEach(const AddressList &addresses, const ResultSource &results, qint64 count,
                                 const RowAt &rowAt, ExportFile &file, const ExportProgress &progress)
{
    ExportSummary summary;
    std::vector<RowId> rows, lost;
    for (qint64 begin = 0; begin < count; begin += ChunkRows) {
        if (progress && !progress(begin, count)) {
            file.cancel();
            summary.cancelled = true;
            return summary;
        }
        rows.clear();
        for (qint64 i = begin; i < std::min(begin + ChunkRows, count); ++i) {
            if (const RowId row = rowAt(i); row < RowId(addresses.size()))
                rows.push_back(row);
        }
        const auto read = [&results](std::span<const RowId> some) { return results.read(some); };
        const Result<std::vector<FetchResult>> sound = readSound(rows, read, lost);
        if (!sound) {
            file.cancel();
            return sound.error();
        }
        for (const FetchResult &result : sound.value()) {
            if (const Outcome written = file.write(addresses.at(result.row), result); !written) {
                file.cancel();
                return written.error();
            }
            ++summary.rows;
        }
    }
    summary.lost = qint64(lost.size());
    const Result<ExportEnding> ending = file.commit([&] { return !progress || progress(count, count); });
    if (!ending)
        return ending.error();
    summary.cancelled = ending.value() == ExportEnding::Cancelled;
    if (progress && !summary.cancelled)
        progress(count, count);
    return summary;
}

} // namespace

QString lostText(qint64 lost)
{
    if (lost == 0)
        return {};
    const QString what = tr("%1 results are damaged and were left out.", nullptr, pluralOf(lost))
                             .arg(QLocale(QLocale::English).toString(lost));
    return what + u' ' +
           tr("To continue with the project, save what is left: turnstone-cli repair --project FILE --into "
              "NEW.");
}

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
