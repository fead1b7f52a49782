// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/tablecopier.h"

#include "core/store/misplacedrows.h"
#include "core/store/removedrows.h"
#include "core/store/sqlstatement.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace turnstone {

namespace {

constexpr qint64 Window = 65'536;
constexpr qint64 Probed = 64;
constexpr qint64 LookedUp = 1024; // at once
constexpr int MostInVain = 2;     // windows in a row
constexpr qint64 Endless = std::numeric_limits<qint64>::max();
constexpr int MostRuns = 100'000;
constexpr int MostUnknownRuns = 64; // that addresses refer to, and of which there is no record
constexpr RunId GuessedRuns = 1000; // the first ones, whatever says that they are there

/// Whether it is not the damaged file that is to blame.
bool isOver(const Error &error)
{
    return error.code == Error::Code::Cancelled || error.code == Error::Code::DiskFull;
}

} // namespace

Outcome TableCopier::copyAll(const std::vector<SchemaPart> &schema)
{
    const auto found = schemaOf(QStringLiteral("name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"));
    if (!found)
        return found.error();
    std::vector<SchemaPart> tables, rest;
    const auto sort = [&](const SchemaPart &part) {
        (part.type == u"table" ? tables : rest).push_back(part);
    };
    const auto has = [](const std::vector<SchemaPart> &parts, const QString &name) {
        return std::any_of(parts.begin(), parts.end(),
                           [&name](const SchemaPart &part) { return part.name == name; });
    };
    std::for_each(schema.begin(), schema.end(), sort);
    for (const SchemaPart &part : found.value()) {
        if (!has(schema, part.name))
            sort(part);
    }
    QStringList names;
    for (const SchemaPart &table : tables) {
        if (const Outcome made = make(table); !made)
            return made;
        if (has(found.value(), table.name)) {
            names.append(table.name);
            continue;
        }
        m_damaged.insert(table.name);
        m_gaps.push_back({table.name, 0, 0, Endless});
    }
    // Whatever says of which runs and addresses there are comes first.
    const QString addresses = QStringLiteral("addresses"), runs = QStringLiteral("runs");
    const QString rows = QStringLiteral("result_rows"); // they say which pages there are
    std::stable_partition(names.begin(), names.end(), [&rows](const QString &name) { return name == rows; });
    std::stable_partition(names.begin(), names.end(), [&runs](const QString &name) { return name == runs; });
    std::stable_partition(names.begin(), names.end(),
                          [&addresses](const QString &name) { return name == addresses; });
    m_hasAddresses = names.contains(addresses);
    if (const Outcome noted = noteSharedPlaces(); !noted)
        return noted;
    for (const QString &name : names) {
        m_at = {name, 0, 0, 0};
        if (const Outcome copied = copy(name); !copied)
            return copied;
        if (const Outcome completed = complete(name); !completed)
            return completed;
        if (const Outcome noted = noteMisplaced(name); !noted)
            return noted;
        if (const Outcome removed = removeMisplaced(name); !removed)
            return removed;
        // a row that is missing here is fetched again
        const Result<bool> sound = name == u"removed" ? isSound(name) : Result<bool>(true);
        if (!sound)
            return sound.error();
        if (!sound.value())
            noteDamage();
        if (name != addresses)
            continue;
        const Result<QVariant> keys =
            m_connection.value(QStringLiteral("SELECT coalesce(max(id) + 1, 0) FROM found.addresses"));
        if (!keys)
            return keys.error();
        m_keys = keys.value().toLongLong();
    }
    for (const SchemaPart &each : rest) {
        if (const Outcome made = make(each); !made)
            return made;
    }
    return success();
}

Result<std::vector<SchemaPart>> TableCopier::schemaOf(const QString &which)
{
    SqlStatement select(m_connection,
                        QStringLiteral("SELECT type, name, sql FROM main.sqlite_master WHERE ") + which);
    if (const Outcome started = select.exec(); !started)
        return started.error();
    std::vector<SchemaPart> found;
    while (select.next())
        found.push_back({select.at(0).toString(), select.at(1).toString(), select.at(2).toString()});
    if (const Outcome done = select.done(); !done)
        return done.error();
    return found;
}

