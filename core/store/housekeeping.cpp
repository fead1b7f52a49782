// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/housekeeping.h"

#include "core/store/runrows.h"
#include "core/store/sqlstatement.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int PagesAtOnce = 2000;

/// The tables with rows of results; results last, since the others belong to theirs.
constexpr const char *ResultTables[] = {"bodies", "headers", "hops", "attempts", "results"};

Error cancelled()
{
    return {Error::Code::Cancelled,
            QCoreApplication::translate("Project", "Cancelled. The project is whole.")};
}

Result<std::vector<RunId>> selectIds(SqlConnection &connection, const QString &select)
{
    SqlStatement rows(connection, select);
    if (const Outcome started = rows.exec(); !started)
        return started.error();
    std::vector<RunId> ids;
    while (rows.next())
        ids.push_back(rows.at(0).toLongLong());
    if (const Outcome done = rows.done(); !done)
        return done.error();
    return ids;
}

/// Takes all from the run that is nobody's current result, and the run itself where nothing is left of it.
Outcome pruneRun(SqlConnection &connection, RunId run)
{
    SqlTransaction transaction(connection);
    if (const Outcome begun = transaction.begin(); !begun)
        return begun;
    for (const char *table : ResultTables) {
        const QString sql =
            QStringLiteral("DELETE FROM %1 WHERE run_id = %2 AND NOT EXISTS (SELECT 1 FROM addresses a "
                           "WHERE a.id = address_id AND a.current_run = %2)");
        if (const Outcome done = connection.run(sql.arg(QLatin1StringView(table)).arg(run)); !done)
            return done;
    }
    const QString isEmpty =
        QStringLiteral("NOT EXISTS (SELECT 1 FROM results WHERE run_id = %1) AND NOT EXISTS "
                       "(SELECT 1 FROM owed WHERE run_id = %1)");
    const QString update = QStringLiteral("UPDATE runs SET pruned = 1 WHERE id = %1");
    const QString remove = QStringLiteral("DELETE FROM runs WHERE id = %1 AND ") + isEmpty;
    if (const Outcome done = connection.run({update.arg(run), remove.arg(run)}); !done)
        return done;
    if (const Outcome counted = recountRun(connection, run); !counted)
        return counted;
    return transaction.commit();
}

Result<qint64> number(SqlConnection &connection, const QString &select)
{
    const Result<QVariant> value = connection.value(select);
    if (!value)
        return value.error();
    return value.value().toLongLong();
}

/// By pages, where this SQLite counts them.
Outcome countPages(SqlConnection &connection, StoreSizes &sizes)
{
    SqlStatement rows(connection,
                      QStringLiteral("SELECT m.tbl_name, sum(s.pgsize) AS bytes FROM dbstat s "
                                     "JOIN sqlite_master m ON m.name = s.name WHERE s.aggregate = TRUE "
                                     "GROUP BY m.tbl_name ORDER BY bytes DESC"));
    if (const Outcome started = rows.exec(); !started)
        return started;
    while (rows.next())
        sizes.tables.emplace_back(rows.at(0).toString(), rows.at(1).toLongLong());
    return rows.done();
}

/// By the number of rows and what such rows usually take.
Outcome estimate(SqlConnection &connection, StoreSizes &sizes)
{
    static constexpr std::pair<const char *, int> Usual[] = {
        {"addresses", 90}, {"results", 330}, {"attempts", 20}, {"hops", 140},
        {"headers", 900},  {"bodies", 4000}, {"notes", 60}};
    sizes.estimated = true;
    for (const auto &[table, rowBytes] : Usual) {
        const Result<qint64> rows =
            number(connection, QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1StringView(table)));
        if (!rows)
            return rows.error();
        sizes.tables.emplace_back(QString::fromLatin1(table), rows.value() * rowBytes);
    }
    std::sort(sizes.tables.begin(), sizes.tables.end(),
              [](const auto &a, const auto &b) { return a.second > b.second; });
    return success();
}

} // namespace

Outcome pruneRuns(SqlConnection &connection, int keep, const StoreProgress &progress)
{
    const Result<std::vector<RunId>> old = selectIds(
        connection,
        QStringLiteral("SELECT id FROM runs ORDER BY id DESC LIMIT -1 OFFSET %1").arg(std::max(keep, 0)));
    if (!old)
        return old.error();
    const auto total = qint64(old.value().size());
    for (qint64 done = 0; done < total; ++done) {
        if (progress && !progress(done, total))
            return cancelled();
        if (const Outcome pruned = pruneRun(connection, old.value()[size_t(done)]); !pruned)
            return pruned;
    }
    return success();
}

Outcome deleteBodies(SqlConnection &connection, const StoreProgress &progress)
{
    const Result<std::vector<RunId>> runs =
        selectIds(connection, QStringLiteral("SELECT DISTINCT run_id FROM bodies"));
    if (!runs)
        return runs.error();
    const auto total = qint64(runs.value().size());
    for (qint64 done = 0; done < total; ++done) {
        if (progress && !progress(done, total))
            return cancelled();
        const QString sql =
            QStringLiteral("DELETE FROM bodies WHERE run_id = %1").arg(runs.value()[size_t(done)]);
        if (const Outcome deleted = connection.run(sql); !deleted)
            return deleted;
    }
    return success();
}

Outcome giveBackFreePages(SqlConnection &connection, const StoreProgress &progress)
{
    const QString countFree = QStringLiteral("PRAGMA freelist_count");
    Result<qint64> left = number(connection, countFree);
    if (!left)
        return left.error();
    const qint64 total = left.value();
    while (left.value() > 0) {
        if (progress && !progress(total - left.value(), total))
            return cancelled();
        SqlStatement step(connection, QStringLiteral("PRAGMA incremental_vacuum(%1)").arg(PagesAtOnce));
        if (const Outcome started = step.exec(); !started)
            return started;
        while (step.next()) {
        } // each step of it gives back one page
        if (const Outcome done = step.done(); !done)
            return done;
        const qint64 before = left.value();
        left = number(connection, countFree);
        if (!left)
            return left.error();
        if (left.value() == before) // a file that another program made anew without this ability
            return connection.run(QStringLiteral("VACUUM"));
    }
    return connection.run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
}

Result<StoreSizes> selectSizes(SqlConnection &connection)
{
    StoreSizes sizes;
    sizes.fileBytes = QFileInfo(connection.path()).size() + QFileInfo(connection.path() + u"-wal").size();
    const Result<qint64> free = number(connection, QStringLiteral("PRAGMA freelist_count"));
    const Result<qint64> pageSize = number(connection, QStringLiteral("PRAGMA page_size"));
    if (!free || !pageSize)
        return free ? pageSize.error() : free.error();
    sizes.freeBytes = free.value() * pageSize.value();
    const Result<qint64> counts =
        number(connection, QStringLiteral("SELECT count(*) FROM pragma_module_list WHERE name = 'dbstat'"));
    const bool counted = counts && counts.value() > 0;
    const Outcome known = counted ? countPages(connection, sizes) : estimate(connection, sizes);
    if (!known)
        return known.error();
    return sizes;
}

} // namespace turnstone
