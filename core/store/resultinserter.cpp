// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/resultinserter.h"

#include "core/store/housekeeping.h"
#include "core/store/rowlist.h"
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

constexpr int FirstOfParts = 5; // of the columns of m_current

} // namespace

// Of a result that a damage took, what lies beside it may be left: it gives way.
ResultInserter::ResultInserter(SqlConnection &connection)
    : m_connection(connection)
    , m_current(connection,
                QStringLiteral("SELECT a.id, a.current_run, p.page, p.fingerprint, a.current_run IS NULL "
                               "AND EXISTS(SELECT 1 FROM pages o WHERE o.address_id = a.id), %1 FROM "
                               "json_each(?) j CROSS JOIN "
                               "addresses a ON a.id = j.value LEFT JOIN result_rows r ON r.run_id = "
                               "a.current_run AND r.address_id = a.id LEFT JOIN pages p ON p.address_id = "
                               "r.address_id AND p.page = r.page")
                    .arg(pagePartsColumns()))
    , m_find(
          connection,
          QStringLiteral("SELECT (SELECT page FROM pages WHERE address_id = k.id AND fingerprint = k.print), "
                         "(SELECT max(page) FROM pages WHERE address_id = k.id), "
                         "EXISTS(SELECT 1 FROM pages WHERE address_id = k.id AND fingerprint IS NULL) "
                         "FROM (SELECT ? AS id, ? AS print) k"))
    , m_parts(connection, QStringLiteral("SELECT %1 FROM pages p WHERE p.address_id = ? AND p.page = ?")
                              .arg(pagePartsColumns()))
    , m_page(connection, QStringLiteral("pages"), columnNames("address_id page fingerprint") + pageColumns())
    , m_pageAttempt(connection, QStringLiteral("page_attempts"),
                    columnNames("address_id page") + pageAttemptColumns(), SqlInsert::OnConflict::Replace)
    , m_pageHop(connection, QStringLiteral("page_hops"), columnNames("address_id page") + pageHopColumns(),
                SqlInsert::OnConflict::Replace)
    , m_pageBody(connection, QStringLiteral("page_bodies"), columnNames("address_id page size content"),
                 SqlInsert::OnConflict::Replace)
    , m_row(connection, QStringLiteral("result_rows"),
            columnNames(
                "run_id address_id page started queued_us wait_us connect_us ttfb_us download_us total_us "
                "lookup_us sends tls_us peer_id reused"),
            SqlInsert::OnConflict::LeaveOut)
    , m_attempt(connection, QStringLiteral("attempt_times"),
                columnNames("run_id address_id attempt wait_us retry_after_ms"),
                SqlInsert::OnConflict::Replace)
    , m_hop(connection, QStringLiteral("hop_times"),
            columnNames(
                "run_id address_id attempt hop started queued_us connect_us ttfb_us download_us total_us "
                "lookup_us sends tls_us peer_id reused http_version"),
            SqlInsert::OnConflict::Replace)
    , m_headers(connection, QStringLiteral("headers"),
                columnNames("run_id address_id attempt hop request response"), SqlInsert::OnConflict::Replace)
    , m_peers(connection)
{}

Outcome ResultInserter::begin(RunId run, std::span<const RowId> rows)
{
    const Result<QVariant> start =
        m_connection.value(QStringLiteral("SELECT started_at FROM runs WHERE id = %1").arg(run));
    if (!start)
        return start.error();
    m_run = run;
    m_runStartMs = start.value().toLongLong();
    m_peers.begin();
    return readCurrent(rows);
}

/// To ask for each row alone costs more than to write it.
Outcome ResultInserter::readCurrent(std::span<const RowId> rows)
{
    m_known.clear();
    if (const Outcome asked = (m_current << rowListJson(rows)).exec(); !asked)
        return asked;
    while (m_current.next()) {
        const auto row = RowId(m_current.at(0).toLongLong());
        if (m_current.at(4).toBool())
            continue; // an earlier result: only the current one is lost, as in a project that was repaired
        if (m_current.isNull(1))
            m_known[row] = {};
        else if (!m_current.isNull(3))
            m_known[row] = {m_current.at(2).toLongLong(), m_current.at(3).toLongLong(),
                            PageParts(m_current, FirstOfParts)};
    }
    return m_current.done();
}

Outcome ResultInserter::insert(const FetchResult &result, VerdictTally &tally)
{
    const Result<qint64> page = pageOf(result);
    if (!page)
        return page.error();
    if (const Outcome done = insertRow(result, page.value()); !done)
        return done;
    if (!m_row.inserted()) {
        if (const Outcome done = remove(result.row, tally); !done)
            return done;
        if (const Outcome done = insertRow(result, page.value()); !done)
            return done;
        if (const Outcome done = deleteLoosePages(m_connection, std::span(&result.row, 1)); !done)
            return done;
    }
    ++tally[size_t(result.verdict)];
    if (const Outcome done = insertTimes(result); !done)
        return done;
    return insertHeaders(result);
}

