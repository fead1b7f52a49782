// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/projectrun.h"
#include "app/cli/resultkeeper.h"
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

    /// Which addresses a run is of.
    struct Plan
    {
        AddressList given;               ///< empty: all of the project; to go on with a run: their secrets
        bool isOnly = false;             ///< as a run of rows that the project has
        std::optional<RunId> goesOnWith; ///< what this run (0: the last) owes
    };
    /// Opens the project, where there is one, and plans its run. Nothing is written yet, but an older version
    /// is taken forward, of which `progress` hears.
    Outcome prepare(const QString &path, const Plan &plan, const StoreProgress &progress);
    /// Creates the project where there was none. To be called when nothing else can fail.
    Outcome createIfMissing();
    const ProjectRun &run() const { return m_run; }

    void begin(const CrawlSettings &settings) override;
    void append(const ResultBatch &batch) override;
    Outcome setAside(const std::vector<FetchResult> &) override { return success(); } // the project has all
    void end(RunEnding ending) override;
    const ResultSource &results() const override { return m_results; }

private:
    enum class Phase { Preparing, Beginning, Running, Ending };
    Outcome planNew(const Plan &plan);
    void beginRun(const CrawlSettings &settings);
    void onFailed(const Error &error);
    void onWritten();
    void onDrained();

    QString m_path;
    bool m_isMissing = false;
    ProjectRun m_run;
    ProjectWriter m_writer;
    ProjectResults m_results; // reads what the writer keeps open
    Phase m_phase = Phase::Preparing;
    QTimer m_retry;
    bool m_waits = false; // for another program
};

} // namespace turnstone
