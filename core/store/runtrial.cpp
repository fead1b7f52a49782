// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/runtrial.h"

#include "core/store/sqlconnection.h"
#include "core/store/sqlerror.h"

#include <QStringList>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qint64 CheckedBytes = 64 * 1024 * 1024;

/// Of larger files, places. A look at a row takes some ten microseconds, and meets most of what a page of the
/// file holds beside it.
constexpr qint64 RowsLookedAt = 10'000;
constexpr qint64 Dice = 65'536;
constexpr qint64 Throw = 40'503; // the golden section of that spreads the rows evenly over any list

constexpr const char *OfAddresses[] = {"owed", "page_attempts", "page_hops", "page_bodies"};
constexpr const char *OfRuns[] = {"result_rows", "attempt_times", "hop_times", "headers"};

/// SQLite's own check, the only one that follows every pointer: of the whole file, or of one table and its
/// indices.
Outcome check(SqlConnection &connection, const QString &what)
{
    const Result<QVariant> checked = connection.value(QStringLiteral("PRAGMA integrity_check(%1)").arg(what));
    if (!checked)
        return checked.error();
    const QString answer = checked.value().toString();
    if (answer == QLatin1StringView("ok"))
        return success();
    return damagedProject(connection.path(), answer.section(u'\n', -1).trimmed());
}

Result<qint64> sizeOf(SqlConnection &connection)
{
    const Result<QVariant> size = connection.value(
        QStringLiteral("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"));
    if (!size)
        return size.error();
    return size.value().toLongLong();
}

QStringList looks(RunId run)
{
    // by the key, not by the index
    QStringList found{
        QStringLiteral("EXISTS(SELECT 1 FROM pages WHERE address_id = o.address_id AND page >= 0)"),
        QStringLiteral("EXISTS(SELECT 1 FROM pages INDEXED BY pages_by_fingerprint WHERE address_id "
                       "= o.address_id AND fingerprint > 0)")};
    for (const char *table : OfAddresses)
        found.append(QStringLiteral("EXISTS(SELECT 1 FROM %1 WHERE address_id = o.address_id)")
                         .arg(QLatin1StringView(table)));
    for (const char *table : OfRuns)
        found.append(
            QStringLiteral("EXISTS(SELECT 1 FROM %1 WHERE run_id = %2 AND address_id = o.address_id)")
                .arg(QLatin1StringView(table))
                .arg(run));
    return found;
}

} // namespace

Result<std::optional<RowId>> lookWhereResultsGo(SqlConnection &connection, RunId run)
{
    const Result<qint64> size = sizeOf(connection);
    if (!size)
        return size.error();
    const bool isSmall = size.value() <= CheckedBytes;
    // What the table and its index do not agree on would be sent again.
    if (const Outcome checked = check(connection, isSmall ? QStringLiteral("1") : QStringLiteral("'owed'"));
        !checked)
        return checked.error();
    const Result<QVariant> counted =
        connection.value(QStringLiteral("SELECT count(*) FROM owed WHERE run_id = %1").arg(run));
    if (!counted)
        return counted.error();
    const qint64 owed = counted.value().toLongLong();
    if (owed == 0)
        return std::optional<RowId>();
    if (!isSmall) {
        const Result<QVariant> looked = connection.value(
            QStringLiteral("SELECT total(%1) FROM owed o WHERE run_id = %2 AND ((address_id * %3) & %4) < %5")
                .arg(looks(run).join(QStringLiteral(" + ")))
                .arg(run)
                .arg(Throw)
                .arg(Dice - 1)
                .arg(std::max<qint64>(RowsLookedAt * Dice / std::max(owed, RowsLookedAt), 1)));
        if (!looked)
            return looked.error();
    }
    const Result<QVariant> last =
        connection.value(QStringLiteral("SELECT max(address_id) FROM owed WHERE run_id = %1").arg(run));
    if (!last)
        return last.error();
    return std::optional(RowId(last.value().toLongLong()));
}

ResultBatch trialResult(RowId row)
{
    FetchResult result;
    result.row = row;
    result.verdict = Verdict::Redirected;
    result.reason = QStringLiteral("a trial"); // no other result has a page with this
    auto connection = std::make_shared<ConnectionFacts>();
    connection->remoteAddress = "192.0.2.1";
    auto certificate = std::make_shared<CertificateFacts>();
    certificate->sha256 = "a trial";
    connection->certificate = certificate;
    for (int i = 0; i < 2; ++i) {
        FetchAttempt &attempt = result.attempts.emplace_back();
        for (int j = 0; j < 2; ++j) {
            Hop &hop = attempt.hops.emplace_back();
            hop.url = "http://trial.example/";
            hop.method = "GET";
            hop.status = j == 0 ? 302 : 200;
            hop.requestHeaders = {{"Accept", "*/*"}};
            hop.responseHeaders = {{"Content-Type", "text/html"}};
            hop.connection = connection;
        }
    }
    // more than fits into a page of the file, also when it is compressed
    constexpr int BodySize = 8192;
    quint32 noise = 1;
    for (int i = 0; i < BodySize; ++i) {
        noise = noise * 1'664'525 + 1'013'904'223;
        result.body.append(char(noise >> 24));
    }
    return std::make_shared<const std::vector<FetchResult>>(std::vector{std::move(result)});
}

} // namespace turnstone
