// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/runrows.h"

#include "core/store/sqlconnection.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"
#include "core/store/sqlvalue.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace turnstone {

namespace {

Error noSuchRun(RunId run)
{
    return {Error::Code::Invalid,
            QCoreApplication::translate("Project", "The project has no run %1. Choose one that is listed.")
                .arg(run)};
}

RunInfo runOf(const SqlStatement &row)
{
    RunInfo info;
    info.id = row.at(0).toLongLong();
    info.scope = runScopeFromId(row.at(1).toString()).value_or(RunScope::Rows);
    info.startedAtMs = row.at(2).toLongLong();
    info.endedAtMs = knownFromSql(row.at(3));
    info.ending = runEndingFromId(row.at(4).toString()).value_or(RunEnding::Stopped);
    info.pruned = row.at(5).toBool();
    info.settings = bytesFromSql(row.at(6));
    return info;
}

RunInfo *find(std::vector<RunInfo> &runs, RunId id)
{
    const auto run = std::lower_bound(runs.begin(), runs.end(), id,
                                      [](const RunInfo &info, RunId key) { return info.id < key; });
    return run == runs.end() || run->id != id ? nullptr : &*run;
}

/// How many results of each run and verdict the select counts, into `runs`, which are in order of their ids.
Outcome readCounts(SqlConnection &connection, std::vector<RunInfo> &runs, const QString &select)
{
    SqlStatement counts(connection, select);
    if (const Outcome started = counts.exec(); !started)
        return started;
    while (counts.next()) {
        RunInfo *const run = find(runs, counts.at(0).toLongLong());
        if (!run)
            continue;
        const qint64 count = counts.at(2).toLongLong();
        const auto verdict = verdictFromId(counts.at(1).toString());
        if (!verdict || count <= 0)
            return damagedProject(connection.path(), QStringLiteral("run_counts"));
        run->results += count;
        run->byVerdict[size_t(*verdict)] = count;
    }
    return counts.done();
}

/// Of the results of one run as they are.
QString countsOf(RunId run)
{
    return QStringLiteral("SELECT r.run_id, p.verdict, count(*) FROM result_rows r CROSS JOIN pages p ON "
                          "p.address_id = r.address_id AND p.page = r.page WHERE r.run_id = %1 "
                          "GROUP BY r.run_id, p.verdict")
        .arg(run);
}

Outcome addCounts(SqlConnection &connection, std::vector<RunInfo> &runs)
{
    if (const Outcome read =
            readCounts(connection, runs, QStringLiteral("SELECT run_id, verdict, count FROM run_counts"));
        !read)
        return read;
    for (const RunInfo &info : runs) {
        if (info.results > 0)
            continue;
        if (info.ending == RunEnding::Open) {
            // Killed under an earlier program, which counted at the end only.
            if (const Outcome read = readCounts(connection, runs, countsOf(info.id)); !read)
                return read;
            continue;
        }
        const Result<QVariant> hasAny = connection.value(
            QStringLiteral("SELECT EXISTS(SELECT 1 FROM result_rows WHERE run_id = %1)").arg(info.id));
        if (!hasAny)
            return hasAny.error();
        if (hasAny.value().toBool() && !info.pruned)
            return damagedProject(connection.path(), QStringLiteral("run_counts"));
    }
    return success();
}

Outcome addOwed(SqlConnection &connection, std::vector<RunInfo> &runs)
{
    SqlStatement counts(connection, QStringLiteral("SELECT run_id, count(*) FROM owed GROUP BY run_id"));
    if (const Outcome started = counts.exec(); !started)
        return started;
    while (counts.next()) {
        if (RunInfo *const run = find(runs, counts.at(0).toLongLong()))
            run->owed = counts.at(1).toLongLong();
    }
    return counts.done();
}

/// Without their figures. `isOrdered` becomes false where the table is damaged so that SQLite does not see
/// it.
Result<std::vector<RunInfo>> selectBareRuns(SqlConnection &connection, bool &isOrdered)
{
    isOrdered = true;
    SqlStatement select(connection,
                        QStringLiteral("SELECT id, scope, started_at, ended_at, ending, pruned, settings "
                                       "FROM runs ORDER BY id"));
    if (const Outcome started = select.exec(); !started)
        return started.error();
    std::vector<RunInfo> runs;
    while (select.next()) {
        RunInfo run = runOf(select);
        const bool isNext = run.id > (runs.empty() ? 0 : runs.back().id);
        isOrdered = isOrdered && isNext;
        if (isNext)
            runs.push_back(std::move(run));
    }
    if (const Outcome done = select.done(); !done)
        return done.error();
    return runs;
}

} // namespace

