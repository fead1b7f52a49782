// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/salvage.h"

#include "core/base/fileidentity.h"
#include "core/store/pagemigration.h"
#include "core/store/pagevalues.h"
#include "core/store/project.h"
#include "core/store/projectcopy.h"
#include "core/store/projectfiles.h"
#include "core/store/projectheader.h"
#include "core/store/projectlock.h"
#include "core/store/repairfolder.h"
#include "core/store/runrows.h"
#include "core/store/schema.h"
#include "core/store/sqlerror.h"
#include "core/store/sqlstatement.h"
#include "core/store/tablecopier.h"
#include "core/types/addresslist.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QtEndian>

#include <algorithm>
#include <limits>
#include <tuple>

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
    return unreadable(translated("Of %1 not even the list of its tables can be read, and without that nobody "
                                 "can tell what is where. Nothing was saved. Take an older copy of it, if "
                                 "there is one; sqlite3 FILE .recover may still find some of its rows."),
                      path);
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
        if (file.copy(to + ending))
            continue;
        if (const std::optional<Error> lack = lackOfRoom(to + ending, file.size()))
            return *lack;
        return Error{Error::Code::Unwritable, translated("%1 could not be copied to %2: %3.")
                                                  .arg(QDir::toNativeSeparators(from + ending),
                                                       QDir::toNativeSeparators(to), file.errorString())};
    }
    return fillUp(to);
}

/// What could not be read.
struct Losses
{
    qint64 fileBytes = 0; // of the damaged file and its log
    std::vector<TableCopier::Gap> gaps;
    bool metDamage = false;
    bool hasTables = true; // those without which nothing is a project
};

