// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"

#include "core/store/pagemigration.h"
#include "core/store/sqlconnection.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

// docs/project-file.md explains every column; columns that a table shows come before long ones
constexpr const char *CommonTables[] = {
    R"(CREATE TABLE addresses(
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    problem TEXT,
    method TEXT,
    headers TEXT,
    body BLOB,
    current_run INTEGER REFERENCES runs(id)))",
    R"(CREATE TABLE runs(
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    ending TEXT,
    pruned INTEGER NOT NULL DEFAULT 0,
    settings TEXT,
    program TEXT))",
    R"(CREATE TABLE run_counts(
    run_id INTEGER NOT NULL REFERENCES runs(id),
    verdict TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY(run_id, verdict)) WITHOUT ROWID)",
    R"(CREATE TABLE owed(
    address_id INTEGER PRIMARY KEY REFERENCES addresses(id),
    run_id INTEGER NOT NULL REFERENCES runs(id)))",
    R"(CREATE TABLE headers(
    run_id INTEGER NOT NULL,
    address_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    hop INTEGER NOT NULL,
    request TEXT,
    response TEXT,
    PRIMARY KEY(run_id, address_id, attempt, hop)) WITHOUT ROWID)",
    R"(CREATE TABLE notes(
    address_id INTEGER PRIMARY KEY REFERENCES addresses(id),
    text TEXT NOT NULL,
    changed_at INTEGER NOT NULL))",
    R"(CREATE VIEW header_fields AS
    SELECT h.run_id, h.address_id, h.attempt, h.hop, 'request' AS direction, f.key AS position,
        json_extract(f.value, '$[0]') AS name, json_extract(f.value, '$[1]') AS value
    FROM headers h, json_each(h.request) f
    UNION ALL
    SELECT h.run_id, h.address_id, h.attempt, h.hop, 'response', f.key,
        json_extract(f.value, '$[0]'), json_extract(f.value, '$[1]')
    FROM headers h, json_each(h.response) f)",
};

// What stays the same while nothing changes is kept once for each address, as a page; a run adds its times.
// A row of result_rows is to stay below 60 bytes: a column there costs a byte even where it is NULL.
constexpr const char *ResultTables[] = {
    R"(CREATE TABLE pages(
    address_id INTEGER NOT NULL REFERENCES addresses(id),
    page INTEGER NOT NULL,
    fingerprint INTEGER,
    verdict TEXT NOT NULL,
    status INTEGER,
    attempts INTEGER NOT NULL,
    redirects INTEGER,
    bytes INTEGER,
    links INTEGER,
    content_hash TEXT,
    content_type TEXT,
    charset TEXT,
    http_version TEXT,
    title TEXT,
    final_url TEXT,
    reason TEXT,
    description TEXT,
    h1 TEXT,
    canonical TEXT,
    robots TEXT,
    secure INTEGER,
    method TEXT,
    reason_phrase TEXT,
    location TEXT,
    error TEXT,
    error_text TEXT,
    challenge TEXT,
    url TEXT,
    PRIMARY KEY(address_id, page)) WITHOUT ROWID)",
    R"(CREATE INDEX pages_by_fingerprint ON pages(address_id, fingerprint))",
    R"(CREATE TABLE page_attempts(
    address_id INTEGER NOT NULL,
    page INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    error TEXT,
    error_text TEXT,
    challenge TEXT,
    PRIMARY KEY(address_id, page, attempt)) WITHOUT ROWID)",
    R"(CREATE TABLE page_hops(
    address_id INTEGER NOT NULL,
    page INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    hop INTEGER NOT NULL,
    url TEXT,
    method TEXT,
    status INTEGER,
    reason_phrase TEXT,
    location TEXT,
    secure INTEGER NOT NULL,
    PRIMARY KEY(address_id, page, attempt, hop)) WITHOUT ROWID)",
    R"(CREATE TABLE page_bodies(
    address_id INTEGER NOT NULL,
    page INTEGER NOT NULL,
    size INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY(address_id, page)) WITHOUT ROWID)",
    R"(CREATE TABLE result_rows(
    run_id INTEGER NOT NULL REFERENCES runs(id),
    address_id INTEGER NOT NULL REFERENCES addresses(id),
    page INTEGER NOT NULL,
    started INTEGER,
    queued_us INTEGER,
    wait_us INTEGER,
    connect_us INTEGER,
    ttfb_us INTEGER,
    download_us INTEGER,
    total_us INTEGER,
    lookup_us INTEGER,
    sends INTEGER,
    PRIMARY KEY(run_id, address_id)) WITHOUT ROWID)",
    R"(CREATE TABLE attempt_times(
    run_id INTEGER NOT NULL,
    address_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    wait_us INTEGER NOT NULL,
    retry_after_ms INTEGER,
    PRIMARY KEY(run_id, address_id, attempt)) WITHOUT ROWID)",
    R"(CREATE TABLE hop_times(
    run_id INTEGER NOT NULL,
    address_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    hop INTEGER NOT NULL,
    started INTEGER,
    queued_us INTEGER NOT NULL,
    connect_us INTEGER,
    ttfb_us INTEGER,
    download_us INTEGER,
    total_us INTEGER,
    lookup_us INTEGER,
    sends INTEGER NOT NULL,
    PRIMARY KEY(run_id, address_id, attempt, hop)) WITHOUT ROWID)",
    R"(CREATE TABLE settings(
    name TEXT PRIMARY KEY,
    value) WITHOUT ROWID)",
    R"(CREATE INDEX owed_by_run ON owed(run_id))",
};