Result<RunId> insertRun(SqlConnection &connection, RunScope scope, const QByteArray &settingsJson)
{
    SqlStatement insert(
        connection,
        QStringLiteral("INSERT INTO runs(scope, started_at, settings, program) VALUES(?, ?, ?, ?)"));
    insert << QString(runScopeId(scope)) << QDateTime::currentMSecsSinceEpoch() << sqlBytes(settingsJson)
           << QStringLiteral("Turnstone " TURNSTONE_VERSION);
    if (const Outcome inserted = insert.exec(); !inserted)
        return inserted.error();
    const Result<QVariant> id = connection.value(QStringLiteral("SELECT last_insert_rowid()"));
    if (!id)
        return id.error();
    return id.value().toLongLong();
}

Outcome reopenRun(SqlConnection &connection, RunId run, const QByteArray &settingsJson)
{
    SqlStatement update(connection,
                        QStringLiteral("UPDATE runs SET ended_at = NULL, ending = NULL, settings = ifnull(?, "
                                       "settings) WHERE id = ?"));
    const QVariant settings = settingsJson.isEmpty() ? QVariant() : sqlBytes(settingsJson);
    if (const Outcome updated = (update << settings << run).exec(); !updated)
        return updated;
    if (update.changedRows() == 0)
        return noSuchRun(run);
    const Result<QVariant> counted = connection.value(
        QStringLiteral("SELECT EXISTS(SELECT 1 FROM run_counts WHERE run_id = %1)").arg(run));
    if (!counted)
        return counted.error();
    return counted.value().toBool() ? success() : recountRun(connection, run);
}

Outcome closeRun(SqlConnection &connection, RunId run, RunEnding ending)
{
    SqlStatement update(connection, QStringLiteral("UPDATE runs SET ended_at = ?, ending = ? WHERE id = ?"));
    update << QDateTime::currentMSecsSinceEpoch() << QString(runEndingId(ending)) << run;
    return update.exec();
}

Outcome addToCounts(SqlConnection &connection, RunId run, const VerdictTally &change)
{
    SqlStatement add(connection,
                     QStringLiteral("INSERT INTO run_counts VALUES(?, ?, ?) ON CONFLICT DO UPDATE "
                                    "SET count = count + excluded.count"));
    for (int verdict = 0; verdict < VerdictCount; ++verdict) {
        const qint64 by = change[size_t(verdict)];
        if (by == 0)
            continue;
        if (const Outcome added = (add << run << QString(verdictId(Verdict(verdict))) << by).exec(); !added)
            return added;
    }
    return connection.run(QStringLiteral("DELETE FROM run_counts WHERE run_id = %1 AND count = 0").arg(run));
}

Outcome recountRun(SqlConnection &connection, RunId run)
{
    return connection.run({QStringLiteral("DELETE FROM run_counts WHERE run_id = %1").arg(run),
                           QStringLiteral("INSERT INTO run_counts ") + countsOf(run)});
}

Result<std::vector<RunInfo>> selectRuns(SqlConnection &connection)
{
    bool isOrdered = true;
    Result<std::vector<RunInfo>> bare = selectBareRuns(connection, isOrdered);
    if (!bare)
        return bare;
    if (!isOrdered)
        return damagedProject(connection.path(), QStringLiteral("runs"));
    std::vector<RunInfo> runs = std::move(bare).value();
    if (const Outcome counted = addOwed(connection, runs); !counted)
        return counted.error();
    if (const Outcome counted = addCounts(connection, runs); !counted)
        return counted.error();
    return runs;
}

Result<std::vector<RunInfo>> selectReadableRuns(SqlConnection &connection)
{
    Result<std::vector<RunInfo>> runs = selectRuns(connection);
    if (runs || runs.error().code != Error::Code::Unreadable)
        return runs;
    bool isOrdered = true;
    Result<std::vector<RunInfo>> bare = selectBareRuns(connection, isOrdered);
    if (!bare)
        return bare;
    std::vector<RunInfo> marked = std::move(bare).value();
    for (RunInfo &run : marked)
        run.damaged = true;
    return marked;
}

} // namespace turnstone