/// Two tables in the same place of the file: the rows there are those of one of them.
Outcome TableCopier::noteSharedPlaces()
{
    SqlStatement select(m_connection,
                        QStringLiteral("SELECT a.name FROM main.sqlite_master a JOIN main.sqlite_master b ON "
                                       "a.rootpage = b.rootpage AND a.name != b.name WHERE a.type = 'table' "
                                       "AND b.type = 'table'"));
    if (const Outcome started = select.exec(); !started)
        return started;
    while (select.next())
        m_damaged.insert(select.at(0).toString());
    return select.done();
}

/// What stands in the wrong place is passed over where ranges of keys are read, and SQLite says so nowhere:
/// a single wrong key in a page hides what is behind it. Readers look for each key by itself, which finds
/// more, and the rows in the order of the file are all that there are.
Outcome TableCopier::complete(const QString &table)
{
    for (Outcome (TableCopier::*way)(const QString &) : {&TableCopier::lookUp, &TableCopier::scan}) {
        const Result<bool> isSame = hasAll(table);
        if (!isSame || isSame.value())
            return isSame ? success() : Outcome(isSame.error());
        noteDamage();
        // as readers have it: a page with one wrong cell is not lost for its other cells
        const Outcome looked = m_connection.run(QStringLiteral("PRAGMA cell_size_check = 0"));
        const Outcome found = looked ? (this->*way)(table) : looked;
        const Outcome checked = m_connection.run(QStringLiteral("PRAGMA cell_size_check = 1"));
        if (!found || !checked)
            return found ? checked : found;
    }
    return success();
}

Result<bool> TableCopier::hasAll(const QString &table)
{
    const Result<QVariant> isSame = m_connection.value(
        QStringLiteral(
            "SELECT (SELECT count(*) FROM main.\"%1\" NOT INDEXED) = (SELECT count(*) FROM found.\"%1\")")
            .arg(table));
    if (!isSame && isOver(isSame.error()))
        return isSame.error();
    return isSame && isSame.value().toBool();
}

/// As far as SQLite can tell: also what every reader passes over without a word, as a page that says that it
/// has fewer rows than it has.
Result<bool> TableCopier::isSound(const QString &table)
{
    const Result<QVariant> found =
        m_connection.value(QStringLiteral("PRAGMA main.integrity_check('%1')").arg(table));
    if (!found && isOver(found.error()))
        return found.error();
    return found && found.value().toString() == u"ok";
}

/// A row of which a number in its key is none, or that of a run cannot be, or that is of another table, is
/// nobody's, although SQLite takes it.
Outcome TableCopier::removeMisplaced(const QString &table)
{
    const Result<QVariant> isMisplaced = m_connection.value(
        QStringLiteral(
            "SELECT group_concat('typeof(\"' || name || '\") != ''integer''' || iif(name = 'run_id' OR "
            "'%1' = 'runs', ' OR \"' || name || '\" < 1', ''), ' OR ') FROM pragma_table_info('%1', 'found') "
            "WHERE pk > 0 AND type = 'INTEGER'")
            .arg(table));
    if (!isMisplaced || isMisplaced.value().isNull())
        return isMisplaced ? success() : Outcome(isMisplaced.error());
    QString which = isMisplaced.value().toString();
    if (table == u"removed")
        which += QStringLiteral(" OR ") + isNoRemovedRowSql();
    const Rows removed = insert(QStringLiteral("DELETE FROM found.\"%1\" WHERE ").arg(table) + which);
    if (removed && removed.value() > 0)
        noteDamage();
    return removed ? success() : Outcome(removed.error());
}

