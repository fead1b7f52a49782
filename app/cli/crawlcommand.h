// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/crawloptions.h"
#include "app/cli/inputs.h"
#include "app/cli/progressline.h"
#include "app/cli/resulttable.h"
#include "core/crawl/crawler.h"
#include "core/report/exporter.h"
#include "core/report/orderedoutput.h"
#include "core/store/resultspool.h"

#include <memory>
#include <vector>

namespace turnstone {

/// One run of `turnstone-cli crawl`, from the options to the exit status.
class CrawlCommand final : public QObject
{
    Q_OBJECT

public:
    explicit CrawlCommand(CrawlOptions options, NetworkFactory factory = {});
    ~CrawlCommand() override;

    /// Reads the input and opens the outputs, so that nothing is fetched in vain. Not called twice.
    Outcome prepare();
    /// Runs an event loop to the end. The exit status.
    int run();
    void interrupt(int signal);

private:
    Outcome openOutputs();
    Outcome write(QByteArrayView url, const FetchResult &result);
    /// Does something with every output; standard output may have lost its reader, which is no error.
    Outcome eachOutput(const std::function<Outcome(ExportFile &)> &act);
    void writeTable(QByteArrayView url, const FetchResult &result);
    void leaveStandardOutput();
    void onResults(const ResultBatch &batch);
    void onFinished(const CrawlSummary &summary);
    void fail(const Error &error);
    void tellInput() const;
    void tellEnd(const CrawlSummary &summary) const;
    int statusOf(const CrawlStats &stats) const;

    struct Output
    {
        std::unique_ptr<ExportFile> file;
        bool standard; ///< nobody may be reading it any more
    };

    CrawlOptions m_options;
    GivenAddresses m_given;
    ResultSpool m_spool;
    std::vector<Output> m_exports;
    std::unique_ptr<OrderedOutput> m_ordered;
    std::unique_ptr<ResultTable> m_table;
    ProgressLine m_progress;
    Crawler m_crawler;
    int m_status = 0;
    int m_signal = 0;
    bool m_failed = false;
};

} // namespace turnstone
