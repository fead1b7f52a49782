// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/resultinserter.h"

#include "core/store/sqlvalue.h"
#include "core/types/jsonbytes.h"
#include "core/types/rownumbers.h"

#include <QJsonDocument>

namespace turnstone {

namespace {

QVariant headersJson(const HeaderList &headers)
{
    if (headers.isEmpty())
        return {};
    return QString::fromUtf8(QJsonDocument(headersToJson(headers)).toJson(QJsonDocument::Compact));
}

QStringList columns(const char *names)
{
    return QString::fromLatin1(names).split(u' ');
}

} // namespace

ResultInserter::ResultInserter(SqlConnection &connection)
    : m_connection(connection)
    , m_result(connection, QStringLiteral("results"),
               columns("run_id address_id verdict status attempts redirects bytes links started_at queued_us "
                       "connect_us ttfb_us download_us total_us content_hash content_type charset "
                       "http_version title final_url reason description h1 canonical robots"),
               QStringLiteral("ON CONFLICT DO NOTHING"))
    , m_attempt(connection, QStringLiteral("attempts"),
                columns("run_id address_id attempt error error_text challenge wait_us retry_after_ms"))
    , m_hop(connection, QStringLiteral("hops"),
            columns("run_id address_id attempt hop url method status reason_phrase location started_at "
                    "queued_us connect_us ttfb_us download_us total_us sends secure lookup_us"))
    , m_headers(connection, QStringLiteral("headers"),
                columns("run_id address_id attempt hop request response"))
    , m_body(connection, QStringLiteral("bodies"), columns("run_id address_id size content"))
{}

Outcome ResultInserter::insert(RunId run, const FetchResult &result, VerdictTally &tally)
{
    if (const Outcome done = insertResult(run, result); !done)
        return done;
    if (!m_result.inserted()) {
        if (const Outcome done = remove(run, result.row, tally); !done)
            return done;
        if (const Outcome done = insertResult(run, result); !done)
            return done;
    }
    ++tally[size_t(result.verdict)];
    for (size_t i = 0; i < result.attempts.size(); ++i) {
        if (const Outcome done = insertAttempt(run, result.row, int(i) + 1, result.attempts[i]); !done)
            return done;
    }
    if (result.body.isEmpty())
        return success();
    m_body << run << qint64(result.row) << qint64(result.body.size()) << sqlCompressed(result.body);
    return m_body.exec();
}

Outcome ResultInserter::insertResult(RunId run, const FetchResult &result)
{
    const RowNumbers numbers(result);
    const qint64 bytes = result.bytes != 0 ? result.bytes : numbers.bytes;
    m_result << run << qint64(result.row) << QString(verdictId(result.verdict)) << sqlKnown(numbers.status)
             << numbers.attempts << sqlKnown(numbers.redirects) << sqlKnown(bytes) << sqlKnown(numbers.links)
             << sqlKnown(numbers.startedAtMs) << sqlKnown(numbers.queuedUs) << sqlKnown(numbers.connectUs)
             << sqlKnown(numbers.ttfbUs) << sqlKnown(numbers.downloadUs) << sqlKnown(numbers.totalUs)
             << sqlHash(result.contentHash) << sqlBytes(result.contentType) << sqlText(result.facts.charset)
             << sqlBytes(result.httpVersion) << sqlText(result.facts.title)
             << (numbers.redirects > 0 ? sqlBytes(result.lastHop()->url) : QVariant())
             << sqlText(result.reason) << sqlText(result.facts.description) << sqlText(result.facts.h1)
             << sqlText(result.facts.canonical) << sqlText(result.facts.robots);
    return m_result.exec();
}

Outcome ResultInserter::insertAttempt(RunId run, RowId row, int number, const FetchAttempt &attempt)
{
    m_attempt << run << qint64(row) << number << sqlText(fetchErrorId(attempt.error))
              << sqlText(attempt.errorText) << sqlText(attempt.challenge) << attempt.waitUs
              << sqlKnown(attempt.retryAfterMs);
    if (const Outcome done = m_attempt.exec(); !done)
        return done;
    for (size_t i = 0; i < attempt.hops.size(); ++i) {
        if (const Outcome done = insertHop(run, row, number, int(i) + 1, attempt.hops[i]); !done)
            return done;
    }
    return success();
}

Outcome ResultInserter::insertHop(RunId run, RowId row, int attempt, int number, const Hop &hop)
{
    m_hop << run << qint64(row) << attempt << number << sqlBytes(hop.url) << sqlBytes(hop.method)
          << sqlNonZero(hop.status) << sqlBytes(hop.reasonPhrase) << sqlBytes(hop.location)
          << sqlNonZero(hop.startedAtMs) << hop.queuedUs << sqlKnown(hop.phases.connectUs)
          << sqlKnown(hop.phases.ttfbUs) << sqlKnown(hop.phases.downloadUs) << sqlKnown(hop.phases.totalUs)
          << int(hop.sends) << int(hop.secure) << sqlKnown(hop.phases.lookupUs);
    if (const Outcome done = m_hop.exec(); !done)
        return done;
    if (hop.requestHeaders.isEmpty() && hop.responseHeaders.isEmpty())
        return success();
    return insertHeaders(run, row, attempt, number, hop);
}

Outcome ResultInserter::insertHeaders(RunId run, RowId row, int attempt, int number, const Hop &hop)
{
    m_headers << run << qint64(row) << attempt << number << headersJson(hop.requestHeaders)
              << headersJson(hop.responseHeaders);
    return m_headers.exec();
}

Outcome ResultInserter::remove(RunId run, RowId row, VerdictTally &tally)
{
    const Result<QVariant> verdict =
        m_connection.value(QStringLiteral("SELECT verdict FROM results WHERE run_id = %1 AND address_id = %2")
                               .arg(run)
                               .arg(row));
    if (!verdict)
        return verdict.error();
    if (const auto known = verdictFromId(verdict.value().toString()))
        --tally[size_t(*known)];
    for (const char *table : {"bodies", "headers", "hops", "attempts", "results"}) {
        const QString sql = QStringLiteral("DELETE FROM %1 WHERE run_id = %2 AND address_id = %3");
        if (const Outcome done = m_connection.run(sql.arg(QLatin1StringView(table)).arg(run).arg(row)); !done)
            return done;
    }
    return success();
}

} // namespace turnstone