/// Those of which rows may be there, in order: what says so may be damaged, and name any number. Rows of a
/// number behind all of those are nobody's.
Result<std::vector<RunId>> TableCopier::runsThere(const QString &table)
{
    std::set<RunId> runs;
    const auto add = [this, &runs](const QString &sql) -> Outcome {
        SqlStatement select(m_connection, sql);
        if (const Outcome started = select.exec(); !started)
            return started;
        while (select.next())
            runs.insert(select.at(0).toLongLong());
        return select.done();
    };
    const QString known = QStringLiteral("SELECT id FROM found.runs WHERE id > 0 LIMIT %1").arg(MostRuns);
    const QString referred =
        QStringLiteral("SELECT current_run FROM found.addresses WHERE typeof(current_run) = 'integer' AND "
                       "current_run > 0 AND current_run NOT IN (SELECT id FROM found.runs) GROUP BY "
                       "current_run ORDER BY count(*) DESC LIMIT %1")
            .arg(MostUnknownRuns);
    for (const QString &sql : {known, referred}) {
        if (const Outcome added = add(sql); !added)
            return added.error();
    }
    const RunId last = runs.empty() ? 0 : *runs.rbegin();
    for (RunId run = 1; run <= std::min(last, GuessedRuns); ++run)
        runs.insert(run);
    // from either end, as far as SQLite reaches
    for (const QString &next : {QStringLiteral("SELECT min(run_id) FROM main.\"%1\" WHERE run_id > %2"),
                                QStringLiteral("SELECT max(run_id) FROM main.\"%1\" WHERE run_id < %2")}) {
        const bool isForwards = next.contains(u'>');
        RunId at = isForwards ? 0 : last;
        for (int found = 0; found < MostRuns; ++found) {
            const Result<QVariant> run = m_connection.value(next.arg(table).arg(at));
            const RunId id = run ? run.value().toLongLong() : 0;
            const bool isNext = isForwards ? id > at && id <= last : id > 0 && id < at;
            if (!isNext)
                break;
            runs.insert(at = id);
        }
    }
    return std::vector<RunId>(runs.begin(), runs.end());
}

/// By the whole key, as readers do: what follows a row may be what is damaged. What they find there is the
/// row, whatever was met under the same key elsewhere; with the plus signs, it is compared once more.
Outcome TableCopier::lookUp(const QString &table)
{
    if (!m_columns.isOfAddresses || m_keys == 0)
        return success();
    QString sql =
        QStringLiteral("WITH RECURSIVE wanted(wanted_key) AS (SELECT %2 UNION ALL SELECT wanted_key + 1 FROM "
                       "wanted WHERE wanted_key + 1 < %3) INSERT OR REPLACE INTO found.\"%1\"(%4) SELECT %4 "
                       "FROM wanted CROSS JOIN %5main.\"%1\" t ON t.address_id = wanted_key AND "
                       "+t.address_id = wanted_key");
    QString qualified = m_columns.names;
    qualified.replace(u'"', QLatin1StringView(""))
        .replace(u',', QLatin1StringView(",t."))
        .prepend(QLatin1StringView("t."));
    sql.replace(QLatin1StringView("(%4) SELECT %4"),
                QStringLiteral("(%1) SELECT %2").arg(m_columns.names, qualified));
    if (m_columns.isOfPages)
        sql += QStringLiteral(" AND t.page = r.page AND +t.page = r.page");
    if (m_columns.isOfRuns)
        sql += QStringLiteral(" AND t.run_id = %6 AND +t.run_id = %6");
    const bool isOfAttempts = table == u"attempt_times", isOfHops = table == u"hop_times";
    QString before;
    if (m_columns.isOfPages || isOfAttempts || isOfHops)
        before =
            QStringLiteral("found.result_rows r ON r.run_id = %6 AND r.address_id = wanted_key CROSS JOIN ");
    if (isOfAttempts || isOfHops) {
        before += QStringLiteral("found.%1 e ON e.address_id = r.address_id AND e.page = r.page CROSS JOIN ")
                      .arg(isOfHops ? QStringLiteral("page_hops") : QStringLiteral("page_attempts"));
        sql += QStringLiteral(" AND t.attempt = e.attempt AND +t.attempt = e.attempt");
    }
    if (isOfHops)
        sql += QStringLiteral(" AND t.hop = e.hop AND +t.hop = e.hop");
    sql.replace(QLatin1StringView("%5"), before);
    sql.replace(QLatin1StringView("%1"), table);
    const Result<std::vector<RunId>> runs =
        runsThere(m_columns.isOfRuns ? table : QStringLiteral("result_rows"));
    if (!runs)
        return runs.error();
    const bool isOnce = !m_columns.isOfPages && !m_columns.isOfRuns;
    for (const RunId run : isOnce ? std::vector<RunId>{0} : runs.value()) {
        QString each = sql;
        each.replace(QLatin1StringView("%6"), QString::number(run));
        for (qint64 first = 0; first < m_keys; first += LookedUp) {
            if (const Outcome found = lookUp(each, first, std::min(first + LookedUp, m_keys)); !found)
                return found;
        }
    }
    return success();
}

