// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/salvage.h"

#include "core/base/fileidentity.h"
#include "core/store/project.h"
#include "core/store/projectcopy.h"
#include "core/store/projectfiles.h"
#include "core/store/projectlock.h"
#include "core/store/runrows.h"
#include "core/store/schema.h"
#include "core/store/sqlstatement.h"
#include "core/types/addresslist.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtEndian>

#include <limits>

namespace turnstone {

namespace {

constexpr qint64 MostFilled = 1000; // times its size; what is damaged may say anything

QString translated(const char *sentence)
{
    return QCoreApplication::translate("Salvage", sentence);
}

Error unreadable(const QString &sentence, const QString &path)
{
    return {Error::Code::Unreadable, sentence.arg(QDir::toNativeSeparators(path))};
}

Error nothingToBegin(const QString &path)
{
    return unreadable(translated("Of %1 not even the list of its tables can be read. Nothing was saved."),
                      path);
}

Error cancelled()
{
    return {Error::Code::Cancelled, translated("Cancelled. Nothing was saved.")};
}

/// As long as its header says (sqlite.org/fileformat.html, 1.3): SQLite does not even begin with a shorter
/// one.
Outcome fillUp(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return Error{Error::Code::Unwritable, file.errorString()};
    const QByteArray header = file.read(100);
    if (header.size() < 100)
        return success();
    const qint64 pageSize = qFromBigEndian<quint16>(header.constData() + 16);
    const qint64 pages = qFromBigEndian<quint32>(header.constData() + 28);
    const qint64 size = pages * (pageSize == 1 ? 65'536 : pageSize);
    if (size > file.size() && size <= file.size() * MostFilled && !file.resize(size))
        return Error{Error::Code::DiskFull, file.errorString()};
    return success();
}

/// The damaged file and its log, where the recovery cannot change them.
Outcome copyDamaged(const QString &from, const QString &to)
{
    for (const QString &ending : {QString(), QStringLiteral("-wal")}) {
        if (!QFileInfo::exists(from + ending))
            continue;
        QFile file(from + ending);
        if (!file.copy(to + ending))
            return Error{Error::Code::Unwritable, translated("%1 could not be copied to %2: %3.")
                                                      .arg(QDir::toNativeSeparators(from + ending),
                                                           QDir::toNativeSeparators(to), file.errorString())};
    }
    return fillUp(to);
}

/// Copies what can be read of one table after the other, by ranges of keys. A range that cannot be read is
/// cut in two, down to the rows that are lost.
class TableCopier final
{
public:
    /// `connection` is of the damaged file; the new one is attached as "found".
    TableCopier(SqlConnection &connection, const StoreProgress &progress)
        : m_connection(connection)
        , m_progress(progress)
    {}

    Outcome copyAll()
    {
        const auto tables = schemaOf(QStringLiteral("type = 'table' AND name NOT LIKE 'sqlite_%'"));
        if (!tables)
            return tables.error();
        for (const Made &table : tables.value()) {
            if (const Outcome made = make(table); !made)
                return made;
        }
        // Whatever says of which runs and addresses there are comes first.
        QStringList names{QStringLiteral("addresses"), QStringLiteral("runs")};
        for (const Made &table : tables.value()) {
            if (!names.contains(table.name))
                names.append(table.name);
        }
        for (const QString &name : names) {
            if (const Outcome copied = copy(name); !copied)
                return copied;
        }
        const auto rest = schemaOf(QStringLiteral("type IN ('index', 'view') AND sql IS NOT NULL"));
        if (!rest)
            return rest.error();
        for (const Made &each : rest.value()) {
            if (const Outcome made = make(each); !made)
                return made;
        }
        return success();
    }

private:
    struct Made
    {
        QString type, name, sql;
    };
    using Rows = Result<qint64>;

    Result<std::vector<Made>> schemaOf(const QString &which)
    {
        SqlStatement select(m_connection,
                            QStringLiteral("SELECT type, name, sql FROM main.sqlite_master WHERE ") + which);
        if (const Outcome started = select.exec(); !started)
            return started.error();
        std::vector<Made> found;
        while (select.next())
            found.push_back({select.at(0).toString(), select.at(1).toString(), select.at(2).toString()});
        if (const Outcome done = select.done(); !done)
            return done.error();
        return found;
    }

    /// As it was made there, in the new file.
    Outcome make(const Made &what)
    {
        const QString beginning = QStringLiteral("CREATE %1 ").arg(what.type.toUpper());
        if (!what.sql.startsWith(beginning))
            return success(); // none of ours
        return m_connection.run(beginning + u"found." + what.sql.mid(beginning.size()));
    }

    /// The columns of its key, in order.
    Result<QStringList> keyOf(const QString &table)
    {
        SqlStatement select(m_connection,
                            QStringLiteral("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"));
        if (const Outcome started = (select << table).exec(); !started)
            return started.error();
        QStringList names;
        while (select.next())
            names.append(select.at(0).toString());
        return names;
    }

    Outcome copy(const QString &table)
    {
        const Result<QStringList> key = keyOf(table);
        if (!key)
            return key.error();
        const QString all =
            QStringLiteral("INSERT OR IGNORE INTO found.\"%1\" SELECT * FROM main.\"%1\"").arg(table);
        const QStringList &columns = key.value();
        if (columns.size() > 1 && columns[0] == u"run_id" && columns[1] == u"address_id")
            return copyByRuns(all);
        if (!columns.isEmpty() && columns[0].endsWith(u"id"))
            return copyRanges(all + QStringLiteral(" WHERE \"%1\" >= %2 AND \"%1\" < %3").arg(columns[0]));
        if (const Rows copied = insert(all); !copied && isOver(copied.error()))
            return copied.error();
        return success();
    }

    Outcome copyByRuns(const QString &all)
    {
        const Result<QVariant> last =
            m_connection.value(QStringLiteral("SELECT max(ifnull((SELECT max(id) FROM found.runs), 0), "
                                              "ifnull((SELECT max(current_run) FROM found.addresses), 0))"));
        if (!last)
            return last.error();
        const RunId most = std::min<RunId>(last.value().toLongLong(), MostRuns);
        for (RunId run = 1; run <= most; ++run) {
            const Outcome copied = copyRanges(
                all + QStringLiteral(" WHERE run_id = %1 AND address_id >= %2 AND address_id < %3").arg(run));
            if (!copied)
                return copied;
        }
        return success();
    }

    /// `sql` has the ends of a range as %2 and %3, or as what is left of them.
    Outcome copyRanges(const QString &sql)
    {
        if (const Rows whole = insert(sql.arg(0).arg(std::numeric_limits<qint64>::max())); whole)
            return success();
        else if (isOver(whole.error()))
            return whole.error();
        int vain = 0;
        for (qint64 first = 0; vain < MostInVain; first += Window) {
            bool isSound = true;
            const Rows copied = copyRange(sql, first, first + Window, isSound);
            if (!copied)
                return copied.error();
            if (copied.value() == 0 && isSound)
                break; // behind the last
            vain = copied.value() == 0 ? vain + 1 : 0;
        }
        return success();
    }

    Rows copyRange(const QString &sql, qint64 first, qint64 last, bool &isSound)
    {
        Rows copied = insert(sql.arg(first).arg(last));
        if (copied || isOver(copied.error()))
            return copied;
        isSound = false;
        if (last - first == 1)
            return 0;
        const qint64 middle = first + (last - first) / 2;
        if (last - first == Probed) { // mostly less than a page of the file holds
            const Rows any = copyRows(sql, {first, middle, last - 1});
            if (!any || any.value() == 0)
                return any;
        }
        const Rows before = copyRange(sql, first, middle, isSound);
        if (!before)
            return before;
        const Rows after = copyRange(sql, middle, last, isSound);
        if (!after)
            return after;
        return before.value() + after.value();
    }

    Rows copyRows(const QString &sql, std::initializer_list<qint64> keys)
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

    /// All of it or nothing.
    Rows insert(const QString &sql)
    {
        if (m_progress && !m_progress(0, 0))
            return cancelled();
        QSqlQuery query(m_connection.database());
        if (!query.exec(sql))
            return m_connection.error(query);
        return query.numRowsAffected();
    }

    /// Whether it is not the damaged file that is to blame.
    static bool isOver(const Error &error)
    {
        return error.code == Error::Code::Cancelled || error.code == Error::Code::DiskFull;
    }

    static constexpr qint64 Window = 65'536;
    static constexpr qint64 Probed = 64;
    static constexpr int MostInVain = 16; // windows in a row
    static constexpr RunId MostRuns = 1'000'000;

    SqlConnection &m_connection;
    const StoreProgress &m_progress;
};

/// What SQLite can still read of one file, in a new one of the same version.
Outcome recover(const QString &damaged, const QString &found, const StoreProgress &progress)
{
    const auto opened = SqlConnection::open(damaged, SqlConnection::Access::ReadWrite);
    if (!opened)
        return opened.error();
    SqlConnection &connection = *opened.value();
    const Result<QVariant> version = connection.value(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return version.error();
    SqlStatement attach(connection, QStringLiteral("ATTACH ? AS found"));
    if (const Outcome attached = (attach << found).exec(); !attached)
        return attached;
    const Outcome ready = connection.run({QStringLiteral("PRAGMA cell_size_check = 1"),
                                          QStringLiteral("PRAGMA found.auto_vacuum = INCREMENTAL"),
                                          QStringLiteral("PRAGMA found.journal_mode = OFF"),
                                          QStringLiteral("PRAGMA found.synchronous = OFF")});
    if (!ready)
        return ready;
    if (const Outcome copied = TableCopier(connection, progress).copyAll(); !copied)
        return copied;
    return connection.run({QStringLiteral("PRAGMA found.user_version = %1").arg(version.value().toInt()),
                           QStringLiteral("PRAGMA found.application_id = %1").arg(ProjectApplicationId)});
}

/// The number that a statement counts.
Result<qint64> countOf(SqlConnection &connection, const QString &select)
{
    const Result<QVariant> value = connection.value(select);
    if (!value)
        return value.error();
    return value.value().toLongLong();
}

/// Whether the tables are there without which nothing is a project.
Outcome checkTables(SqlConnection &connection, const QString &path)
{
    const Result<qint64> tables =
        countOf(connection, QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name "
                                           "IN ('addresses', 'runs', 'owed')"));
    if (!tables)
        return tables.error();
    if (tables.value() == 3)
        return success();
    return nothingToBegin(path);
}

/// Every number from 0 on has an address, or readers would take one for another. How many had none.
Result<qint64> fillGaps(SqlConnection &connection)
{
    const QString outside = QStringLiteral("DELETE FROM addresses WHERE id < 0 OR id > %1");
    if (const Outcome removed = connection.run(outside.arg(std::numeric_limits<RowId>::max())); !removed)
        return removed.error();
    const Result<qint64> gaps =
        countOf(connection, QStringLiteral("SELECT coalesce(max(id) + 1, 0) - count(*) FROM addresses"));
    if (!gaps || gaps.value() == 0)
        return gaps;
    const Outcome filled = connection.run(
        QStringLiteral("WITH RECURSIVE row(id) AS (SELECT 0 WHERE EXISTS (SELECT 1 FROM addresses) UNION ALL "
                       "SELECT id + 1 FROM row WHERE id < (SELECT max(id) FROM addresses)) "
                       "INSERT OR IGNORE INTO addresses(id, url, problem) SELECT id, '', '%1' FROM row")
            .arg(addressProblemId(AddressProblem::NoAddress)));
    if (!filled)
        return filled.error();
    return gaps;
}

/// Before it can be opened: nothing is of an address that there is not.
Outcome removeOutside(SqlConnection &connection)
{
    for (const char *table : {"results", "pages", "owed"}) {
        const Result<qint64> isTable =
            countOf(connection,
                    QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '%1'")
                        .arg(QLatin1StringView(table)));
        if (!isTable)
            return isTable.error();
        const Outcome removed =
            isTable.value() == 0
                ? success()
                : connection.run(
                      QStringLiteral("DELETE FROM %1 WHERE address_id NOT IN (SELECT id FROM addresses)")
                          .arg(QLatin1StringView(table)));
        if (!removed)
            return removed;
    }
    return success();
}

/// What is left of the tables agrees again: nothing refers to what is lost. How many results went with that.
Result<qint64> agree(SqlConnection &connection)
{
    const QString orphans = QStringLiteral(
        "FROM result_rows AS r WHERE NOT EXISTS (SELECT 1 FROM pages p WHERE p.address_id = r.address_id AND "
        "p.page = r.page) OR NOT EXISTS (SELECT 1 FROM addresses a WHERE a.id = r.address_id)");
    const Result<qint64> lost = countOf(connection, QStringLiteral("SELECT count(*) ") + orphans);
    if (!lost)
        return lost;
    const Outcome done = connection.run(
        {QStringLiteral("DELETE ") + orphans,
         QStringLiteral("INSERT OR IGNORE INTO runs(id, scope, started_at, ending, pruned) "
                        "SELECT DISTINCT run_id, 'rows', 0, 'stopped', 1 FROM result_rows"),
         QStringLiteral(
             "DELETE FROM owed WHERE address_id NOT IN (SELECT id FROM addresses) OR run_id NOT IN "
             "(SELECT id FROM runs)"),
         QStringLiteral("DELETE FROM notes WHERE address_id NOT IN (SELECT id FROM addresses)"),
         QStringLiteral(
             "CREATE TEMP TABLE latest AS SELECT address_id, max(run_id) AS run_id FROM result_rows "
             "GROUP BY address_id"),
         QStringLiteral("CREATE UNIQUE INDEX temp.latest_by_address ON latest(address_id)"),
         QStringLiteral(
             "UPDATE addresses SET current_run = (SELECT l.run_id FROM latest l WHERE l.address_id = "
             "addresses.id) WHERE NOT EXISTS (SELECT 1 FROM result_rows r WHERE r.run_id = "
             "addresses.current_run AND r.address_id = addresses.id)"),
         QStringLiteral("DROP TABLE latest"),
         // results of any run may be missing now, so no comparison is to call an address new or gone
         QStringLiteral("UPDATE runs SET pruned = 1"), QStringLiteral("DELETE FROM run_counts")});
    if (!done)
        return done.error();
    const Result<std::vector<RunInfo>> runs = selectRuns(connection);
    if (!runs)
        return runs.error();
    for (const RunInfo &run : runs.value()) {
        if (const Outcome counted = recountRun(connection, run.id); !counted)
            return counted.error();
    }
    return lost;
}

/// A project of the current version, whole in itself, of what the recovery found.
Result<Salvaged> mend(const QString &found, const QString &path, const StoreProgress &progress)
{
    Salvaged saved;
    {
        const auto opened = SqlConnection::open(found, SqlConnection::Access::ReadWrite);
        if (!opened)
            return opened.error();
        SqlConnection &connection = *opened.value();
        if (const Outcome checked = checkTables(connection, path); !checked)
            return checked.error();
        const Result<qint64> lost = fillGaps(connection);
        if (!lost)
            return lost.error();
        saved.lostAddresses = lost.value();
        if (const Outcome removed = removeOutside(connection); !removed)
            return removed.error();
    }
    {
        const auto migrated = openProject(found, OpenMode::Write, progress);
        if (!migrated)
            return migrated.error();
        if (migrated.value()->info().readOnly)
            return Error{Error::Code::Invalid, migrated.value()->info().readOnlyReason};
    }
    const auto opened = SqlConnection::open(found, SqlConnection::Access::ReadWrite);
    if (!opened)
        return opened.error();
    SqlConnection &connection = *opened.value();
    SqlTransaction transaction(connection);
    if (const Outcome begun = transaction.begin(); !begun)
        return begun.error();
    const Result<qint64> lost = agree(connection);
    if (!lost)
        return lost.error();
    saved.lostResults = lost.value();
    for (const auto &[table, count] :
         {std::pair("addresses", &saved.addresses), {"runs", &saved.runs}, {"result_rows", &saved.results}}) {
        const Result<qint64> rows =
            countOf(connection, QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1StringView(table)));
        if (!rows)
            return rows.error();
        *count = rows.value();
    }
    if (const Outcome committed = transaction.commit(); !committed)
        return committed.error();
    return saved;
}

} // namespace

Result<Salvaged> salvageProject(const QString &path, const QString &into, const StoreProgress &progress)
{
    const QString from = resolvedPath(path);
    const QString to = resolvedPath(into);
    if (!QFileInfo(from).isFile())
        return unreadable(translated("There is no file %1."), path);
    if (QFileInfo::exists(to))
        return alreadyThere(to);
    if (const Outcome checked = checkFolder(to); !checked)
        return checked.error();
    if (ProjectLock::isTaken(from))
        return Error{Error::Code::InUse, translated("%1 is being written by another program. Close it there.")
                                             .arg(QDir::toNativeSeparators(path))};
    const QTemporaryDir folder(to + QStringLiteral(".repair-XXXXXX"));
    if (!folder.isValid())
        return Error{
            Error::Code::Unwritable,
            translated("%1 cannot be made: %2.").arg(QDir::toNativeSeparators(into), folder.errorString())};
    const QString damaged = folder.filePath(QStringLiteral("damaged.turnstone"));
    const QString found = folder.filePath(QStringLiteral("found.turnstone"));
    if (const Outcome copied = copyDamaged(from, damaged); !copied)
        return copied.error();
    if (const Outcome recovered = recover(damaged, found, progress); !recovered) {
        const bool isDamaged = recovered.error().code == Error::Code::Unreadable;
        return isDamaged ? nothingToBegin(path) : recovered.error();
    }
    Result<Salvaged> saved = mend(found, path, progress);
    if (!saved)
        return saved;
    const auto opened = SqlConnection::open(found, SqlConnection::Access::ReadWrite);
    if (!opened)
        return opened.error();
    if (const Outcome copied = copyProject(*opened.value(), to, progress); !copied)
        return copied.error();
    return saved;
}

} // namespace turnstone
