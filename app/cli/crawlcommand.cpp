// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlcommand.h"

#include "app/cli/crawlwords.h"
#include "app/cli/projectkeeper.h"
#include "app/cli/projectreading.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/spoolkeeper.h"
#include "app/cli/terminal.h"
#include "core/net/proxycheck.h"
#include "core/report/exporter.h"
#include "core/store/fileclaims.h"
#include "core/types/crawlsettingsjson.h"
#include "core/types/secrets.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFileInfo>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <unistd.h>

namespace turnstone {

namespace {

constexpr std::chrono::seconds WaitUntold{1}; // for the project, after an interrupt

bool wantsProgress(const CrawlOptions &options)
{
    if (options.quiet || options.progress == CrawlOptions::Progress::Never)
        return false;
    return options.progress == CrawlOptions::Progress::Always || isatty(STDERR_FILENO) == 1;
}

RunEnding endingOf(const CrawlSummary &summary)
{
    if (summary.failedFast)
        return RunEnding::FailedFast;
    return summary.stopped ? RunEnding::Stopped : RunEnding::Finished;
}

/// What the run that is gone on with sent, and the project does not keep. Without it every row would be
/// refused, and that would be its result.
Outcome checkSettings(const CrawlOptions &options)
{
    if (options.lacksProxyPassword)
        return Error{Error::Code::Invalid,
                     QCoreApplication::translate(
                         "CrawlCommand",
                         "The password or key of the proxy is not in the project. Give the proxy again: "
                         "--proxy http://USER:PASSWORD@HOST:PORT, or leave it out with --no-proxy.")};
    const HeaderList &headers = options.settings.request.headers;
    QStringList missing;
    for (const auto &[name, value] : headers) {
        if (isHiddenHeader(name, value) && !missing.contains(QString::fromLatin1(name)))
            missing.append(QString::fromLatin1(name));
    }
    if (missing.isEmpty())
        return success();
    return Error{Error::Code::Invalid,
                 QCoreApplication::translate(
                     "CrawlCommand",
                     "The value of %1 is not in the project. Give it with --header 'Name: value', "
                     "with --header @FILE or in the environment variable TURNSTONE_HEADERS.")
                     .arg(missing.join(QLatin1StringView(", ")))};
}

} // namespace

CrawlCommand::CrawlCommand(CrawlOptions options, NetworkFactory factory)
    : m_options(std::move(options))
    , m_progress(wantsProgress(m_options))
    , m_crawler(std::move(factory), this)
{
    m_crawler.setReceiverAcknowledges(true);
    connect(&m_crawler, &Crawler::finished, this, &CrawlCommand::onFinished);
    connect(&m_crawler, &Crawler::statsChanged, this,
            [this](const CrawlStats &stats) { m_progress.show(stats); });
    connect(&m_crawler, &Crawler::networkDownChanged, this, [this](bool down) {
        // At the end of an interrupted run nobody waits for it any more.
        if (m_options.quiet || m_signal != 0)
            return;
        m_progress.clear();
        tellNetwork(down, !m_options.settings.proxy.isEmpty());
    });
}

CrawlCommand::~CrawlCommand() = default;

/// What is about to be written must be nothing that is needed.
Outcome CrawlCommand::claimFiles() const
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

Outcome CrawlCommand::prepare()
{
    if (const Outcome claimed = claimFiles(); !claimed)
        return claimed;
    if (!m_options.inputs.isEmpty()) {
        Result<GivenAddresses> given = readInputs(m_options.inputs, m_options.column);
        if (!given)
            return given.error();
        m_given = std::move(given).value();
    }
    if (const Outcome outcome = hasProject() ? prepareProject() : prepareSpool(); !outcome)
        return outcome;
    if (!m_options.settings.proxy.isEmpty() && !m_plan.isOver) {
        if (const Outcome outcome = checkProxy(); !outcome)
            return outcome;
    }
    if (const Outcome outcome = openOutputs(); !outcome)
        return outcome;
    if (m_project) {
        if (const Outcome created = m_project->createIfMissing(); !created)
            return created;
    }
    arrangeOutputs();
    return success();
}

/// A signal ends it, too.
Outcome CrawlCommand::checkProxy()
{
    Outcome outcome = success();
    QEventLoop loop;
    const SignalWatcher watcher;
    connect(&watcher, &SignalWatcher::interrupted, &loop, [this, &loop, &outcome](int signal) {
        m_signal = signal;
        outcome = Error{Error::Code::Cancelled,
                        tr("Interrupted while the proxy was asked for; nothing was fetched or written.")};
        loop.quit();
    });
    const ProxyCheck check(m_options.settings.proxy);
    connect(&check, &ProxyCheck::finished, &loop, [&loop, &outcome](const Outcome &checked) {
        outcome = checked;
        loop.quit();
    });
    loop.exec();
    return outcome;
}

Outcome CrawlCommand::prepareSpool()
{
    auto keeper = std::make_unique<SpoolKeeper>();
    if (const Outcome opened = keeper->open(); !opened)
        return opened;
    m_plan.addresses = std::exchange(m_given.addresses, {});
    m_rows = m_plan.addresses.size();
    m_keeper = std::move(keeper);
    return success();
}

Outcome CrawlCommand::prepareProject()
{
    auto keeper = std::make_unique<ProjectKeeper>();
    ProjectKeeper::Plan plan{std::exchange(m_given.addresses, {}), m_options.isOnly, {}};
    if (m_options.goesOn)
        plan.goesOnWith = m_options.run;
    const StoreProgress progress = sayHowFarForward(m_options.project, wantsProgress(m_options));
    if (const Outcome prepared = keeper->prepare(m_options.project, plan, progress); !prepared)
        return prepared;
    m_plan = keeper->run();
    m_rows = m_plan.rows.empty() ? m_plan.addresses.size()
                                 : std::count_if(m_plan.rows.begin(), m_plan.rows.end(),
                                                 [](RowStart start) { return !start.isLeftOut(); });
    m_project = keeper.get();
    m_keeper = std::move(keeper);
    if (const Outcome complete = checkSecrets(m_plan); !complete)
        return complete;
    if (!m_plan.earlier)
        return success();
    const Result<CrawlSettings> settings = crawlSettingsFromJson(m_plan.earlier->settings);
    if (!settings)
        return settings.error();
    Result<CrawlOptions> options =
        parseCrawlOptions(m_options.arguments, settings.value(), m_options.headers);
    if (!options)
        return options.error();
    m_options = std::move(options).value();
    return m_plan.isOver ? success() : checkSettings(m_options);
}

Outputs::Plan CrawlCommand::planOutputs() const
{
    Outputs::Plan plan{m_options.outputs, m_options.format, m_options.table, {}};
    if (plan.paths.isEmpty() && !plan.table && !hasProject()) {
        plan.table = isatty(STDOUT_FILENO) == 1;
        if (!plan.table)
            plan.paths.append(u"-"_qs);
    }
    return plan;
}

Outcome CrawlCommand::openOutputs()
{
    Outputs::Plan plan = planOutputs();
    // A project keeps what it was asked for; what comes late is read back from it.
    if (!hasProject() && Outputs::showHeaders(plan.paths, plan.format))
        m_options.settings.keepHeaders = true;
    plan.writer.addresses = m_rows;
    plan.writer.settings = m_options.settings;
    return m_outputs.open(plan);
}

void CrawlCommand::arrangeOutputs()
{
    if (m_outputs.isEmpty())
        return;
    m_ordered = std::make_unique<OrderedOutput>(
        m_plan.addresses, m_keeper->results(),
        [this](const std::vector<FetchResult> &late) { return m_keeper->setAside(late); },
        [this](QByteArrayView url, const FetchResult &result) -> Outcome {
            write(url, result);
            return success(); // one that fails is told, and the order is that of the others
        });
    for (RowId row = 0; row < RowId(m_plan.rows.size()); ++row) {
        if (m_plan.rows[row].isLeftOut())
            m_ordered->leaveOut(row);
        else if (!m_plan.rows[row].isWanted())
            m_ordered->takeFromSource(row);
    }
}

int CrawlCommand::run()
{
    QEventLoop loop;
    connect(this, &CrawlCommand::done, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    connect(m_keeper.get(), &ResultKeeper::ready, this, &CrawlCommand::onReady);
    connect(m_keeper.get(), &ResultKeeper::kept, this, &CrawlCommand::onKept);
    connect(m_keeper.get(), &ResultKeeper::ended, this, &CrawlCommand::onEnded);
    connect(m_keeper.get(), &ResultKeeper::failed, this, &CrawlCommand::onKeeperFailed);
    connect(m_keeper.get(), &ResultKeeper::waitingChanged, this, [this](bool waits) {
        m_waits = waits;
        if (m_options.quiet)
            return;
        m_progress.clear();
        tellWaiting(waits, m_options.project);
    });
    connect(&m_crawler, &Crawler::resultsReady, this, &CrawlCommand::onResults);
    if (!m_options.quiet) {
        tellInput(m_given.report);
        tellConcurrency(m_options.settings.limits.concurrency);
    }
    m_keeper->begin(m_options.settings);
    loop.exec();
    return m_status;
}

void CrawlCommand::interrupt(int signal)
{
    m_signal = signal;
    m_crawler.stop();
    if (m_waits)
        tellStillWaiting();
    else
        QTimer::singleShot(WaitUntold, this, &CrawlCommand::tellStillWaiting);
}

/// Whoever interrupts expects an end. The project may be locked by another program for as long as that likes.
void CrawlCommand::tellStillWaiting()
{
    if (m_isOver || !hasProject() || (m_crawler.state() != Crawler::State::Idle && !m_waits))
        return;
    m_progress.clear();
    say(tr("Interrupted; waiting until %1 can be written. Another interrupt ends this at once, without what "
           "is "
           "not in it yet.")
            .arg(m_options.project));
}

void CrawlCommand::onReady()
{
    if (m_plan.isOver && !m_options.quiet)
        say(tr("Nothing is left to do: the last run is complete."));
    m_begun = true;
    m_crawler.start({m_plan.addresses, m_options.settings, m_plan.rows});
    if (m_signal != 0)
        m_crawler.stop();
}

void CrawlCommand::onResults(const ResultBatch &batch)
{
    if (m_keeperFailed) {
        noteUnkept(*batch);
        m_crawler.acknowledge(batch);
        writeInOrder(*batch);
        return;
    }
    m_unkept.push_back(batch);
    m_keeper->append(batch);
}

void CrawlCommand::onKept(const ResultBatch &batch)
{
    if (std::erase(m_unkept, batch) == 0)
        return;
    m_crawler.acknowledge(batch);
    writeInOrder(*batch);
    leaveIfDeserted();
}

void CrawlCommand::writeInOrder(const std::vector<FetchResult> &batch)
{
    if (!m_ordered)
        return;
    const Outcome added = m_ordered->add(batch);
    m_outputs.flush();
    failOutputs();
    if (!added && !std::exchange(m_orderFailed, true))
        fail(added.error());
    // Of a project, what is damaged is an old result: no reason to leave undone what the run owes.
    if (m_ordered->lost() > 0 && !hasProject() && !std::exchange(m_orderFailed, true))
        fail({Error::Code::Unreadable, tr("Results that were kept cannot be read back.")});
}

void CrawlCommand::write(QByteArrayView url, const FetchResult &result)
{
    if (m_outputs.hasTable())
        m_progress.clear();
    m_outputs.write(url, result);
}

/// Whoever read standard output has seen enough. The crawl goes on for the files and the project; without any
/// it has nobody to work for.
void CrawlCommand::leaveIfDeserted()
{
    if (m_outputs.isDeserted() && m_outputs.isEmpty() && !hasProject() && m_signal == 0)
        interrupt(SIGPIPE);
}

/// Ends the crawl as an interrupt does: what can still be written keeps what came until then.
void CrawlCommand::fail(const Error &error)
{
    m_failed = true;
    m_progress.clear();
    say(error.message);
    m_crawler.stop();
}

void CrawlCommand::failOutputs()
{
    for (const Error &error : m_outputs.takeErrors())
        fail(error);
}

/// What was on its way to the keeper is for the outputs, which are all that is left.
void CrawlCommand::onKeeperFailed(const Error &error)
{
    if (std::exchange(m_keeperFailed, true))
        return;
    m_isDamaged = error.code == Error::Code::Unreadable;
    fail(error);
    if (m_ordered)
        m_ordered->keepInMemory();
    for (const ResultBatch &batch : std::exchange(m_unkept, {})) {
        noteUnkept(*batch);
        m_crawler.acknowledge(batch);
        writeInOrder(*batch);
    }
    if (m_crawler.state() == Crawler::State::Idle)
        finish();
}

void CrawlCommand::onFinished(const CrawlSummary &summary)
{
    m_progress.clear();
    m_summary = summary;
    if (m_keeperFailed)
        finish();
    else
        m_keeper->end(endingOf(summary));
}

/// Everything is kept, and written but for the ends of the files.
void CrawlCommand::onEnded()
{
    writeInOrder({});
    finish();
}

void CrawlCommand::finish()
{
    if (std::exchange(m_isOver, true))
        return;
    if (m_begun && (!m_ordered || m_ordered->isComplete())) // else the files of before are better
        m_outputs.commit();
    failOutputs();
    leaveIfDeserted();
    m_status = statusOf();
    if (m_failed)
        tellFailed();
    else if (!m_options.quiet && m_signal != SIGPIPE)
        tellAll();
    if (hasProject() && lostResults() > 0)
        say(lostText(lostResults()));
    Q_EMIT done();
}

int CrawlCommand::statusOf() const
{
    if (m_failed)
        return UsageStatus;
    if (m_signal != 0)
        return 128 + m_signal;
    if (lostResults() > 0)
        return 1;
    const auto &counts = m_summary.stats.byVerdict;
    return counts[size_t(Verdict::Ok)] + counts[size_t(Verdict::Redirected)] == m_rows ? 0 : 1;
}

void CrawlCommand::noteUnkept(const std::vector<FetchResult> &batch)
{
    for (const FetchResult &result : batch) {
        for (const FetchAttempt &attempt : result.attempts) {
            for (const Hop &hop : attempt.hops) {
                m_unkeptRequests += hop.sends;
                const bool mayRepeat = hop.method == "GET" || hop.method == "HEAD";
                m_unkeptMayRepeat = m_unkeptMayRepeat && (mayRepeat || hop.sends == 0);
            }
        }
    }
}

void CrawlCommand::tellFailed() const
{
    if (!m_options.quiet) {
        for (const QString &path : m_outputs.written())
            say(m_summary.stopped ? tr("What was fetched until then is written to %1.").arg(path)
                                  : tr("Written to %1.").arg(path));
    }
    if (!m_begun)
        say(tr("Nothing was fetched. Start again when that is mended."));
    else if (hasProject())
        tellUnkept();
}

/// The rows of these requests are still owed, and whoever goes on sends them again.
void CrawlCommand::tellUnkept() const
{
    if (m_unkeptRequests > 0)
        say(tr("Requests that were sent, and whose results could not be kept: %1.")
                .arg(grouped(m_unkeptRequests)));
    if (!m_unkeptMayRepeat)
        say(tr("Some of them are no GET or HEAD, and may have taken effect. --resume would send them again: "
               "first see what they did."));
    if (!QFileInfo::exists(m_options.project)) // it may have been moved
        return;
    if (m_isDamaged || !m_unkeptMayRepeat)
        say(tr("What was kept until then is in %1.").arg(m_options.project));
    else
        say(tr("What was kept until then is in %1; go on with --resume.").arg(m_options.project));
}

void CrawlCommand::tellAll() const
{
    tellEnd(m_summary.stats, m_rows);
    if (m_summary.failedFast)
        say(tr("Stopped at the first address that is not fine."));
    else if (m_summary.proxyRefused && m_signal == 0)
        say(tr("Stopped: the proxy refuses its login, and each request would be one more. Give the right "
               "name and "
               "password with --proxy."));
    else if (m_summary.stopped)
        say(tr("Interrupted; what was fetched is written."));
    for (const QString &path : m_outputs.written())
        say(tr("Written to %1.").arg(path));
    if (hasProject())
        tellProject();
}

void CrawlCommand::tellProject() const
{
    if (m_summary.stopped)
        say(tr("Kept in %1. To go on: turnstone-cli crawl --project %1 --resume").arg(m_options.project));
    else
        say(tr("Kept in %1.").arg(m_options.project));
}

} // namespace turnstone