// Whom requests went to, each once for all rows that tell of it. What a row refers to is never removed, so
// its number is never another's.
constexpr const char *PeerTables[] = {
    R"(CREATE TABLE certificates(
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    subject TEXT,
    issuer TEXT,
    names TEXT,
    valid_from INTEGER,
    expires_at INTEGER))",
    R"(CREATE INDEX certificates_by_sha256 ON certificates(sha256))",
    R"(CREATE TABLE peers(
    id INTEGER PRIMARY KEY,
    remote_ip TEXT,
    tls_version TEXT,
    tls_cipher TEXT,
    certificate_id INTEGER REFERENCES certificates(id)))",
    R"(CREATE INDEX peers_by_ip ON peers(remote_ip, certificate_id))",
};

/// Those of version 4, each at the end of its table.
constexpr std::pair<const char *, const char *> AddedColumns[] = {
    {"result_rows", "tls_us INTEGER"},  {"result_rows", "peer_id INTEGER"}, {"result_rows", "reused INTEGER"},
    {"hop_times", "tls_us INTEGER"},    {"hop_times", "peer_id INTEGER"},   {"hop_times", "reused INTEGER"},
    {"hop_times", "http_version TEXT"},
};

// What is out of the list keeps its number, and with it its results.
constexpr const char *RemovedTable = R"(CREATE TABLE removed(
    address_id INTEGER PRIMARY KEY REFERENCES addresses(id),
    removed_at INTEGER NOT NULL,
    owed_to INTEGER))";

