// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/crawlengine.h"
#include "core/crawl/lifecycle.h"
#include "core/types/crawlsettings.h"
#include "core/types/crawlstats.h"
#include "core/types/fetchresult.h"

#include <QObject>

#include <memory>

namespace turnstone {

/// The public face of the engine, the only class that windows and programs talk to for fetching.
/// Lives in the thread of its creator; the fetching is done in worker threads that it owns. Every method and
/// signal belongs to that one thread; results arrive at most ten times a second, in batches. Every method may
/// be called in every state; outcomeOf() says what becomes of it.
class Crawler final : public QObject
{
    Q_OBJECT

public:
    using State = CrawlState;

    explicit Crawler(NetworkFactory factory = {}, QObject *parent = nullptr);
    explicit Crawler(const CrawlEngine &engine, QObject *parent = nullptr);
    ~Crawler() override;

    State state() const;
    /// All addresses known so far, those added or rechecked included.
    const AddressList &addresses() const;
    const CrawlSettings &settings() const;

    /// Begins a crawl of a new list, or of those rows of it that the plan wants. False when not Idle.
    bool start(CrawlPlan plan);
    /// Adds rows at the end of the list: to the running crawl, or as a new run of just these when Idle; while
    /// Stopping, as a new run once that is over. Costs what is added, not what is there.
    void add(const AddressList &more);
    /// Fetches these rows again; each yields one more result. Rows still unfinished are left as they are, and
    /// so is the earlier result of a row whose turn does not come before stop(). While Stopping as add().
    void recheck(const std::vector<RowId> &rows);

    /// Nothing new starts; what is in flight ends.
    void pause();
    void resume();
    /// Ends the crawl within a second: everything without a result becomes `cancelled`. While Stopping: so
    /// does what was added or is to be checked again after that.
    void stop();

    /// The run does not end by itself, even where nothing is left of it, before release() was called as
    /// often. stop() ends it nevertheless.
    void holdOpen();
    void release();

    /// For the runs that begin from now on.
    void setSettings(const CrawlSettings &settings);
    /// True: the receiver of resultsReady() says by acknowledge() when it is done with a batch. Until then
    /// only a few batches are under way, so a slow disk slows the crawl; stop() waits for none of them.
    void setReceiverAcknowledges(bool acknowledges);
    void acknowledge(const ResultBatch &batch);

    void setLimits(const CrawlLimits &limits);
    /// Of a host as HostSnapshot names it, met or not; holds for all runs to come.
    void setHostLimits(const QString &host, const HostLimits &limits);
    /// Asks a host that is held back once more, now.
    void tryHostNow(const QString &host);
    /// Waits no longer for a host that is down: its rows get its verdict.
    void giveUpHost(const QString &host);

Q_SIGNALS:
    void stateChanged(turnstone::CrawlState state);
    void resultsReady(const turnstone::ResultBatch &batch);
    /// Rows that began to run or wait for another try. Only sent while somebody is connected.
    void progressed(const turnstone::ProgressBatch &batch);
    /// Four times a second while running, and once at the end.
    void statsChanged(const turnstone::CrawlStats &stats);
    /// The hosts that changed since the last time, twice a second. Only sent while somebody is connected.
    void hostsChanged(const QList<turnstone::HostSnapshot> &hosts);
    /// Our own network went, or is back. Meanwhile nothing starts and nothing counts against anybody. A run
    /// that ends meanwhile says no more.
    void networkDownChanged(bool down);
    /// Every row has its result and nothing is in flight. Always the last signal of a run; where more was
    /// asked for meanwhile, the next run begins right after it.
    void finished(const turnstone::CrawlSummary &summary);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace turnstone