/// What SQLite can still read of one file, in a new one of the same version.
Outcome recover(const QString &damaged, const QString &found, const StoreProgress &progress, Losses &losses)
{
    const auto opened = SqlConnection::open(damaged, SqlConnection::Access::ReadWrite);
    if (!opened)
        return opened.error();
    SqlConnection &connection = *opened.value();
    const Result<int> version = versionOf(connection);
    if (!version)
        return version.error();
    SqlStatement attach(connection, QStringLiteral("ATTACH ? AS found"));
    if (const Outcome attached = (attach << found).exec(); !attached)
        return attached;
    const Outcome ready = connection.run({QStringLiteral("PRAGMA cell_size_check = 1"),
                                          QStringLiteral("PRAGMA found.auto_vacuum = INCREMENTAL"),
                                          QStringLiteral("PRAGMA found.journal_mode = MEMORY"),
                                          QStringLiteral("PRAGMA found.synchronous = OFF")});
    if (!ready)
        return ready;
    TableCopier copier(connection, progress);
    const int from = version.value();
    if (const Outcome copied =
            copier.copyAll(from <= SchemaVersion ? schemaParts(from) : std::vector<SchemaPart>());
        !copied)
        return copied;
    losses = {QFileInfo(damaged).size() + QFileInfo(damaged + u"-wal").size(), copier.gaps(),
              copier.metDamage(), copier.hasAddresses()};
    return connection.run({QStringLiteral("PRAGMA found.user_version = %1").arg(version.value()),
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

/// How many rows the statement changed.
Result<qint64> change(SqlConnection &connection, const QString &sql)
{
    SqlStatement statement(connection, sql);
    if (const Outcome changed = statement.exec(); !changed)
        return changed.error();
    return qint64(statement.changedRows());
}

/// Whether a text of a row of the table was overwritten with zeros; see isZeroedText().
Result<QString> isZeroed(SqlConnection &connection, const QString &table)
{
    const Result<QVariant> columns = connection.value(
        QStringLiteral("SELECT group_concat('typeof(' || name || ') = ''text'' AND instr(' || name || ', "
                       "char(0))', ' OR ') FROM pragma_table_info('%1') WHERE type = 'TEXT'")
            .arg(table));
    if (!columns)
        return columns.error();
    return QString(u'(' + columns.value().toString() + u')');
}

/// How many rows it did to what it changed.
Result<qint64> changeZeroed(SqlConnection &connection, const QString &table, const QString &sql)
{
    const Result<QString> which = isZeroed(connection, table);
    if (!which)
        return which.error();
    return change(connection, sql.arg(table) + QStringLiteral(" WHERE ") + which.value());
}

/// What is left of it is another address: it counts as lost.
Result<qint64> forgetZeroedAddresses(SqlConnection &connection)
{
    return changeZeroed(connection, QStringLiteral("addresses"),
                        QStringLiteral("UPDATE %1 SET url = '', problem = '") +
                            QString(addressProblemId(AddressProblem::NoAddress)) +
                            QStringLiteral("', method = NULL, headers = NULL, body = NULL"));
}

/// How many header fields are among it; what it takes from a page, the results of that miss.
Result<qint64> removeZeroed(SqlConnection &connection)
{
    Result<qint64> fields = 0;
    const Result<qint64> versions = changeZeroed(connection, QStringLiteral("hop_times"),
                                                 QStringLiteral("UPDATE %1 SET http_version = NULL"));
    if (!versions)
        return versions;
    for (const char *table : {"peers", "certificates", "pages", "page_attempts", "page_hops", "headers"}) {
        fields = changeZeroed(connection, QString::fromLatin1(table), QStringLiteral("DELETE FROM %1"));
        if (!fields)
            return fields;
    }
    return fields;
}

/// One that is none, of a page that is whole otherwise; with a NUL in it, the numbers before it may be gone,
/// too. How many there were.
Result<qint64> forgetWrongHashes(SqlConnection &connection)
{
    return change(
        connection,
        QStringLiteral("UPDATE pages SET content_hash = NULL, fingerprint = NULL WHERE content_hash IS "
                       "NOT NULL AND (typeof(content_hash) != 'text' OR length(content_hash) != 16 OR "
                       "content_hash GLOB '*[^0-9a-f]*')"));
}

/// Every number from 0 on has an address, or readers would take one for another. How many had none. A number
/// that is beyond what the file had room for was another.
Result<qint64> fillGaps(SqlConnection &connection, qint64 fileBytes)
{
    constexpr qint64 LeastBytes = 6; // of an address: a cell and its pointer (sqlite.org/fileformat.html)
    const qint64 most = std::min<qint64>(std::numeric_limits<RowId>::max(), fileBytes / LeastBytes);
    const QString outside = QStringLiteral("DELETE FROM addresses WHERE id < 0 OR id > %1");
    if (const Outcome removed = connection.run(outside.arg(most)); !removed)
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

/// Before it can be opened: nothing is of an address that there is not. How many of those were owed.
Result<qint64> removeOutside(SqlConnection &connection)
{
    const QString outside = QStringLiteral("FROM %1 WHERE address_id NOT IN (SELECT id FROM addresses)");
    const Result<qint64> owed =
        countOf(connection, QStringLiteral("SELECT count(*) ") + outside.arg(QStringLiteral("owed")));
    if (!owed)
        return owed;
    for (const char *table : {"results", "pages", "owed"}) {
        const Result<qint64> isTable =
            countOf(connection,
                    QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '%1'")
                        .arg(QLatin1StringView(table)));
        if (!isTable)
            return isTable;
        const Outcome removed =
            isTable.value() == 0
                ? success()
                : connection.run(QStringLiteral("DELETE ") + outside.arg(QLatin1StringView(table)));
        if (!removed)
            return removed.error();
    }
    return owed;
}

/// Of `results`, of addresses where nothing tells that there was no such run, and of what is owed: that is
/// owed to the last run then. How much of that there was.
Result<qint64> makeLostRuns(SqlConnection &connection, const Losses &losses, const QString &results)
{
    const bool hasGap = std::any_of(losses.gaps.begin(), losses.gaps.end(),
                                    [](const TableCopier::Gap &gap) { return gap.table == u"runs"; });
    const QString referred =
        QStringLiteral(
            "SELECT current_run FROM addresses WHERE typeof(current_run) = 'integer' AND current_run > 0") +
        (hasGap ? QString() : QStringLiteral(" AND current_run IN (SELECT run_id FROM run_counts)"));
    const QString statements[] = {
        // when the run before it began, or the one behind: a run from 1970 would be too old to be kept
        QStringLiteral(
            "INSERT OR IGNORE INTO runs(id, scope, started_at, ending, pruned) SELECT lost.run_id, 'rows', "
            "coalesce((SELECT n.started_at FROM runs n WHERE n.id < lost.run_id ORDER BY n.id DESC LIMIT "
            "1), "
            "(SELECT n.started_at FROM runs n WHERE n.id > lost.run_id ORDER BY n.id LIMIT 1), "
            "strftime('%s', 'now') * 1000), 'stopped', 1 FROM (SELECT run_id FROM %1 UNION %2) AS lost WHERE "
            "lost.run_id NOT IN "
            "(SELECT id FROM runs)")
            .replace(QLatin1StringView("%2"), referred)
            .replace(QLatin1StringView("%1"), results),
        QStringLiteral(
            "INSERT INTO runs(scope, started_at, ending, pruned) SELECT 'rows', strftime('%s', "
            "'now') * 1000, 'stopped', 1 WHERE EXISTS (SELECT 1 FROM owed) AND NOT EXISTS (SELECT 1 "
            "FROM runs)"),
        QStringLiteral(
            "UPDATE owed SET run_id = (SELECT max(id) FROM runs) WHERE run_id NOT IN (SELECT id FROM "
            "runs)")};
    qint64 made = 0;
    for (const QString &statement : statements) {
        const Result<qint64> some = change(connection, statement);
        if (!some)
            return some;
        made += some.value();
    }
    return made;
}

/// Of a version before pages, the results that are not whole, which a migration would take for others. How
/// many there were.
Result<qint64> removeOlderParted(SqlConnection &connection)
{
    if (const Outcome shown = showAsPages(connection); !shown)
        return shown.error();
    return change(
        connection,
        QStringLiteral("DELETE FROM main.results AS o WHERE NOT EXISTS (SELECT 1 FROM result_rows r CROSS "
                       "JOIN pages p ON p.address_id = r.address_id AND p.page = r.page WHERE r.run_id = "
                       "o.run_id AND r.address_id = o.address_id AND %1 AND %2)")
            .arg(hasAllPartsSql(), hasAllTimesSql()));
}

/// The words of all verdicts, quoted.
QString knownVerdicts()
{
    QStringList verdicts;
    for (int verdict = 0; verdict < VerdictCount; ++verdict)
        verdicts << u'\'' + QString(verdictId(Verdict(verdict))) + u'\'';
    return verdicts.join(u',');
}

/// Runs whose own counts are lost, or cannot be, are counted anew; they may have had more.
Outcome countWhatIsNot(SqlConnection &connection, const Losses &losses)
{
    const Outcome cleared =
        connection.run(QStringLiteral("DELETE FROM run_counts WHERE count <= 0 OR verdict NOT IN (%1)")
                           .arg(knownVerdicts()));
    if (!cleared)
        return cleared;
    const QString ended = losses.metDamage ? QString() : QStringLiteral(" AND ending IS NOT NULL");
    SqlStatement select(
        connection, QStringLiteral("SELECT id FROM runs WHERE id NOT IN (SELECT run_id FROM run_counts) AND "
                                   "EXISTS (SELECT 1 FROM result_rows WHERE run_id = runs.id)") +
                        ended);
    if (const Outcome started = select.exec(); !started)
        return started;
    std::vector<RunId> runs;
    while (select.next())
        runs.push_back(select.at(0).toLongLong());
    if (const Outcome done = select.done(); !done)
        return done;
    for (const RunId run : runs) {
        const Outcome marked =
            connection.run(QStringLiteral("UPDATE runs SET pruned = 1 WHERE id = %1").arg(run));
        if (!marked)
            return marked;
        if (const Outcome counted = recountRun(connection, run); !counted)
            return counted;
    }
    return success();
}

/// An address that has lost the number of its run, or has one that is no run's, has its result again. Behind
/// the last run that lacks results that is certain; an older one is not the current one. How many there were.
Result<qint64> findLostCurrent(SqlConnection &connection)
{
    const QString last = QStringLiteral(
        "(SELECT max(n.id) FROM runs n WHERE n.id >= (SELECT ifnull(max(id), 0) FROM runs WHERE pruned) AND "
        "EXISTS (SELECT 1 FROM result_rows r WHERE r.run_id = n.id AND r.address_id = addresses.id))");
    return change(
        connection,
        QStringLiteral(
            "UPDATE addresses SET current_run = %1 WHERE problem IS NOT '%2' AND (current_run IS NULL "
            "OR typeof(current_run) != 'integer' OR current_run NOT IN (SELECT id FROM runs)) AND "
            "EXISTS (SELECT 1 FROM pages p WHERE p.address_id = addresses.id) AND %1 IS NOT NULL")
            .arg(last, QString(addressProblemId(AddressProblem::NoAddress))));
}

/// The current result is lost where there is none in its run; an older one does not take its place, so the
/// last run counts as one that lacks results. How many of them there were.
Result<qint64> forgetLostCurrent(SqlConnection &connection)
{
    const QString isLost =
        QStringLiteral("current_run IS NOT NULL AND NOT EXISTS (SELECT 1 FROM result_rows r WHERE "
                       "r.run_id = addresses.current_run AND r.address_id = addresses.id)");
    const Outcome marked = connection.run(
        QStringLiteral(
            "UPDATE runs SET pruned = 1 WHERE id = (SELECT max(id) FROM runs) AND EXISTS (SELECT 1 "
            "FROM addresses WHERE %1)")
            .arg(isLost));
    if (!marked)
        return marked.error();
    return change(connection, QStringLiteral("UPDATE addresses SET current_run = NULL WHERE ") + isLost);
}

/// What is left of the tables agrees again: nothing refers to what is lost. Says how many results are, in
/// all.
Outcome agree(SqlConnection &connection, const Losses &losses, Salvaged &saved)
{
    const Result<qint64> before = countOf(connection, QStringLiteral("SELECT count(*) FROM result_rows"));
    if (!before)
        return before.error();
    const QString loose = QStringLiteral("DELETE FROM %1 AS e WHERE NOT EXISTS (SELECT 1 FROM pages p WHERE "
                                         "p.address_id = e.address_id AND p.page = e.page)");
    const Outcome done = connection.run(
        {QStringLiteral("DELETE FROM pages AS p WHERE verdict NOT IN (%1) OR NOT %2")
             .arg(knownVerdicts(), hasAllPartsSql()),
         // or a new page of the same number would have them
         loose.arg(QStringLiteral("page_attempts")), loose.arg(QStringLiteral("page_hops")),
         loose.arg(QStringLiteral("page_bodies")),
         QStringLiteral(
             "DELETE FROM result_rows AS r WHERE NOT EXISTS (SELECT 1 FROM pages p WHERE "
             "p.address_id = r.address_id AND p.page = r.page AND %1) OR NOT EXISTS (SELECT 1 FROM "
             "addresses a WHERE a.id = r.address_id)")
             .arg(hasAllTimesSql()),
         QStringLiteral("DELETE FROM owed WHERE address_id NOT IN (SELECT id FROM addresses)"),
         QStringLiteral("DELETE FROM notes WHERE address_id NOT IN (SELECT id FROM addresses)")});
    if (!done)
        return done.error();
    const Result<qint64> after = countOf(connection, QStringLiteral("SELECT count(*) FROM result_rows"));
    if (!after)
        return after.error();
    if (const Outcome counted = countWhatIsNot(connection, losses); !counted)
        return counted.error();
    const Result<std::vector<RunInfo>> runs = selectRuns(connection);
    if (!runs)
        return runs.error();
    qint64 missing = 0;
    for (const RunInfo &run : runs.value()) {
        if (run.pruned && run.results > 0)
            continue; // its counts are of what it once had
        const Result<qint64> left = countOf(
            connection, QStringLiteral("SELECT count(*) FROM result_rows WHERE run_id = %1").arg(run.id));
        if (!left)
            return left.error();
        const bool isCounted = run.results > 0 || !losses.metDamage;
        if (isCounted && left.value() >= run.results)
            continue;
        missing += std::max<qint64>(0, run.results - left.value());
        // results may be missing, so no comparison is to call an address new or gone
        if (const Outcome marked =
                connection.run(QStringLiteral("UPDATE runs SET pruned = 1 WHERE id = %1").arg(run.id));
            !marked)
            return marked.error();
        if (const Outcome counted = recountRun(connection, run.id); !counted)
            return counted.error();
    }
    const Result<qint64> current = findLostCurrent(connection);
    if (!current)
        return current.error();
    const Result<qint64> forgotten = forgetLostCurrent(connection);
    if (!forgotten)
        return forgotten.error();
    saved.metDamage = saved.metDamage || current.value() > 0;
    saved.lostResults =
        std::max({missing, forgotten.value(), saved.lostResults + before.value() - after.value()});
    return connection.run(QStringLiteral("DELETE FROM run_counts WHERE run_id NOT IN (SELECT id FROM runs)"));
}

/// How many of the results that are left may have had header fields or a body in a part that could not be
/// read.
Result<qint64> countLostFields(SqlConnection &connection, const Losses &losses)
{
    // the table as it was, the one that it is now, and how its rows belong to a result
    static const std::tuple<QString, QString, QString> Tables[] = {
        {QStringLiteral("headers"), QStringLiteral("headers"), QStringLiteral("h.run_id = r.run_id")},
        {QStringLiteral("page_bodies"), QStringLiteral("page_bodies"), QStringLiteral("h.page = r.page")},
        {QStringLiteral("bodies"), QStringLiteral("page_bodies"), QStringLiteral("h.page = r.page")}};
    qint64 all = 0;
    for (const auto &[before, now, belongs] : Tables) {
        for (const TableCopier::Gap &gap : losses.gaps) {
            if (gap.table != before)
                continue;
            const Result<qint64> some =
                countOf(connection,
                        QStringLiteral("SELECT count(*) FROM result_rows r WHERE %1 r.address_id >= %2 AND "
                                       "r.address_id < %3 AND NOT EXISTS (SELECT 1 FROM %4 h WHERE %5 AND "
                                       "h.address_id = r.address_id)")
                            .arg(gap.run == 0 ? QString() : QStringLiteral("r.run_id = %1 AND").arg(gap.run))
                            .arg(gap.first)
                            .arg(gap.last)
                            .arg(now, belongs));
            if (!some)
                return some;
            all += some.value();
        }
    }
    return all;
}

/// Numbers of connections and certificates that are lost will be those of others: nothing refers to them any
/// more. How many results did.
Result<qint64> forgetLostPeers(SqlConnection &connection)
{
    const QString lost = QStringLiteral("SELECT run_id, address_id FROM %1 WHERE peer_id NOT IN (SELECT id "
                                        "FROM peers WHERE certificate_id IS "
                                        "NULL OR certificate_id IN (SELECT id FROM certificates))");
    const Result<qint64> results = countOf(
        connection, QStringLiteral("SELECT count(*) FROM (%1 UNION %2)")
                        .arg(lost.arg(QStringLiteral("result_rows")), lost.arg(QStringLiteral("hop_times"))));
    if (!results || results.value() == 0)
        return results;
    const QString forget = QStringLiteral("UPDATE %1 SET %2 = NULL WHERE %2 NOT IN (SELECT id FROM %3)");
    const QString peers = QStringLiteral("peers"), peer = QStringLiteral("peer_id");
    const Outcome forgotten =
        connection.run({forget.arg(peers, QStringLiteral("certificate_id"), QStringLiteral("certificates")),
                        forget.arg(QStringLiteral("result_rows"), peer, peers),
                        forget.arg(QStringLiteral("hop_times"), peer, peers)});
    if (!forgotten)
        return forgotten.error();
    return results;
}

/// A project of the current version, whole in itself, of what the recovery found.
Result<Salvaged> mend(const QString &found, const QString &path, const Losses &losses,
                      const StoreProgress &progress)
{
    Salvaged saved;
    saved.metDamage = losses.metDamage;
    {
        const auto opened = SqlConnection::open(found, SqlConnection::Access::ReadWrite);
        if (!opened)
            return opened.error();
        SqlConnection &connection = *opened.value();
        if (!losses.hasTables)
            return nothingToBegin(path);
        const Result<qint64> lost = fillGaps(connection, losses.fileBytes);
        if (!lost)
            return lost.error();
        const Result<qint64> zeroed = forgetZeroedAddresses(connection);
        if (!zeroed)
            return zeroed.error();
        saved.lostAddresses = lost.value() + zeroed.value();
        const Result<qint64> owed = removeOutside(connection);
        if (!owed)
            return owed.error();
        saved.lostOwed = owed.value();
        const Result<qint64> older = countOf(
            connection,
            QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'results'"));
        if (!older)
            return older.error();
        const Result<qint64> parted = older.value() == 0 ? Result<qint64>(0) : removeOlderParted(connection);
        if (!parted)
            return parted.error();
        saved.lostResults = parted.value();
        const QString results = older.value() > 0 ? QStringLiteral("results") : QStringLiteral("result_rows");
        const Result<qint64> made = makeLostRuns(connection, losses, results);
        if (!made)
            return made.error();
        saved.metDamage = saved.metDamage || made.value() > 0;
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
    const Result<qint64> zeroed = removeZeroed(connection);
    if (!zeroed)
        return zeroed.error();
    const Result<qint64> hashes = forgetWrongHashes(connection);
    if (!hashes)
        return hashes.error();
    saved.metDamage = saved.metDamage || hashes.value() > 0;
    if (const Outcome agreed = agree(connection, losses, saved); !agreed)
        return agreed.error();
    const Result<qint64> fields = countLostFields(connection, losses);
    if (!fields)
        return fields.error();
    const Result<qint64> peers = forgetLostPeers(connection);
    if (!peers)
        return peers.error();
    saved.lostFields = zeroed.value() + fields.value() + peers.value();
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

Result<Salvaged> salvageIn(const RepairFolder &folder, const QString &from, const QString &to,
                           const StoreProgress &progress)
{
    const QString damaged = folder.filePath(QStringLiteral("damaged.turnstone"));
    const QString found = folder.filePath(QStringLiteral("found.turnstone"));
    if (const Outcome copied = copyDamaged(from, damaged); !copied)
        return copied.error();
    Losses losses;
    const Outcome recovered = recover(damaged, found, progress, losses);
    if (recovered && !losses.hasTables && !isProjectFile(from))
        return checkProjectHeader(from).error();
    if (!recovered) {
        const bool isDamaged = recovered.error().code == Error::Code::Unreadable;
        return isDamaged ? nothingToBegin(from) : recovered.error();
    }
    Result<Salvaged> saved = mend(found, from, losses, progress);
    if (!saved)
        return saved;
    const QString whole = folder.filePath(QStringLiteral("whole.turnstone"));
    const auto opened = SqlConnection::open(found, SqlConnection::Access::ReadWrite);
    if (!opened)
        return opened.error();
    if (const Outcome copied = copyProject(*opened.value(), whole, progress); !copied)
        return copied.error();
    // nobody writes it before it is in its place
    const Result<std::unique_ptr<ProjectLock>> lock = ProjectLock::take(whole, to);
    if (!lock)
        return lock.error();
    if (const Outcome moved = moveIntoPlace(whole, to, Existing::Refused); !moved)
        return moved.error();
    return saved;
}

/// Nobody knows the files that are there only meanwhile, and what SQLite says of them is of no use.
Error saidOf(Error error, const RepairFolder &folder, const QString &path, const QString &into)
{
    const QString files = QDir::toNativeSeparators(folder.filePath(QString()));
    const bool isOfFiles = error.message.contains(files);
    if (error.code == Error::Code::Internal || (isOfFiles && error.code == Error::Code::Unreadable))
        return unreadable(
            translated("What is left of %1 could not be made into a project. Nothing was saved. Take "
                       "an older copy of it, if there is one; sqlite3 FILE .recover may still "
                       "find some of its rows."),
            path);
    for (const char *name : {"damaged.turnstone", "found.turnstone", "whole.turnstone"})
        error.message.replace(QDir::toNativeSeparators(folder.filePath(QLatin1StringView(name))),
                              QDir::toNativeSeparators(into));
    return error;
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
    RepairFolder::removeAbandoned(to, QFileInfo(from).absolutePath());
    const RepairFolder folder(to);
    if (!folder.isValid())
        return Error{
            Error::Code::Unwritable,
            translated("%1 cannot be made: %2.").arg(QDir::toNativeSeparators(into), folder.errorString())};
    const Result<Salvaged> saved = salvageIn(folder, from, to, progress);
    return saved ? saved : saidOf(saved.error(), folder, path, into);
}

} // namespace turnstone
