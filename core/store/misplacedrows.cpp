// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/misplacedrows.h"

#include "core/store/sqlstatement.h"

#include <limits>
#include <optional>
#include <utility>

namespace turnstone {

namespace {

constexpr qint64 LastAddress = std::numeric_limits<qint64>::max() - 1;

using Place = std::pair<RunId, qint64>; // run, 0 where the table knows none, and address

QString placeColumns(bool isOfRuns)
{
    return isOfRuns ? QStringLiteral("run_id, address_id") : QStringLiteral("0, address_id");
}

/// Each place that is before the one that it follows, after that one. As far as the table can be read.
Result<std::vector<std::pair<Place, Place>>> stepsBack(SqlConnection &connection, const QString &table,
                                                       bool isOfRuns)
{
    SqlStatement select(
        connection,
        QStringLiteral("SELECT %1 FROM main.\"%2\" NOT INDEXED").arg(placeColumns(isOfRuns), table));
    std::vector<std::pair<Place, Place>> steps;
    std::optional<Place> last;
    Outcome read = select.exec();
    while (read && select.next()) {
        const Place place{select.at(0).toLongLong(), select.at(1).toLongLong()};
        if (last && place < *last)
            steps.emplace_back(*last, place);
        last = place;
    }
    if (read)
        read = select.done();
    if (!read && read.error().code != Error::Code::Unreadable)
        return read.error();
    return steps;
}

/// The next place in the new file, or the one before; nothing behind the last.
Result<std::optional<Place>> neighbour(SqlConnection &connection, const QString &table, bool isOfRuns,
                                       const Place &of, bool isBefore)
{
    SqlStatement select(connection,
                        QStringLiteral("SELECT %1 FROM found.\"%2\" WHERE (%1) %3 (?, ?) ORDER BY 1 %4, 2 %4 "
                                       "LIMIT 1")
                            .arg(placeColumns(isOfRuns), table, QLatin1StringView(isBefore ? "<" : ">"),
                                 QLatin1StringView(isBefore ? "DESC" : "ASC")));
    if (const Outcome started = (select << of.first << of.second).exec(); !started)
        return started.error();
    std::optional<Place> found;
    if (select.next())
        found = Place{select.at(0).toLongLong(), select.at(1).toLongLong()};
    const Outcome done = select.done();
    return done ? Result<std::optional<Place>>(found) : done.error();
}

} // namespace

Result<std::vector<TableCopier::Gap>> gapsOfMisplaced(SqlConnection &connection, const QString &table,
                                                      bool isOfRuns)
{
    const auto steps = stepsBack(connection, table, isOfRuns);
    if (!steps)
        return steps.error();
    std::vector<TableCopier::Gap> gaps;
    const auto add = [&](const Place &first, const Place &last) {
        if (first.first == last.first) {
            gaps.push_back({table, first.first, first.second, last.second + 1});
            return;
        }
        gaps.push_back({table, first.first, first.second, LastAddress});
        gaps.push_back({table, last.first, 0, last.second + 1});
    };
    // a later page stands before the second place, or an earlier one behind the first
    for (const auto &[first, second] : steps.value()) {
        const auto before = neighbour(connection, table, isOfRuns, second, true);
        const auto after = neighbour(connection, table, isOfRuns, first, false);
        if (!before || !after)
            return before ? after.error() : before.error();
        add(before.value().value_or(Place(second.first, 0)), second);
        add(first, after.value().value_or(Place(first.first, LastAddress)));
    }
    return gaps;
}

} // namespace turnstone
