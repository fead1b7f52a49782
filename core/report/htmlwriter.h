// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/reporttally.h"
#include "core/report/resultwriter.h"

#include <QCoreApplication>

namespace turnstone {

/// A report to look at in a browser: one file that needs nothing else, of at most about 3 MB. Rows are summed
/// up as they come; the page is made at the end.
class HtmlWriter final : public ResultWriter
{
    Q_DECLARE_TR_FUNCTIONS(HtmlWriter)

public:
    explicit HtmlWriter(WriterOptions options)
        : m_options(std::move(options))
    {}

    void begin(QByteArray &) override {}
    void row(QByteArray &, QByteArrayView url, const FetchResult &result) override
    {
        m_tally.add(url, result);
    }
    void end(QByteArray &out) override;

private:
    WriterOptions m_options;
    ReportTally m_tally;
};

} // namespace turnstone
