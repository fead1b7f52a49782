// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/housekeeping.h"

#include "core/store/rowlist.h"
#include "core/store/runrows.h"
#include "core/store/sqlstatement.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace turnstone {

namespace {

constexpr int PagesAtOnce = 2000;
constexpr int BodiesAtOnce = 2000;
constexpr qint64 RowsOfAllRuns = 100'000; // that a piece may have to look at, for its addresses

/// What is kept by run and by page; the rows that the others belong to come last.
constexpr const char *RunTables[] = {"headers", "hop_times", "attempt_times", "result_rows"};
constexpr const char *PageTables[] = {"page_bodies", "page_hops", "page_attempts", "pages"};

Error cancelled()
{
    return {Error::Code::Cancelled,
            QCoreApplication::translate("Project", "Cancelled. The project is intact.")};
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
    for (qint64 first = 0; first >= 0;) {
        const Result<RunPiece> piece = prunePiece(connection, run, first, false);
        if (!piece)
            return piece.error();
        first = piece.value().next;
    }
    if (const Outcome closed = closePruned(connection, run); !closed)
        return closed;
    return transaction.commit();
}

Result<qint64> number(SqlConnection &connection, const QString &select)
{
    const Result<QVariant> value = connection.value(select);
    if (!value)
        return value.error();
    return value.value().toLongLong();
}

/// What the tables are called in docs/project-file.md, all that belongs to one together.
QString publicName(const QString &table)
{
    static const std::pair<QString, QString> Names[] = {
        {QStringLiteral("result_rows"), QStringLiteral("results")},
        {QStringLiteral("attempt_times"), QStringLiteral("attempts")},
        {QStringLiteral("hop_times"), QStringLiteral("hops")},
        {QStringLiteral("page_attempts"), QStringLiteral("pages")},
        {QStringLiteral("page_hops"), QStringLiteral("pages")},
        {QStringLiteral("page_bodies"), QStringLiteral("bodies")},
        {QStringLiteral("certificates"), QStringLiteral("results")},
        {QStringLiteral("peers"), QStringLiteral("results")}};
    const auto found = std::find_if(std::begin(Names), std::end(Names),
                                    [&table](const auto &name) { return name.first == table; });
    return found == std::end(Names) ? table : found->second;
}

void addSize(StoreSizes &sizes, const QString &table, qint64 bytes)
{
    const QString name = publicName(table);
    const auto found = std::find_if(sizes.tables.begin(), sizes.tables.end(),
                                    [&name](const auto &size) { return size.first == name; });
    if (found == sizes.tables.end())
        sizes.tables.emplace_back(name, bytes);
    else
        found->second += bytes;
}

/// By pages, where this SQLite counts them.
Outcome countPages(SqlConnection &connection, StoreSizes &sizes)
{
    SqlStatement rows(connection,
                      QStringLiteral("SELECT m.tbl_name, sum(s.pgsize) AS bytes FROM dbstat s "
                                     "JOIN sqlite_master m ON m.name = s.name WHERE s.aggregate = TRUE "
                                     "GROUP BY m.tbl_name"));
    if (const Outcome started = rows.exec(); !started)
        return started;
    while (rows.next())
        addSize(sizes, rows.at(0).toString(), rows.at(1).toLongLong());
    return rows.done();
}

/// By a sample of the addresses: what one of them has of a table, on average, and of which run.
Outcome estimate(SqlConnection &connection, StoreSizes &sizes)
{
    sizes.estimated = true;
    const Result<qint64> addresses =
        number(connection, QStringLiteral("SELECT coalesce(max(id) + 1, 0) FROM addresses"));
    const Result<qint64> results =
        number(connection, QStringLiteral("SELECT coalesce(sum(count), 0) FROM run_counts"));
    if (!addresses || !results)
        return addresses ? results.error() : addresses.error();
    const QString sample =
        QStringLiteral(
            "WITH RECURSIVE s(id) AS (SELECT 0 UNION ALL SELECT id + %1 FROM s WHERE id + %1 < %2) "
            "SELECT sum(bytes) * 1.0 / (SELECT count(*) FROM s) FROM (%3)")
            .arg(std::max<qint64>(addresses.value() / 200, 1))
            .arg(addresses.value());
    // bytes of a row without its text, and with what a page of the file leaves free
    static const std::tuple<const char *, bool, const char *> Tables[] = {
        {"addresses", false, "SELECT length(a.url) + 30 AS bytes FROM s JOIN addresses a ON a.id = s.id"},
        {"pages", false,
         "SELECT 130 + length(ifnull(p.title, '') || ifnull(p.reason, '') || ifnull(p.description, '') || "
         "ifnull(p.h1, '') || ifnull(p.canonical, '') || ifnull(p.final_url, '')) AS bytes FROM s CROSS JOIN "
         "pages p ON p.address_id = s.id"},
        {"bodies", false,
         "SELECT length(b.content) + 15 AS bytes FROM s CROSS JOIN page_bodies b ON b.address_id = s.id"},
        {"results", true,
         "SELECT 50 AS bytes FROM s CROSS JOIN addresses a ON a.id = s.id WHERE a.current_run IS NOT NULL"},
        {"hops", true,
         "SELECT 50 AS bytes FROM s CROSS JOIN addresses a ON a.id = s.id CROSS JOIN hop_times h ON "
         "h.run_id = a.current_run AND h.address_id = a.id"},
        {"headers", true,
         "SELECT length(ifnull(h.response, '')) + length(ifnull(h.request, '')) + 15 AS bytes FROM s CROSS "
         "JOIN addresses a ON a.id = "
         "s.id "
         "CROSS JOIN headers h ON h.run_id = a.current_run AND h.address_id = a.id"},
    };
    for (const auto &[table, isOfRuns, select] : Tables) {
        const Result<QVariant> each = connection.value(sample.arg(QLatin1StringView(select)));
        if (!each)
            return each.error();
        const qint64 rows = isOfRuns ? results.value() : addresses.value();
        sizes.tables.emplace_back(QString::fromLatin1(table), qint64(each.value().toDouble() * double(rows)));
    }
    return success();
}

/// The figures of a run that loses so many results. One without any, as earlier programs left them where they
/// were killed, is counted from what it has.
Outcome takeFromCounts(SqlConnection &connection, RunId run, const std::map<QString, qint64> &lost)
{
    SqlStatement take(connection, QStringLiteral("UPDATE run_counts SET count = max(count - ?, 0) WHERE "
                                                 "run_id = ? AND verdict = ?"));
    for (const auto &[verdict, count] : lost) {
        if (const Outcome taken = (take << count << run << verdict).exec(); !taken)
            return taken;
    }
    return connection.run(QStringLiteral("DELETE FROM run_counts WHERE run_id = %1 AND count = 0").arg(run));
}

} // namespace

