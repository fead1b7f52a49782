// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store.h"

#include "core/store/addressrows.h"
#include "core/store/headerorder.h"
#include "core/store/housekeeping.h"
#include "core/store/projectcopy.h"
#include "core/store/projectlock.h"
#include "core/store/removedrows.h"
#include "core/store/resultinserter.h"
#include "core/store/resultreader.h"
#include "core/store/rowlist.h"
#include "core/store/rowstates.h"
#include "core/store/runcompare.h"
#include "core/store/runrows.h"
#include "core/store/runtrial.h"
#include "core/store/schema.h"
#include "core/store/sqlconnection.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"
#include "core/store/sqlvalue.h"
#include "core/store/tidying.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>

namespace turnstone {

namespace {

constexpr int ChunkRows = 256;

ResultReader::Extent extentOf(bool withBodies)
{
    return withBodies ? ResultReader::Extent::All : ResultReader::Extent::NoBodies;
}

Outcome insertResult(ResultInserter &inserter, const FetchResult &result, bool withBody, VerdictTally &tally)
{
    if (withBody || result.body.isEmpty())
        return inserter.insert(result, tally);
    FetchResult bare = result;
    bare.body.clear();
    return inserter.insert(bare, tally);
}

} // namespace

/// Each with statements that it keeps prepared.
struct Store::Workers
{
    ResultInserter inserter;
    ResultReader reader;
    Tidying tidying;
};

Store::Store(std::unique_ptr<SqlConnection> connection, StoreInfo info, std::unique_ptr<ProjectLock> lock)
    : m_info(std::move(info))
    , m_lock(std::move(lock))
    , m_connection(std::move(connection))
    , m_file(FileIdentity::of(m_info.path))
    , m_workers(
          new Workers{ResultInserter(*m_connection), ResultReader(*m_connection), Tidying(*m_connection)})
{}

Store::~Store() = default;

Outcome Store::writable() const
{
    if (m_info.readOnly)
        return Error{Error::Code::Unwritable, m_info.readOnlyReason};
    // on Linux a file that was removed could be written to the end, and be gone
    if (FileIdentity::of(m_info.path) != m_file)
        return Error{
            Error::Code::Unwritable,
            QCoreApplication::translate(
                "Project", "%1 is no longer there. Put it back, or save the project in another place.")
                .arg(QDir::toNativeSeparators(m_info.path))};
    return success();
}

Outcome Store::inRun() const
{
    if (m_run != 0)
        return success();
    return Error{Error::Code::Internal,
                 QCoreApplication::translate("Project", "No run of this project has started.")};
}

Outcome Store::write(const std::function<Outcome()> &work)
{
    if (const Outcome allowed = writable(); !allowed)
        return allowed;
    return m_isTogether ? work() : transact(work);
}

Outcome Store::transact(const std::function<Outcome()> &work)
{
    SqlTransaction transaction(*m_connection);
    if (const Outcome begun = transaction.begin(); !begun)
        return begun;
    if (const Outcome done = work(); !done)
        return done;
    return transaction.commit();
}

// reading

Outcome Store::readAddresses(const std::function<bool(std::shared_ptr<const AddressBlock>)> &take)
{
    return selectAddresses(*m_connection, take);
}

Outcome Store::readRowStates(RowId first, RowId count, const std::function<void(const RowState &)> &take)
{
    return selectRowStates(*m_connection, first, count, take);
}

Result<std::vector<FetchResult>> Store::readResults(std::span<const RowId> rows, std::optional<RunId> run,
                                                    bool withBodies)
{
    return m_workers->reader.read(rows, run, extentOf(withBodies));
}

Result<std::vector<FetchResult>> Store::readWithoutFields(std::span<const RowId> rows,
                                                          std::optional<RunId> run)
{
    return m_workers->reader.read(rows, run, ResultReader::Extent::NoFields);
}

Result<bool> Store::hasHeadersInOrder(std::optional<RunId> run)
{
    return areHeadersInOrder(*m_connection, run);
}

Outcome Store::readRun(RunId run, const std::function<bool(const FetchResult &)> &take, bool withBodies)
{
    SqlStatement rowsAfter(*m_connection,
                           QStringLiteral("SELECT address_id FROM result_rows WHERE run_id = ? AND "
                                          "address_id > ? ORDER BY address_id LIMIT ?"));
    std::vector<RowId> rows;
    qint64 last = -1;
    int read = 0;
    do {
        if (const Outcome started = (rowsAfter << run << last << ChunkRows).exec(); !started)
            return started;
        rows.clear();
        for (read = 0; rowsAfter.next(); ++read) {
            const qint64 row = rowsAfter.at(0).toLongLong();
            if (row > (rows.empty() ? last : qint64(rows.back()))) // in a damaged file it may not be
                rows.push_back(RowId(row));
        }
        if (const Outcome done = rowsAfter.done(); !done)
            return done;
        const Result<std::vector<FetchResult>> results =
            m_workers->reader.read(rows, run, extentOf(withBodies));
        if (!results)
            return results.error();
        for (const FetchResult &result : results.value()) {
            if (!take(result))
                return success();
        }
        if (!rows.empty())
            last = rows.back();
    } while (read == ChunkRows && !rows.empty());
    return success();
}

Outcome Store::readVerdicts(RunId run, const std::function<void(RowId, Verdict)> &take)
{
    SqlStatement select(
        *m_connection,
        QStringLiteral(
            "SELECT r.address_id, p.verdict FROM result_rows r CROSS JOIN pages p ON p.address_id = "
            "r.address_id AND p.page = r.page WHERE r.run_id = ? ORDER BY r.address_id"));
    if (const Outcome started = (select << run).exec(); !started)
        return started;
    while (select.next()) {
        if (const std::optional<Verdict> verdict = verdictFromId(select.at(1).toString()))
            take(RowId(select.at(0).toLongLong()), *verdict);
    }
    return select.done();
}

Result<std::vector<RowId>> Store::owedRows(std::optional<RunId> run)
{
    SqlStatement select(*m_connection,
                        QStringLiteral("SELECT address_id FROM owed %1 ORDER BY address_id")
                            .arg(run ? QStringLiteral("WHERE run_id = %1").arg(*run) : QString()));
    if (const Outcome started = select.exec(); !started)
        return started.error();
    std::vector<RowId> rows;
    while (select.next())
        rows.push_back(RowId(select.at(0).toLongLong()));
    if (const Outcome done = select.done(); !done)
        return done.error();
    return rows;
}

Result<std::vector<RowId>> Store::removedRows()
{
    return selectRemoved(*m_connection);
}

Result<qint64> Store::finishedAddresses()
{
    const Result<QVariant> count = m_connection->value(
        QStringLiteral("SELECT count(*) FROM addresses a WHERE current_run IS NOT NULL AND problem IS NULL "
                       "AND NOT EXISTS (SELECT 1 FROM owed WHERE address_id = a.id) "
                       "AND NOT EXISTS (SELECT 1 FROM removed WHERE address_id = a.id)"));
    if (!count)
        return count.error();
    return count.value().toLongLong();
}

Result<std::vector<RunInfo>> Store::runs()
{
    return selectRuns(*m_connection);
}

Result<std::vector<RunInfo>> Store::readableRuns()
{
    return selectReadableRuns(*m_connection);
}

Result<std::vector<HistoryEntry>> Store::history(RowId row)
{
    return selectHistory(*m_connection, row);
}

Outcome Store::compare(RunId before, RunId after, const CompareOptions &options,
                       const std::function<bool(const RunDifference &)> &take)
{
    return compareRuns(*m_connection, before, after, options, take);
}

Result<QString> Store::note(RowId row)
{
    const Result<QVariant> text =
        m_connection->value(QStringLiteral("SELECT text FROM notes WHERE address_id = %1").arg(row));
    if (!text)
        return text.error();
    return textFromSql(text.value());
}

Result<std::vector<std::pair<RowId, QString>>> Store::notes(RowId first, RowId count)
{
    SqlStatement rows(*m_connection,
                      QStringLiteral("SELECT address_id, text FROM notes WHERE address_id >= ? "
                                     "AND address_id < ? ORDER BY address_id"));
    if (const Outcome started = (rows << qint64(first) << qint64(first) + qint64(count)).exec(); !started)
        return started.error();
    std::vector<std::pair<RowId, QString>> notes;
    while (rows.next())
        notes.emplace_back(RowId(rows.at(0).toLongLong()), textFromSql(rows.at(1)));
    const Outcome done = rows.done();
    return done ? Result<std::vector<std::pair<RowId, QString>>>(std::move(notes)) : done.error();
}

Result<StoreSizes> Store::sizes()
{
    return selectSizes(*m_connection);
}

Result<Retention> Store::retention()
{
    return selectRetention(*m_connection);
}

// writing

Outcome Store::addAddresses(const AddressList &addresses, RowId first, bool keepsSecrets)
{
    const Outcome added =
        write([&] { return insertAddresses(*m_connection, addresses, first, keepsSecrets); });
    if (added)
        m_info.addresses = std::max(m_info.addresses, qint64(addresses.size()));
    return added;
}

Outcome Store::removeRows(std::span<const RowId> rows)
{
    return write([&] { return removeRowsOf(*m_connection, rows, QDateTime::currentMSecsSinceEpoch()); });
}

Outcome Store::restoreRows(std::span<const RowId> rows)
{
    return write([&] { return restoreRowsOf(*m_connection, rows); });
}

Outcome Store::beginRun(RunScope scope, const QByteArray &settingsJson)
{
    RunId begun = 0;
    const Outcome done = write([&]() -> Outcome {
        const Result<RunId> run = insertRun(*m_connection, scope, settingsJson);
        if (!run)
            return run.error();
        begun = run.value();
        return success();
    });
    if (done)
        m_run = begun;
    return done;
}

Outcome Store::continueRun(RunId run, const QByteArray &settingsJson)
{
    const Outcome done = write([&] { return reopenRun(*m_connection, run, settingsJson); });
    if (done)
        m_run = run;
    return done;
}

Outcome Store::tryOut()
{
    if (const Outcome running = inRun(); !running)
        return running;
    return write([&]() -> Outcome {
        if (const Outcome checked = checkSchema(*m_connection); !checked)
            return checked;
        const Result<std::optional<RowId>> row = lookWhereResultsGo(*m_connection, m_run);
        if (!row || !row.value())
            return row ? success() : row.error();
        if (const Outcome marked = m_connection->run(QStringLiteral("SAVEPOINT trial")); !marked)
            return marked;
        const Outcome kept = append(std::vector{trialResult(*row.value())});
        const Outcome undone =
            m_connection->run({QStringLiteral("ROLLBACK TO trial"), QStringLiteral("RELEASE trial")});
        return kept ? undone : kept;
    });
}

Outcome Store::owe(std::span<const RowId> rows)
{
    if (const Outcome running = inRun(); !running)
        return running;
    return write([&]() -> Outcome {
        const QString json = rowListJson(rows);
        SqlStatement others(
            *m_connection,
            QStringLiteral(
                "UPDATE runs SET scope = 'rows' WHERE id IN (SELECT run_id FROM owed WHERE run_id != ? "
                "AND address_id IN (SELECT value FROM json_each(?)))"));
        if (const Outcome marked = (others << m_run << json).exec(); !marked)
            return marked;
        SqlStatement insert(*m_connection,
                            QStringLiteral("INSERT OR REPLACE INTO owed SELECT value, ? FROM json_each(?)"));
        return (insert << m_run << json).exec();
    });
}

Outcome Store::oweAll()
{
    if (const Outcome running = inRun(); !running)
        return running;
    return write([&]() -> Outcome {
        SqlStatement others(
            *m_connection,
            QStringLiteral(
                "UPDATE runs SET scope = 'rows' WHERE id IN (SELECT run_id FROM owed WHERE run_id != ?)"));
        if (const Outcome marked = (others << m_run).exec(); !marked)
            return marked;
        SqlStatement insert(
            *m_connection,
            QStringLiteral("INSERT OR REPLACE INTO owed SELECT id, ? FROM addresses WHERE id NOT IN (SELECT "
                           "address_id FROM removed) ORDER BY id"));
        return (insert << m_run).exec();
    });
}

Outcome Store::forgetOwed(std::span<const RowId> rows)
{
    return write([&] { return deleteOwed(rows); });
}

Outcome Store::deleteOwed(std::span<const RowId> rows)
{
    SqlStatement paid(
        *m_connection,
        QStringLiteral("DELETE FROM owed WHERE address_id IN (SELECT value FROM json_each(?))"));
    return (paid << rowListJson(rows)).exec();
}

Outcome Store::append(std::span<const ResultBatch> batches, bool withBodies)
{
    if (const Outcome running = inRun(); !running)
        return running;
    return write([&]() -> Outcome {
        std::vector<RowId> rows, reached, finished;
        for (const ResultBatch &batch : batches) {
            for (const FetchResult &result : *batch)
                rows.push_back(result.row);
        }
        if (const Outcome begun = m_workers->inserter.begin(m_run, rows); !begun)
            return begun;
        VerdictTally tally{};
        for (const ResultBatch &batch : batches) {
            for (const FetchResult &result : *batch) {
                if (!result.wasReached())
                    continue;
                if (result.verdict == Verdict::Cancelled) {
                    const Result<bool> known = hasResult(result.row);
                    if (!known)
                        return known.error();
                    if (known.value())
                        continue; // to stop a fetch takes nothing away
                }
                if (const Outcome inserted = insertResult(m_workers->inserter, result, withBodies, tally);
                    !inserted)
                    return inserted;
                reached.push_back(result.row);
                if (result.verdict != Verdict::Cancelled)
                    finished.push_back(result.row);
            }
        }
        if (const Outcome counted = addToCounts(*m_connection, m_run, tally); !counted)
            return counted;
        return settle(reached, finished);
    });
}

Result<bool> Store::hasResult(RowId row)
{
    const Result<QVariant> run =
        m_connection->value(QStringLiteral("SELECT current_run FROM addresses WHERE id = %1").arg(row));
    if (!run)
        return run.error();
    return !run.value().isNull();
}

/// What has a result now, and what is owed no more.
Outcome Store::settle(std::span<const RowId> reached, std::span<const RowId> finished)
{
    SqlStatement current(*m_connection, QStringLiteral("UPDATE addresses SET current_run = ? WHERE id IN "
                                                       "(SELECT value FROM json_each(?))"));
    if (const Outcome done = (current << m_run << rowListJson(reached)).exec(); !done)
        return done;
    return deleteOwed(finished);
}

Outcome Store::together(const std::function<Outcome()> &work)
{
    if (const Outcome allowed = writable(); !allowed)
        return allowed;
    const RunId before = m_run;
    m_isTogether = true;
    const Outcome done = transact(work);
    m_isTogether = false;
    if (!done)
        m_run = before;
    return done;
}

Result<bool> Store::owesAny()
{
    const Result<QVariant> owes = m_connection->value(
        QStringLiteral("SELECT EXISTS (SELECT 1 FROM owed WHERE run_id = %1)").arg(m_run));
    if (!owes)
        return owes.error();
    return owes.value().toBool();
}

Outcome Store::endRun(RunEnding ending, bool forgetOwed)
{
    if (const Outcome running = inRun(); !running)
        return running;
    const Outcome ended = write([&]() -> Outcome {
        if (forgetOwed) {
            const QString forget = QStringLiteral("DELETE FROM owed WHERE run_id = %1").arg(m_run);
            if (const Outcome forgotten = m_connection->run(forget); !forgotten)
                return forgotten;
        }
        // Some of its rows alone may have been fetched, or what was kept of others has not become theirs.
        const Result<bool> owes =
            ending == RunEnding::Finished && !forgetOwed ? owesAny() : Result<bool>(false);
        if (!owes)
            return owes.error();
        return closeRun(*m_connection, m_run, owes.value() ? RunEnding::Stopped : ending);
    });
    if (ended)
        m_run = 0;
    return ended;
}

Outcome Store::setNote(RowId row, const QString &text)
{
    return write([&] {
        if (text.isEmpty())
            return m_connection->run(QStringLiteral("DELETE FROM notes WHERE address_id = %1").arg(row));
        SqlStatement insert(*m_connection, QStringLiteral("INSERT OR REPLACE INTO notes VALUES(?, ?, ?)"));
        return (insert << qint64(row) << sqlText(text) << QDateTime::currentMSecsSinceEpoch()).exec();
    });
}

Outcome Store::setRetention(const Retention &retention)
{
    return write([&] { return saveRetention(*m_connection, retention); });
}

Result<bool> Store::tidy(qint64 nowMs)
{
    bool more = false;
    const Outcome done = write([&]() -> Outcome {
        const Result<bool> step = m_workers->tidying.step(nowMs, m_run);
        if (!step)
            return step.error();
        more = step.value();
        return success();
    });
    if (!done)
        return done.error();
    return more;
}

Outcome Store::keepLastRuns(int count, const StoreProgress &progress)
{
    if (const Outcome allowed = writable(); !allowed)
        return allowed;
    return pruneRuns(*m_connection, count, progress);
}

Outcome Store::dropBodies(const StoreProgress &progress)
{
    if (const Outcome allowed = writable(); !allowed)
        return allowed;
    return deleteBodies(*m_connection, progress);
}

Outcome Store::compact(const StoreProgress &progress)
{
    if (const Outcome allowed = writable(); !allowed)
        return allowed;
    return giveBackFreePages(*m_connection, progress);
}

Outcome Store::copyTo(const QString &path, const StoreProgress &progress)
{
    return copyProject(*m_connection, path, progress);
}

} // namespace turnstone
