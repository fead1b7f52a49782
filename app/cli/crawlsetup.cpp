// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlsetup.h"

#include "app/cli/inputs.h"
#include "app/cli/planwords.h"
#include "app/cli/projectkeeper.h"
#include "app/cli/projectreading.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/spoolkeeper.h"
#include "core/net/proxycheck.h"
#include "core/session/runsettings.h"
#include "core/store/fileclaims.h"

#include <QEventLoop>

#include <unistd.h>
#include <utility>

namespace turnstone {

namespace {

RunWish wishOf(const CrawlOptions &options, const AddressList &given)
{
    if (options.goesOn)
        return {RunWish::Kind::Resume, given, options.run};
    if (given.isEmpty())
        return {RunWish::Kind::All};
    return {options.isOnly ? RunWish::Kind::Only : RunWish::Kind::Given, given};
}

} // namespace

CrawlSetup::CrawlSetup(CrawlOptions options)
    : m_options(std::move(options))
{}

CrawlSetup::~CrawlSetup() = default;

/// What is about to be written must be nothing that is needed.
Outcome CrawlSetup::claimFiles() const
{
    FileClaims claims;
    for (const QString &input : m_options.inputs) {
        if (input == QLatin1StringView("-"))
            claims.addStandardInput();
        else
            claims.addInput(input);
    }
    claims.addInput(m_options.dataFile);
    for (const QString &file : m_options.headerFiles)
        claims.addInput(file);
    if (hasProject())
        claims.addProject(m_options.project);
    const Outputs::Plan plan = planOutputs();
    for (const QString &path : plan.paths)
        claims.addOutput(path);
    if (plan.table)
        claims.addOutput(u"-"_qs);
    return claims.check();
}

Result<AddressList> CrawlSetup::readInput()
{
    if (m_options.inputs.isEmpty())
        return AddressList();
    Result<GivenAddresses> given = readInputs(m_options.inputs, m_options.column);
    if (!given)
        return given.error();
    m_report = given.value().report;
    return given.value().addresses;
}

Outcome CrawlSetup::prepare()
{
    if (const Outcome claimed = claimFiles(); !claimed)
        return claimed;
    const Result<AddressList> given = readInput();
    if (!given)
        return given.error();
    if (const Outcome outcome = hasProject() ? prepareProject(given.value()) : prepareSpool(given.value());
        !outcome)
        return outcome;
    if (!m_options.settings.proxy.isEmpty() && !m_plan.isOver) {
        if (const Outcome outcome = checkProxy(); !outcome)
            return outcome;
    }
    if (const Outcome outcome = openOutputs(); !outcome)
        return outcome;
    return m_project ? m_project->createIfMissing() : success();
}

/// A signal ends it, too.
Outcome CrawlSetup::checkProxy()
{
    Outcome outcome = success();
    QEventLoop loop;
    const SignalWatcher watcher;
    QObject::connect(&watcher, &SignalWatcher::interrupted, &loop, [this, &loop, &outcome](int signal) {
        m_signal = signal;
        outcome = Error{Error::Code::Cancelled,
                        tr("Interrupted while checking the proxy; nothing was fetched or written.")};
        loop.quit();
    });
    const ProxyCheck check(m_options.settings.proxy);
    QObject::connect(&check, &ProxyCheck::finished, &loop, [&loop, &outcome](const Outcome &checked) {
        outcome = checked;
        loop.quit();
    });
    loop.exec();
    return outcome;
}

Outcome CrawlSetup::prepareSpool(const AddressList &given)
{
    auto keeper = std::make_unique<SpoolKeeper>();
    if (const Outcome opened = keeper->open(); !opened)
        return opened;
    m_plan = planFirstRun(given);
    m_keeper = std::move(keeper);
    return success();
}

Outcome CrawlSetup::prepareProject(const AddressList &given)
{
    auto keeper = std::make_unique<ProjectKeeper>();
    const StoreProgress progress = sayHowFarForward(m_options.project, m_options.wantsProgress());
    if (const Outcome prepared = keeper->prepare(m_options.project, wishOf(m_options, given), progress);
        !prepared)
        return prepared;
    m_plan = keeper->plan();
    m_project = keeper.get();
    m_keeper = std::move(keeper);
    if (const Outcome complete = checkSecrets(m_plan); !complete)
        return complete;
    return m_plan.earlier ? goOnWithOptions() : success();
}

/// Those of the run, and what was given instead of them.
Outcome CrawlSetup::goOnWithOptions()
{
    const Result<CrawlSettings> settings = settingsOf(*m_plan.earlier);
    if (!settings)
        return settings.error();
    Result<CrawlOptions> options =
        parseCrawlOptions(m_options.arguments, settings.value(), m_options.headers);
    if (!options)
        return options.error();
    m_options = std::move(options).value();
    return m_plan.isOver ? success() : checkSettings(m_options.settings, m_options.lacksProxyPassword);
}

Outputs::Plan CrawlSetup::planOutputs() const
{
    Outputs::Plan plan{m_options.outputs, m_options.format, m_options.table, {}};
    if (plan.paths.isEmpty() && !plan.table && !hasProject()) {
        plan.table = isatty(STDOUT_FILENO) == 1;
        if (!plan.table)
            plan.paths.append(u"-"_qs);
    }
    return plan;
}

Outcome CrawlSetup::openOutputs()
{
    Outputs::Plan plan = planOutputs();
    // A project keeps what it was asked for; what comes late is read back from it.
    if (!hasProject() && Outputs::showHeaders(plan.paths, plan.format))
        m_options.settings.keepHeaders = true;
    plan.writer.addresses = m_plan.size();
    plan.writer.settings = m_options.settings;
    return m_outputs.open(plan);
}

} // namespace turnstone
