// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectkeeper.h"

#include "app/cli/planwords.h"
#include "core/session/runclosing.h"

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

Outcome ProjectKeeper::prepare(const QString &path, const RunWish &wish, const StoreProgress &progress)
{
    m_path = path;
    const QFileInfo file(path);
    m_isMissing = !file.exists() || (file.isFile() && file.size() == 0);
    if (m_isMissing)
        return planNew(wish);
    if (const Outcome opened = m_writer.open(path, progress); !opened)
        return opened;
    if (const Outcome opened = m_results.open(m_writer.path()); !opened)
        return opened;
    return m_results.run([this, &wish](Store &store) { return planIn(store, wish); });
}

Outcome ProjectKeeper::planIn(Store &store, const RunWish &wish)
{
    const Result<ProjectState> state =
        wish.kind == RunWish::Kind::Resume ? readProjectToGoOn(store, wish.run) : readProject(store);
    if (!state)
        return state.error();
    Planned planned = planRun(state.value(), wish);
    if (const auto *problem = std::get_if<PlanProblem>(&planned))
        return planError(*problem, wish);
    m_plan = std::get<RunPlan>(std::move(planned));
    if (m_plan.earlier)
        m_results.readWithin(m_plan.earlier->id); // a later one may have found something else
    return success();
}

Outcome ProjectKeeper::planNew(const RunWish &wish)
{
    if (wish.kind == RunWish::Kind::Resume)
        return Error{Error::Code::Invalid,
                     tr("There is no project %1 to continue. Check its name.").arg(m_path)};
    if (wish.kind == RunWish::Kind::Only)
        return Error{Error::Code::Invalid,
                     tr("There is no project %1 yet, so there are no addresses to check again. "
                        "Leave out --only to start one.")
                         .arg(m_path)};
    if (wish.given.isEmpty())
        return Error{Error::Code::Invalid,
                     tr("There is no project %1 yet. Give the addresses to start it with.").arg(m_path)};
    m_plan = planFirstRun(wish.given);
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
    if (m_plan.isOver) {
        onDrained();
        return;
    }
    if (m_plan.known < RowId(m_plan.addresses.size()))
        m_writer.addAddresses(m_plan.addresses, m_plan.known, settings.keepSecrets);
    m_plan.opening(settings).writeTo(m_writer);
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
    if (m_plan.isOver)
        onDrained();
    else
        RunClosing{ending}.writeTo(m_writer);
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
