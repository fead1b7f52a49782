// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/headerorder.h"

#include "core/store/sqlstatement.h"

#include <array>
#include <vector>

namespace turnstone {

namespace {

constexpr int RowsBeyond = 512; // before and behind a run: more than a page has

using HeaderKey = std::array<qint64, 4>; // run, address, attempt, hop

/// Reads the keys from a run on, or backwards from those before it, as far as a page may reach into others.
/// `last` is what was read last, and then the first of these.
Result<bool> keysGoOn(SqlConnection &connection, RunId run, bool isForwards, std::optional<HeaderKey> &last)
{
    SqlStatement select(connection, QStringLiteral("SELECT run_id, address_id, attempt, hop FROM headers "
                                                   "WHERE run_id %1 ? ORDER BY run_id %2, address_id %2, "
                                                   "attempt %2, hop %2")
                                        .arg(QLatin1StringView(isForwards ? ">=" : "<"),
                                             QLatin1StringView(isForwards ? "ASC" : "DESC")));
    if (const Outcome started = (select << run).exec(); !started)
        return started.error();
    std::optional<HeaderKey> first;
    bool isInOrder = true;
    for (int beyond = 0; beyond < RowsBeyond && isInOrder && select.next();) {
        const HeaderKey key{select.at(0).toLongLong(), select.at(1).toLongLong(), select.at(2).toLongLong(),
                            select.at(3).toLongLong()};
        const bool isKey = key[0] >= 1 && key[1] >= 0 && key[2] >= 1 && key[3] >= 1;
        isInOrder = isKey && (!last || (isForwards ? *last < key : key < *last));
        beyond = key[0] == run ? 0 : beyond + 1;
        last = key;
        if (!first)
            first = key;
    }
    last = first;
    const Outcome done = select.done();
    return done ? Result<bool>(isInOrder) : Result<bool>(done.error());
}

Result<bool> areInOrder(SqlConnection &connection, RunId run)
{
    std::optional<HeaderKey> last;
    const Result<bool> before = keysGoOn(connection, run, false, last);
    return before && before.value() ? keysGoOn(connection, run, true, last) : before;
}

Result<std::vector<RunId>> runsOfCurrent(SqlConnection &connection)
{
    SqlStatement select(connection, QStringLiteral("SELECT DISTINCT current_run FROM addresses WHERE "
                                                   "current_run IS NOT NULL ORDER BY current_run"));
    if (const Outcome started = select.exec(); !started)
        return started.error();
    std::vector<RunId> runs;
    while (select.next())
        runs.push_back(select.at(0).toLongLong());
    const Outcome done = select.done();
    return done ? Result<std::vector<RunId>>(std::move(runs)) : done.error();
}

} // namespace

Result<bool> areHeadersInOrder(SqlConnection &connection, std::optional<RunId> run)
{
    const Result<std::vector<RunId>> runs =
        run ? Result<std::vector<RunId>>(std::vector{*run}) : runsOfCurrent(connection);
    if (!runs)
        return runs.error();
    for (const RunId each : runs.value()) {
        const Result<bool> areThese = areInOrder(connection, each);
        if (!areThese && areThese.error().code == Error::Code::Unreadable)
            return false;
        if (!areThese || !areThese.value())
            return areThese;
    }
    return true;
}

} // namespace turnstone
