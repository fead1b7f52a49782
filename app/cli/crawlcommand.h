// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/crawlsetup.h"
#include "app/cli/progressline.h"
#include "app/cli/unkeptresults.h"
#include "core/crawl/crawler.h"
#include "core/report/orderedoutput.h"

#include <memory>

namespace turnstone {

/// One run of `turnstone-cli crawl`, from the options to the exit status.
class CrawlCommand final : public QObject
{
    Q_OBJECT

public:
    explicit CrawlCommand(CrawlOptions options, NetworkFactory factory = {});
    ~CrawlCommand() override;

    /// Reads the input and opens the project and the outputs, so that nothing is fetched in vain. Not called
    /// twice.
    Outcome prepare();
    /// Runs an event loop to the end. The exit status.
    int run();
    void interrupt(int signal);
    /// That ended it; 0: none did.
    int signal() const { return m_signal; }

Q_SIGNALS:
    void done();

private:
    const CrawlOptions &options() const { return m_setup.options(); }
    void arrangeOutputs();
    void onReady();
    void onKept(const ResultBatch &batch);
    void onFinished(const CrawlSummary &summary);
    void onResults(const ResultBatch &batch);
    void onEnded();
    void onKeeperFailed(const Error &error);
    void write(QByteArrayView url, const FetchResult &result);
    void writeInOrder(const std::vector<FetchResult> &batch);
    void leaveIfDeserted();
    void fail(const Error &error);
    void failOutputs();
    void finish();
    int statusOf() const;
    qint64 lostResults() const { return m_ordered ? m_ordered->lost() : 0; }
    void tellStillWaiting();
    void tellFailed() const;
    void tellAll() const;
    void tellProject() const;

    CrawlSetup m_setup;
    std::unique_ptr<OrderedOutput> m_ordered; // null: there are no outputs
    ProgressLine m_progress;
    Crawler m_crawler;
    CrawlSummary m_summary;
    std::vector<ResultBatch> m_unkept; // the keeper is at them
    UnkeptResults m_lost;
    bool m_isDamaged = false; // the project
    int m_status = 0;
    int m_signal = 0;
    bool m_waits = false; // the keeper, for another program
    bool m_begun = false;
    bool m_failed = false;
    bool m_keeperFailed = false;
    bool m_orderFailed = false;
    bool m_isOver = false;
};

} // namespace turnstone
