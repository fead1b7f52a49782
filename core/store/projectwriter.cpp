// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/projectwriter.h"

#include "core/base/fileidentity.h"
#include "core/base/threadcheck.h"
#include "core/store/writerhand.h"

#include <utility>

namespace turnstone {

namespace {

Outcome beginOwing(Store &store, const std::optional<std::vector<RowId>> &rows,
                   const std::function<Outcome()> &begin)
{
    return store.together([&]() -> Outcome {
        if (const Outcome begun = begin(); !begun)
            return begun;
        if (const Outcome owed = rows ? store.owe(*rows) : store.oweAll(); !owed)
            return owed;
        return store.tryOut();
    });
}

} // namespace

ProjectWriter::ProjectWriter(QObject *parent)
    : QObject(parent)
    , m_hand(std::make_unique<WriterHand>())
{
    m_thread.setObjectName(QStringLiteral("project writer"));
    m_hand->moveToThread(&m_thread);
    connect(m_hand.get(), &WriterHand::finished, this, &ProjectWriter::onFinished);
    connect(m_hand.get(), &WriterHand::runBegun, this, &ProjectWriter::runBegun);
    connect(m_hand.get(), &WriterHand::stuck, this, [this](const Error &error) {
        m_stuck = true;
        Q_EMIT failed(error);
    });
    m_thread.start();
}

ProjectWriter::~ProjectWriter()
{
    QMetaObject::invokeMethod(m_hand.get(), &WriterHand::finish, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Outcome ProjectWriter::start(const std::function<Outcome()> &opening, const QString &path)
{
    Outcome outcome = success();
    QMetaObject::invokeMethod(
        m_hand.get(), [&outcome, &opening] { outcome = opening(); }, Qt::BlockingQueuedConnection);
    if (outcome)
        m_path = path;
    return outcome;
}

Outcome ProjectWriter::open(const QString &path, const StoreProgress &progress)
{
    const QString real = resolvedPath(path);
    return start([this, real, progress] { return m_hand->open(real, progress); }, real);
}

Outcome ProjectWriter::create(const QString &path)
{
    const QString real = resolvedPath(path);
    return start([this, real] { return m_hand->create(real); }, real);
}

void ProjectWriter::add(WriterJob job, bool first)
{
    TURNSTONE_ASSERT_THREAD(this);
    ++m_pending;
    if (job.batch)
        m_backlog += qsizetype(job.batch->size());
    m_hand->add(std::move(job), first);
}

void ProjectWriter::act(std::function<Outcome(Store &)> action)
{
    WriterJob job;
    job.action = std::move(action);
    add(std::move(job));
}

void ProjectWriter::addAddresses(const AddressList &addresses, RowId first, bool keepsSecrets)
{
    act([=](Store &store) { return store.addAddresses(addresses, first, keepsSecrets); });
}

void ProjectWriter::removeRows(std::vector<RowId> rows)
{
    changeRows([rows = std::move(rows)](Store &store) { return store.removeRows(rows); });
}

void ProjectWriter::restoreRows(std::vector<RowId> rows)
{
    changeRows([rows = std::move(rows)](Store &store) { return store.restoreRows(rows); });
}

void ProjectWriter::changeRows(std::function<Outcome(Store &)> action)
{
    const auto runs = std::make_shared<Result<std::vector<RunInfo>>>(std::vector<RunInfo>());
    WriterJob job;
    job.action = [action = std::move(action), runs](Store &store) {
        const Outcome changed = action(store);
        if (changed)
            *runs = store.runs();
        return changed;
    };
    job.done = [this, runs](const Outcome &) {
        if (*runs)
            Q_EMIT rowsChanged(runs->value());
    };
    add(std::move(job));
}

void ProjectWriter::beginRun(RunScope scope, const QByteArray &settingsJson)
{
    act([scope, settingsJson](Store &store) { return store.beginRun(scope, settingsJson); });
}

void ProjectWriter::beginRunOf(RunScope scope, const QByteArray &settingsJson,
                               std::optional<std::vector<RowId>> rows)
{
    act([scope, settingsJson, rows = std::move(rows)](Store &store) {
        return beginOwing(store, rows, [&] { return store.beginRun(scope, settingsJson); });
    });
}

void ProjectWriter::continueRun(RunId run, const QByteArray &settingsJson)
{
    act([run, settingsJson](Store &store) {
        return store.together([&]() -> Outcome {
            const Outcome goesOn = store.continueRun(run, settingsJson);
            return goesOn ? store.tryOut() : goesOn;
        });
    });
}

void ProjectWriter::continueRunOf(RunId run, const QByteArray &settingsJson,
                                  std::optional<std::vector<RowId>> rows)
{
    act([run, settingsJson, rows = std::move(rows)](Store &store) {
        return beginOwing(store, rows, [&] { return store.continueRun(run, settingsJson); });
    });
}

void ProjectWriter::owe(std::vector<RowId> rows)
{
    act([rows = std::move(rows)](Store &store) { return store.owe(rows); });
}

void ProjectWriter::oweAll()
{
    act([](Store &store) { return store.oweAll(); });
}

void ProjectWriter::forgetOwed(std::vector<RowId> rows)
{
    act([rows = std::move(rows)](Store &store) { return store.forgetOwed(rows); });
}

void ProjectWriter::append(const ResultBatch &batch)
{
    if (!batch || batch->empty())
        return;
    WriterJob job;
    job.batch = batch;
    job.withBodies = m_keepsBodies;
    add(std::move(job));
}

void ProjectWriter::endRun(RunEnding ending, bool forgetOwed)
{
    act([ending, forgetOwed](Store &store) { return store.endRun(ending, forgetOwed); });
}

void ProjectWriter::setNote(RowId row, const QString &text)
{
    act([row, text](Store &store) { return store.setNote(row, text); });
}

void ProjectWriter::saveAs(const QString &target, const StoreProgress &progress)
{
    const QString path = resolvedPath(target);
    WriterJob job;
    job.action = [path, progress](Store &store) { return store.copyTo(path, progress); };
    job.moveTo = path;
    job.optional = true;
    job.done = [this, path](const Outcome &outcome) {
        if (!outcome) {
            Q_EMIT saveFailed(outcome.error());
            return;
        }
        m_path = path;
        Q_EMIT savedAs(path);
    };
    add(std::move(job), std::exchange(m_stuck, false));
}

void ProjectWriter::run(std::function<Outcome(Store &)> action, std::function<void(const Outcome &)> done)
{
    WriterJob job;
    job.action = std::move(action);
    job.optional = true;
    job.done = std::move(done);
    add(std::move(job));
}

void ProjectWriter::retry()
{
    m_stuck = false;
    QMetaObject::invokeMethod(m_hand.get(), &WriterHand::retry);
}

void ProjectWriter::onFinished(const std::vector<WriterJob> &jobs, const Outcome &outcome)
{
    m_pending -= qsizetype(jobs.size());
    for (const WriterJob &job : jobs) {
        if (job.batch) {
            m_backlog -= qsizetype(job.batch->size());
            Q_EMIT written(job.batch);
        } else if (job.done) {
            job.done(outcome);
        }
    }
    if (m_pending == 0)
        Q_EMIT drained();
}

} // namespace turnstone
