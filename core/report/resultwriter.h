// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>
#include <optional>

namespace turnstone {

struct FetchResult;

enum class ExportFormat : quint8 { Csv, JsonLines, Html, Xlsx, JUnit };

/// By the ending of the name: .csv, .jsonl or .ndjson, .html or .htm, .xlsx, .xml (JUnit); nothing for any
/// other.
std::optional<ExportFormat> formatForFile(const QString &path);

/// By its name: csv, jsonl, html, xlsx, junit.
std::optional<ExportFormat> formatFromId(QStringView id);

struct WriterOptions
{
    bool byteOrderMark = false; ///< CSV only: a UTF-8 byte-order mark in front, for old spreadsheets
    qint64 addresses = -1;      ///< HTML only: in the whole list; negative: not known
    std::optional<CrawlSettings> settings = {}; ///< HTML only: how they were fetched, where it is known
};

/// Turns results into the bytes of a file, appended to `out`. The columns are listed in README.md of this
/// room.
class ResultWriter
{
public:
    virtual ~ResultWriter() = default;
    virtual void begin(QByteArray &out) = 0;
    /// `url` is the address as the list has it, UTF-8.
    virtual void row(QByteArray &out, QByteArrayView url, const FetchResult &result) = 0;
    virtual void end(QByteArray &out) = 0;
    /// After end(): bytes that take the place of as many at the beginning, where the file allows it. Empty:
    /// none.
    virtual QByteArray front() const { return {}; }
};

/// Not for Xlsx, which is not a stream of bytes.
std::unique_ptr<ResultWriter> makeWriter(ExportFormat format, WriterOptions options = {});

} // namespace turnstone
