// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/runcompare.h"

#include "core/store/runrows.h"
#include "core/store/sqlstatement.h"
#include "core/store/sqlvalue.h"

#include <QCoreApplication>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int EntryColumns = 11;

/// The columns that entryOf() reads, of the table `t`.
QString entryColumns(QChar t)
{
    return QStringLiteral(
               "%1.run_id, %1.started_at, %1.verdict, %1.status, %1.redirects, %1.title, %1.final_url, "
               "%1.content_hash, %1.bytes, %1.ttfb_us, %1.total_us")
        .arg(t);
}

HistoryEntry entryOf(const SqlStatement &row, int first)
{
    HistoryEntry entry;
    entry.run = row.at(first).toLongLong();
    entry.startedAtMs = knownFromSql(row.at(first + 1));
    entry.verdict = verdictFromId(row.at(first + 2).toString()).value_or(Verdict::Cancelled);
    entry.status = quint16(row.at(first + 3).toUInt());
    entry.redirects = row.at(first + 4).toInt();
    entry.title = textFromSql(row.at(first + 5));
    entry.finalUrl = bytesFromSql(row.at(first + 6));
    entry.contentHash = hashFromSql(row.at(first + 7));
    entry.bytes = knownFromSql(row.at(first + 8));
    entry.ttfbUs = knownFromSql(row.at(first + 9));
    entry.totalUs = knownFromSql(row.at(first + 10));
    return entry;
}

/// a is the result before, b the one after. Both are there. Where a stop cut one short nothing can be told.
QString changesExpression()
{
    return QStringLiteral(
               "(a.verdict <> 'cancelled') * ((a.verdict <> b.verdict OR a.status IS NOT b.status) * %1"
               " + (a.verdict IN ('ok', 'redirected') AND b.verdict IN ('ok', 'redirected')"
               " AND a.title IS NOT b.title) * %2"
               " + (a.status IS NOT NULL AND b.status IS NOT NULL"
               " AND (a.redirects <> b.redirects OR a.final_url IS NOT b.final_url)) * %3"
               " + ifnull(a.content_hash <> b.content_hash, 0) * %4"
               " + ifnull(a.verdict IN ('ok', 'redirected') AND b.verdict IN ('ok', 'redirected')"
               " AND b.total_us > a.total_us * ? AND b.total_us - a.total_us >= ?, 0) * %5)")
        .arg(int(Change::Status))
        .arg(int(Change::Title))
        .arg(int(Change::Redirect))
        .arg(int(Change::Content))
        .arg(int(Change::Slower));
}

/// What only `before` has, in list order.
class GoneRows final
{
public:
    GoneRows(SqlConnection &connection, RunId before, RunId after)
        : m_rows(connection, QStringLiteral("SELECT a.address_id, %1 FROM results a WHERE a.run_id = ? AND "
                                            "a.verdict <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM results "
                                            "b WHERE b.run_id = ? AND b.address_id = "
                                            "a.address_id) ORDER BY a.address_id")
                                 .arg(entryColumns(u'a')))
    {
        m_rows << before << after;
    }

    Outcome start()
    {
        const Outcome started = m_rows.exec();
        m_there = started && m_rows.next();
        return started;
    }
    /// Hands on those in front of `row`; false where `take` wants no more.
    bool takeUntil(qint64 row, const std::function<bool(const RunDifference &)> &take)
    {
        for (; m_there && m_rows.at(0).toLongLong() < row; m_there = m_rows.next()) {
            if (!take({RowId(m_rows.at(0).toLongLong()), Change::Gone, entryOf(m_rows, 1), {}}))
                return false;
        }
        return true;
    }
    Outcome done() { return m_rows.done(); }

private:
    SqlStatement m_rows;
    bool m_there = false;
};

/// What `after` has and is new, or has changed; in list order.
SqlStatement afterRows(SqlConnection &connection, RunId before, RunId after, const CompareOptions &options,
                       bool withNew)
{
    SqlStatement rows(connection,
                      QStringLiteral("SELECT b.address_id, CASE WHEN a.run_id IS NULL THEN ? ELSE %1 END "
                                     "AS changes, %2, %3 FROM results b LEFT JOIN results a "
                                     "ON a.run_id = ? AND a.address_id = b.address_id "
                                     "WHERE b.run_id = ? AND b.verdict <> 'cancelled' AND changes <> 0 "
                                     "ORDER BY b.address_id")
                          .arg(changesExpression(), entryColumns(u'a'), entryColumns(u'b')));
    rows << (withNew ? int(Change::New) : 0) << options.slowerFactor << options.slowerLeastUs << before
         << after;
    return rows;
}

RunDifference differenceOf(const SqlStatement &row)
{
    RunDifference difference;
    difference.row = RowId(row.at(0).toLongLong());
    difference.changes = Changes(row.at(1).toInt());
    if (!difference.changes.testFlag(Change::New))
        difference.before = entryOf(row, 2);
    difference.after = entryOf(row, 2 + EntryColumns);
    return difference;
}

/// Whether what the run does not have was not there: it went through the whole list.
Result<bool> isWhole(const std::vector<RunInfo> &runs, RunId id)
{
    const auto run =
        std::find_if(runs.begin(), runs.end(), [id](const RunInfo &each) { return each.id == id; });
    if (run == runs.end())
        return Error{
            Error::Code::Invalid,
            QCoreApplication::translate("Project", "The project has no run %1. Choose one that is listed.")
                .arg(id)};
    return run->scope == RunScope::List && run->ending == RunEnding::Finished && !run->pruned;
}

} // namespace

Result<std::vector<HistoryEntry>> selectHistory(SqlConnection &connection, RowId row)
{
    SqlStatement rows(connection,
                      QStringLiteral("SELECT %1 FROM runs CROSS JOIN results r ON r.run_id = runs.id AND "
                                     "r.address_id = ? ORDER BY runs.id")
                          .arg(entryColumns(u'r')));
    if (const Outcome started = (rows << qint64(row)).exec(); !started)
        return started.error();
    std::vector<HistoryEntry> entries;
    while (rows.next())
        entries.push_back(entryOf(rows, 0));
    if (const Outcome done = rows.done(); !done)
        return done.error();
    return entries;
}

Outcome compareRuns(SqlConnection &connection, RunId before, RunId after, const CompareOptions &options,
                    const std::function<bool(const RunDifference &)> &take)
{
    const Result<std::vector<RunInfo>> runs = selectRuns(connection);
    if (!runs)
        return runs.error();
    const Result<bool> beforeIsWhole = isWhole(runs.value(), before);
    const Result<bool> afterIsWhole = isWhole(runs.value(), after);
    if (!beforeIsWhole || !afterIsWhole)
        return beforeIsWhole ? afterIsWhole.error() : beforeIsWhole.error();

    SqlStatement rows = afterRows(connection, before, after, options, beforeIsWhole.value());
    GoneRows gone(connection, before, after);
    if (const Outcome started = rows.exec(); !started)
        return started;
    if (afterIsWhole.value()) {
        if (const Outcome started = gone.start(); !started)
            return started;
    }
    while (rows.next()) {
        const RunDifference difference = differenceOf(rows);
        if (!gone.takeUntil(difference.row, take) || !take(difference))
            return success();
    }
    if (const Outcome done = rows.done(); !done)
        return done;
    gone.takeUntil(std::numeric_limits<qint64>::max(), take);
    return gone.done();
}

} // namespace turnstone
