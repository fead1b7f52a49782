// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/crawloptions.h"
#include "app/cli/outputs.h"
#include "app/cli/resultkeeper.h"
#include "core/input/inputreport.h"
#include "core/session/runplan.h"

#include <QCoreApplication>

#include <memory>

namespace turnstone {

class ProjectKeeper;

/// All that a crawl needs before it begins, so that nothing is fetched in vain: its input is read, its run
/// planned, its proxy asked for, its project and its outputs are open.
class CrawlSetup final
{
    Q_DECLARE_TR_FUNCTIONS(CrawlSetup)

public:
    explicit CrawlSetup(CrawlOptions options);
    ~CrawlSetup();

    /// Once. Until it comes back without an Error, nothing of the following but options() is there.
    Outcome prepare();
    /// Those of the run that is gone on with are among them.
    const CrawlOptions &options() const { return m_options; }
    bool hasProject() const { return !m_options.project.isEmpty(); }
    const InputReport &report() const { return m_report; }
    const RunPlan &plan() const { return m_plan; }
    ResultKeeper &keeper() { return *m_keeper; }
    Outputs &outputs() { return m_outputs; }
    const Outputs &outputs() const { return m_outputs; }
    /// That ended it; 0: none did.
    int signal() const { return m_signal; }

private:
    Outcome claimFiles() const;
    Result<AddressList> readInput();
    Outcome checkProxy();
    Outputs::Plan planOutputs() const;
    Outcome prepareSpool(const AddressList &given);
    Outcome prepareProject(const AddressList &given);
    Outcome goOnWithOptions();
    Outcome openOutputs();

    CrawlOptions m_options;
    InputReport m_report;
    RunPlan m_plan;
    std::unique_ptr<ResultKeeper> m_keeper;
    ProjectKeeper *m_project = nullptr; // the keeper, where that is one
    Outputs m_outputs;
    int m_signal = 0;
};

} // namespace turnstone
