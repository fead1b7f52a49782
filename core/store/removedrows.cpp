// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/removedrows.h"

#include "core/store/rowlist.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"

#include <QCoreApplication>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qint64 Earliest = 1'577'836'800'000, Latest = 4'733'510'400'000; // ms: the years 2020 to 2119

Outcome runWith(SqlConnection &connection, const char *statement, const QString &rows)
{
    SqlStatement prepared(connection, QString::fromLatin1(statement));
    return (prepared << rows).exec();
}

/// Where the list of tables says that another one lies in the same place, its rows are those of that one.
Outcome checkRemoved(SqlConnection &connection)
{
    const Result<QVariant> isWrong = connection.value(
        QStringLiteral("SELECT EXISTS(SELECT 1 FROM removed WHERE %1) OR (SELECT count(*) FROM "
                       "main.sqlite_master WHERE type = 'table' AND rootpage = (SELECT rootpage FROM "
                       "main.sqlite_master WHERE type = 'table' AND name = 'removed')) > 1")
            .arg(isNoRemovedRowSql()));
    if (!isWrong)
        return isWrong.error();
    return isWrong.value().toBool() ? Outcome(damagedRemovedRows(connection)) : success();
}

} // namespace

QString isNoRemovedRowSql(const QString &prefix)
{
    return QStringLiteral("(typeof(%1removed_at) != 'integer' OR %1removed_at NOT BETWEEN %2 AND %3 OR "
                          "typeof(%1owed_to) NOT IN ('integer', 'null') OR %1owed_to < 1)")
        .arg(prefix)
        .arg(Earliest)
        .arg(Latest);
}

Error damagedRemovedRows(const SqlConnection &connection)
{
    return damagedProject(
        connection.path(),
        QCoreApplication::translate("Project", "it is not known which rows were removed from the list"));
}

Result<std::vector<RowId>> selectRemoved(SqlConnection &connection)
{
    if (const Outcome checked = checkRemoved(connection); !checked)
        return checked.error();
    SqlStatement select(
        connection, QStringLiteral("SELECT address_id FROM removed WHERE address_id BETWEEN 0 AND (SELECT "
                                   "max(id) FROM addresses) ORDER BY address_id"));
    if (const Outcome started = select.exec(); !started)
        return started.error();
    std::vector<RowId> rows;
    while (select.next())
        rows.push_back(RowId(select.at(0).toLongLong()));
    if (const Outcome done = select.done(); !done)
        return done.error();
    return rows;
}

Outcome removeRowsOf(SqlConnection &connection, std::span<const RowId> rows, qint64 nowMs)
{
    const QString json = rowListJson(rows);
    SqlStatement remove(connection, QStringLiteral("INSERT OR IGNORE INTO removed SELECT a.id, ?, o.run_id "
                                                   "FROM json_each(?) j CROSS JOIN addresses a ON a.id = "
                                                   "j.value LEFT JOIN owed o ON o.address_id = a.id"));
    if (const Outcome removed = (remove << std::clamp(nowMs, Earliest, Latest) << json).exec(); !removed)
        return removed;
    return runWith(connection, "DELETE FROM owed WHERE address_id IN (SELECT value FROM json_each(?))", json);
}

Outcome restoreRowsOf(SqlConnection &connection, std::span<const RowId> rows)
{
    const char *const statements[] = {
        // a run that owes something is not finished
        "UPDATE runs SET ending = 'stopped' WHERE ending = 'finished' AND id IN (SELECT owed_to FROM removed "
        "WHERE address_id IN (SELECT value FROM json_each(?)))",
        "INSERT OR IGNORE INTO owed SELECT address_id, owed_to FROM removed WHERE owed_to IN (SELECT id FROM "
        "runs) AND address_id IN (SELECT value FROM json_each(?))",
        "DELETE FROM removed WHERE address_id IN (SELECT value FROM json_each(?))"};
    const QString json = rowListJson(rows);
    for (const char *statement : statements) {
        if (const Outcome done = runWith(connection, statement, json); !done)
            return done;
    }
    return success();
}

} // namespace turnstone