// LEFT JOINs go from the rows to what they refer to, and are left out where nobody asks for a column of
// theirs
constexpr const char *ResultViews[] = {
    R"(CREATE VIEW results AS
    SELECT r.run_id, r.address_id, p.verdict, p.status, p.attempts, p.redirects, p.bytes, p.links,
        r.started + n.started_at AS started_at, r.queued_us, r.connect_us, r.ttfb_us, r.download_us, r.total_us,
        p.content_hash, p.content_type, p.charset, p.http_version, p.title, p.final_url, p.reason,
        p.description, p.h1, p.canonical, p.robots, r.lookup_us, r.tls_us, e.remote_ip, e.tls_version,
        c.expires_at AS certificate_expires_at, r.reused
    FROM result_rows r CROSS JOIN pages p ON p.address_id = r.address_id AND p.page = r.page
    LEFT JOIN runs n ON n.id = r.run_id LEFT JOIN peers e ON e.id = r.peer_id
    LEFT JOIN certificates c ON c.id = e.certificate_id)",
    R"(CREATE VIEW attempts AS
    SELECT r.run_id, r.address_id, 1 AS attempt, p.error, p.error_text, p.challenge, r.wait_us,
        NULL AS retry_after_ms
    FROM result_rows r CROSS JOIN pages p ON p.address_id = r.address_id AND p.page = r.page AND p.secure IS NOT NULL
    UNION ALL
    SELECT r.run_id, r.address_id, e.attempt, e.error, e.error_text, e.challenge, coalesce(t.wait_us, r.wait_us),
        t.retry_after_ms
    FROM result_rows r CROSS JOIN page_attempts e ON e.address_id = r.address_id AND e.page = r.page
    LEFT JOIN attempt_times t ON t.run_id = r.run_id AND t.address_id = r.address_id AND t.attempt = e.attempt)",
    R"(CREATE VIEW hops AS
    SELECT r.run_id, r.address_id, 1 AS attempt, 1 AS hop, p.url, p.method, p.status,
        p.reason_phrase, p.location, r.started + n.started_at AS started_at, r.queued_us, r.connect_us,
        r.ttfb_us, r.download_us, r.total_us, coalesce(r.sends, 1) AS sends, p.secure, r.lookup_us,
        r.tls_us, p.http_version, r.reused, r.peer_id
    FROM result_rows r CROSS JOIN pages p ON p.address_id = r.address_id AND p.page = r.page AND p.secure IS NOT NULL
    LEFT JOIN runs n ON n.id = r.run_id
    UNION ALL
    SELECT r.run_id, r.address_id, e.attempt, e.hop, e.url, e.method, e.status, e.reason_phrase, e.location,
        t.started + n.started_at, t.queued_us, t.connect_us, t.ttfb_us, t.download_us, t.total_us, t.sends,
        e.secure, t.lookup_us, t.tls_us, t.http_version, t.reused, t.peer_id
    FROM result_rows r CROSS JOIN page_hops e ON e.address_id = r.address_id AND e.page = r.page
    LEFT JOIN hop_times t ON t.run_id = r.run_id AND t.address_id = r.address_id AND t.attempt = e.attempt
        AND t.hop = e.hop
    LEFT JOIN runs n ON n.id = r.run_id)",
    R"(CREATE VIEW bodies AS
    SELECT r.run_id, r.address_id, b.size, b.content
    FROM result_rows r CROSS JOIN page_bodies b ON b.address_id = r.address_id AND b.page = r.page)",
    R"(CREATE VIEW current_results AS
    SELECT a.url, a.problem, r.*,
        strftime('%Y-%m-%dT%H:%M:%fZ', r.started_at / 1000.0, 'unixepoch') AS started,
        EXISTS(SELECT 1 FROM owed o WHERE o.address_id = a.id) AS owed
    FROM addresses a CROSS JOIN results r ON r.run_id = a.current_run AND r.address_id = a.id
    WHERE NOT EXISTS(SELECT 1 FROM removed x WHERE x.address_id = a.id))",
};

template <size_t Count>
QStringList listOf(const char *const (&statements)[Count])
{
    QStringList list;
    for (const char *statement : statements)
        list.append(QString::fromLatin1(statement));
    return list;
}

SchemaPart partOf(const QString &sql)
{
    return {sql.section(u' ', 1, 1).toLower(), sql.section(u' ', 2, 2).section(u'(', 0, 0), sql};
}

