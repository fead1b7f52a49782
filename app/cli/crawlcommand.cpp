// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlcommand.h"

#include "app/cli/crawlwords.h"
#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/report/exporter.h"
#include "core/session/runchoice.h"
#include "core/session/runclosing.h"
#include "core/store/project.h"
#include "core/store/store.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <chrono>
#include <csignal>

namespace turnstone {

namespace {

constexpr std::chrono::seconds WaitUntold{1}; // for the project, after an interrupt

/// What --resume would go on with: a run before this one may have been killed.
std::optional<RunInfo> runLeftIn(const QString &project)
{
    const auto store = openProject(project, OpenMode::Read);
    const Result<std::vector<RunInfo>> runs = store ? store.value()->runs() : store.error();
    const RunInfo *left = runs ? runToGoOn(runs.value()) : nullptr;
    return left && left->owed > 0 ? std::optional(*left) : std::nullopt;
}

} // namespace

CrawlCommand::CrawlCommand(CrawlOptions options, NetworkFactory factory)
    : m_setup(std::move(options))
    , m_progress(m_setup.options().wantsProgress())
    , m_crawler(std::move(factory), this)
{
    m_crawler.setReceiverAcknowledges(true);
    connect(&m_crawler, &Crawler::finished, this, &CrawlCommand::onFinished);
    connect(&m_crawler, &Crawler::statsChanged, this,
            [this](const CrawlStats &stats) { m_progress.show(stats); });
    connect(&m_crawler, &Crawler::networkDownChanged, this, [this](bool down) {
        // At the end of an interrupted run nobody waits for it any more.
        if (m_setup.options().quiet || m_signal != 0)
            return;
        m_progress.clear();
        tellNetwork(down, !m_setup.options().settings.proxy.isEmpty());
    });
}

CrawlCommand::~CrawlCommand() = default;

Outcome CrawlCommand::prepare()
{
    const Outcome prepared = m_setup.prepare();
    m_signal = m_setup.signal();
    if (prepared)
        arrangeOutputs();
    return prepared;
}

void CrawlCommand::arrangeOutputs()
{
    if (m_setup.outputs().isEmpty())
        return;
    m_ordered = std::make_unique<OrderedOutput>(
        m_setup.plan().addresses, m_setup.keeper().results(),
        [this](const std::vector<FetchResult> &late) { return m_setup.keeper().setAside(late); },
        [this](QByteArrayView url, const FetchResult &result) -> Outcome {
            write(url, result);
            return success(); // one that fails is told, and the order is that of the others
        });
    for (RowId row = 0; row < RowId(m_setup.plan().rows.size()); ++row) {
        if (m_setup.plan().rows[row].isLeftOut())
            m_ordered->leaveOut(row);
        else if (!m_setup.plan().rows[row].isWanted())
            m_ordered->takeFromSource(row);
    }
}

int CrawlCommand::run()
{
    QEventLoop loop;
    connect(this, &CrawlCommand::done, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    connect(&m_setup.keeper(), &ResultKeeper::ready, this, &CrawlCommand::onReady);
    connect(&m_setup.keeper(), &ResultKeeper::kept, this, &CrawlCommand::onKept);
    connect(&m_setup.keeper(), &ResultKeeper::ended, this, &CrawlCommand::onEnded);
    connect(&m_setup.keeper(), &ResultKeeper::failed, this, &CrawlCommand::onKeeperFailed);
    connect(&m_setup.keeper(), &ResultKeeper::waitingChanged, this, [this](bool waits) {
        m_waits = waits;
        if (options().quiet)
            return;
        m_progress.clear();
        tellWaiting(waits, options().project);
    });
    connect(&m_crawler, &Crawler::resultsReady, this, &CrawlCommand::onResults);
    if (!options().quiet) {
        tellInput(m_setup.report());
        tellConcurrency(options().settings.limits.concurrency);
    }
    m_setup.keeper().begin(options().settings);
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
    if (m_isOver || !m_setup.hasProject() || (m_crawler.state() != Crawler::State::Idle && !m_waits))
        return;
    m_progress.clear();
    say(tr("Interrupted; waiting until %1 can be written. Another interrupt quits at once and loses what is "
           "not in it yet.")
            .arg(options().project));
}

void CrawlCommand::onReady()
{
    if (m_setup.plan().isOver && !options().quiet)
        say(m_setup.plan().earlier->ending == RunEnding::Finished
                ? tr("Nothing to do: the last run is complete.")
                : tr("Nothing to do: the last run was stopped, and what it had not checked keeps its earlier "
                     "results."));
    m_begun = true;
    m_crawler.start({m_setup.plan().addresses, options().settings, m_setup.plan().rows});
    if (m_signal != 0)
        m_crawler.stop();
}

void CrawlCommand::onResults(const ResultBatch &batch)
{
    if (m_keeperFailed) {
        m_lost.add(*batch);
        m_crawler.acknowledge(batch);
        writeInOrder(*batch);
        return;
    }
    m_unkept.push_back(batch);
    m_setup.keeper().append(batch);
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
    m_setup.outputs().flush();
    failOutputs();
    if (!added && !std::exchange(m_orderFailed, true))
        fail(added.error());
    // Of a project, what is damaged is an old result: no reason to leave undone what the run owes.
    if (m_ordered->lost() > 0 && !m_setup.hasProject() && !std::exchange(m_orderFailed, true))
        fail({Error::Code::Unreadable, tr("Saved results cannot be read back.")});
}

void CrawlCommand::write(QByteArrayView url, const FetchResult &result)
{
    if (m_setup.outputs().hasTable())
        m_progress.clear();
    m_setup.outputs().write(url, result);
}

/// Whoever read standard output has seen enough. The crawl goes on for the files and the project; without any
/// it has nobody to work for.
void CrawlCommand::leaveIfDeserted()
{
    if (m_setup.outputs().isDeserted() && m_setup.outputs().isEmpty() && !m_setup.hasProject() &&
        m_signal == 0)
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
    for (const Error &error : m_setup.outputs().takeErrors())
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
        m_lost.add(*batch);
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
        m_setup.keeper().end(endingOf(summary));
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
        m_setup.outputs().commit();
    failOutputs();
    leaveIfDeserted();
    m_status = statusOf();
    if (m_failed)
        tellFailed();
    else if (!options().quiet && m_signal != SIGPIPE)
        tellAll();
    if (m_setup.hasProject() && lostResults() > 0)
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
    return counts[size_t(Verdict::Ok)] + counts[size_t(Verdict::Redirected)] == m_setup.plan().size() ? 0 : 1;
}

void CrawlCommand::tellFailed() const
{
    if (!options().quiet) {
        for (const QString &path : m_setup.outputs().written())
            say(m_summary.stopped ? tr("What was fetched until then has been written to %1.").arg(path)
                                  : tr("Written to %1.").arg(path));
    }
    if (!m_begun)
        say(tr("Nothing was fetched. Start again when that is fixed."));
    else if (m_setup.hasProject())
        m_lost.tell(options().project, m_isDamaged);
}

void CrawlCommand::tellAll() const
{
    tellEnd(m_summary.stats, m_setup.plan().size());
    if (m_summary.failedFast)
        say(tr("Stopped at the first address that is not fine."));
    else if (m_summary.proxyRefused && m_signal == 0)
        say(tr("Stopped: the proxy rejects the user name or password, and each request would be another "
               "failed login. Give the right ones with --proxy."));
    else if (m_summary.stopped)
        say(tr("Interrupted; what was fetched has been written."));
    for (const QString &path : m_setup.outputs().written())
        say(tr("Written to %1.").arg(path));
    if (m_setup.hasProject())
        tellProject();
}

void CrawlCommand::tellProject() const
{
    if (m_summary.stopped)
        say(tr("Saved in %1. To continue: turnstone-cli crawl --project %1 --resume").arg(options().project));
    else
        say(tr("Saved in %1.").arg(options().project));
    if (const std::optional<RunInfo> other = m_summary.stopped ? std::nullopt : runLeftIn(options().project))
        say(tr("%1 addresses of run %2 are still to be fetched: turnstone-cli crawl --project %3 --resume",
               nullptr, pluralOf(other->owed))
                .arg(grouped(other->owed), QString::number(other->id), options().project));
}

} // namespace turnstone