Outcome TableCopier::lookUp(const QString &sql, qint64 first, qint64 last)
{
    QString some = sql;
    some.replace(QStringLiteral("%2"), QString::number(first))
        .replace(QStringLiteral("%3"), QString::number(last));
    const Rows copied = insert(some);
    if (copied || isOver(copied.error()))
        return copied ? success() : Outcome(copied.error());
    if (last - first <= 1)
        return success();
    const qint64 middle = first + (last - first) / 2;
    const Outcome before = lookUp(sql, first, middle);
    return before ? lookUp(sql, middle, last) : before;
}

/// In the order of the file, from either end, where nothing keeps SQLite from reading on. A key that there
/// cannot be is none.
Outcome TableCopier::scan(const QString &table)
{
    QString sql =
        QStringLiteral("INSERT OR IGNORE INTO found.\"%1\"(%2) SELECT %2 FROM main.\"%1\" NOT INDEXED "
                       "WHERE 1")
            .arg(table, m_columns.names);
    if (m_columns.isOfAddresses)
        sql += QStringLiteral(" AND +address_id BETWEEN 0 AND %1").arg(m_keys - 1);
    if (m_columns.isOfRuns)
        sql += QStringLiteral(" AND +run_id IN (SELECT id FROM found.runs)");
    if (!m_columns.isOfAddresses && !m_columns.isOfRuns && !m_columns.key.isEmpty())
        sql += QStringLiteral(" AND +\"%2\" BETWEEN 0 AND (SELECT max(\"%2\") FROM found.\"%1\")")
                   .arg(table, m_columns.key);
    const QString backwards = QStringLiteral(" ORDER BY \"%1\" DESC").arg(m_columns.key);
    for (const QString &order : {QString(), m_columns.key.isEmpty() ? QString() : backwards}) {
        const Rows copied = insert(sql + order);
        if (!copied && isOver(copied.error()))
            return copied.error();
    }
    return success();
}

/// Where rows were met twice, others are missing.
Outcome TableCopier::noteMisplaced(const QString &table)
{
    if (!metDamageIn(table) || !m_columns.isOfAddresses || (!m_columns.isOfRuns && !m_columns.isOfPages))
        return success();
    const Result<bool> isSame = hasAll(table);
    if (!isSame || isSame.value())
        return isSame ? success() : Outcome(isSame.error());
    const auto gaps = gapsOfMisplaced(m_connection, table, m_columns.isOfRuns);
    if (!gaps)
        return gaps.error();
    m_gaps.insert(m_gaps.end(), gaps.value().begin(), gaps.value().end());
    return success();
}

/// As it was made there, in the new file.
Outcome TableCopier::make(const SchemaPart &what)
{
    const QString beginning = QStringLiteral("CREATE %1 ").arg(what.type.toUpper());
    if (!what.sql.startsWith(beginning))
        return success(); // none of ours
    return m_connection.run(beginning + u"found." + what.sql.mid(beginning.size()));
}

/// In order.
Result<QStringList> TableCopier::columnsOf(const char *schema, const QString &table, bool onlyKey)
{
    SqlStatement select(
        m_connection,
        QStringLiteral("SELECT name FROM pragma_table_info(?, ?) WHERE pk >= ? ORDER BY pk, cid"));
    if (const Outcome started = (select << table << QString::fromLatin1(schema) << int(onlyKey)).exec();
        !started)
        return started.error();
    QStringList names;
    while (select.next())
        names.append(select.at(0).toString());
    return names;
}

