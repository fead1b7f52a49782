// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/resultreader.h"

#include "core/store/rowlist.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlvalue.h"
#include "core/types/addresslist.h"
#include "core/types/jsonbytes.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

namespace turnstone {

namespace {

/// Of the rows `t`, and what is joined to them. They are looked up one by one by the key, whatever their
/// number. What is found is compared once more (the plus signs): in a damaged file it may be another's.
QString selectOf(const char *columns, const QString &joined)
{
    return QStringLiteral(
               "SELECT t.address_id, %1 FROM json_each(?) j CROSS JOIN addresses a ON a.id = j.value "
               "CROSS JOIN result_rows t ON t.run_id = ifnull(?, a.current_run) AND "
               "t.address_id = a.id AND +t.address_id = a.id CROSS JOIN %2")
        .arg(QLatin1StringView(columns), joined);
}

/// A table that belongs to the page of a row `t`.
QString ofPage(const char *table, QLatin1Char name)
{
    return QStringLiteral("%1 %2 ON %2.address_id = t.address_id AND %2.page = t.page AND "
                          "+%2.address_id = t.address_id AND +%2.page = t.page")
        .arg(QLatin1StringView(table))
        .arg(name);
}

/// One that belongs to a row `t` itself.
QString ofRow(const char *table, QLatin1Char name)
{
    return QStringLiteral("%1 %2 ON %2.run_id = t.run_id AND %2.address_id = t.address_id AND "
                          "+%2.run_id = t.run_id AND +%2.address_id = t.address_id")
        .arg(QLatin1StringView(table))
        .arg(name);
}

HeaderList headersOf(const QVariant &json)
{
    return headersFromJson(QJsonDocument::fromJson(json.toString().toUtf8()).array());
}

FetchAttempt *attemptAt(FetchResult &result, qint64 number)
{
    return number >= 1 && number <= qint64(result.attempts.size()) ? &result.attempts[size_t(number) - 1]
                                                                   : nullptr;
}

Hop *hopAt(FetchAttempt *attempt, qint64 number)
{
    return attempt && number >= 1 && number <= qint64(attempt->hops.size())
               ? &attempt->hops[size_t(number) - 1]
               : nullptr;
}

/// How many of some addresses have a current result. One whose address has lost the number of its run is
/// found in the last run, or in those behind the last that a repair took results from: in earlier ones an
/// older result may be left of an address whose current one is lost. Only a file with pages has a key for
/// that.
QString countOfCurrent(SqlConnection &connection)
{
    const QString lost =
        QStringLiteral(
            "(problem IS NOT '%1' AND EXISTS (SELECT 1 FROM main.pages p WHERE p.address_id = a.id AND "
            "p.page "
            ">= 0) AND EXISTS (SELECT 1 FROM runs n WHERE n.id >= (SELECT ifnull(max(id), 0) FROM runs WHERE "
            "pruned) AND EXISTS (SELECT 1 FROM result_rows r WHERE r.run_id = n.id AND r.address_id = "
            "a.id)))")
            .arg(addressProblemId(AddressProblem::NoAddress));
    const Result<QVariant> hasPages = connection.value(QStringLiteral(
        "SELECT EXISTS (SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = 'pages')"));
    return QStringLiteral("SELECT count(*) FROM addresses a WHERE id IN (SELECT value FROM json_each(?)) AND "
                          "(current_run IS NOT NULL OR %1)")
        .arg(hasPages && hasPages.value().toBool() ? lost : QStringLiteral("0"));
}

/// The result that the statement's row belongs to.
template <typename Found>
FetchResult *resultOf(Found &found, const SqlStatement &statement)
{
    const auto it = found.find(RowId(statement.at(0).toLongLong()));
    return it == found.end() ? nullptr : &it->second;
}

/// Before version 4 it was kept of the last hop alone.
void tellVersion(FetchResult &result)
{
    if (result.attempts.empty() || result.attempts.back().hops.empty())
        return;
    Hop &last = result.attempts.back().hops.back();
    if (last.httpVersion.isEmpty() && last.status != 0)
        last.httpVersion = result.httpVersion;
}

} // namespace

ResultReader::ResultReader(SqlConnection &connection)
    : m_connection(connection)
    , m_results(
          connection,
          selectOf(
              "p.verdict, p.bytes, p.links, p.content_hash, p.content_type, p.charset, "
              "p.http_version, p.title, p.reason, p.description, p.h1, p.canonical, p.robots, "
              "p.attempts, p.secure, p.method, p.status, p.reason_phrase, p.location, p.error, "
              "p.error_text, p.challenge, p.url, t.started + n.started_at, "
              "t.queued_us, t.wait_us, t.connect_us, t.ttfb_us, t.download_us, t.total_us, "
              "t.lookup_us, coalesce(t.sends, 1), p.redirects, t.tls_us, t.peer_id, t.reused, "
              "iif(p.attempts > 1, (SELECT count(*) FROM hop_times x WHERE x.run_id = t.run_id AND "
              "x.address_id = t.address_id AND +x.run_id = t.run_id AND +x.address_id = t.address_id), 0)",
              u"runs n ON n.id = t.run_id CROSS JOIN " + ofPage("pages", QLatin1Char('p'))))
    , m_attempts(connection,
                 selectOf("e.attempt, e.error, e.error_text, e.challenge, coalesce(x.wait_us, t.wait_us), "
                          "x.retry_after_ms, x.wait_us IS NOT NULL",
                          ofPage("page_attempts", QLatin1Char('e')) + u" LEFT JOIN " +
                              ofRow("attempt_times", QLatin1Char('x')) + u" AND x.attempt = e.attempt"))
    , m_hops(connection,
             selectOf("e.attempt, e.hop, e.url, e.method, e.status, e.reason_phrase, e.location, e.secure, "
                      "x.started + n.started_at, x.queued_us, x.connect_us, x.ttfb_us, x.download_us, "
                      "x.total_us, x.lookup_us, x.sends, x.tls_us, x.peer_id, x.reused, x.http_version",
                      u"runs n ON n.id = t.run_id CROSS JOIN " + ofPage("page_hops", QLatin1Char('e')) +
                          u" LEFT JOIN " + ofRow("hop_times", QLatin1Char('x')) +
                          u" AND x.attempt = e.attempt AND x.hop = e.hop"))
    , m_headers(connection,
                selectOf("h.attempt, h.hop, h.request, h.response", ofRow("headers", QLatin1Char('h'))))
    , m_bodies(connection, selectOf("b.size, b.content", ofPage("page_bodies", QLatin1Char('b'))))
    , m_current(connection, countOfCurrent(connection))
    , m_peers(connection)
{}

Result<std::vector<FetchResult>> ResultReader::read(std::span<const RowId> rows, std::optional<RunId> run,
                                                    Extent extent)
{
    const QString list = rowListJson(rows);
    constexpr int Tries = 3; // a writer may have replaced one between two statements
    Found found;
    size_t expected = 0;
    bool isWhole = false;
    for (int i = 0; i < Tries && !isWhole; ++i) {
        Result<Found> once = readOnce(list, run, extent);
        if (!once)
            return once.error();
        found = std::move(once).value();
        isWhole = found.size() >= expected && hasAllParts();
        if (!isWhole || run || expected > 0 || found.size() == rows.size())
            continue;
        const Result<size_t> current = countCurrent(list); // those that come meanwhile count next time only
        if (!current)
            return current.error();
        expected = current.value();
        isWhole = found.size() >= expected;
    }
    if (!isWhole)
        return damagedProject(m_connection.path(),
                              QCoreApplication::translate("Project", "results are missing"));
    std::vector<FetchResult> results;
    results.reserve(found.size());
    for (const RowId row : rows) {
        if (const auto it = found.find(row); it != found.end())
            results.push_back(it->second);
    }
    return results;
}

Result<ResultReader::Found> ResultReader::readOnce(const QString &rows, std::optional<RunId> run,
                                                   Extent extent)
{
    struct Step
    {
        SqlStatement &statement;
        Outcome (ResultReader::*readThem)(Found &);
        enum { All, Parted, Fields, Bodies } of;
    };
    const Step steps[] = {
        {m_results, &ResultReader::readResults, Step::All},
        {m_attempts, &ResultReader::readAttempts, Step::Parted},
        {m_hops, &ResultReader::readHops, Step::Parted},
        {m_headers, &ResultReader::readHeaders, Step::Fields},
        {m_bodies, &ResultReader::readBodies, Step::Bodies},
    };
    Found found;
    m_missing.clear();
    m_isSound = true;
    for (const auto &[statement, readThem, of] : steps) {
        if ((of == Step::Parted && m_missing.empty()) || (of == Step::Fields && extent == Extent::NoFields) ||
            (of == Step::Bodies && extent != Extent::All))
            continue;
        if (const Outcome started = start(statement, rows, run); !started)
            return started.error();
        if (const Outcome done = (this->*readThem)(found); !done)
            return done.error();
    }
    for (auto &[row, result] : found)
        tellVersion(result);
    return found;
}

/// Where the pages of a damaged file have changed places, SQLite does not find what is there, and says so
/// nowhere. hasAllPartsSql() and hasAllTimesSql() say the same of what is in the file.
bool ResultReader::hasAllParts() const
{
    return m_isSound && std::all_of(m_missing.begin(), m_missing.end(), [](const auto &each) {
               return each.second.attempts == 0 && each.second.lastHops <= 0 &&
                      (each.second.lastAttempt == 1 || each.second.hops == 0);
           });
}

Result<size_t> ResultReader::countCurrent(const QString &rows)
{
    m_current << rows;
    if (const Outcome asked = m_current.exec(); !asked)
        return asked.error();
    const size_t count = m_current.next() ? size_t(m_current.at(0).toLongLong()) : 0;
    if (const Outcome done = m_current.done(); !done)
        return done.error();
    return count;
}

Outcome ResultReader::start(SqlStatement &statement, const QString &rows, std::optional<RunId> run)
{
    statement << rows << (run ? QVariant(*run) : QVariant());
    return statement.exec();
}

/// A text; where it is damaged, so is what is read.
QVariant ResultReader::whole(const SqlStatement &statement, int column)
{
    const QVariant value = statement.at(column);
    m_isSound = m_isSound && !isZeroedText(value);
    return value;
}

Outcome ResultReader::readResults(Found &found)
{
    while (m_results.next()) {
        const auto row = RowId(m_results.at(0).toLongLong());
        FetchResult &result = found[row];
        result.row = row;
        const std::optional<Verdict> verdict = verdictFromId(m_results.at(1).toString());
        m_isSound = m_isSound && verdict;
        result.verdict = verdict.value_or(Verdict::Cancelled);
        result.bytes = m_results.at(2).toLongLong();
        result.facts.links = m_results.at(3).toUInt();
        // what was overwritten with zeros may have begun with the numbers before it
        m_isSound = m_isSound && isWholeHash(m_results.at(4));
        result.contentHash = hashFromSql(m_results.at(4));
        result.contentType = bytesFromSql(whole(m_results, 5));
        result.facts.charset = textFromSql(whole(m_results, 6));
        result.httpVersion = bytesFromSql(whole(m_results, 7));
        result.facts.title = textFromSql(whole(m_results, 8));
        result.reason = textFromSql(whole(m_results, 9));
        result.facts.description = textFromSql(whole(m_results, 10));
        result.facts.h1 = textFromSql(whole(m_results, 11));
        result.facts.canonical = textFromSql(whole(m_results, 12));
        result.facts.robots = textFromSql(whole(m_results, 13));
        m_isSound = m_isSound && !m_results.isNull(14);
        if (!m_results.isNull(15)) {
            if (const Outcome read = readSingleHop(result); !read)
                return read;
        } else if (m_results.at(14).toLongLong() != 0) {
            expectParts(row);
        }
    }
    return m_results.done();
}

void ResultReader::expectParts(RowId row)
{
    Parts &parts = m_missing[row];
    parts.lastAttempt = m_results.at(14).toLongLong();
    parts.attempts = parts.lastAttempt;
    const qint64 redirects = m_results.at(33).toLongLong();
    const bool isAnswered = !m_results.isNull(17);
    parts.lastHops = redirects > 0 ? redirects + 1 : isAnswered ? 1 : 0;
    parts.hops = m_results.at(37).toLongLong();
}

/// `column` is the first of tls_us, peer_id, reused.
Outcome ResultReader::readConnection(Hop &hop, const SqlStatement &statement, int column)
{
    hop.phases.tlsUs = knownFromSql(statement.at(column));
    if (!statement.isNull(column + 2))
        hop.reused = statement.at(column + 2).toBool();
    Result<std::shared_ptr<const ConnectionFacts>> peer = m_peers.read(statement.at(column + 1), m_isSound);
    if (!peer)
        return peer.error();
    hop.connection = std::move(peer).value();
    return success();
}

Outcome ResultReader::readSingleHop(FetchResult &result)
{
    FetchAttempt &attempt = result.attempts.emplace_back();
    attempt.error = fetchErrorFromId(m_results.at(20).toString()).value_or(FetchError::None);
    attempt.errorText = textFromSql(whole(m_results, 21));
    attempt.challenge = textFromSql(whole(m_results, 22));
    attempt.waitUs = m_results.at(26).toLongLong();
    Hop &hop = attempt.hops.emplace_back();
    hop.secure = m_results.at(15).toBool();
    hop.method = bytesFromSql(whole(m_results, 16));
    hop.status = quint16(m_results.at(17).toUInt());
    hop.reasonPhrase = bytesFromSql(whole(m_results, 18));
    hop.location = bytesFromSql(whole(m_results, 19));
    hop.url = bytesFromSql(whole(m_results, 23));
    hop.startedAtMs = m_results.at(24).toLongLong();
    hop.queuedUs = m_results.at(25).toLongLong();
    hop.phases.connectUs = knownFromSql(m_results.at(27));
    hop.phases.ttfbUs = knownFromSql(m_results.at(28));
    hop.phases.downloadUs = knownFromSql(m_results.at(29));
    hop.phases.totalUs = knownFromSql(m_results.at(30));
    hop.phases.lookupUs = knownFromSql(m_results.at(31));
    hop.sends = quint8(m_results.at(32).toUInt());
    return readConnection(hop, m_results, 34);
}

Outcome ResultReader::readAttempts(Found &found)
{
    while (m_attempts.next()) {
        FetchResult *result = resultOf(found, m_attempts);
        const auto missing = result ? m_missing.find(result->row) : m_missing.end();
        if (missing == m_missing.end()) // what a damage left of another page
            continue;
        // the only one may have its wait in the row
        const bool isTimed = missing->second.lastAttempt == 1 || m_attempts.at(7).toBool();
        m_isSound =
            m_isSound && isTimed && m_attempts.at(1).toLongLong() == qint64(result->attempts.size()) + 1;
        --missing->second.attempts;
        FetchAttempt *const attempt = &result->attempts.emplace_back();
        attempt->error = fetchErrorFromId(m_attempts.at(2).toString()).value_or(FetchError::None);
        attempt->errorText = textFromSql(whole(m_attempts, 3));
        attempt->challenge = textFromSql(whole(m_attempts, 4));
        attempt->waitUs = m_attempts.at(5).toLongLong();
        attempt->retryAfterMs = knownFromSql(m_attempts.at(6));
    }
    return m_attempts.done();
}

Outcome ResultReader::readHops(Found &found)
{
    while (m_hops.next()) {
        FetchResult *result = resultOf(found, m_hops);
        const auto missing = result ? m_missing.find(result->row) : m_missing.end();
        if (missing == m_missing.end())
            continue;
        FetchAttempt *const attempt = attemptAt(*result, m_hops.at(1).toLongLong());
        const bool isTimed = !m_hops.isNull(10);
        const bool isNext = attempt && m_hops.at(2).toLongLong() == qint64(attempt->hops.size()) + 1;
        m_isSound = m_isSound && isTimed && isNext;
        if (!isNext)
            continue;
        --missing->second.hops;
        missing->second.lastHops -= missing->second.lastAttempt == m_hops.at(1).toLongLong();
        Hop *const hop = &attempt->hops.emplace_back();
        hop->url = bytesFromSql(whole(m_hops, 3));
        hop->method = bytesFromSql(whole(m_hops, 4));
        hop->status = quint16(m_hops.at(5).toUInt());
        hop->reasonPhrase = bytesFromSql(whole(m_hops, 6));
        hop->location = bytesFromSql(whole(m_hops, 7));
        hop->secure = m_hops.at(8).toBool();
        hop->startedAtMs = m_hops.at(9).toLongLong();
        hop->queuedUs = m_hops.at(10).toLongLong();
        hop->phases.connectUs = knownFromSql(m_hops.at(11));
        hop->phases.ttfbUs = knownFromSql(m_hops.at(12));
        hop->phases.downloadUs = knownFromSql(m_hops.at(13));
        hop->phases.totalUs = knownFromSql(m_hops.at(14));
        hop->phases.lookupUs = knownFromSql(m_hops.at(15));
        hop->sends = quint8(m_hops.at(16).toUInt());
        hop->httpVersion = bytesFromSql(whole(m_hops, 20));
        if (const Outcome read = readConnection(*hop, m_hops, 17); !read)
            return read;
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
        hop->requestHeaders = headersOf(whole(m_headers, 3));
        hop->responseHeaders = headersOf(whole(m_headers, 4));
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
