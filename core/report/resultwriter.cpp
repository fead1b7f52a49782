// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/resultwriter.h"

#include "core/report/csvwriter.h"
#include "core/report/jsonlineswriter.h"

namespace turnstone {

std::optional<ExportFormat> formatForFile(const QString &path)
{
    const QString name = path.toLower();
    if (name.endsWith(QLatin1StringView(".csv")))
        return ExportFormat::Csv;
    if (name.endsWith(QLatin1StringView(".jsonl")) || name.endsWith(QLatin1StringView(".ndjson")))
        return ExportFormat::JsonLines;
    if (name.endsWith(QLatin1StringView(".xlsx")))
        return ExportFormat::Xlsx;
    return {};
}

std::unique_ptr<ResultWriter> makeWriter(ExportFormat format, WriterOptions options)
{
    if (format == ExportFormat::JsonLines)
        return std::make_unique<JsonLinesWriter>();
    return std::make_unique<CsvWriter>(options);
}

} // namespace turnstone