Outcome deleteRows(SqlConnection &connection, RunId run, std::span<const RowId> rows)
{
    const QString list = rowListJson(rows);
    for (const char *table : RunTables) {
        SqlStatement remove(connection, QStringLiteral("DELETE FROM %1 WHERE run_id = ? AND address_id IN "
                                                       "(SELECT value FROM json_each(?))")
                                            .arg(QLatin1StringView(table)));
        if (const Outcome done = (remove << run << list).exec(); !done)
            return done;
    }
    return success();
}

Outcome deleteLoosePages(SqlConnection &connection, std::span<const RowId> rows)
{
    if (rows.empty())
        return success();
    const auto [first, last] = std::minmax_element(rows.begin(), rows.end());
    SqlStatement loose(connection,
                       QStringLiteral("SELECT p.address_id, p.page FROM json_each(?) j CROSS JOIN pages p ON "
                                      "p.address_id = j.value WHERE (p.address_id, p.page) NOT IN "
                                      "(SELECT r.address_id, r.page FROM runs n CROSS JOIN result_rows r ON "
                                      "r.run_id = n.id AND r.address_id >= ? AND r.address_id <= ?)"));
    loose << rowListJson(rows) << qint64(*first) << qint64(*last);
    if (const Outcome asked = loose.exec(); !asked)
        return asked;
    std::vector<std::pair<qint64, qint64>> pages;
    while (loose.next())
        pages.emplace_back(loose.at(0).toLongLong(), loose.at(1).toLongLong());
    if (const Outcome done = loose.done(); !done)
        return done;
    for (const char *table : PageTables) {
        SqlStatement remove(
            connection,
            QStringLiteral("DELETE FROM %1 WHERE address_id = ? AND page = ?").arg(QLatin1StringView(table)));
        for (const auto &[row, page] : pages) {
            if (const Outcome done = (remove << row << page).exec(); !done)
                return done;
        }
    }
    return success();
}

Outcome deletePage(SqlConnection &connection, RowId row, qint64 page)
{
    for (const char *table : PageTables) {
        const QString remove = QStringLiteral("DELETE FROM %1 WHERE address_id = %2 AND page = %3")
                                   .arg(QLatin1StringView(table))
                                   .arg(row)
                                   .arg(page);
        if (const Outcome done = connection.run(remove); !done)
            return done;
    }
    return success();
}

