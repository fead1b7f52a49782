// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/resultreader.h"

#include "core/store/rowlist.h"
#include "core/store/sqlvalue.h"
#include "core/types/jsonbytes.h"

#include <QJsonDocument>

namespace turnstone {

namespace {

constexpr qint64 MaxItems = 100'000; // attempts or hops of one result; more than any crawl allows

/// Of the rows `t`, and what is joined to them. They are looked up one by one by the key, whatever their
/// number.
QString selectOf(const char *columns, const char *joined)
{
    return QStringLiteral(
               "SELECT t.address_id, %1 FROM json_each(?) j CROSS JOIN addresses a ON a.id = j.value "
               "CROSS JOIN result_rows t ON t.run_id = ifnull(?, a.current_run) AND "
               "t.address_id = a.id CROSS JOIN %2")
        .arg(QLatin1StringView(columns), QLatin1StringView(joined));
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
                selectOf("p.verdict, p.bytes, p.links, p.content_hash, p.content_type, p.charset, "
                         "p.http_version, p.title, p.reason, p.description, p.h1, p.canonical, p.robots, "
                         "p.attempts, p.secure, p.method, p.status, p.reason_phrase, p.location, p.error, "
                         "p.error_text, p.challenge, p.url, t.started + n.started_at, "
                         "t.queued_us, t.wait_us, t.connect_us, t.ttfb_us, t.download_us, t.total_us, "
                         "t.lookup_us, coalesce(t.sends, 1)",
                         "runs n ON n.id = t.run_id "
                         "CROSS JOIN pages p ON p.address_id = t.address_id AND p.page = t.page"))
    , m_attempts(connection,
                 selectOf("e.attempt, e.error, e.error_text, e.challenge, coalesce(x.wait_us, t.wait_us), "
                          "x.retry_after_ms",
                          "page_attempts e ON e.address_id = t.address_id AND e.page = t.page "
                          "LEFT JOIN attempt_times x ON x.run_id = t.run_id AND x.address_id = t.address_id "
                          "AND x.attempt = e.attempt"))
    , m_hops(connection,
             selectOf("e.attempt, e.hop, e.url, e.method, e.status, e.reason_phrase, e.location, e.secure, "
                      "x.started + n.started_at, x.queued_us, x.connect_us, x.ttfb_us, x.download_us, "
                      "x.total_us, x.lookup_us, x.sends",
                      "runs n ON n.id = t.run_id "
                      "CROSS JOIN page_hops e ON e.address_id = t.address_id AND e.page = t.page "
                      "LEFT JOIN hop_times x ON x.run_id = t.run_id AND x.address_id = t.address_id "
                      "AND x.attempt = e.attempt AND x.hop = e.hop"))
    , m_headers(connection, selectOf("h.attempt, h.hop, h.request, h.response",
                                     "headers h ON h.run_id = t.run_id AND h.address_id = t.address_id"))
    , m_bodies(connection, selectOf("b.size, b.content",
                                    "page_bodies b ON b.address_id = t.address_id AND b.page = t.page"))
{}

Result<std::vector<FetchResult>> ResultReader::read(std::span<const RowId> rows, std::optional<RunId> run)
{
    Found found;
    found.reserve(rows.size());
    const QString list = rowListJson(rows);
    struct Step
    {
        SqlStatement &statement;
        Outcome (ResultReader::*readThem)(Found &);
        bool isForAll;
    };
    const Step steps[] = {
        {m_results, &ResultReader::readResults, true}, {m_attempts, &ResultReader::readAttempts, false},
        {m_hops, &ResultReader::readHops, false},      {m_headers, &ResultReader::readHeaders, true},
        {m_bodies, &ResultReader::readBodies, true},
    };
    m_hasMore = false;
    for (const auto &[statement, readThem, isForAll] : steps) {
        if (!isForAll && !m_hasMore)
            continue;
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
        if (m_results.isNull(15))
            m_hasMore = m_hasMore || m_results.at(14).toInt() > 0;
        else
            readSingleHop(result);
    }
    return m_results.done();
}

void ResultReader::readSingleHop(FetchResult &result)
{
    FetchAttempt &attempt = result.attempts.emplace_back();
    attempt.error = fetchErrorFromId(m_results.at(20).toString()).value_or(FetchError::None);
    attempt.errorText = textFromSql(m_results.at(21));
    attempt.challenge = textFromSql(m_results.at(22));
    attempt.waitUs = m_results.at(26).toLongLong();
    Hop &hop = attempt.hops.emplace_back();
    hop.secure = m_results.at(15).toBool();
    hop.method = bytesFromSql(m_results.at(16));
    hop.status = quint16(m_results.at(17).toUInt());
    hop.reasonPhrase = bytesFromSql(m_results.at(18));
    hop.location = bytesFromSql(m_results.at(19));
    hop.url = bytesFromSql(m_results.at(23));
    hop.startedAtMs = m_results.at(24).toLongLong();
    hop.queuedUs = m_results.at(25).toLongLong();
    hop.phases.connectUs = knownFromSql(m_results.at(27));
    hop.phases.ttfbUs = knownFromSql(m_results.at(28));
    hop.phases.downloadUs = knownFromSql(m_results.at(29));
    hop.phases.totalUs = knownFromSql(m_results.at(30));
    hop.phases.lookupUs = knownFromSql(m_results.at(31));
    hop.sends = quint8(m_results.at(32).toUInt());
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
        hop->secure = m_hops.at(8).toBool();
        hop->startedAtMs = m_hops.at(9).toLongLong();
        hop->queuedUs = m_hops.at(10).toLongLong();
        hop->phases.connectUs = knownFromSql(m_hops.at(11));
        hop->phases.ttfbUs = knownFromSql(m_hops.at(12));
        hop->phases.downloadUs = knownFromSql(m_hops.at(13));
        hop->phases.totalUs = knownFromSql(m_hops.at(14));
        hop->phases.lookupUs = knownFromSql(m_hops.at(15));
        hop->sends = quint8(m_hops.at(16).toUInt());
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
