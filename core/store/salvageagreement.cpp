// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/pagevalues.h"
#include "core/store/runrows.h"
#include "core/store/salvagesteps.h"
#include "core/store/sqlstatement.h"
#include "core/types/addresslist.h"

#include <algorithm>
#include <tuple>

namespace turnstone {

namespace {

/// How many header fields and versions of HTTP are among it; what it takes from a page, the results of that
/// miss.
Result<qint64> removeZeroed(SqlConnection &connection)
{
    Result<qint64> fields = 0;
    const Result<qint64> versions = changeZeroed(connection, QStringLiteral("hop_times"),
                                                 QStringLiteral("UPDATE %1 SET http_version = NULL"));
    if (!versions)
        return versions;
    for (const char *table : {"peers", "certificates", "pages", "page_attempts", "page_hops", "headers"}) {
        fields = changeZeroed(connection, QString::fromLatin1(table), QStringLiteral("DELETE FROM %1"));
        if (!fields)
            return fields;
    }
    return fields.value() + versions.value();
}

/// One that is none, of a page that is whole otherwise; with a NUL in it, the numbers before it may be gone,
/// too. How many there were.
Result<qint64> forgetWrongHashes(SqlConnection &connection)
{
    return change(
        connection,
        QStringLiteral("UPDATE pages SET content_hash = NULL, fingerprint = NULL WHERE content_hash IS "
                       "NOT NULL AND (typeof(content_hash) != 'text' OR length(content_hash) != 16 OR "
                       "content_hash GLOB '*[^0-9a-f]*')"));
}

/// The words of all verdicts, quoted.
QString knownVerdicts()
{
    QStringList verdicts;
    for (int verdict = 0; verdict < VerdictCount; ++verdict)
        verdicts << u'\'' + QString(verdictId(Verdict(verdict))) + u'\'';
    return verdicts.join(u',');
}

/// Runs whose own counts are lost, or cannot be, are counted anew; they may have had more.
Outcome countWhatIsNot(SqlConnection &connection, const Losses &losses)
{
    const Outcome cleared =
        connection.run(QStringLiteral("DELETE FROM run_counts WHERE count <= 0 OR verdict NOT IN (%1)")
                           .arg(knownVerdicts()));
    if (!cleared)
        return cleared;
    const QString ended = losses.metDamage ? QString() : QStringLiteral(" AND ending IS NOT NULL");
    SqlStatement select(
        connection, QStringLiteral("SELECT id FROM runs WHERE id NOT IN (SELECT run_id FROM run_counts) AND "
                                   "EXISTS (SELECT 1 FROM result_rows WHERE run_id = runs.id)") +
                        ended);
    if (const Outcome started = select.exec(); !started)
        return started;
    std::vector<RunId> runs;
    while (select.next())
        runs.push_back(select.at(0).toLongLong());
    if (const Outcome done = select.done(); !done)
        return done;
    for (const RunId run : runs) {
        const Outcome marked =
            connection.run(QStringLiteral("UPDATE runs SET pruned = 1 WHERE id = %1").arg(run));
        if (!marked)
            return marked;
        if (const Outcome counted = recountRun(connection, run); !counted)
            return counted;
    }
    return success();
}

/// An address that has lost the number of its run, or has one that is no run's, has its result again. Behind
/// the last run that lacks results that is certain; an older one is not the current one. How many there were.
Result<qint64> findLostCurrent(SqlConnection &connection)
{
    const QString last = QStringLiteral(
        "(SELECT max(n.id) FROM runs n WHERE n.id >= (SELECT ifnull(max(id), 0) FROM runs WHERE pruned) AND "
        "EXISTS (SELECT 1 FROM result_rows r WHERE r.run_id = n.id AND r.address_id = addresses.id))");
    return change(
        connection,
        QStringLiteral(
            "UPDATE addresses SET current_run = %1 WHERE problem IS NOT '%2' AND (current_run IS NULL "
            "OR typeof(current_run) != 'integer' OR current_run NOT IN (SELECT id FROM runs)) AND "
            "EXISTS (SELECT 1 FROM pages p WHERE p.address_id = addresses.id) AND %1 IS NOT NULL")
            .arg(last, QString(addressProblemId(AddressProblem::NoAddress))));
}

/// The current result is lost where there is none in its run; an older one does not take its place, so the
/// last run counts as one that lacks results. How many of them there were.
Result<qint64> forgetLostCurrent(SqlConnection &connection)
{
    const QString isLost =
        QStringLiteral("current_run IS NOT NULL AND NOT EXISTS (SELECT 1 FROM result_rows r WHERE "
                       "r.run_id = addresses.current_run AND r.address_id = addresses.id)");
    const Outcome marked = connection.run(
        QStringLiteral(
            "UPDATE runs SET pruned = 1 WHERE id = (SELECT max(id) FROM runs) AND EXISTS (SELECT 1 "
            "FROM addresses WHERE %1)")
            .arg(isLost));
    if (!marked)
        return marked.error();
    return change(connection, QStringLiteral("UPDATE addresses SET current_run = NULL WHERE ") + isLost);
}

/// What is left of the tables agrees again: nothing refers to what is lost. Says how many results are, in
/// all.
Outcome agree(SqlConnection &connection, const Losses &losses, Salvaged &saved)
{
    const Result<qint64> before = countOf(connection, QStringLiteral("SELECT count(*) FROM result_rows"));
    if (!before)
        return before.error();
    const QString loose = QStringLiteral("DELETE FROM %1 AS e WHERE NOT EXISTS (SELECT 1 FROM pages p WHERE "
                                         "p.address_id = e.address_id AND p.page = e.page)");
    const Outcome done = connection.run(
        {QStringLiteral("DELETE FROM pages AS p WHERE verdict NOT IN (%1) OR NOT %2")
             .arg(knownVerdicts(), hasAllPartsSql()),
         // or a new page of the same number would have them
         loose.arg(QStringLiteral("page_attempts")), loose.arg(QStringLiteral("page_hops")),
         loose.arg(QStringLiteral("page_bodies")),
         QStringLiteral(
             "DELETE FROM result_rows AS r WHERE NOT EXISTS (SELECT 1 FROM pages p WHERE "
             "p.address_id = r.address_id AND p.page = r.page AND %1) OR NOT EXISTS (SELECT 1 FROM "
             "addresses a WHERE a.id = r.address_id)")
             .arg(hasAllTimesSql()),
         QStringLiteral("DELETE FROM owed WHERE address_id NOT IN (SELECT id FROM addresses)"),
         QStringLiteral("DELETE FROM notes WHERE address_id NOT IN (SELECT id FROM addresses)")});
    if (!done)
        return done.error();
    const Result<qint64> after = countOf(connection, QStringLiteral("SELECT count(*) FROM result_rows"));
    if (!after)
        return after.error();
    if (const Outcome counted = countWhatIsNot(connection, losses); !counted)
        return counted.error();
    const Result<std::vector<RunInfo>> runs = selectRuns(connection);
    if (!runs)
        return runs.error();
    qint64 missing = 0;
    for (const RunInfo &run : runs.value()) {
        if (run.pruned && run.results > 0)
            continue; // its counts are of what it once had
        const Result<qint64> left = countOf(
            connection, QStringLiteral("SELECT count(*) FROM result_rows WHERE run_id = %1").arg(run.id));
        if (!left)
            return left.error();
        const bool isCounted = run.results > 0 || !losses.metDamage;
        const bool isOlder = losses.hasDamagedLog && left.value() > run.results;
        if (isCounted && !isOlder && left.value() >= run.results)
            continue;
        missing += std::max<qint64>(0, run.results - left.value());
        // results may be missing, so no comparison is to call an address new or gone
        if (const Outcome marked =
                connection.run(QStringLiteral("UPDATE runs SET pruned = 1 WHERE id = %1").arg(run.id));
            !marked)
            return marked.error();
        if (const Outcome counted = recountRun(connection, run.id); !counted)
            return counted.error();
    }
    const Result<qint64> current = findLostCurrent(connection);
    if (!current)
        return current.error();
    const Result<qint64> forgotten = forgetLostCurrent(connection);
    if (!forgotten)
        return forgotten.error();
    saved.metDamage = saved.metDamage || current.value() > 0;
    saved.lostResults =
        std::max({missing, forgotten.value(), saved.lostResults + before.value() - after.value()});
    return connection.run(QStringLiteral("DELETE FROM run_counts WHERE run_id NOT IN (SELECT id FROM runs)"));
}

/// How many of the results that are left may have had header fields or a body in a part that could not be
/// read.
Result<qint64> countLostFields(SqlConnection &connection, const Losses &losses)
{
    // the table as it was, the one that it is now, and how its rows belong to a result
    static const std::tuple<QString, QString, QString> Tables[] = {
        {QStringLiteral("headers"), QStringLiteral("headers"), QStringLiteral("h.run_id = r.run_id")},
        {QStringLiteral("page_bodies"), QStringLiteral("page_bodies"), QStringLiteral("h.page = r.page")},
        {QStringLiteral("bodies"), QStringLiteral("page_bodies"), QStringLiteral("h.page = r.page")}};
    qint64 all = 0;
    for (const auto &[before, now, belongs] : Tables) {
        for (const TableCopier::Gap &gap : losses.gaps) {
            if (gap.table != before)
                continue;
            const Result<qint64> some =
                countOf(connection,
                        QStringLiteral("SELECT count(*) FROM result_rows r WHERE %1 r.address_id >= %2 AND "
                                       "r.address_id < %3 AND NOT EXISTS (SELECT 1 FROM %4 h WHERE %5 AND "
                                       "h.address_id = r.address_id)")
                            .arg(gap.run == 0 ? QString() : QStringLiteral("r.run_id = %1 AND").arg(gap.run))
                            .arg(gap.first)
                            .arg(gap.last)
                            .arg(now, belongs));
            if (!some)
                return some;
            all += some.value();
        }
    }
    return all;
}

/// Nothing is owed of a removed row: what is, where a page is older than another, is noted with it.
Outcome agreeOnRemoved(SqlConnection &connection)
{
    return connection.run(
        {QStringLiteral("UPDATE removed SET owed_to = (SELECT o.run_id FROM owed o WHERE o.address_id = "
                        "removed.address_id) WHERE address_id IN (SELECT address_id FROM owed)"),
         QStringLiteral("DELETE FROM owed WHERE address_id IN (SELECT address_id FROM removed)"),
         QStringLiteral("UPDATE removed SET owed_to = NULL WHERE owed_to NOT IN (SELECT id FROM runs)")});
}

/// A page of what is owed may be older than the results, and what was fetched is not to be sent again.
Outcome forgetFetched(SqlConnection &connection)
{
    const QString isFetched =
        QStringLiteral(
            "EXISTS (SELECT 1 FROM result_rows r CROSS JOIN pages p ON p.address_id = r.address_id "
            "AND p.page = r.page WHERE r.run_id = o.%1 AND r.address_id = o.address_id AND "
            "p.verdict != '%2')")
            .arg(QStringLiteral("%1"), QString(verdictId(Verdict::Cancelled)));
    return connection.run(
        {QStringLiteral("DELETE FROM owed AS o WHERE ") + isFetched.arg(QStringLiteral("run_id")),
         QStringLiteral("UPDATE removed AS o SET owed_to = NULL WHERE ") +
             isFetched.arg(QStringLiteral("owed_to"))});
}

/// Numbers of connections and certificates that are lost will be those of others: nothing refers to them any
/// more. How many results did.
Result<qint64> forgetLostPeers(SqlConnection &connection)
{
    const QString lost = QStringLiteral(
        "SELECT run_id, address_id FROM %1 WHERE peer_id IS NOT NULL AND peer_id NOT IN (SELECT id "
        "FROM peers WHERE certificate_id IS "
        "NULL OR certificate_id IN (SELECT id FROM certificates))");
    const Result<qint64> results = countOf(
        connection, QStringLiteral("SELECT count(*) FROM (%1 UNION %2)")
                        .arg(lost.arg(QStringLiteral("result_rows")), lost.arg(QStringLiteral("hop_times"))));
    if (!results || results.value() == 0)
        return results;
    const QString forget = QStringLiteral("UPDATE %1 SET %2 = NULL WHERE %2 NOT IN (SELECT id FROM %3)");
    const QString peers = QStringLiteral("peers"), peer = QStringLiteral("peer_id");
    const Outcome forgotten =
        connection.run({forget.arg(peers, QStringLiteral("certificate_id"), QStringLiteral("certificates")),
                        forget.arg(QStringLiteral("result_rows"), peer, peers),
                        forget.arg(QStringLiteral("hop_times"), peer, peers)});
    if (!forgotten)
        return forgotten.error();
    return results;
}

} // namespace

Outcome makeAgree(SqlConnection &connection, const Losses &losses, Salvaged &saved)
{
    const Result<qint64> zeroed = removeZeroed(connection);
    if (!zeroed)
        return zeroed.error();
    const Result<qint64> hashes = forgetWrongHashes(connection);
    if (!hashes)
        return hashes.error();
    saved.metDamage = saved.metDamage || hashes.value() > 0;
    if (const Outcome agreed = agree(connection, losses, saved); !agreed)
        return agreed.error();
    if (const Outcome agreed = agreeOnRemoved(connection); !agreed)
        return agreed.error();
    const Outcome forgotten = losses.hasDamagedLog ? forgetFetched(connection) : success();
    if (!forgotten)
        return forgotten.error();
    const Result<qint64> fields = countLostFields(connection, losses);
    if (!fields)
        return fields.error();
    const Result<qint64> peers = forgetLostPeers(connection);
    if (!peers)
        return peers.error();
    saved.lostFields = zeroed.value() + fields.value() + peers.value();
    for (const auto &[table, count] :
         {std::pair("addresses", &saved.addresses), {"runs", &saved.runs}, {"result_rows", &saved.results}}) {
        const Result<qint64> rows =
            countOf(connection, QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1StringView(table)));
        if (!rows)
            return rows.error();
        *count = rows.value();
    }
    return success();
}

} // namespace turnstone
