// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"

#include "core/store/sqlconnection.h"

namespace turnstone {

namespace {

// docs/project-file.md explains every column; columns that a table shows come before long ones
constexpr const char *Statements[] = {
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
    R"(CREATE TABLE results(
    run_id INTEGER NOT NULL REFERENCES runs(id),
    address_id INTEGER NOT NULL REFERENCES addresses(id),
    verdict TEXT NOT NULL,
    status INTEGER,
    attempts INTEGER NOT NULL,
    redirects INTEGER,
    bytes INTEGER,
    links INTEGER,
    started_at INTEGER,
    queued_us INTEGER,
    connect_us INTEGER,
    ttfb_us INTEGER,
    download_us INTEGER,
    total_us INTEGER,
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
    PRIMARY KEY(run_id, address_id)) WITHOUT ROWID)",
    R"(CREATE TABLE attempts(
    run_id INTEGER NOT NULL,
    address_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    error TEXT,
    error_text TEXT,
    challenge TEXT,
    wait_us INTEGER NOT NULL,
    retry_after_ms INTEGER,
    PRIMARY KEY(run_id, address_id, attempt)) WITHOUT ROWID)",
    R"(CREATE TABLE hops(
    run_id INTEGER NOT NULL,
    address_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    hop INTEGER NOT NULL,
    url TEXT,
    method TEXT,
    status INTEGER,
    reason_phrase TEXT,
    location TEXT,
    started_at INTEGER,
    queued_us INTEGER NOT NULL,
    connect_us INTEGER,
    ttfb_us INTEGER,
    download_us INTEGER,
    total_us INTEGER,
    sends INTEGER NOT NULL,
    secure INTEGER NOT NULL,
    lookup_us INTEGER,
    PRIMARY KEY(run_id, address_id, attempt, hop)) WITHOUT ROWID)",
    R"(CREATE TABLE headers(
    run_id INTEGER NOT NULL,
    address_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    hop INTEGER NOT NULL,
    request TEXT,
    response TEXT,
    PRIMARY KEY(run_id, address_id, attempt, hop)) WITHOUT ROWID)",
    R"(CREATE TABLE bodies(
    run_id INTEGER NOT NULL,
    address_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY(run_id, address_id)) WITHOUT ROWID)",
    R"(CREATE TABLE notes(
    address_id INTEGER PRIMARY KEY REFERENCES addresses(id),
    text TEXT NOT NULL,
    changed_at INTEGER NOT NULL))",
    R"(CREATE VIEW current_results AS
    SELECT a.url, a.problem, r.*,
        strftime('%Y-%m-%dT%H:%M:%fZ', r.started_at / 1000.0, 'unixepoch') AS started,
        EXISTS(SELECT 1 FROM owed o WHERE o.address_id = a.id) AS owed
    FROM addresses a JOIN results r ON r.run_id = a.current_run AND r.address_id = a.id)",
    R"(CREATE VIEW header_fields AS
    SELECT h.run_id, h.address_id, h.attempt, h.hop, 'request' AS direction, f.key AS position,
        json_extract(f.value, '$[0]') AS name, json_extract(f.value, '$[1]') AS value
    FROM headers h, json_each(h.request) f
    UNION ALL
    SELECT h.run_id, h.address_id, h.attempt, h.hop, 'response', f.key,
        json_extract(f.value, '$[0]'), json_extract(f.value, '$[1]')
    FROM headers h, json_each(h.response) f)",
};

QString setVersion(int version)
{
    return QStringLiteral("PRAGMA user_version = %1").arg(version);
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
    QStringList statements;
    for (const char *statement : Statements)
        statements.append(QString::fromLatin1(statement));
    statements.append(QStringLiteral("PRAGMA application_id = %1").arg(ProjectApplicationId));
    statements.append(setVersion(SchemaVersion));
    if (const Outcome made = connection.run(statements); !made)
        return made;
    return transaction.commit();
}

Outcome migrate(SqlConnection &connection, int from, std::span<const Migration> migrations)
{
    SqlTransaction transaction(connection);
    if (const Outcome begun = transaction.begin(); !begun)
        return begun;
    for (const Migration &migration : migrations) {
        if (migration.version <= from)
            continue;
        const QStringList statements = migration.statements + QStringList(setVersion(migration.version));
        if (const Outcome done = connection.run(statements); !done)
            return done;
    }
    return transaction.commit();
}

std::span<const Migration> migrations()
{
    static const Migration steps[] = {
        {2, {QStringLiteral("ALTER TABLE hops ADD COLUMN lookup_us INTEGER")}},
    };
    return steps;
}

} // namespace turnstone
