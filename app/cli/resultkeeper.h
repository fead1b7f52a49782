// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/crawlsettings.h"
#include "core/types/resultsource.h"
#include "core/types/run.h"

#include <QObject>

namespace turnstone {

/// Where the results of a crawl are kept while it runs: all of them, or only those that have to wait for
/// their turn in the outputs. After failed() nothing more is kept, and neither ready() nor ended() comes.
class ResultKeeper : public QObject
{
    Q_OBJECT

public:
    /// ready() follows.
    virtual void begin(const CrawlSettings &settings) = 0;
    /// kept() follows.
    virtual void append(const ResultBatch &batch) = 0;
    /// results() has to have these of what was appended.
    virtual Outcome setAside(const std::vector<FetchResult> &late) = 0;
    /// The crawl is over; ended() follows.
    virtual void end(RunEnding ending) = 0;
    /// What was kept or set aside can be read back here.
    virtual const ResultSource &results() const = 0;

Q_SIGNALS:
    void ready();
    void kept(const turnstone::ResultBatch &batch);
    void ended();
    void failed(const turnstone::Error &error);
    /// Nothing can be kept for now, and it is tried again until that works.
    void waitingChanged(bool waits);
};

} // namespace turnstone