/// The page that says what the result says: one that the address has, else a new one.
Result<qint64> ResultInserter::pageOf(const FetchResult &result)
{
    const PageValues values(result);
    const qint64 fingerprint = values.fingerprint();
    if (const auto known = m_known.find(result.row); known != m_known.end()) {
        const Current current = known->second;
        m_known.erase(known); // what is written now makes it another
        if (current.page && current.fingerprint == fingerprint)
            return pageAgain(result.row, *current.page, fingerprint, values, current.parts);
        if (!current.page) {
            if (const Outcome done = insertPage(result.row, 0, fingerprint, values); !done)
                return done.error();
            return qint64(0);
        }
    }
    if (const Outcome asked = (m_find << qint64(result.row) << fingerprint).exec(); !asked)
        return asked.error();
    m_find.next();
    const QVariant known = m_find.at(0), last = m_find.at(1);
    const bool hasUnread = m_find.at(2).toBool();
    if (const Outcome done = m_find.done(); !done)
        return done.error();
    if (!known.isNull()) {
        const Result<PageParts> parts = partsOf(result.row, known.toLongLong());
        if (!parts)
            return parts.error();
        return pageAgain(result.row, known.toLongLong(), fingerprint, values, parts.value());
    }
    if (hasUnread) {
        const Result<std::optional<qint64>> adopted = adoptPage(result.row, fingerprint);
        if (!adopted)
            return adopted.error();
        if (adopted.value())
            return *adopted.value();
    }
    const qint64 page = last.isNull() ? 0 : last.toLongLong() + 1;
    if (const Outcome done = insertPage(result.row, page, fingerprint, values); !done)
        return done.error();
    return page;
}

/// A page that said the same. What a damage left of it is replaced, also for the earlier results that refer
/// to it: its fingerprint tells what it was.
Result<qint64> ResultInserter::pageAgain(RowId row, qint64 page, qint64 fingerprint, const PageValues &values,
                                         const PageParts &found)
{
    if (found == PageParts(values))
        return page;
    if (const Outcome removed = deletePage(m_connection, row, page); !removed)
        return removed.error();
    if (const Outcome done = insertPage(row, page, fingerprint, values); !done)
        return done.error();
    return page;
}

Result<PageParts> ResultInserter::partsOf(RowId row, qint64 page)
{
    if (const Outcome asked = (m_parts << qint64(row) << page).exec(); !asked)
        return asked.error();
    PageParts parts;
    if (m_parts.next())
        parts = PageParts(m_parts, 0);
    if (const Outcome done = m_parts.done(); !done)
        return done.error();
    return parts;
}

/// Pages that SQL alone made, as a migration does, get their fingerprints here, when they are first met.
Result<std::optional<qint64>> ResultInserter::adoptPage(RowId row, qint64 fingerprint)
{
    SqlStatement unread(
        m_connection,
        QStringLiteral("SELECT page FROM pages WHERE address_id = ? AND fingerprint IS NULL ORDER BY page"));
    if (const Outcome asked = (unread << qint64(row)).exec(); !asked)
        return asked.error();
    std::vector<qint64> pages;
    while (unread.next())
        pages.push_back(unread.at(0).toLongLong());
    if (const Outcome done = unread.done(); !done)
        return done.error();
    SqlStatement update(m_connection,
                        QStringLiteral("UPDATE pages SET fingerprint = ? WHERE address_id = ? AND page = ?"));
    std::optional<qint64> found;
    for (const qint64 page : pages) {
        const Result<PageValues> values = readPageValues(m_connection, row, page);
        if (!values)
            return values.error();
        const qint64 print = values.value().fingerprint();
        if (const Outcome done = (update << print << qint64(row) << page).exec(); !done)
            return done.error();
        if (print == fingerprint)
            found = page;
    }
    return found;
}

Outcome ResultInserter::insertPage(RowId row, qint64 page, qint64 fingerprint, const PageValues &values)
{
    m_page << qint64(row) << page << fingerprint;
    for (const QVariant &fact : values.facts)
        m_page << fact;
    if (const Outcome done = m_page.exec(); !done)
        return done;
    const auto insertAll = [&](SqlInsert &insert, const std::vector<QVariant> &list,
                               qsizetype size) -> Outcome {
        for (size_t i = 0; i < list.size(); i += size_t(size)) {
            insert << qint64(row) << page;
            for (size_t j = i; j < i + size_t(size); ++j)
                insert << list[j];
            if (const Outcome done = insert.exec(); !done)
                return done;
        }
        return success();
    };
    if (const Outcome done = insertAll(m_pageAttempt, values.attempts, pageAttemptColumns().size()); !done)
        return done;
    if (const Outcome done = insertAll(m_pageHop, values.hops, pageHopColumns().size()); !done)
        return done;
    if (values.body.isEmpty())
        return success();
    m_pageBody << qint64(row) << page << qint64(values.body.size()) << sqlCompressed(values.body);
    return m_pageBody.exec();
}

