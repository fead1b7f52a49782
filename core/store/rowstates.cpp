// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/rowstates.h"

#include "core/store/removedrows.h"
#include "core/store/sqlstatement.h"
#include "core/store/sqlvalue.h"

#include <algorithm>

namespace turnstone {

namespace {

/// In UTF-8, whatever the title holds.
QByteArray titleOf(const QVariant &title)
{
    return title.isNull() ? QByteArray() : textFromSql(title).toUtf8();
}

RowState stateOf(const SqlStatement &row)
{
    RowState state;
    state.row = RowId(row.at(0).toLongLong());
    state.owed = row.at(1).toBool();
    state.removed = row.at(12).toBool();
    const std::optional<Verdict> verdict = verdictFromId(row.at(2).toString());
    state.hasResult = verdict.has_value(); // what a damaged project has for one is none
    state.isLost = !state.hasResult && row.at(11).toBool();
    if (!state.hasResult)
        return state;
    state.verdict = *verdict;
    state.status = quint16(row.at(3).toUInt());
    state.tries = quint8(std::min<qint64>(row.at(4).toLongLong(), 255));
    state.bytes = knownFromSql(row.at(5));
    state.ttfbUs = knownFromSql(row.at(6));
    state.totalUs = knownFromSql(row.at(7));
    state.title = titleOf(row.at(8));
    state.contentType = bytesFromSql(row.at(9));
    state.redirects = quint8(std::clamp<qint64>(row.at(10).toLongLong(), 0, 255));
    return state;
}

} // namespace

Outcome selectRowStates(SqlConnection &connection, RowId first, RowId count,
                        const std::function<void(const RowState &)> &take)
{
    SqlStatement rows(
        connection,
        QStringLiteral("SELECT a.id, o.run_id IS NOT NULL, p.verdict, p.status, p.attempts, p.bytes, "
                       "r.ttfb_us, r.total_us, p.title, p.content_type, p.redirects, a.current_run IS NOT "
                       "NULL, x.address_id IS NOT NULL, x.address_id IS NOT NULL AND %1 FROM addresses a "
                       "LEFT JOIN result_rows r ON r.run_id = a.current_run AND r.address_id = a.id "
                       "LEFT JOIN pages p ON p.address_id = a.id AND p.page = r.page "
                       "LEFT JOIN owed o ON o.address_id = a.id "
                       "LEFT JOIN removed x ON x.address_id = a.id "
                       "WHERE a.id >= ? AND a.id < ? ORDER BY a.id")
            .arg(isNoRemovedRowSql(QStringLiteral("x."))));
    if (const Outcome started = (rows << qint64(first) << qint64(first) + qint64(count)).exec(); !started)
        return started;
    while (rows.next()) {
        if (rows.at(13).toBool())
            return damagedRemovedRows(connection);
        take(stateOf(rows));
    }
    return rows.done();
}

} // namespace turnstone