Result<QSet<QString>> namesOf(SqlConnection &connection)
{
    SqlStatement select(connection, QStringLiteral("SELECT name FROM main.sqlite_master"));
    if (const Outcome started = select.exec(); !started)
        return started.error();
    QSet<QString> names;
    while (select.next())
        names.insert(select.at(0).toString());
    if (const Outcome done = select.done(); !done)
        return done.error();
    return names;
}

/// Whole as new projects have it: as ALTER TABLE makes it of one of version 3.
QString withAddedColumns(QString sql)
{
    const QString table = sql.section(u' ', 2, 2).section(u'(', 0, 0);
    for (const auto &[name, column] : AddedColumns) {
        if (table == QLatin1StringView(name))
            sql.insert(sql.lastIndexOf(QLatin1StringView(",\n    PRIMARY KEY(")),
                       QStringLiteral(",\n    ") + QLatin1StringView(column));
    }
    return sql;
}

/// The tables and indices of a version with pages.
QStringList tablesOf(int version)
{
    QStringList tables = resultTables();
    if (version < FirstWithPeers)
        return tables;
    std::transform(tables.begin(), tables.end(), tables.begin(), withAddedColumns);
    tables += listOf(PeerTables);
    if (version >= FirstWithRemoved)
        tables.append(QString::fromLatin1(RemovedTable));
    return tables;
}

QStringList viewNames()
{
    QStringList names;
    for (const char *view : ResultViews)
        names.append(partOf(QString::fromLatin1(view)).name);
    return names;
}

Migration toPeers()
{
    QStringList statements = listOf(PeerTables);
    for (const auto &[table, column] : AddedColumns)
        statements.append(QStringLiteral("ALTER TABLE %1 ADD COLUMN %2")
                              .arg(QLatin1StringView(table), QLatin1StringView(column)));
    return {FirstWithPeers, statements};
}

Migration toRemoved()
{
    QStringList statements{QString::fromLatin1(RemovedTable)};
    for (const QString &view : viewNames())
        statements.append(QStringLiteral("DROP VIEW IF EXISTS ") + view);
    return {FirstWithRemoved, statements + listOf(ResultViews)};
}

QString setVersion(int version)
{
    return QStringLiteral("PRAGMA user_version = %1").arg(version);
}

Result<int> writtenVersion(SqlConnection &connection)
{
    const Result<QVariant> version = connection.value(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return version.error();
    return version.value().toInt();
}

} // namespace

Outcome createSchema(SqlConnection &connection)
{
    // pages that become free can be given back in steps, without a second copy of the file
    if (const Outcome set = connection.run(QStringLiteral("PRAGMA auto_vacuum = INCREMENTAL")); !set)
        return set;
    SqlTransaction transaction(connection);
    if (const Outcome begun = transaction.begin(); !begun)
        return begun;
    QStringList statements = listOf(CommonTables) + tablesOf(SchemaVersion) + listOf(ResultViews);
    statements.append(QStringLiteral("PRAGMA application_id = %1").arg(ProjectApplicationId));
    statements.append(setVersion(SchemaVersion));
    if (const Outcome made = connection.run(statements); !made)
        return made;
    return transaction.commit();
}

Outcome migrate(SqlConnection &connection, int from, std::span<const Migration> migrations,
                const StoreProgress &progress)
{
    // not a byte more is written for tables that go than their removal takes
    if (const Outcome set = connection.run(QStringLiteral("PRAGMA secure_delete = FAST")); !set)
        return set;
    SqlTransaction transaction(connection);
    if (const Outcome begun = transaction.begin(); !begun)
        return begun;
    for (const Migration &migration : migrations) {
        if (migration.version <= from)
            continue;
        if (const Outcome done = connection.run(migration.statements); !done)
            return done;
        if (migration.work) {
            if (const Outcome done = migration.work(connection, progress); !done)
                return done;
        }
        if (const Outcome done = connection.run(setVersion(migration.version)); !done)
            return done;
    }
    return transaction.commit();
}