Outcome ResultInserter::insertRow(const FetchResult &result, qint64 page)
{
    const RowNumbers numbers(result);
    const Hop *hop = result.lastHop();
    const bool sentOnce = !isSinglePage(result) || hop->sends == 1;
    const Result<QVariant> peer = m_peers.numberOf(hop ? hop->connection : nullptr);
    if (!peer)
        return peer.error();
    m_row << m_run << qint64(result.row) << page << startOf(numbers.startedAtMs) << sqlKnown(numbers.queuedUs)
          << (result.attempts.size() == 1 ? QVariant(result.attempts.front().waitUs) : QVariant())
          << sqlKnown(numbers.connectUs) << sqlKnown(numbers.ttfbUs) << sqlKnown(numbers.downloadUs)
          << sqlKnown(numbers.totalUs) << (hop ? sqlKnown(hop->phases.lookupUs) : QVariant())
          << (sentOnce ? QVariant() : QVariant(int(hop->sends))) << sqlKnown(numbers.tlsUs) << peer.value()
          << (hop ? sqlKnown(hop->reused) : QVariant());
    return m_row.exec();
}

/// Where the row does not say it: of several attempts, or of an attempt with other than one hop.
Outcome ResultInserter::insertTimes(const FetchResult &result)
{
    if (isSinglePage(result))
        return success();
    for (size_t i = 0; i < result.attempts.size(); ++i) {
        const FetchAttempt &attempt = result.attempts[i];
        if (result.attempts.size() > 1 || attempt.retryAfterMs >= 0) {
            m_attempt << m_run << qint64(result.row) << int(i) + 1 << attempt.waitUs
                      << sqlKnown(attempt.retryAfterMs);
            if (const Outcome done = m_attempt.exec(); !done)
                return done;
        }
        for (size_t j = 0; j < attempt.hops.size(); ++j) {
            const Hop &hop = attempt.hops[j];
            const Result<QVariant> peer = m_peers.numberOf(hop.connection);
            if (!peer)
                return peer.error();
            m_hop << m_run << qint64(result.row) << int(i) + 1 << int(j) + 1
                  << startOf(hop.startedAtMs == 0 ? -1 : hop.startedAtMs) << hop.queuedUs
                  << sqlKnown(hop.phases.connectUs) << sqlKnown(hop.phases.ttfbUs)
                  << sqlKnown(hop.phases.downloadUs) << sqlKnown(hop.phases.totalUs)
                  << sqlKnown(hop.phases.lookupUs) << int(hop.sends) << sqlKnown(hop.phases.tlsUs)
                  << peer.value() << sqlKnown(hop.reused) << sqlBytes(hop.httpVersion);
            if (const Outcome done = m_hop.exec(); !done)
                return done;
        }
    }
    return success();
}

Outcome ResultInserter::insertHeaders(const FetchResult &result)
{
    for (size_t i = 0; i < result.attempts.size(); ++i) {
        const std::vector<Hop> &hops = result.attempts[i].hops;
        for (size_t j = 0; j < hops.size(); ++j) {
            if (hops[j].requestHeaders.isEmpty() && hops[j].responseHeaders.isEmpty())
                continue;
            m_headers << m_run << qint64(result.row) << int(i) + 1 << int(j) + 1
                      << headersJson(hops[j].requestHeaders) << headersJson(hops[j].responseHeaders);
            if (const Outcome done = m_headers.exec(); !done)
                return done;
        }
    }
    return success();
}

Outcome ResultInserter::remove(RowId row, VerdictTally &tally)
{
    const Result<QVariant> verdict = m_connection.value(
        QStringLiteral("SELECT p.verdict FROM result_rows r JOIN pages p ON p.address_id = r.address_id AND "
                       "p.page = r.page WHERE r.run_id = %1 AND r.address_id = %2")
            .arg(m_run)
            .arg(row));
    if (!verdict)
        return verdict.error();
    if (const auto known = verdictFromId(verdict.value().toString()))
        --tally[size_t(*known)];
    return deleteRows(m_connection, m_run, std::span(&row, 1));
}

/// NULL where the start is not known.
QVariant ResultInserter::startOf(qint64 startedAtMs) const
{
    return startedAtMs < 0 ? QVariant() : QVariant(startedAtMs - m_runStartMs);
}

} // namespace turnstone
