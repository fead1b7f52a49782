// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "core/store/removedrows.h"
#include "core/store/salvage.h"
#include "core/store/sqlconnection.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"
#include "tests/core/store/victim.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr int Rows = 6;
constexpr qsizetype PageBytes = 4096;

using RowList = std::vector<RowId>;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString &path, qint64 at, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(at));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

/// What is out of the list is owed nothing and counted nowhere, and comes back as it was.
class TestRemovedRows final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<Store> m_store;
    Salvaged m_saved;

    /// A finished run of all, then one that still owes rows 3 and 4.
    void begin()
    {
        auto created = createProject(m_path);
        QVERIFY(created);
        m_store = std::move(created).value();
        QVERIFY(m_store->addAddresses(makeAddresses(Rows), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}") && m_store->oweAll());
        std::vector<FetchResult> all;
        for (RowId row = 0; row < Rows; ++row)
            all.push_back(makePage(row));
        QVERIFY(m_store->append(std::vector{batchOf(all)}) && m_store->endRun(RunEnding::Finished, false));
        QVERIFY(m_store->beginRun(RunScope::Rows, "{}") && m_store->owe(RowList{2, 3, 4}));
        QVERIFY(m_store->append(std::vector{batchOf({makePage(2)})}));
        QVERIFY(m_store->endRun(RunEnding::Stopped, false));
    }

    RowList owed(std::optional<RunId> run = {}) { return m_store->owedRows(run).value(); }
    RowList removed() { return m_store->removedRows().value(); }
    RowList removedByState()
    {
        RowList rows;
        const Outcome read = m_store->readRowStates(0, Rows, [&rows](const RowState &state) {
            if (state.removed)
                rows.push_back(state.row);
        });
        return read ? rows : RowList{4'000'000};
    }
    /// What a repair makes of it takes its place.
    bool repaired()
    {
        const QString into = m_folder->filePath(u"b.turnstone"_s);
        const Result<Salvaged> saved = salvageProject(m_path, into);
        if (!saved || integrityOf(into) != u"ok")
            return false;
        m_saved = saved.value();
        m_path = into;
        auto opened = openProject(m_path, OpenMode::Write);
        if (opened)
            m_store = std::move(opened).value();
        return bool(opened);
    }
    qint64 ask(const QString &select) const { return askSqlite(m_path, select).toLongLong(); }
    /// Repairs it as `b.turnstone`, and checks that each of `out` is still removed, or that it is told.
    void checkTold(const RowList &out)
    {
        const QString into = m_folder->filePath(u"b.turnstone"_s);
        QFile::remove(into);
        const Result<Salvaged> saved = salvageProject(m_path, into);
        if (!saved)
            return;
        const auto store = openProject(into, OpenMode::Read);
        QVERIFY(store);
        const auto removed = store.value()->removedRows();
        QVERIFY2(removed, "the damage is in the new one");
        if (removed.value() != out)
            QVERIFY(saved.value().mayListRemoved && saved.value().metDamage);
        m_saved = saved.value();
    }
    /// Neither are they told wrongly by who only reads.
    void checkRefused()
    {
        const auto store = openProject(m_path, OpenMode::Read);
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        const auto removed = store.value()->removedRows();
        QVERIFY2(!removed, "it is taken for whole");
        QCOMPARE(removed.error().code, Error::Code::Unreadable);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"a.turnstone"_s);
    }
    void cleanup() { m_store.reset(); }

    void theyAreOutOfEverythingButTheirRuns()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{0, 3}));
        QCOMPARE(removed(), (RowList{0, 3}));
        QCOMPARE(removedByState(), (RowList{0, 3}));
        QCOMPARE(owed(), (RowList{4}));
        QCOMPARE(m_store->finishedAddresses().value(), 3); // 1, 2 and 5
        QCOMPARE(ask(u"SELECT count(*) FROM current_results"_s), 4);
        QCOMPARE(ask(u"SELECT count(*) FROM current_results WHERE address_id IN (0, 3)"_s), 0);
        QVERIFY(ask(u"SELECT min(removed_at) FROM removed"_s) > 1'700'000'000'000);
        // what was found stays: in its run, in the history, and where somebody asks for it
        QCOMPARE(m_store->runs().value().front().results, Rows);
        QCOMPARE(ask(u"SELECT count(*) FROM results WHERE run_id = 1"_s), Rows);
        QCOMPARE(m_store->history(0).value().size(), size_t(1));
        QCOMPARE(bytesOf(m_store->readResults(RowList{0}).value().at(0)), bytesOf(makePage(0)));
    }

    void theyComeBackAsTheyWere()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{0, 3, 4}));
        QVERIFY(owed().empty());
        QVERIFY(m_store->restoreRows(RowList{0, 4}));
        QCOMPARE(removed(), (RowList{3}));
        QCOMPARE(owed(2), (RowList{4}));
        QVERIFY(m_store->restoreRows(RowList{3}));
        QVERIFY(removed().empty());
        QVERIFY(removedByState().empty());
        QCOMPARE(owed(2), (RowList{3, 4}));
        QCOMPARE(integrityOf(m_path), u"ok"_s);
    }

    void whoIsRemovedTwiceIsRemovedOnce()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{3}) && m_store->removeRows(RowList{3, 5}));
        QCOMPARE(removed(), (RowList{3, 5}));
        QVERIFY(m_store->restoreRows(RowList{3, 5}) && m_store->restoreRows(RowList{3}));
        QCOMPARE(owed(), (RowList{3, 4}));
    }

    void whatIsNoRowIsNotRemoved()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{2, 4'000'000}));
        QCOMPARE(removed(), (RowList{2}));
    }

    void aNewRunLeavesThemOut()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{1, 3}));
        QVERIFY(m_store->beginRun(RunScope::List, "{}") && m_store->oweAll());
        QCOMPARE(owed(), (RowList{0, 2, 4, 5}));
    }

    /// What is owed to a run that ended meanwhile has not been done.
    void aRunThatOwesAgainIsNotFinished()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{3}));
        QVERIFY(m_store->continueRun(2, {}) && m_store->append(std::vector{batchOf({makePage(4)})}));
        QVERIFY(m_store->endRun(RunEnding::Finished, false));
        QCOMPARE(m_store->runs().value().back().ending, RunEnding::Finished);
        QVERIFY(m_store->restoreRows(RowList{3}));
        QCOMPARE(m_store->runs().value().back().ending, RunEnding::Stopped);
        QCOMPARE(m_store->runs().value().back().owed, 1);
        QCOMPARE(m_store->runs().value().front().ending, RunEnding::Finished);
    }

    /// Nothing is owed to a run that there is not: such a project would count as damaged.
    void whatWasOwedToARunThatIsGoneIsOwedNoMore()
    {
        begin();
        QVERIFY(m_store->beginRun(RunScope::Rows, "{}") && m_store->owe(RowList{5}));
        QVERIFY(m_store->endRun(RunEnding::Stopped, false));
        QVERIFY(m_store->removeRows(RowList{5}));
        QVERIFY(m_store->beginRun(RunScope::Rows, "{}") && m_store->owe(RowList{0}) &&
                m_store->append(std::vector{batchOf({makePage(0)})}) &&
                m_store->endRun(RunEnding::Finished, false));
        QVERIFY(m_store->keepLastRuns(1));
        QCOMPARE(ask(u"SELECT count(*) FROM runs WHERE id = 3"_s), 0);
        QVERIFY(m_store->restoreRows(RowList{5}));
        QCOMPARE(owed(3), RowList());
        m_store.reset();
        auto again = openProject(m_path, OpenMode::Write);
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
    }

    void aCopyHasThemAsWell()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{1}));
        const QString copy = m_folder->filePath(u"copy.turnstone"_s);
        QVERIFY(m_store->copyTo(copy));
        QCOMPARE(askSqlite(copy, u"SELECT group_concat(address_id) FROM removed"_s).toString(), u"1"_s);
    }

    void olderFilesHaveNone_data()
    {
        QTest::addColumn<int>("version");
        for (int version = 1; version < 5; ++version)
            QTest::addRow("version %d", version) << version;
    }

    void olderFilesHaveNone()
    {
        QFETCH(int, version);
        QVERIFY(
            QFile::copy(QStringLiteral(TURNSTONE_STORE_DATA "/version%1.turnstone").arg(version), m_path));
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
        for (const OpenMode mode : {OpenMode::Read, OpenMode::Write}) {
            auto store = openProject(m_path, mode);
            QVERIFY2(store, store ? "" : qPrintable(store.error().message));
            m_store = std::move(store).value();
            QCOMPARE(removed(), RowList());
            QCOMPARE(removedByState(), RowList());
            QCOMPARE(m_store->finishedAddresses().value(), 4);
        }
        QVERIFY(m_store->removeRows(RowList{0, 4})); // row 4 is owed
        QCOMPARE(removed(), (RowList{0, 4}));
        QCOMPARE(ask(u"SELECT count(*) FROM current_results"_s), 3);
        QVERIFY(m_store->restoreRows(RowList{0, 4}));
        QCOMPARE(owed(), (RowList{4}));
    }

    void whatIsNoRowIsNotListed()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{1}));
        ask(u"INSERT INTO removed VALUES (-1, 1700000000000, NULL), (6, 1700000000000, NULL), "
            u"(4294967297, 1700000000000, NULL)"_s);
        QCOMPARE(removed(), (RowList{1}));
    }

    void aRepairKeepsThem()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{0, 3}));
        m_store.reset();
        QVERIFY(repaired());
        QVERIFY(m_saved.isWhole());
        QCOMPARE(removed(), (RowList{0, 3}));
        QVERIFY(m_store->restoreRows(RowList{0, 3}));
        QCOMPARE(owed(2), (RowList{3, 4}));
    }

    /// Whatever damage the table of them has: a row that is back is fetched again, so it is told.
    void aRepairTellsThatTheyMayBeBack_data()
    {
        QTest::addColumn<int>("offset"); // in the last page of the table
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("none") << 0 << QByteArray();
        QTest::newRow("no page") << 0 << QByteArray(4096, '\0');
        QTest::newRow("fewer rows than it has") << 3 << QByteArray("\0\1", 2);
        QTest::newRow("a page of another kind") << 0 << QByteArray("\5");
        QTest::newRow("half") << 2048 << QByteArray(2048, '\0');
        QTest::newRow("a sector") << 3072 << QByteArray(512, '\0');
        QTest::newRow("a cell") << 4096 - 14 << QByteArray(14, '\0');
        QTest::newRow("the beginning of a cell") << 4096 - 14 * 7 << QByteArray("\377");
        for (quint32 seed = 1; seed <= 12; ++seed) {
            QRandomGenerator random(seed);
            QByteArray bytes(random.bounded(1, 600), '\0');
            std::generate(bytes.begin(), bytes.end(), [&random] { return char(random.bounded(256)); });
            QTest::addRow("at random, %u", seed) << int(random.bounded(4096 - bytes.size())) << bytes;
        }
    }

    void aRepairTellsThatTheyMayBeBack()
    {
        QFETCH(int, offset);
        QFETCH(QByteArray, bytes);
        constexpr RowId rows = 1500;
        auto created = createProject(m_path);
        QVERIFY(created);
        QVERIFY(created.value()->addAddresses(makeAddresses(rows), 0));
        RowList out(rows / 2);
        std::iota(out.begin(), out.end(), rows / 2);
        QVERIFY(created.value()->removeRows(out));
        std::move(created).value().reset();
        const qint64 page = ask(u"SELECT max(pageno) FROM dbstat WHERE name = 'removed'"_s);
        QVERIFY2(page > 0, "is SQLite built without dbstat?");
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek((page - 1) * 4096 + offset));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        const QString into = m_folder->filePath(u"b.turnstone"_s);
        const Result<Salvaged> saved = salvageProject(m_path, into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        const auto store = openProject(into, OpenMode::Read);
        QVERIFY(store);
        const bool isSame = store.value()->removedRows().value() == out;
        QCOMPARE(saved.value().lostAddresses, 0);
        QVERIFY(isSame || saved.value().mayListRemoved);
        QVERIFY(isSame || !saved.value().isWhole());
        QVERIFY(!bytes.isEmpty() || (isSame && saved.value().isWhole() && !saved.value().mayListRemoved));
    }

    void aRepairTellsOfNoneWhereOthersAreDamaged()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{0}));
        m_store.reset();
        const qint64 page = ask(u"SELECT max(pageno) FROM dbstat WHERE name = 'pages'"_s);
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek((page - 1) * 4096));
        QCOMPARE(file.write(QByteArray(4096, '\0')), 4096);
        file.close();
        const Result<Salvaged> saved = salvageProject(m_path, m_folder->filePath(u"b.turnstone"_s));
        QVERIFY(saved);
        QVERIFY(saved.value().metDamage);
        QVERIFY(!saved.value().mayListRemoved);
    }

    void theirTableIsNotListed()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{0, 3}));
        m_store.reset();
        ask(u"DROP TABLE removed"_s);
        QVERIFY(!openProject(m_path, OpenMode::Write));
        checkRefused();
        checkTold({0, 3});
        QVERIFY(m_saved.mayListRemoved && m_saved.metDamage);
        QCOMPARE(m_saved.results, Rows + 1);
    }

    /// The page of the list that has it says that it has fewer tables.
    void fewerTablesAreListed()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{0, 3}));
        m_store.reset();
        const QByteArray whole = contentOf(m_path);
        const qint64 at = whole.indexOf("CREATE TABLE removed") / PageBytes * PageBytes;
        QVERIFY(at > 0);
        const int cells = quint8(whole[at + 4]);
        QVERIFY(cells > 5);
        int told = 0, saved = 0;
        for (int count = 1; count < cells; ++count) { // 0: not even SQLite takes it
            overwrite(m_path, 0, whole);
            overwrite(m_path, at + 3, QByteArray(1, '\0') + char(count));
            if (ask(u"SELECT count(*) FROM sqlite_master WHERE name = 'removed'"_s) != 0)
                continue;
            ++told;
            if (const auto store = openProject(m_path, OpenMode::Read))
                QVERIFY(!store.value()->removedRows());
            m_saved = {};
            checkTold({0, 3});
            saved += m_saved.mayListRemoved ? 1 : 0;
        }
        QVERIFY(told > 2);
        QCOMPARE(saved, told);
    }

    /// Of those before pages no later version has the tables.
    void aLaterVersionIsSaid_data() { olderFilesHaveNone_data(); }

    void aLaterVersionIsSaid()
    {
        QFETCH(int, version);
        QVERIFY(
            QFile::copy(QStringLiteral(TURNSTONE_STORE_DATA "/version%1.turnstone").arg(version), m_path));
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
        ask(u"PRAGMA user_version = 5"_s);
        const bool mayBeLater = version >= 3;
        const auto store = openProject(m_path, OpenMode::Read);
        QVERIFY(store);
        QCOMPARE(bool(store.value()->removedRows()), !mayBeLater);
        checkTold({});
        QCOMPARE(m_saved.metDamage, mayBeLater);
        QCOMPARE(m_saved.mayListRemoved, mayBeLater);
        QCOMPARE(m_saved.results, 5);
    }

    void anotherTableInItsPlace_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<bool>("isCopy"); // of its first page; else that is named as the first one of both
        for (const char *table : {"addresses", "runs", "owed", "notes", "pages", "run_counts"}) {
            QTest::addRow("a copy of %s", table) << QString::fromLatin1(table) << true;
            QTest::addRow("that of %s", table) << QString::fromLatin1(table) << false;
        }
        QTest::newRow("that of an empty one") << u"certificates"_s << false;
    }

    /// SQLite calls it whole.
    void anotherTableInItsPlace()
    {
        QFETCH(QString, table);
        QFETCH(bool, isCopy);
        begin();
        QVERIFY(m_store->removeRows(RowList{0, 3}) && m_store->setNote(1, u"a note"_s));
        m_store.reset();
        const QString root = u"SELECT rootpage FROM sqlite_master WHERE name = '%1'"_s;
        const qint64 from = ask(root.arg(table)), to = ask(root.arg(u"removed"));
        QVERIFY(from > 0 && to > 0);
        if (isCopy) {
            overwrite(m_path, (to - 1) * PageBytes, contentOf(m_path).mid((from - 1) * PageBytes, PageBytes));
        } else {
            const auto connection = SqlConnection::open(m_path, SqlConnection::Access::ReadWrite);
            QVERIFY(connection);
            QVERIFY(connection.value()->run(
                {u"PRAGMA writable_schema = 1"_s,
                 u"UPDATE sqlite_master SET rootpage = %1 WHERE name = 'removed'"_s.arg(from)}));
        }
        checkRefused();
        checkTold({0, 3});
        QVERIFY(m_saved.mayListRemoved && m_saved.metDamage);
    }

    void whatNoProgramNotes_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("isPlausible");
        const QString at = u"removed_at"_s, owedTo = u"owed_to"_s;
        const std::tuple<QString, const char *, bool> values[] = {{at, "1577836800000", true},
                                                                  {at, "1577836799999", false},
                                                                  {at, "4733510400000", true},
                                                                  {at, "4733510400001", false},
                                                                  {at, "0", false},
                                                                  {at, "-1", false},
                                                                  {at, "1700000000000.5", false},
                                                                  {at, "'x'", false},
                                                                  {at, "x'0102'", false},
                                                                  {owedTo, "NULL", true},
                                                                  {owedTo, "1", true},
                                                                  {owedTo, "0", false},
                                                                  {owedTo, "-1", false},
                                                                  {owedTo, "'x'", false},
                                                                  {owedTo, "1.5", false},
                                                                  {owedTo, "x'0102'", false}};
        for (const auto &[column, value, isPlausible] : values)
            QTest::addRow("%s %s", qPrintable(column), value)
                << column << QString::fromLatin1(value) << isPlausible;
    }

    void whatNoProgramNotes()
    {
        QFETCH(QString, column);
        QFETCH(QString, value);
        QFETCH(bool, isPlausible);
        begin();
        QVERIFY(m_store->removeRows(RowList{0, 3}));
        ask(u"UPDATE removed SET %1 = %2 WHERE address_id = 3"_s.arg(column, value));
        const auto rows = m_store->removedRows();
        QCOMPARE(bool(rows), isPlausible);
        QVERIFY(rows || rows.error().code == Error::Code::Unreadable);
        const auto ignore = [](const RowState &) {};
        const Outcome states = m_store->readRowStates(0, Rows, ignore);
        QCOMPARE(bool(states), isPlausible);
        QVERIFY(states || states.error().code == Error::Code::Unreadable);
        QVERIFY(m_store->readRowStates(0, 3, ignore)); // others than that one
        m_store.reset();
        QVERIFY(repaired());
        QCOMPARE(m_saved.isWhole(), isPlausible);
        QCOMPARE(m_saved.mayListRemoved, !isPlausible);
        QCOMPARE(removed(), isPlausible ? (RowList{0, 3}) : RowList{0});
    }

    /// Or a clock that is wrong would make a damaged project.
    void aWrongClockNotesNothingThatCannotBe()
    {
        begin();
        m_store.reset();
        const auto connection = SqlConnection::open(m_path, SqlConnection::Access::ReadWrite);
        QVERIFY(connection);
        QVERIFY(removeRowsOf(*connection.value(), RowList{1}, 0));
        QVERIFY(removeRowsOf(*connection.value(), RowList{2}, std::numeric_limits<qint64>::max()));
        const auto rows = selectRemoved(*connection.value());
        QVERIFY(rows && rows.value() == (RowList{1, 2}));
    }

    /// As where pages are of different times.
    void aRepairMakesThemAgreeWithWhatIsOwed()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{0, 1, 3}));
        m_store.reset();
        ask(u"INSERT INTO owed VALUES (0, 1), (3, 2)"_s);
        ask(u"UPDATE removed SET owed_to = 77 WHERE address_id = 1"_s);
        ask(u"INSERT INTO removed VALUES (99, 1700000000000, 2)"_s);
        QVERIFY(repaired());
        QVERIFY(m_saved.mayListRemoved && !m_saved.isWhole()); // 99 was another
        QCOMPARE(owed(), (RowList{4}));
        QCOMPARE(removed(), (RowList{0, 1, 3}));
        QCOMPARE(ask(u"SELECT count(*) FROM removed"_s), 3);
        QCOMPARE(ask(u"SELECT count(*) FROM removed WHERE owed_to IS NULL"_s), 1);
        QVERIFY(m_store->beginRun(RunScope::Rows, "{}")); // which is not the one that there was not
        QVERIFY(m_store->restoreRows(RowList{0, 1, 3}));
        QCOMPARE(owed(1), (RowList{0}));
        QCOMPARE(owed(2), (RowList{3, 4}));
    }

    /// kill -9 while rows go and come: all of them are out, or none.
    void aKillLeavesAllOrNone()
    {
        const QStringList arguments{u"--remove"_s, m_path};
        const std::chrono::nanoseconds whole = timeOf(arguments);
        QVERIFY(whole.count() > 0);
        const qint64 rows = ask(u"SELECT count(*) FROM addresses"_s);
        QVERIFY(rows > 1000);
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        int within = 0;
        for (int round = 0; needsMore(round, within, killRounds(4)); ++round) {
            for (const QString &ending : {QString(), u"-wal"_s, u"-shm"_s})
                QFile::remove(m_path + ending);
            Victim victim(arguments);
            QVERIFY(victim.says("begin"));
            within += victim.dies(momentWithin(whole, random));
            const QByteArray said = QByteArray::number(seed) + ", round " + QByteArray::number(round);
            QCOMPARE(integrityOf(m_path), u"ok"_s);
            const qint64 out = ask(u"SELECT count(*) FROM removed"_s);
            QVERIFY2(out == 0 || out == rows, said.constData());
            QVERIFY2(ask(u"SELECT count(*) FROM owed"_s) == rows - out, said.constData());
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY2(store, said.constData());
            if (out > 0)
                QVERIFY(store.value()->restoreRows(store.value()->removedRows().value()));
            QCOMPARE(store.value()->owedRows(1).value().size(), size_t(rows));
        }
    }
};

QTEST_GUILESS_MAIN(TestRemovedRows)
#include "tst_removedrows.moc"
