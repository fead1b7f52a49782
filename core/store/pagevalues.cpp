// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/pagevalues.h"

#include "core/store/sqlinsert.h"
#include "core/store/sqlstatement.h"
#include "core/store/sqlvalue.h"
#include "core/types/rownumbers.h"

#include <xxhash.h>

namespace turnstone {

namespace {

constexpr int SecureColumn = 17; // of pageColumns()

/// Kind, length and content, so that no two lists of values look alike.
void mix(QByteArray &buffer, const QVariant &value)
{
    const auto add = [&buffer](char kind, const void *data, qsizetype size) {
        buffer.append(kind);
        buffer.append(reinterpret_cast<const char *>(&size), sizeof size);
        buffer.append(static_cast<const char *>(data), size);
    };
    if (value.isNull()) {
        buffer.append('-');
    } else if (value.typeId() == QMetaType::QString) {
        const QString text = value.toString();
        add('T', text.utf16(), text.size() * qsizetype(sizeof(char16_t)));
    } else if (value.typeId() == QMetaType::QByteArray) {
        const QByteArray bytes = value.toByteArray();
        add('B', bytes.constData(), bytes.size());
    } else {
        const qint64 number = value.toLongLong();
        add('N', &number, sizeof number);
    }
}

/// An answer without content has no hash, though its content is known: nothing. Where there might have been
/// some that was not read, as with HEAD or a redirect, there is none.
quint64 contentHashOf(const FetchResult &result, qint64 bytes)
{
    const Hop *hop = result.lastHop();
    if (result.contentHash != 0 || bytes != 0 || !hop || hop->status == 0)
        return result.contentHash;
    const bool isRead =
        hop->method != "HEAD" && hop->status / 100 != 3 && result.lastAttempt()->error == FetchError::None;
    return isRead ? XXH3_64bits(nullptr, 0) : 0;
}

Result<std::vector<QVariant>> readAll(SqlConnection &connection, const QString &select, int columnCount)
{
    SqlStatement rows(connection, select);
    if (const Outcome started = rows.exec(); !started)
        return started.error();
    std::vector<QVariant> values;
    while (rows.next()) {
        for (int column = 0; column < columnCount; ++column)
            values.push_back(rows.at(column));
    }
    if (const Outcome done = rows.done(); !done)
        return done.error();
    return values;
}

} // namespace

const QStringList &pageColumns()
{
    static const QStringList names = columnNames(
        "verdict status attempts redirects bytes links content_hash content_type charset http_version title "
        "final_url reason description h1 canonical robots secure method reason_phrase location error "
        "error_text challenge url");
    return names;
}

const QStringList &pageAttemptColumns()
{
    static const QStringList names = columnNames("attempt error error_text challenge");
    return names;
}

const QStringList &pageHopColumns()
{
    static const QStringList names =
        columnNames("attempt hop url method status reason_phrase location secure");
    return names;
}

bool isSinglePage(const FetchResult &result)
{
    if (result.attempts.size() != 1 || result.attempts.front().hops.size() != 1)
        return false;
    const FetchAttempt &attempt = result.attempts.front();
    const Hop &hop = attempt.hops.front();
    return attempt.retryAfterMs < 0 && attempt.waitUs >= 0 && hop.queuedUs >= 0 && !hop.url.isEmpty();
}

PageValues::PageValues(const FetchResult &result)
    : body(result.body)
{
    const RowNumbers numbers(result);
    const qint64 bytes = result.bytes != 0 ? result.bytes : numbers.bytes;
    const PageFacts &page = result.facts;
    facts = {QString(verdictId(result.verdict)),
             sqlKnown(numbers.status),
             numbers.attempts,
             sqlKnown(numbers.redirects),
             sqlKnown(bytes),
             sqlKnown(numbers.links),
             sqlHash(contentHashOf(result, bytes)),
             sqlBytes(result.contentType),
             sqlText(page.charset),
             sqlBytes(result.httpVersion),
             sqlText(page.title),
             numbers.redirects > 0 ? sqlBytes(result.lastHop()->url) : QVariant(),
             sqlText(result.reason),
             sqlText(page.description),
             sqlText(page.h1),
             sqlText(page.canonical),
             sqlText(page.robots)};
    facts.reserve(size_t(pageColumns().size()));
    if (isSinglePage(result)) {
        const FetchAttempt &attempt = result.attempts.front();
        const Hop &hop = attempt.hops.front();
        facts.insert(facts.end(),
                     {int(hop.secure), sqlBytes(hop.method), sqlBytes(hop.reasonPhrase),
                      sqlBytes(hop.location), sqlText(fetchErrorId(attempt.error)),
                      sqlText(attempt.errorText), sqlText(attempt.challenge), sqlBytes(hop.url)});
        return;
    }
    facts.resize(size_t(pageColumns().size()));
    for (size_t i = 0; i < result.attempts.size(); ++i) {
        const FetchAttempt &attempt = result.attempts[i];
        attempts.insert(attempts.end(), {int(i) + 1, sqlText(fetchErrorId(attempt.error)),
                                         sqlText(attempt.errorText), sqlText(attempt.challenge)});
        for (size_t j = 0; j < attempt.hops.size(); ++j) {
            const Hop &hop = attempt.hops[j];
            hops.insert(hops.end(), {int(i) + 1, int(j) + 1, sqlBytes(hop.url), sqlBytes(hop.method),
                                     sqlNonZero(hop.status), sqlBytes(hop.reasonPhrase),
                                     sqlBytes(hop.location), int(hop.secure)});
        }
    }
}

qint64 PageValues::fingerprint() const
{
    QByteArray buffer;
    buffer.reserve(2048);
    for (const std::vector<QVariant> *values : {&facts, &attempts, &hops}) {
        for (const QVariant &value : *values)
            mix(buffer, value);
        buffer.append('\n');
    }
    if (!body.isEmpty())
        mix(buffer, body);
    const quint64 hash = XXH3_64bits(buffer.constData(), size_t(buffer.size()));
    return qint64(std::max<quint64>(hash, 1));
}

QString pagePartsColumns()
{
    const QString keys = QStringLiteral(
        "CASE WHEN p.secure IS NULL THEN (SELECT total(%2) FROM %1 e WHERE e.address_id = p.address_id AND "
        "e.page = p.page) ELSE 0 END");
    return QStringLiteral("p.verdict, p.secure IS NOT NULL, ") +
           keys.arg(QStringLiteral("page_attempts"), QStringLiteral("e.attempt")) + QStringLiteral(", ") +
           keys.arg(QStringLiteral("page_hops"), QStringLiteral("e.attempt * 1000 + e.hop")) +
           QStringLiteral(
               ", EXISTS(SELECT 1 FROM page_bodies b WHERE b.address_id = p.address_id AND b.page = "
               "p.page)");
}

PageParts::PageParts(const PageValues &values)
    : verdict(values.facts.front().toString())
    , isSingle(values.attempts.empty() && !values.facts[size_t(SecureColumn)].isNull())
    , hasBody(!values.body.isEmpty())
{
    for (size_t i = 0; i < values.attempts.size(); i += size_t(pageAttemptColumns().size()))
        attempts += values.attempts[i].toInt();
    for (size_t i = 0; i < values.hops.size(); i += size_t(pageHopColumns().size()))
        hops += values.hops[i].toInt() * 1000 + values.hops[i + 1].toInt();
}

PageParts::PageParts(const SqlStatement &row, int column)
    : verdict(row.at(column).toString())
    , isSingle(row.at(column + 1).toBool())
    , attempts(row.at(column + 2).toLongLong())
    , hops(row.at(column + 3).toLongLong())
    , hasBody(row.at(column + 4).toBool())
{}

QString hasAllPartsSql()
{
    const QString attempts = QStringLiteral(
        "SELECT %1 FROM page_attempts e WHERE e.address_id = p.address_id AND e.page = p.page");
    const QString hops =
        QStringLiteral("SELECT %1 FROM page_hops e WHERE e.address_id = p.address_id AND e.page = p.page");
    const QString ofLast =
        hops.arg(QStringLiteral("count(*)")) + QStringLiteral(" AND e.attempt = p.attempts");
    const QString before = QStringLiteral(
        "SELECT 1 FROM page_hops b WHERE b.address_id = e.address_id AND b.page = e.page AND b.attempt = "
        "e.attempt AND b.hop = e.hop - 1");
    const QString outside = QStringLiteral(" AND e.attempt NOT BETWEEN 1 AND p.attempts");
    return QStringLiteral(
               "(p.secure IS NOT NULL OR p.attempts = 0 OR ((%1) = p.attempts AND NOT EXISTS (%2) AND "
               "NOT EXISTS (%3) AND NOT EXISTS (%4) AND (%5) >= %6))")
        .arg(attempts.arg(QStringLiteral("count(*)")), attempts.arg(u'1') + outside, hops.arg(u'1') + outside,
             hops.arg(u'1') + QStringLiteral(" AND e.hop != 1 AND NOT EXISTS (%1)").arg(before), ofLast,
             QStringLiteral("CASE WHEN p.redirects > 0 THEN p.redirects + 1 ELSE p.status IS NOT NULL END"));
}

QString hasAllTimesSql()
{
    const QString ofRow = QStringLiteral("x.run_id = r.run_id AND x.address_id = r.address_id");
    const QString attempts =
        QStringLiteral("SELECT count(*) FROM attempt_times x WHERE %1 AND x.attempt BETWEEN 1 AND p.attempts")
            .arg(ofRow);
    const QString hops = QStringLiteral("SELECT count(*) FROM hop_times x WHERE %1").arg(ofRow);
    const QString untimed =
        QStringLiteral(
            "SELECT 1 FROM page_hops e WHERE e.address_id = p.address_id AND e.page = p.page AND NOT "
            "EXISTS (SELECT 1 FROM hop_times x WHERE %1 AND x.attempt = e.attempt AND x.hop = e.hop)")
            .arg(ofRow);
    return QStringLiteral(
               "(p.secure IS NOT NULL OR p.attempts = 0 OR (NOT EXISTS (%1) AND (p.attempts = 1 OR ((%2) "
               "= p.attempts AND (%3) = (SELECT count(*) FROM page_hops e WHERE e.address_id = "
               "p.address_id AND e.page = p.page)))))")
        .arg(untimed, attempts, hops);
}

Result<PageValues> readPageValues(SqlConnection &connection, RowId row, qint64 page)
{
    const QString comma = QStringLiteral(", ");
    const QString where = QStringLiteral(" WHERE p.address_id = %1 AND p.page = %2").arg(row).arg(page);
    const auto read = [&](QString select, const char *from, qsizetype count) {
        return readAll(connection, QStringLiteral("SELECT ") + select + QLatin1StringView(from) + where,
                       int(count));
    };
    Result<std::vector<QVariant>> facts =
        read(pageColumns().join(comma), " FROM pages p", pageColumns().size());
    Result<std::vector<QVariant>> attempts =
        read(pageAttemptColumns().join(comma), " FROM page_attempts p", pageAttemptColumns().size());
    Result<std::vector<QVariant>> hops =
        read(pageHopColumns().join(comma), " FROM page_hops p", pageHopColumns().size());
    Result<std::vector<QVariant>> bodies = read(QStringLiteral("size, content"), " FROM page_bodies p", 2);
    for (const auto *values : {&facts, &attempts, &hops, &bodies}) {
        if (!*values)
            return values->error();
    }
    PageValues values;
    values.facts = std::move(facts).value();
    values.attempts = std::move(attempts).value();
    values.hops = std::move(hops).value();
    if (bodies.value().size() == 2)
        values.body = uncompressedFromSql(bodies.value()[1], bodies.value()[0].toLongLong());
    return values;
}

} // namespace turnstone