std::span<const Migration> migrations()
{
    static const Migration steps[] = {
        {2, {QStringLiteral("ALTER TABLE hops ADD COLUMN lookup_us INTEGER")}},
        {3, {}, moveToPages},
        toPeers(),
        toRemoved(),
    };
    return steps;
}

std::vector<SchemaPart> schemaParts(int version)
{
    QStringList statements = listOf(CommonTables);
    if (version >= FirstWithPages)
        statements += tablesOf(version);
    if (version == SchemaVersion)
        statements += listOf(ResultViews);
    std::vector<SchemaPart> parts;
    for (const QString &statement : statements)
        parts.push_back(partOf(statement));
    std::stable_partition(parts.begin(), parts.end(),
                          [](const SchemaPart &part) { return part.type == u"table"; });
    return parts;
}

Result<int> versionOf(SqlConnection &connection)
{
    const Result<int> written = writtenVersion(connection);
    if (!written)
        return written;
    const auto isTrue = [&connection](const char *condition) {
        return connection.value(QStringLiteral("SELECT EXISTS (%1)").arg(QLatin1StringView(condition)));
    };
    const Result<QVariant> hasPages =
        isTrue("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name IN ('pages', 'result_rows')");
    if (!hasPages) // damage there, which those who need it will meet
        return written;
    if (hasPages.value().toBool()) {
        if (written.value() > SchemaVersion) // newer versions have them, too
            return written;
        const Result<QVariant> hasPeers =
            isTrue("SELECT 1 FROM pragma_table_info('result_rows') WHERE name = 'peer_id' UNION ALL "
                   "SELECT 1 FROM pragma_table_info('hop_times') WHERE name = 'peer_id'");
        if (!hasPeers)
            return written;
        if (!hasPeers.value().toBool())
            return FirstWithPages;
        const Result<QVariant> hasRemoved =
            isTrue("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'removed'");
        if (!hasRemoved)
            return written;
        return hasRemoved.value().toBool() ? FirstWithRemoved : FirstWithPeers;
    }
    const Result<QVariant> hasHops =
        isTrue("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'hops'");
    if (!hasHops || !hasHops.value().toBool())
        return written;
    const Result<QVariant> hasLookup =
        isTrue("SELECT 1 FROM pragma_table_info('hops') WHERE name = 'lookup_us'");
    if (!hasLookup)
        return hasLookup.error();
    return hasLookup.value().toBool() ? 2 : 1;
}

Outcome checkVersion(SqlConnection &connection)
{
    const Result<int> written = writtenVersion(connection);
    if (!written)
        return written.error();
    const Result<int> version = versionOf(connection);
    if (!version)
        return version.error();
    if (version.value() == written.value())
        return success();
    return damagedProject(connection.path(), QCoreApplication::translate(
                                                 "Project", "its version is %1, its tables are of version %2")
                                                 .arg(written.value())
                                                 .arg(version.value()));
}

Result<int> fullVersionOf(SqlConnection &connection)
{
    const Result<int> ofTables = versionOf(connection), written = writtenVersion(connection);
    if (!ofTables || !written)
        return ofTables ? written : ofTables;
    const bool mayLackSome = ofTables.value() >= FirstWithPages && written.value() <= SchemaVersion;
    return mayLackSome ? std::max(ofTables.value(), written.value()) : ofTables.value();
}

Outcome checkSchema(SqlConnection &connection)
{
    const Result<QSet<QString>> names = namesOf(connection);
    if (!names)
        return names.error();
    for (const SchemaPart &part : schemaParts(SchemaVersion)) {
        if (part.type != u"view" && !names.value().contains(part.name)) // the views are for others
            return damagedProject(
                connection.path(),
                QCoreApplication::translate("Project", "%1 is missing from it").arg(part.name));
    }
    return success();
}

QStringList resultTables()
{
    return listOf(ResultTables);
}

} // namespace turnstone
