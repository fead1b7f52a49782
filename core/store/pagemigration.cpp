// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/pagemigration.h"

#include "core/store/pagevalues.h"
#include "core/store/schema.h"
#include "core/store/sqlstatement.h"

#include <QCoreApplication>

namespace turnstone {

namespace {

constexpr qint64 AddressesMigratedAtOnce = 20'000;

/// The pages of version 3 from the tables of version 2, with their run. Where one request was all there was,
/// its hop and its attempt are part of the page. :run, :first and :end choose them.
const QString &pagesOfRun()
{
    static const QString select = QStringLiteral(
        "SELECT r.run_id, r.address_id, r.verdict, r.status, r.attempts, r.redirects, r.bytes, r.links, "
        "r.content_hash, r.content_type, r.charset, r.http_version, r.title, r.final_url, r.reason, "
        "r.description, r.h1, r.canonical, r.robots, h.secure, h.method, h.reason_phrase, h.location, "
        "iif(h.secure IS NULL, NULL, t.error) AS error, iif(h.secure IS NULL, NULL, t.error_text) AS "
        "error_text, iif(h.secure IS NULL, NULL, t.challenge) AS challenge, h.url, "
        "r.started_at, r.queued_us, r.connect_us, r.ttfb_us, r.download_us, r.total_us, "
        "iif(r.attempts = 1, t.wait_us, NULL) AS wait_us, h.lookup_us, nullif(h.sends, 1) AS sends "
        "FROM results r "
        "LEFT JOIN attempts t ON t.run_id = r.run_id AND t.address_id = r.address_id AND t.attempt = 1 "
        "LEFT JOIN hops h ON r.attempts = 1 AND r.redirects = 0 AND t.retry_after_ms IS NULL AND "
        "h.run_id = r.run_id AND h.address_id = r.address_id AND h.attempt = 1 AND h.hop = 1 AND "
        "h.url IS NOT NULL "
        "WHERE r.run_id = :run AND r.address_id >= :first AND r.address_id < :end");
    return select;
}

/// The evidence of several requests as one text, of the old tables (of `o`) and of a page `p`.
QString evidence(const char *attempts, const char *hops)
{
    return QStringLiteral(
               "(SELECT group_concat(quote(attempt) || quote(error) || quote(error_text) || "
               "quote(challenge)) "
               "FROM %1) || (SELECT group_concat(quote(attempt) || quote(hop) || quote(url) || quote(method) "
               "|| "
               "quote(status) || quote(reason_phrase) || quote(location) || quote(secure)) FROM %2)")
        .arg(QLatin1StringView(attempts), QLatin1StringView(hops));
}

/// Whether page `p` of the address says what the old result `o` says.
QString saysTheSame()
{
    QStringList terms{QStringLiteral("p.address_id = o.address_id")};
    for (const QString &name : pageColumns())
        terms.append(QStringLiteral("p.%1 IS o.%1").arg(name));
    terms.append(QStringLiteral("(o.secure IS NOT NULL OR o.attempts = 0 OR %1 IS %2)")
                     .arg(evidence("attempts WHERE run_id = o.run_id AND address_id = o.address_id",
                                   "hops WHERE run_id = o.run_id AND address_id = o.address_id"),
                          evidence("page_attempts WHERE address_id = p.address_id AND page = p.page",
                                   "page_hops WHERE address_id = p.address_id AND page = p.page")));
    terms.append(QStringLiteral(
        "(SELECT content FROM bodies WHERE run_id = o.run_id AND address_id = o.address_id) IS "
        "(SELECT content FROM page_bodies WHERE address_id = p.address_id AND page = p.page)"));
    return terms.join(QStringLiteral(" AND "));
}

/// What takes the results of :run from :first up to :end over, in order.
QStringList pieceStatements()
{
    const QString columns = pageColumns().join(u',');
    const QString insertRows = QStringLiteral(
        "INSERT INTO result_rows(run_id, address_id, page, started, queued_us, wait_us, connect_us, ttfb_us, "
        "download_us, total_us, lookup_us, sends) SELECT o.run_id, o.address_id, %1, o.started_at - (SELECT "
        "started_at FROM runs WHERE id = o.run_id), o.queued_us, o.wait_us, o.connect_us, o.ttfb_us, "
        "o.download_us, o.total_us, o.lookup_us, o.sends FROM (%2) o ");
    const QString isNew = QStringLiteral(
        "WHERE NOT EXISTS (SELECT 1 FROM result_rows x WHERE x.run_id = o.run_id AND x.address_id = "
        "o.address_id)");
    // the plus sign: SQLite would go through all of the range for each row
    const QString ofRows = QStringLiteral(
        "FROM result_rows r CROSS JOIN pages p ON p.address_id = r.address_id AND p.page = r.page AND "
        "p.secure IS NULL CROSS JOIN %1 o ON o.run_id = r.run_id AND o.address_id = +r.address_id "
        "WHERE r.run_id = :run AND r.address_id >= :first AND r.address_id < :end");
    return {
        // those that say what the address said before
        insertRows.arg(QStringLiteral("p.page"), pagesOfRun()) + QStringLiteral("CROSS JOIN pages p ON ") +
            saysTheSame(),
        // the others get a page of their own
        QStringLiteral(
            "INSERT INTO pages(address_id, page, %1) SELECT o.address_id, ifnull((SELECT max(page) + "
            "1 FROM pages q WHERE q.address_id = o.address_id), 0), %1 FROM (%2) o %3")
            .arg(columns, pagesOfRun(), isNew),
        insertRows.arg(QStringLiteral("(SELECT max(page) FROM pages q WHERE q.address_id = o.address_id)"),
                       pagesOfRun()) +
            isNew,
        QStringLiteral("INSERT OR IGNORE INTO page_attempts SELECT r.address_id, r.page, o.attempt, o.error, "
                       "o.error_text, o.challenge ") +
            ofRows.arg(QStringLiteral("attempts")),
        QStringLiteral(
            "INSERT OR IGNORE INTO page_hops SELECT r.address_id, r.page, o.attempt, o.hop, o.url, "
            "o.method, o.status, o.reason_phrase, o.location, o.secure ") +
            ofRows.arg(QStringLiteral("hops")),
        QStringLiteral("INSERT INTO attempt_times SELECT r.run_id, r.address_id, o.attempt, o.wait_us, "
                       "o.retry_after_ms ") +
            ofRows.arg(QStringLiteral("attempts")) +
            QStringLiteral(" AND (p.attempts > 1 OR o.retry_after_ms IS NOT NULL)"),
        QStringLiteral(
            "INSERT INTO hop_times SELECT r.run_id, r.address_id, o.attempt, o.hop, o.started_at - "
            "(SELECT started_at FROM runs WHERE id = r.run_id), o.queued_us, o.connect_us, "
            "o.ttfb_us, o.download_us, o.total_us, o.lookup_us, o.sends ") +
            ofRows.arg(QStringLiteral("hops")),
        QStringLiteral(
            "INSERT OR IGNORE INTO page_bodies SELECT r.address_id, r.page, o.size, o.content FROM "
            "bodies o CROSS JOIN result_rows r ON r.run_id = o.run_id AND r.address_id = o.address_id "
            "WHERE o.run_id = :run AND o.address_id >= :first AND o.address_id < :end"),
    };
}

/// Those that a file before version 4 does not have.
QStringList emptyPeers()
{
    return {QStringLiteral(
                "CREATE TEMP VIEW certificates AS SELECT NULL AS id, NULL AS sha256, NULL AS subject, NULL "
                "AS issuer, NULL AS names, NULL AS valid_from, NULL AS expires_at WHERE 0"),
            QStringLiteral(
                "CREATE TEMP VIEW peers AS SELECT NULL AS id, NULL AS remote_ip, NULL AS tls_version, NULL "
                "AS tls_cipher, NULL AS certificate_id WHERE 0")};
}

struct OldRun
{
    qint64 id = 0, first = 0, last = 0;
};

Result<std::vector<OldRun>> oldRuns(SqlConnection &connection)
{
    SqlStatement rows(connection,
                      QStringLiteral("SELECT id, (SELECT min(address_id) FROM results WHERE run_id = id), "
                                     "(SELECT max(address_id) FROM results WHERE run_id = id) FROM runs "
                                     "ORDER BY id"));
    if (const Outcome asked = rows.exec(); !asked)
        return asked.error();
    std::vector<OldRun> runs;
    while (rows.next()) {
        if (!rows.isNull(1))
            runs.push_back({rows.at(0).toLongLong(), rows.at(1).toLongLong(), rows.at(2).toLongLong()});
    }
    if (const Outcome done = rows.done(); !done)
        return done.error();
    return runs;
}

} // namespace

Outcome moveToPages(SqlConnection &connection, const StoreProgress &progress)
{
    if (const Outcome made = connection.run(resultTables()); !made)
        return made;
    const Result<std::vector<OldRun>> runs = oldRuns(connection);
    if (!runs)
        return runs.error();
    qint64 total = 0, done = 0;
    for (const OldRun &run : runs.value())
        total += run.last - run.first + 1;
    std::vector<std::unique_ptr<SqlStatement>> statements;
    for (const QString &statement : pieceStatements())
        statements.push_back(std::make_unique<SqlStatement>(connection, statement));
    for (const OldRun &run : runs.value()) {
        for (qint64 first = run.first; first <= run.last; first += AddressesMigratedAtOnce) {
            if (progress && !progress(done, total))
                return Error{Error::Code::Cancelled,
                             QCoreApplication::translate("Project", "Cancelled. The project is unchanged.")};
            const qint64 end = std::min(first + AddressesMigratedAtOnce, run.last + 1);
            for (const std::unique_ptr<SqlStatement> &statement : statements) {
                statement->bind(QStringLiteral(":run"), run.id);
                statement->bind(QStringLiteral(":first"), first);
                statement->bind(QStringLiteral(":end"), end);
                if (const Outcome moved = statement->exec(); !moved)
                    return moved;
            }
            done += end - first;
        }
    }
    statements.clear(); // a table that a statement knows cannot be dropped
    QStringList ending;
    for (const char *view : {"current_results"})
        ending.append(QStringLiteral("DROP VIEW IF EXISTS ") + QLatin1StringView(view));
    for (const char *table : {"results", "attempts", "hops", "bodies"})
        ending.append(QStringLiteral("DROP TABLE ") + QLatin1StringView(table));
    if (const Outcome ended = connection.run(ending); !ended)
        return ended;
    if (progress)
        progress(total, total);
    return success();
}

Outcome showWithPeers(SqlConnection &connection)
{
    const QString more = QStringLiteral("NULL AS tls_us, NULL AS peer_id, NULL AS reused");
    return connection.run(
        QStringList{
            QStringLiteral("CREATE TEMP VIEW result_rows AS SELECT *, %1 FROM main.result_rows").arg(more),
            QStringLiteral("CREATE TEMP VIEW hop_times AS SELECT *, %1, NULL AS http_version FROM "
                           "main.hop_times")
                .arg(more)} +
        emptyPeers());
}

Outcome showWithRemoved(SqlConnection &connection)
{
    return connection.run(QStringLiteral("CREATE TEMP VIEW removed AS SELECT NULL AS address_id, NULL AS "
                                         "removed_at, NULL AS owed_to WHERE 0"));
}

Outcome showAsPages(SqlConnection &connection)
{
    const Result<QVariant> hasLookups = connection.value(
        QStringLiteral("SELECT count(*) FROM pragma_table_info('hops') WHERE name = 'lookup_us'"));
    if (!hasLookups)
        return hasLookups.error();
    const QString lookup =
        hasLookups.value().toInt() > 0 ? QStringLiteral("lookup_us") : QStringLiteral("NULL");
    const QString started =
        QStringLiteral("started_at - (SELECT n.started_at FROM main.runs n WHERE n.id = run_id)");
    // each result has a page of its own then, with the number of its run
    return connection.run(
        QStringList{
            QStringLiteral(
                "CREATE TEMP VIEW pages AS SELECT address_id, run_id AS page, NULL AS fingerprint, "
                "verdict, status, attempts, redirects, bytes, links, content_hash, content_type, "
                "charset, http_version, title, final_url, reason, description, h1, canonical, robots, "
                "NULL AS secure, NULL AS method, NULL AS reason_phrase, NULL AS location, NULL AS error, "
                "NULL AS error_text, NULL AS challenge, NULL AS url FROM main.results"),
            QStringLiteral(
                "CREATE TEMP VIEW page_attempts AS SELECT address_id, run_id AS page, attempt, error, "
                "error_text, challenge FROM main.attempts"),
            QStringLiteral(
                "CREATE TEMP VIEW page_hops AS SELECT address_id, run_id AS page, attempt, hop, url, "
                "method, status, reason_phrase, location, secure FROM main.hops"),
            QStringLiteral(
                "CREATE TEMP VIEW page_bodies AS SELECT address_id, run_id AS page, size, content FROM "
                "main.bodies"),
            QStringLiteral(
                "CREATE TEMP VIEW result_rows AS SELECT run_id, address_id, run_id AS page, %1 AS "
                "started, queued_us, NULL AS wait_us, connect_us, ttfb_us, download_us, total_us, NULL "
                "AS lookup_us, NULL AS sends, NULL AS tls_us, NULL AS peer_id, NULL AS reused FROM "
                "main.results")
                .arg(started),
            QStringLiteral("CREATE TEMP VIEW attempt_times AS SELECT run_id, address_id, attempt, wait_us, "
                           "retry_after_ms FROM main.attempts"),
            QStringLiteral(
                "CREATE TEMP VIEW hop_times AS SELECT run_id, address_id, attempt, hop, %1 AS started, "
                "queued_us, connect_us, ttfb_us, download_us, total_us, %2 AS lookup_us, sends, NULL AS "
                "tls_us, "
                "NULL AS peer_id, NULL AS reused, NULL AS http_version FROM main.hops")
                .arg(started, lookup),
            QStringLiteral("CREATE TEMP VIEW settings AS SELECT NULL AS name, NULL AS value WHERE 0"),
        } +
        emptyPeers());
}

} // namespace turnstone
