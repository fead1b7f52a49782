// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/resultreader.h"

#include "core/store/rowlist.h"
#include "core/store/sqlvalue.h"
#include "core/types/jsonbytes.h"

#include <QJsonDocument>

namespace turnstone {

namespace {

constexpr qint64 MaxItems = 100'000; // attempts or hops of one result; more than any crawl allows

/// The rows are looked up one by one by the key, whatever their number.
QString selectOf(const char *columns, const char *table)
{
    return QStringLiteral(
               "SELECT t.address_id, %1 FROM json_each(?) j CROSS JOIN addresses a ON a.id = j.value "
               "CROSS JOIN %2 t ON t.run_id = ifnull(?, a.current_run) AND t.address_id = a.id")
        .arg(QLatin1StringView(columns), QLatin1StringView(table));
}

/// Version 1 has no column for it, and is not changed where it is only read.
QString lookupColumn(SqlConnection &connection)
{
    const Result<QVariant> found = connection.value(
        QStringLiteral("SELECT count(*) FROM pragma_table_info('hops') WHERE name = 'lookup_us'"));
    return found && found.value().toInt() > 0 ? QStringLiteral("t.lookup_us") : QStringLiteral("NULL");
}

HeaderList headersOf(const QVariant &json)
{
    return headersFromJson(QJsonDocument::fromJson(json.toString().toUtf8()).array());
}

FetchAttempt *attemptAt(FetchResult &result, qint64 number)
{
    if (number < 1 || number > MaxItems)
        return nullptr;
    if (result.attempts.size() < size_t(number))
        result.attempts.resize(size_t(number));
    return &result.attempts[size_t(number) - 1];
}

Hop *hopAt(FetchAttempt *attempt, qint64 number)
{
    if (!attempt || number < 1 || number > MaxItems)
        return nullptr;
    if (attempt->hops.size() < size_t(number))
        attempt->hops.resize(size_t(number));
    return &attempt->hops[size_t(number) - 1];
}

/// The result that the statement's row belongs to.
template <typename Found>
FetchResult *resultOf(Found &found, const SqlStatement &statement)
{
    const auto it = found.find(RowId(statement.at(0).toLongLong()));
    return it == found.end() ? nullptr : &it->second;
}

} // namespace

ResultReader::ResultReader(SqlConnection &connection)
    : m_results(connection,
                selectOf("t.verdict, t.bytes, t.links, t.content_hash, t.content_type, t.charset, "
                         "t.http_version, t.title, t.reason, t.description, t.h1, t.canonical, "
                         "t.robots",
                         "results"))
    , m_attempts(connection, selectOf("t.attempt, t.error, t.error_text, t.challenge, t.wait_us, "
                                      "t.retry_after_ms",
                                      "attempts"))
    , m_hops(connection, selectOf("t.attempt, t.hop, t.url, t.method, t.status, t.reason_phrase, t.location, "
                                  "t.started_at, t.queued_us, t.connect_us, t.ttfb_us, t.download_us, "
                                  "t.total_us, t.sends, t.secure, %1",
                                  "hops")
                             .arg(lookupColumn(connection)))
    , m_headers(connection, selectOf("t.attempt, t.hop, t.request, t.response", "headers"))
    , m_bodies(connection, selectOf("t.size, t.content", "bodies"))
{}

Result<std::vector<FetchResult>> ResultReader::read(std::span<const RowId> rows, std::optional<RunId> run)
{
    Found found;
    found.reserve(rows.size());
    const QString list = rowListJson(rows);
    const std::pair<SqlStatement &, Outcome (ResultReader::*)(Found &)> steps[] = {
        {m_results, &ResultReader::readResults}, {m_attempts, &ResultReader::readAttempts},
        {m_hops, &ResultReader::readHops},       {m_headers, &ResultReader::readHeaders},
        {m_bodies, &ResultReader::readBodies},
    };
    for (const auto &[statement, readThem] : steps) {
        if (const Outcome started = start(statement, list, run); !started)
            return started.error();
        if (const Outcome done = (this->*readThem)(found); !done)
            return done.error();
    }
    std::vector<FetchResult> results;
    results.reserve(found.size());
    for (const RowId row : rows) {
        if (const auto it = found.find(row); it != found.end())
            results.push_back(it->second);
    }
    return results;
}

Outcome ResultReader::start(SqlStatement &statement, const QString &rows, std::optional<RunId> run)
{
    statement << rows << (run ? QVariant(*run) : QVariant());
    return statement.exec();
}

Outcome ResultReader::readResults(Found &found)
{
    while (m_results.next()) {
        const auto row = RowId(m_results.at(0).toLongLong());
        FetchResult &result = found[row];
        result.row = row;
        result.verdict = verdictFromId(m_results.at(1).toString()).value_or(Verdict::Cancelled);
        result.bytes = m_results.at(2).toLongLong();
        result.facts.links = m_results.at(3).toUInt();
        result.contentHash = hashFromSql(m_results.at(4));
        result.contentType = bytesFromSql(m_results.at(5));
        result.facts.charset = textFromSql(m_results.at(6));
        result.httpVersion = bytesFromSql(m_results.at(7));
        result.facts.title = textFromSql(m_results.at(8));
        result.reason = textFromSql(m_results.at(9));
        result.facts.description = textFromSql(m_results.at(10));
        result.facts.h1 = textFromSql(m_results.at(11));
        result.facts.canonical = textFromSql(m_results.at(12));
        result.facts.robots = textFromSql(m_results.at(13));
    }
    return m_results.done();
}

Outcome ResultReader::readAttempts(Found &found)
{
    while (m_attempts.next()) {
        FetchResult *result = resultOf(found, m_attempts);
        FetchAttempt *attempt = result ? attemptAt(*result, m_attempts.at(1).toLongLong()) : nullptr;
        if (!attempt)
            continue;
        attempt->error = fetchErrorFromId(m_attempts.at(2).toString()).value_or(FetchError::None);
        attempt->errorText = textFromSql(m_attempts.at(3));
        attempt->challenge = textFromSql(m_attempts.at(4));
        attempt->waitUs = m_attempts.at(5).toLongLong();
        attempt->retryAfterMs = knownFromSql(m_attempts.at(6));
    }
    return m_attempts.done();
}

Outcome ResultReader::readHops(Found &found)
{
    while (m_hops.next()) {
        FetchResult *result = resultOf(found, m_hops);
        Hop *hop = result ? hopAt(attemptAt(*result, m_hops.at(1).toLongLong()), m_hops.at(2).toLongLong())
                          : nullptr;
        if (!hop)
            continue;
        hop->url = bytesFromSql(m_hops.at(3));
        hop->method = bytesFromSql(m_hops.at(4));
        hop->status = quint16(m_hops.at(5).toUInt());
        hop->reasonPhrase = bytesFromSql(m_hops.at(6));
        hop->location = bytesFromSql(m_hops.at(7));
        hop->startedAtMs = m_hops.at(8).toLongLong();
        hop->queuedUs = m_hops.at(9).toLongLong();
        hop->phases.connectUs = knownFromSql(m_hops.at(10));
        hop->phases.ttfbUs = knownFromSql(m_hops.at(11));
        hop->phases.downloadUs = knownFromSql(m_hops.at(12));
        hop->phases.totalUs = knownFromSql(m_hops.at(13));
        hop->sends = quint8(m_hops.at(14).toUInt());
        hop->secure = m_hops.at(15).toBool();
        hop->phases.lookupUs = knownFromSql(m_hops.at(16));
    }
    return m_hops.done();
}

Outcome ResultReader::readHeaders(Found &found)
{
    while (m_headers.next()) {
        FetchResult *result = resultOf(found, m_headers);
        Hop *hop = result
                       ? hopAt(attemptAt(*result, m_headers.at(1).toLongLong()), m_headers.at(2).toLongLong())
                       : nullptr;
        if (!hop)
            continue;
        hop->requestHeaders = headersOf(m_headers.at(3));
        hop->responseHeaders = headersOf(m_headers.at(4));
    }
    return m_headers.done();
}

Outcome ResultReader::readBodies(Found &found)
{
    while (m_bodies.next()) {
        if (FetchResult *result = resultOf(found, m_bodies))
            result->body = uncompressedFromSql(m_bodies.at(2), m_bodies.at(1).toLongLong());
    }
    return m_bodies.done();
}

} // namespace turnstone