Result<RunPiece> prunePiece(SqlConnection &connection, RunId run, qint64 first, bool onlyRepeated)
{
    const Result<qint64> runs = number(connection, QStringLiteral("SELECT count(*) FROM runs"));
    if (!runs)
        return runs.error();
    // the runs before are thinned themselves: to look for the last result there takes a seek in each
    const qint64 rowsAtOnce =
        std::clamp<qint64>(RowsOfAllRuns / (runs.value() + 1), onlyRepeated ? 512 : 16, 4096);
    const Result<QVariant> next = connection.value(
        QStringLiteral("SELECT address_id FROM result_rows WHERE run_id = %1 AND address_id >= %2 "
                       "ORDER BY address_id LIMIT 1 OFFSET %3")
            .arg(run)
            .arg(first)
            .arg(rowsAtOnce));
    if (!next)
        return next.error();
    RunPiece piece;
    piece.next = next.value().isNull() ? -1 : next.value().toLongLong();
    const qint64 end = piece.next < 0 ? std::numeric_limits<qint64>::max() : piece.next;
    // of each address the last result before this run: max() takes the page from the row it found
    const QString earlier =
        QStringLiteral("SELECT e.address_id AS id, e.page AS page, max(e.run_id) FROM runs n CROSS JOIN "
                       "result_rows e ON e.run_id = n.id AND e.address_id >= ? AND e.address_id < ? "
                       "WHERE n.id < ? GROUP BY e.address_id");
    QString select = QStringLiteral(
        "SELECT d.address_id, c.page IS NOT d.page, %1 FROM result_rows d CROSS JOIN addresses a ON "
        "a.id = d.address_id AND a.current_run IS NOT d.run_id LEFT JOIN result_rows c ON "
        "c.run_id = a.current_run AND c.address_id = a.id "
        "WHERE d.run_id = ? AND d.address_id >= ? AND d.address_id < ?");
    // what a thinned run had found stays its figures
    select = select.arg(onlyRepeated ? QStringLiteral("NULL")
                                     : QStringLiteral("(SELECT verdict FROM pages p WHERE p.address_id = "
                                                      "d.address_id AND p.page = d.page)"));
    if (onlyRepeated)
        select += QStringLiteral(" AND (d.address_id, d.page) IN (SELECT id, page FROM (%1))").arg(earlier);
    SqlStatement rows(connection, select);
    rows << run << first << end;
    if (onlyRepeated)
        rows << first << end << run;
    if (const Outcome asked = rows.exec(); !asked)
        return asked.error();
    std::vector<RowId> removed, changed; // changed: their pages may be nobody's any more
    std::map<QString, qint64> lost;      // by verdict
    while (rows.next()) {
        removed.push_back(RowId(rows.at(0).toLongLong()));
        if (!onlyRepeated)
            ++lost[rows.at(2).toString()];
        if (rows.at(1).toBool())
            changed.push_back(removed.back());
    }
    if (const Outcome done = rows.done(); !done)
        return done.error();
    piece.removed = qint64(removed.size());
    if (removed.empty())
        return piece;
    if (const Outcome done = deleteRows(connection, run, removed); !done)
        return done.error();
    if (const Outcome counted = takeFromCounts(connection, run, lost); !counted)
        return counted.error();
    if (const Outcome marked =
            connection.run(QStringLiteral("UPDATE runs SET pruned = 1 WHERE id = %1").arg(run));
        !marked)
        return marked.error();
    if (const Outcome done = deleteLoosePages(connection, onlyRepeated ? std::span<RowId>() : changed); !done)
        return done.error();
    return piece;
}

Outcome closePruned(SqlConnection &connection, RunId run)
{
    const Result<qint64> pruned =
        number(connection, QStringLiteral("SELECT pruned FROM runs WHERE id = %1").arg(run));
    if (!pruned)
        return pruned.error();
    if (pruned.value() != 0) {
        if (const Outcome counted = recountRun(connection, run); !counted)
            return counted;
    }
    return connection.run(
        QStringLiteral("DELETE FROM runs WHERE id = %1 AND NOT EXISTS (SELECT 1 FROM result_rows WHERE "
                       "run_id = %1) AND NOT EXISTS (SELECT 1 FROM owed WHERE run_id = %1)")
            .arg(run));
}

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
    const Result<qint64> last =
        number(connection, QStringLiteral("SELECT coalesce(max(address_id) + 1, 0) FROM page_bodies"));
    if (!last)
        return last.error();
    for (qint64 first = 0; first < last.value(); first += BodiesAtOnce) {
        if (progress && !progress(first, last.value()))
            return cancelled();
        const QString range =
            QStringLiteral("address_id >= %1 AND address_id < %2").arg(first).arg(first + BodiesAtOnce);
        SqlTransaction transaction(connection);
        if (const Outcome begun = transaction.begin(); !begun)
            return begun;
        // a page is another without its body
        const QString update =
            QStringLiteral("UPDATE pages SET fingerprint = NULL WHERE (address_id, page) IN "
                           "(SELECT address_id, page FROM page_bodies WHERE %1)");
        const QString remove = QStringLiteral("DELETE FROM page_bodies WHERE %1");
        if (const Outcome done = connection.run({update.arg(range), remove.arg(range)}); !done)
            return done;
        if (const Outcome done = transaction.commit(); !done)
            return done;
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
    bool isGivingBack = true;
    while (left.value() > 0 && isGivingBack) {
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
        isGivingBack = left.value() != before;
    }
    if (!isGivingBack) { // a file that another program made anew without this ability
        if (const Outcome done = connection.run(QStringLiteral("VACUUM")); !done)
            return done;
    }
    return connection.run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
}

Result<StoreSizes> selectSizes(SqlConnection &connection, qint64 countedBytes)
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
    const bool counted = counts && counts.value() > 0 && sizes.fileBytes <= countedBytes;
    const Outcome known = counted ? countPages(connection, sizes) : estimate(connection, sizes);
    if (!known)
        return known.error();
    std::sort(sizes.tables.begin(), sizes.tables.end(),
              [](const auto &a, const auto &b) { return a.second > b.second; });
    return sizes;
}

} // namespace turnstone
