// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/resultkeeper.h"
#include "core/session/runplan.h"
#include "core/store/projectresults.h"
#include "core/store/projectwriter.h"

#include <QTimer>

namespace turnstone {

/// Keeps results in a project file, as one run of it.
class ProjectKeeper final : public ResultKeeper
{
    Q_OBJECT

public:
    ProjectKeeper();

    /// Opens the project, where there is one, and plans its run. Nothing is written yet, but an older version
    /// is taken forward, of which `progress` hears.
    Outcome prepare(const QString &path, const RunWish &wish, const StoreProgress &progress);
    /// Creates the project where there was none. To be called when nothing else can fail.
    Outcome createIfMissing();
    const RunPlan &plan() const { return m_plan; }

    void begin(const CrawlSettings &settings) override;
    void append(const ResultBatch &batch) override;
    Outcome setAside(const std::vector<FetchResult> &) override { return success(); } // the project has all
    void end(RunEnding ending) override;
    const ResultSource &results() const override { return m_results; }

private:
    enum class Phase { Preparing, Beginning, Running, Ending };
    Outcome planNew(const RunWish &wish);
    Outcome planIn(Store &store, const RunWish &wish);
    void onFailed(const Error &error);
    void onWritten();
    void onDrained();

    QString m_path;
    bool m_isMissing = false;
    RunPlan m_plan;
    ProjectWriter m_writer;
    ProjectResults m_results; // reads what the writer keeps open
    Phase m_phase = Phase::Preparing;
    QTimer m_retry;
    bool m_waits = false; // for another program
};

} // namespace turnstone
