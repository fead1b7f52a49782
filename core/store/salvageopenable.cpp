// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/pagemigration.h"
#include "core/store/pagevalues.h"
#include "core/store/salvagesteps.h"
#include "core/types/addresslist.h"

#include <algorithm>
#include <limits>

namespace turnstone {

namespace {

/// What is left of it is another address: it counts as lost.
Result<qint64> forgetZeroedAddresses(SqlConnection &connection)
{
    return changeZeroed(connection, QStringLiteral("addresses"),
                        QStringLiteral("UPDATE %1 SET url = '', problem = '") +
                            QString(addressProblemId(AddressProblem::NoAddress)) +
                            QStringLiteral("', method = NULL, headers = NULL, body = NULL"));
}

/// Every number from 0 on has an address, or readers would take one for another. How many had none. A number
/// that is beyond what the file had room for was another.
Result<qint64> fillGaps(SqlConnection &connection, qint64 fileBytes)
{
    constexpr qint64 LeastBytes = 6; // of an address: a cell and its pointer (sqlite.org/fileformat.html)
    const qint64 most = std::min<qint64>(std::numeric_limits<RowId>::max(), fileBytes / LeastBytes);
    const QString outside = QStringLiteral("DELETE FROM addresses WHERE id < 0 OR id > %1");
    if (const Outcome removed = connection.run(outside.arg(most)); !removed)
        return removed.error();
    const Result<qint64> gaps =
        countOf(connection, QStringLiteral("SELECT coalesce(max(id) + 1, 0) - count(*) FROM addresses"));
    if (!gaps || gaps.value() == 0)
        return gaps;
    const Outcome filled = connection.run(
        QStringLiteral("WITH RECURSIVE row(id) AS (SELECT 0 WHERE EXISTS (SELECT 1 FROM addresses) UNION ALL "
                       "SELECT id + 1 FROM row WHERE id < (SELECT max(id) FROM addresses)) "
                       "INSERT OR IGNORE INTO addresses(id, url, problem) SELECT id, '', '%1' FROM row")
            .arg(addressProblemId(AddressProblem::NoAddress)));
    if (!filled)
        return filled.error();
    return gaps;
}

/// Before it can be opened: nothing is of an address that there is not. How many of those were owed.
Result<qint64> removeOutside(SqlConnection &connection, Salvaged &saved)
{
    const QString outside = QStringLiteral("FROM %1 WHERE address_id NOT IN (SELECT id FROM addresses)");
    const Result<qint64> owed =
        countOf(connection, QStringLiteral("SELECT count(*) ") + outside.arg(QStringLiteral("owed")));
    if (!owed)
        return owed;
    for (const char *table : {"results", "pages", "owed", "removed"}) {
        const Result<qint64> isTable =
            countOf(connection,
                    QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '%1'")
                        .arg(QLatin1StringView(table)));
        if (!isTable)
            return isTable;
        const Result<qint64> removed =
            isTable.value() == 0
                ? Result<qint64>(0)
                : change(connection, QStringLiteral("DELETE ") + outside.arg(QLatin1StringView(table)));
        if (!removed)
            return removed;
        if (removed.value() > 0 && QLatin1StringView(table) == u"removed")
            saved.metDamage = saved.mayListRemoved = true;
    }
    return owed;
}

/// Of `results`, of addresses where nothing tells that there was no such run, and of what is owed: that is
/// owed to the last run then.
Outcome makeLostRuns(SqlConnection &connection, const Losses &losses, const QString &results, Salvaged &saved)
{
    const bool hasGap = std::any_of(losses.gaps.begin(), losses.gaps.end(),
                                    [](const TableCopier::Gap &gap) { return gap.table == u"runs"; });
    const QString referred =
        QStringLiteral(
            "SELECT current_run FROM addresses WHERE typeof(current_run) = 'integer' AND current_run > 0") +
        (hasGap ? QString() : QStringLiteral(" AND current_run IN (SELECT run_id FROM run_counts)"));
    const QString statements[] = {
        // when the run before it began, or the one behind: a run from 1970 would be too old to be kept
        QStringLiteral(
            "INSERT OR IGNORE INTO runs(id, scope, started_at, ending, pruned) SELECT lost.run_id, 'rows', "
            "coalesce((SELECT n.started_at FROM runs n WHERE n.id < lost.run_id ORDER BY n.id DESC LIMIT "
            "1), "
            "(SELECT n.started_at FROM runs n WHERE n.id > lost.run_id ORDER BY n.id LIMIT 1), "
            "strftime('%s', 'now') * 1000), 'stopped', 1 FROM (SELECT run_id FROM %1 UNION %2) AS lost WHERE "
            "lost.run_id NOT IN "
            "(SELECT id FROM runs)")
            .replace(QLatin1StringView("%2"), referred)
            .replace(QLatin1StringView("%1"), results),
        QStringLiteral(
            "INSERT INTO runs(scope, started_at, ending, pruned) SELECT 'rows', strftime('%s', "
            "'now') * 1000, 'stopped', 1 WHERE EXISTS (SELECT 1 FROM owed) AND NOT EXISTS (SELECT 1 "
            "FROM runs)"),
        QStringLiteral(
            "UPDATE owed SET run_id = (SELECT max(id) FROM runs) WHERE run_id NOT IN (SELECT id FROM "
            "runs)")};
    for (const QString &statement : statements) {
        const Result<qint64> made = change(connection, statement);
        if (!made)
            return made.error();
        if (&statement == &statements[0])
            saved.lostRuns = made.value();
        saved.metDamage = saved.metDamage || made.value() > 0;
    }
    return success();
}

/// Of a version before pages, the results that are not whole, which a migration would take for others. How
/// many there were.
Result<qint64> removeOlderParted(SqlConnection &connection)
{
    if (const Outcome shown = showAsPages(connection); !shown)
        return shown.error();
    return change(
        connection,
        QStringLiteral("DELETE FROM main.results AS o WHERE NOT EXISTS (SELECT 1 FROM result_rows r CROSS "
                       "JOIN pages p ON p.address_id = r.address_id AND p.page = r.page WHERE r.run_id = "
                       "o.run_id AND r.address_id = o.address_id AND %1 AND %2)")
            .arg(hasAllPartsSql(), hasAllTimesSql()));
}

} // namespace

Outcome makeOpenable(SqlConnection &connection, const Losses &losses, Salvaged &saved)
{
    const Result<qint64> lost = fillGaps(connection, losses.fileBytes);
    if (!lost)
        return lost.error();
    const Result<qint64> zeroed = forgetZeroedAddresses(connection);
    if (!zeroed)
        return zeroed.error();
    saved.lostAddresses = lost.value() + zeroed.value();
    const Result<qint64> owed = removeOutside(connection, saved);
    if (!owed)
        return owed.error();
    saved.lostOwed = owed.value();
    const Result<qint64> older = countOf(
        connection,
        QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'results'"));
    if (!older)
        return older.error();
    const Result<qint64> parted = older.value() == 0 ? Result<qint64>(0) : removeOlderParted(connection);
    if (!parted)
        return parted.error();
    saved.lostResults = parted.value();
    const QString results = older.value() > 0 ? QStringLiteral("results") : QStringLiteral("result_rows");
    return makeLostRuns(connection, losses, results, saved);
}

} // namespace turnstone
