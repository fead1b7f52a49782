// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "core/store/salvage.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"
#include "tests/core/store/victim.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <numeric>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr int Rows = 6;

using RowList = std::vector<RowId>;

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
        ask(u"INSERT INTO removed VALUES (-1, 1, NULL), (6, 1, NULL), (4294967297, 1, NULL)"_s);
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

    /// As where pages are of different times.
    void aRepairMakesThemAgreeWithWhatIsOwed()
    {
        begin();
        QVERIFY(m_store->removeRows(RowList{0, 1, 3}));
        m_store.reset();
        ask(u"INSERT INTO owed VALUES (0, 1), (3, 2)"_s);
        ask(u"UPDATE removed SET owed_to = 77 WHERE address_id = 1"_s);
        ask(u"INSERT INTO removed VALUES (99, 1, 2)"_s);
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
