// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/tidying.h"

#include "core/store/housekeeping.h"
#include "core/store/sqlstatement.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace turnstone {

namespace {

using Keep = Retention::Keep;

const QString KeepRuns = QStringLiteral("keep_runs"), KeepDays = QStringLiteral("keep_days"),
              ThinnedTo = QStringLiteral("thinned_to");

Result<qint64> setting(SqlConnection &connection, const QString &name)
{
    const Result<QVariant> value =
        connection.value(QStringLiteral("SELECT value FROM settings WHERE name = '%1'").arg(name));
    if (!value)
        return value.error();
    return value.value().toLongLong();
}

QString set(const QString &name, qint64 value)
{
    return QStringLiteral("INSERT OR REPLACE INTO settings VALUES('%1', %2)").arg(name).arg(value);
}

int bounded(qint64 number)
{
    return int(std::min<qint64>(number, std::numeric_limits<int>::max()));
}

} // namespace

Result<Retention> selectRetention(SqlConnection &connection)
{
    const Result<qint64> runs = setting(connection, KeepRuns);
    const Result<qint64> days = setting(connection, KeepDays);
    if (!runs || !days)
        return runs ? days.error() : runs.error();
    if (runs.value() > 0)
        return Retention{Keep::LastRuns, bounded(runs.value())};
    if (days.value() > 0)
        return Retention{Keep::Days, bounded(days.value())};
    return Retention();
}

Outcome saveRetention(SqlConnection &connection, const Retention &retention)
{
    QStringList statements{
        QStringLiteral("DELETE FROM settings WHERE name IN ('%1', '%2')").arg(KeepRuns, KeepDays)};
    if (retention.keep != Keep::All)
        statements.append(
            set(retention.keep == Keep::LastRuns ? KeepRuns : KeepDays, std::max(retention.number, 1)));
    return connection.run(statements);
}

Result<bool> Tidying::step(qint64 nowMs, RunId current)
{
    const Result<Retention> retention = selectRetention(m_connection);
    if (!retention)
        return retention.error();
    if (m_run == 0) {
        const Result<RunId> next = nextRun(retention.value(), nowMs, current);
        if (!next)
            return next.error();
        m_run = next.value();
        m_first = 0;
        if (m_run == 0) {
            m_done = 0;
            return false;
        }
    }
    const bool thins = retention.value().keep == Keep::Days;
    const Result<RunPiece> piece = prunePiece(m_connection, m_run, m_first, thins);
    if (!piece)
        return piece.error();
    m_first = piece.value().next;
    if (m_first < 0) {
        if (const Outcome finished = finishRun(thins); !finished)
            return finished.error();
    }
    return true;
}

/// The oldest that is not done yet and does not have to stay whole; 0: none.
Result<RunId> Tidying::nextRun(const Retention &retention, qint64 nowMs, RunId current)
{
    if (retention.keep == Keep::All)
        return RunId(0);
    qint64 done = m_done;
    QString which =
        QStringLiteral("id NOT IN (SELECT id FROM runs ORDER BY id DESC LIMIT %1)").arg(retention.number);
    if (retention.keep == Keep::Days) {
        const Result<qint64> thinned = setting(m_connection, ThinnedTo);
        if (!thinned)
            return thinned.error();
        done = std::max(done, thinned.value());
        const qint64 keptMs = std::chrono::milliseconds(std::chrono::days(retention.number)).count();
        which = QStringLiteral("started_at < %1 AND id < (SELECT max(id) FROM runs)").arg(nowMs - keptMs);
    }
    const Result<QVariant> next = m_connection.value(
        QStringLiteral("SELECT min(id) FROM runs WHERE id > %1 AND id <> %2 AND %3 AND NOT EXISTS "
                       "(SELECT 1 FROM owed WHERE run_id = runs.id)")
            .arg(done)
            .arg(current)
            .arg(which));
    if (!next)
        return next.error();
    return next.value().toLongLong();
}

/// What a thinned run found was what it says, so its counts stay, and so does the run.
Outcome Tidying::finishRun(bool isThinned)
{
    m_done = std::exchange(m_run, 0);
    return isThinned ? m_connection.run(set(ThinnedTo, m_done)) : closePruned(m_connection, m_done);
}

} // namespace turnstone