Outcome TableCopier::copy(const QString &table)
{
    const Result<QStringList> key = columnsOf("found", table, true);
    const Result<QStringList> wanted = columnsOf("found", table, false);
    const Result<QStringList> there = columnsOf("main", table, false);
    for (const auto *names : {&key, &wanted, &there}) {
        if (!*names)
            return names->error();
    }
    QStringList common;
    for (const QString &column : wanted.value()) {
        if (there.value().contains(column))
            common.append(u'"' + column + u'"');
    }
    if (common.size() < wanted.value().size())
        noteDamage();
    const QString all = QStringLiteral("INSERT OR IGNORE INTO found.\"%1\"(%2) SELECT %2 FROM main.\"%1\"")
                            .arg(table, common.join(u','));
    const QStringList &columns = key.value();
    m_columns = {common.join(u','), columns.value(0), columns.contains(QStringLiteral("address_id")),
                 columns.size() > 1 && columns[0] == u"run_id" && columns[1] == u"address_id",
                 columns.size() > 1 && columns[0] == u"address_id" && columns[1] == u"page"};
    if (m_columns.isOfRuns)
        return copyByRuns(all);
    if (!columns.isEmpty() && columns[0].endsWith(u"id"))
        return copyRanges(all + QStringLiteral(" WHERE \"%1\" >= %2 AND \"%1\" < %3").arg(columns[0]),
                          columns[0] == u"address_id" ? m_keys : Endless);
    const Rows copied = insert(all);
    if (!copied && isOver(copied.error()))
        return copied.error();
    if (!copied)
        noteDamage();
    return success();
}

Outcome TableCopier::copyByRuns(const QString &all)
{
    const Result<std::vector<RunId>> runs = runsThere(m_at.table);
    if (!runs)
        return runs.error();
    for (const RunId run : runs.value()) {
        m_at.run = run;
        const Outcome copied = copyRanges(
            all + QStringLiteral(" WHERE run_id = %1 AND address_id >= %2 AND address_id < %3").arg(run),
            m_keys);
        if (!copied)
            return copied;
    }
    return success();
}

/// `sql` has the ends of a range as %2 and %3, or as what is left of them.
Outcome TableCopier::copyRanges(const QString &sql, qint64 end)
{
    const Rows whole = insert(sql.arg(0).arg(Endless));
    if (whole)
        return success();
    if (isOver(whole.error()))
        return whole.error();
    noteDamage();
    int vain = 0;
    for (qint64 first = 0; first < end && vain < MostInVain; first += Window) {
        bool isSound = true;
        const Rows copied = copyRange(sql, first, std::min(first + Window, end), isSound);
        if (!copied)
            return copied.error();
        if (copied.value() == 0 && isSound)
            break; // behind the last
        vain = copied.value() == 0 ? vain + 1 : 0;
    }
    return success();
}

TableCopier::Rows TableCopier::copyRange(const QString &sql, qint64 first, qint64 last, bool &isSound)
{
    Rows copied = insert(sql.arg(first).arg(last));
    if (copied || isOver(copied.error()))
        return copied;
    isSound = false;
    if (last - first <= 1) {
        addGap(first, last);
        return 0;
    }
    const qint64 middle = first + (last - first) / 2;
    qint64 probed = 0;
    if (last - first > Probed / 2 && last - first <= Probed) { // mostly less than a page of the file holds
        const Rows any = copyRows(sql, {first, middle, last - 1});
        if (!any)
            return any;
        probed = any.value();
        if (probed == 0) {
            addGap(first, last);
            return 0;
        }
    }
    const Rows before = copyRange(sql, first, middle, isSound);
    if (!before)
        return before;
    const Rows after = copyRange(sql, middle, last, isSound);
    if (!after)
        return after;
    return probed + before.value() + after.value();
}

TableCopier::Rows TableCopier::copyRows(const QString &sql, std::initializer_list<qint64> keys)
{
    qint64 all = 0;
    for (const qint64 key : keys) {
        const Rows copied = insert(sql.arg(key).arg(key + 1));
        if (!copied && isOver(copied.error()))
            return copied;
        all += copied ? copied.value() : 0;
    }
    return all;
}

void TableCopier::addGap(qint64 first, qint64 last)
{
    if (!m_gaps.empty() && m_gaps.back().table == m_at.table && m_gaps.back().run == m_at.run &&
        m_gaps.back().last == first) {
        m_gaps.back().last = last;
        return;
    }
    m_gaps.push_back({m_at.table, m_at.run, first, last});
}

/// All of it or nothing.
TableCopier::Rows TableCopier::insert(const QString &sql)
{
    if (m_progress && !m_progress(0, 0))
        return Error{Error::Code::Cancelled,
                     QCoreApplication::translate("Salvage", "Cancelled. Nothing was saved.")};
    QSqlQuery query(m_connection.database());
    if (!query.exec(sql))
        return m_connection.error(query);
    return query.numRowsAffected();
}

} // namespace turnstone
