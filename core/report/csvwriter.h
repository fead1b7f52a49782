// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/resultwriter.h"

namespace turnstone {

/// RFC 4180: UTF-8, a header row, CRLF. Empty cells are values that are not known.
class CsvWriter final : public ResultWriter
{
public:
    explicit CsvWriter(WriterOptions options = {})
        : m_options(options)
    {}

    void begin(QByteArray &out) override;
    void row(QByteArray &out, QByteArrayView url, const FetchResult &result) override;
    void end(QByteArray &) override {}

private:
    WriterOptions m_options;
};

} // namespace turnstone
