// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/resultwriter.h"

#include "core/report/csvwriter.h"
#include "core/report/htmlwriter.h"
#include "core/report/jsonlineswriter.h"
#include "core/report/junitwriter.h"

namespace turnstone {

std::optional<ExportFormat> formatForFile(const QString &path)
{
    static constexpr std::pair<QLatin1StringView, ExportFormat> Endings[] = {
        {QLatin1StringView(".csv"), ExportFormat::Csv},
        {QLatin1StringView(".jsonl"), ExportFormat::JsonLines},
        {QLatin1StringView(".ndjson"), ExportFormat::JsonLines},
        {QLatin1StringView(".html"), ExportFormat::Html},
        {QLatin1StringView(".htm"), ExportFormat::Html},
        {QLatin1StringView(".xlsx"), ExportFormat::Xlsx},
        {QLatin1StringView(".xml"), ExportFormat::JUnit},
    };
    for (const auto &[ending, format] : Endings) {
        if (path.endsWith(ending, Qt::CaseInsensitive))
            return format;
    }
    return {};
}

std::optional<ExportFormat> formatFromId(QStringView id)
{
    static constexpr std::pair<QStringView, ExportFormat> Ids[] = {
        {u"csv", ExportFormat::Csv},   {u"jsonl", ExportFormat::JsonLines}, {u"html", ExportFormat::Html},
        {u"xlsx", ExportFormat::Xlsx}, {u"junit", ExportFormat::JUnit},
    };
    for (const auto &[name, format] : Ids) {
        if (id == name)
            return format;
    }
    return {};
}

std::unique_ptr<ResultWriter> makeWriter(ExportFormat format, WriterOptions options)
{
    switch (format) {
    case ExportFormat::Csv:
        return std::make_unique<CsvWriter>(options);
    case ExportFormat::JsonLines:
        return std::make_unique<JsonLinesWriter>();
    case ExportFormat::Html:
        return std::make_unique<HtmlWriter>(std::move(options));
    case ExportFormat::JUnit:
        return std::make_unique<JUnitWriter>();
    case ExportFormat::Xlsx:
        break;
    }
    return nullptr;
}

} // namespace turnstone
