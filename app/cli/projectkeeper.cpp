// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectkeeper.h"

#include "app/cli/projectreading.h"
#include "core/types/crawlsettingsjson.h"

#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <utility>

namespace turnstone {

namespace {

constexpr std::chrono::milliseconds RetryPause{200}; // each try waits for some seconds by itself

} // namespace

ProjectKeeper::ProjectKeeper()
{
    connect(&m_writer, &ProjectWriter::written, this, &ResultKeeper::kept);
    connect(&m_writer, &ProjectWriter::written, this, &ProjectKeeper::onWritten);
    connect(&m_writer, &ProjectWriter::failed, this, &ProjectKeeper::onFailed);
    connect(&m_writer, &ProjectWriter::drained, this, &ProjectKeeper::onDrained);
    m_retry.setSingleShot(true);
    m_retry.setInterval(RetryPause);
    connect(&m_retry, &QTimer::timeout, &m_writer, &ProjectWriter::retry);
}

Outcome ProjectKeeper::prepare(const QString &path, const Plan &plan, const StoreProgress &progress)
{
    m_path = path;
    const QFileInfo file(path);
    m_isMissing = !file.exists() || (file.isFile() && file.size() == 0);
    if (m_isMissing)
        return planNew(plan);
    if (const Outcome opened = m_writer.open(path, progress); !opened)
        return opened;
    if (const Outcome opened = m_results.open(m_writer.path()); !opened)
        return opened;
    return m_results.run([this, &plan](Store &store) -> Outcome {
        Result<ProjectRun> run = plan.goesOnWith        ? planToGoOn(store, *plan.goesOnWith, plan.given)
                                 : plan.given.isEmpty() ? planRunOfAll(store)
                                 : plan.isOnly          ? planRunOfOnly(store, plan.given)
                                                        : planRunOf(store, plan.given);
        if (!run)
            return run.error();
        m_run = std::move(run).value();
        if (m_run.earlier)
            m_results.readWithin(m_run.earlier->id); // a later one may have found something else
        return success();
    });
}

Outcome ProjectKeeper::planNew(const Plan &plan)
{
    if (plan.goesOnWith)
        return Error{Error::Code::Invalid,
                     tr("There is no project %1 to go on with. Check its name.").arg(m_path)};
    if (plan.isOnly)
        return Error{Error::Code::Invalid,
                     tr("There is no project %1 yet, whose addresses could be checked again. Leave out "
                        "--only to begin one.")
                         .arg(m_path)};
    if (plan.given.isEmpty())
        return Error{Error::Code::Invalid,
                     tr("There is no project %1 yet. Give the addresses it is to begin with.").arg(m_path)};
    m_run = planFirstRun(plan.given);
    return success();
}

Outcome ProjectKeeper::createIfMissing()
{
    if (!m_isMissing)
        return success();
    const Outcome created = m_writer.create(m_path);
    return created ? m_results.open(m_writer.path()) : created;
}

/// Nothing is fetched before all that is wanted stands in the file.
void ProjectKeeper::begin(const CrawlSettings &settings)
{
    m_phase = Phase::Beginning;
    m_writer.setKeepsBodies(settings.storeBodies); // those of a window's run may be for its preview only
    if (m_run.isOver) {
        onDrained();
        return;
    }
    if (m_run.known < RowId(m_run.addresses.size()))
        m_writer.addAddresses(m_run.addresses, m_run.known, settings.keepSecrets);
    if (m_run.earlier)
        m_writer.continueRun(m_run.earlier->id, crawlSettingsToJson(settings));
    else
        beginRun(settings);
}

void ProjectKeeper::beginRun(const CrawlSettings &settings)
{
    std::optional<std::vector<RowId>> wanted;
    if (!m_run.rows.empty()) {
        wanted.emplace();
        for (RowId row = 0; row < RowId(m_run.rows.size()); ++row) {
            if (m_run.rows[row].isWanted())
                wanted->push_back(row);
        }
    }
    m_writer.beginRunOf(m_run.scope, crawlSettingsToJson(settings), std::move(wanted));
}

void ProjectKeeper::append(const ResultBatch &batch)
{
    // What a stop left unreached does not go into the file, and may be millions.
    const auto isUnreached = [](const FetchResult &result) { return !result.wasReached(); };
    if (std::all_of(batch->begin(), batch->end(), isUnreached))
        Q_EMIT kept(batch);
    else
        m_writer.append(batch);
}

void ProjectKeeper::end(RunEnding ending)
{
    m_phase = Phase::Ending;
    if (m_run.isOver)
        onDrained();
    else
        m_writer.endRun(ending, false); // what it owes is for --resume
}

/// Another program that locks the file will let go of it; the crawl waits, as its results do.
void ProjectKeeper::onFailed(const Error &error)
{
    if (error.code != Error::Code::InUse) {
        Q_EMIT failed(error);
        return;
    }
    if (!std::exchange(m_waits, true))
        Q_EMIT waitingChanged(true);
    m_retry.start();
}

void ProjectKeeper::onWritten()
{
    if (std::exchange(m_waits, false))
        Q_EMIT waitingChanged(false);
}

void ProjectKeeper::onDrained()
{
    onWritten();
    if (m_phase == Phase::Beginning) {
        m_phase = Phase::Running;
        Q_EMIT ready();
    } else if (m_phase == Phase::Ending) {
        Q_EMIT ended();
    }
}

} // namespace turnstone
