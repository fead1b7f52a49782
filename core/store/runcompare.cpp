// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/runcompare.h"

#include "core/store/runrows.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"
#include "core/store/sqlvalue.h"

#include <QCoreApplication>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int EntryColumns = 11;
constexpr qint64 AddressesComparedAtOnce = 4096;

/// The columns that entryOf() reads, of the rows `t` with their pages `u`.
QString entryColumns(QChar t, QChar u)
{
    return QStringLiteral("%1.run_id, %1.started + (SELECT started_at FROM runs WHERE id = %1.run_id), "
                          "%2.verdict, %2.status, %2.redirects, %2.title, %2.final_url, %2.content_hash, "
                          "%2.bytes, %1.ttfb_us, %1.total_us")
        .arg(t)
        .arg(u);
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

/// What entryOf() makes of it would be a change.
bool isZeroed(const SqlStatement &row, int first)
{
    return isZeroedText(row.at(first + 5)) || isZeroedText(row.at(first + 6));
}

/// Two runs side by side, some addresses at a time: no statement is open while the differences are handed on,
/// so a reader that pauses holds up nobody. Results that refer to the same page are passed by without a look.
class Comparison final
{
public:
    Comparison(SqlConnection &connection, RunId before, RunId after, const CompareOptions &options)
        : m_options(options)
        , m_path(connection.path())
        , m_after(
              connection,
              QStringLiteral(
                  "SELECT b.address_id, %1, %2 FROM result_rows b "
                  "LEFT JOIN result_rows a ON a.run_id = ? AND a.address_id = b.address_id "
                  "LEFT JOIN pages p ON p.address_id = a.address_id AND p.page = a.page "
                  "LEFT JOIN pages q ON q.address_id = b.address_id AND q.page = b.page "
                  "WHERE b.run_id = ? AND b.address_id >= ? AND b.address_id < ? AND (a.page IS NOT b.page "
                  "OR (b.total_us > a.total_us * ? AND b.total_us - a.total_us >= ?)) "
                  "ORDER BY b.address_id")
                  .arg(entryColumns(u'a', u'p'), entryColumns(u'b', u'q')))
        , m_gone(
              connection,
              QStringLiteral(
                  "SELECT a.address_id, %1 FROM result_rows a CROSS JOIN pages p ON "
                  "p.address_id = a.address_id AND p.page = a.page WHERE a.run_id = ? AND a.address_id >= ? "
                  "AND a.address_id < ? AND NOT EXISTS (SELECT 1 FROM result_rows b WHERE b.run_id = ? AND "
                  "b.address_id = a.address_id) ORDER BY a.address_id")
                  .arg(entryColumns(u'a', u'p')))
        , m_runs{before, after}
    {}

    /// Of the addresses from `first` on, as many as one step takes; in list order.
    Result<std::vector<RunDifference>> step(qint64 first, bool withNew, bool withGone)
    {
        std::vector<RunDifference> found;
        m_after << m_runs.first << m_runs.second << first << first + AddressesComparedAtOnce
                << m_options.slowerFactor << m_options.slowerLeastUs;
        if (const Outcome read = readAfter(withNew, found); !read)
            return read.error();
        if (!withGone)
            return found;
        m_gone << m_runs.first << first << first + AddressesComparedAtOnce << m_runs.second;
        if (const Outcome read = readGone(found); !read)
            return read.error();
        std::sort(found.begin(), found.end(),
                  [](const RunDifference &a, const RunDifference &b) { return a.row < b.row; });
        return found;
    }

private:
    Outcome readAfter(bool withNew, std::vector<RunDifference> &found)
    {
        if (const Outcome started = m_after.exec(); !started)
            return started;
        while (m_after.next()) {
            if (isZeroed(m_after, 1) || isZeroed(m_after, 1 + EntryColumns))
                return damagedProject(
                    m_path, QCoreApplication::translate("Project", "a result is overwritten with zeros"));
            RunDifference difference;
            difference.row = RowId(m_after.at(0).toLongLong());
            difference.after = entryOf(m_after, 1 + EntryColumns);
            if (!m_after.isNull(1)) {
                difference.before = entryOf(m_after, 1);
                difference.changes = changesBetween(*difference.before, *difference.after, m_options);
            } else if (withNew && difference.after->verdict != Verdict::Cancelled) {
                difference.changes = Change::New;
            }
            if (difference.changes)
                found.push_back(std::move(difference));
        }
        return m_after.done();
    }

    Outcome readGone(std::vector<RunDifference> &found)
    {
        if (const Outcome started = m_gone.exec(); !started)
            return started;
        while (m_gone.next()) {
            HistoryEntry before = entryOf(m_gone, 1);
            if (before.verdict != Verdict::Cancelled)
                found.push_back({RowId(m_gone.at(0).toLongLong()), Change::Gone, std::move(before), {}});
        }
        return m_gone.done();
    }

    const CompareOptions m_options;
    const QString m_path;
    SqlStatement m_after, m_gone;
    const std::pair<RunId, RunId> m_runs;
};

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

/// Whether the results of both are there, as many as were counted: what is missing would be new or gone. Each
/// is looked up by its key, as the comparison does: where pages of the file have changed places, a walk
/// through them meets as many.
Outcome checkResults(SqlConnection &connection, RunId before, RunId after)
{
    const Result<QVariant> isMissing = connection.value(
        QStringLiteral(
            "SELECT EXISTS (SELECT 1 FROM runs n WHERE id IN (%1, %2) AND NOT pruned AND "
            "(SELECT count(DISTINCT r.address_id) FROM result_rows w CROSS JOIN result_rows r ON r.run_id = "
            "n.id AND r.address_id = w.address_id AND +r.run_id = n.id AND +r.address_id = w.address_id "
            "CROSS JOIN pages p ON p.address_id = r.address_id AND p.page = r.page AND +p.address_id = "
            "r.address_id AND +p.page = r.page WHERE w.run_id = n.id) < "
            "(SELECT sum(count) FROM run_counts c WHERE c.run_id = n.id))")
            .arg(before)
            .arg(after));
    if (!isMissing)
        return isMissing.error();
    if (isMissing.value().toBool())
        return damagedProject(connection.path(),
                              QCoreApplication::translate("Project", "results are missing"));
    return success();
}

} // namespace

Result<std::vector<HistoryEntry>> selectHistory(SqlConnection &connection, RowId row)
{
    SqlStatement rows(connection,
                      QStringLiteral("SELECT %1 FROM runs CROSS JOIN result_rows r ON r.run_id = runs.id AND "
                                     "r.address_id = ? CROSS JOIN pages p ON p.address_id = r.address_id AND "
                                     "p.page = r.page ORDER BY runs.id")
                          .arg(entryColumns(u'r', u'p')));
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
    if (const Outcome checked = checkResults(connection, before, after); !checked)
        return checked;

    const Result<QVariant> last = connection.value(
        QStringLiteral("SELECT max(ifnull((SELECT max(address_id) FROM result_rows WHERE run_id = %1), -1), "
                       "ifnull((SELECT max(address_id) FROM result_rows WHERE run_id = %2), -1))")
            .arg(before)
            .arg(after));
    if (!last)
        return last.error();
    Comparison comparison(connection, before, after, options);
    for (qint64 first = 0; first <= last.value().toLongLong(); first += AddressesComparedAtOnce) {
        const auto found = comparison.step(first, beforeIsWhole.value(), afterIsWhole.value());
        if (!found)
            return found.error();
        for (const RunDifference &difference : found.value()) {
            if (!take(difference))
                return success();
        }
    }
    return success();
}

} // namespace turnstone
