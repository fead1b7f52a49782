// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/writerhand.h"

#include <QDateTime>

#include <utility>

namespace turnstone {

namespace {

constexpr size_t ResultsAtOnce = 20'000; // of one transaction: a bound on what a failure does again

} // namespace

void WriterHand::add(WriterJob job, bool first)
{
    {
        const std::lock_guard lock(m_mutex);
        if (first)
            m_jobs.push_front(std::move(job));
        else
            m_jobs.push_back(std::move(job));
    }
    QMetaObject::invokeMethod(this, [this, first] {
        if (first)
            m_stuck = false;
        work();
    });
}

Outcome WriterHand::open(const QString &path, const StoreProgress &progress)
{
    m_path = path;
    const Outcome opened = reopen(path, progress);
    if (opened) {
        m_isTidy = false; // what was left undone
        tidySoon();
    }
    return opened;
}

Outcome WriterHand::create(const QString &path)
{
    Result<std::unique_ptr<Store>> created = createProject(path);
    if (!created)
        return created.error();
    m_store = std::move(created).value();
    m_path = m_store->info().path;
    return success();
}

/// The results at the front as one, or the one job at the front.
std::vector<WriterJob> WriterHand::takeNext()
{
    const std::lock_guard lock(m_mutex);
    std::vector<WriterJob> next;
    size_t results = 0;
    while (!m_jobs.empty() && (next.empty() || (m_jobs.front().batch && results < ResultsAtOnce))) {
        const bool isBatch = bool(m_jobs.front().batch);
        if (!next.empty() && m_jobs.front().withBodies != next.front().withBodies)
            break;
        if (isBatch)
            results += m_jobs.front().batch->size();
        next.push_back(std::move(m_jobs.front()));
        m_jobs.pop_front();
        if (!isBatch)
            break;
    }
    return next;
}

void WriterHand::putBack(std::vector<WriterJob> jobs)
{
    const std::lock_guard lock(m_mutex);
    m_jobs.insert(m_jobs.begin(), std::make_move_iterator(jobs.begin()), std::make_move_iterator(jobs.end()));
}

void WriterHand::work()
{
    while (!m_stuck) {
        std::vector<WriterJob> jobs = takeNext();
        if (jobs.empty()) {
            tidySoon();
            return;
        }
        const Outcome outcome = perform(jobs);
        if (!outcome && !jobs.front().optional) {
            m_stuck = true;
            m_isBusy = outcome.error().code == Error::Code::InUse;
            putBack(std::move(jobs));
            Q_EMIT stuck(outcome.error());
            return;
        }
        Q_EMIT finished(jobs, outcome);
    }
}

Outcome WriterHand::perform(const std::vector<WriterJob> &jobs)
{
    if (!m_store) {
        if (const Outcome opened = reopen(m_path); !opened)
            return opened;
    }
    const WriterJob &first = jobs.front();
    if (first.batch) {
        std::vector<ResultBatch> batches;
        for (const WriterJob &job : jobs)
            batches.push_back(job.batch);
        return m_store->append(batches, first.withBodies);
    }
    if (const Outcome done = first.action(*m_store); !done)
        return done;
    if (!first.moveTo.isEmpty())
        return moveTo(first.moveTo);
    const RunId before = std::exchange(m_run, m_store->currentRun());
    if (m_run != 0 && m_run != before)
        Q_EMIT runBegun(m_run);
    if (m_run != before)
        m_isTidy = false;
    return success();
}

void WriterHand::tidySoon()
{
    if (!m_isTidy && !std::exchange(m_isTidyingSoon, true))
        QMetaObject::invokeMethod(this, &WriterHand::tidy, Qt::QueuedConnection);
}

/// One step: what came meanwhile goes first. An error stops it until a run ends; nobody waits for it.
void WriterHand::tidy()
{
    m_isTidyingSoon = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isTidy || m_stuck || !m_store || !m_jobs.empty())
            return; // work() calls again
    }
    const Result<bool> more = m_store->tidy(QDateTime::currentMSecsSinceEpoch());
    m_isTidy = !more || !more.value();
    tidySoon();
}

/// What was open stays so until the other file is.
Outcome WriterHand::moveTo(const QString &path)
{
    const Outcome moved = reopen(path);
    if (moved)
        m_path = m_store->info().path;
    return moved;
}

Outcome WriterHand::reopen(const QString &path, const StoreProgress &progress)
{
    Result<std::unique_ptr<Store>> opened = openProject(path, OpenMode::Write, progress);
    if (!opened)
        return opened.error();
    std::unique_ptr<Store> store = std::move(opened).value();
    if (store->info().readOnly)
        return Error{Error::Code::Unwritable, store->info().readOnlyReason};
    if (m_run != 0) {
        if (const Outcome goesOn = store->continueRun(m_run, {}); !goesOn)
            return goesOn;
    }
    m_store = std::move(store);
    return success();
}

void WriterHand::retry()
{
    if (!std::exchange(m_stuck, false))
        return;
    if (!m_isBusy)
        m_store.reset(); // its lock goes with it; perform() opens the file anew
    work();
}

void WriterHand::finish()
{
    retry(); // there may be room by now, and there is no later
    work();
    m_store.reset();
}

} // namespace turnstone
