// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "tests/core/store/checkpointwatch.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"
#include "tests/core/store/victim.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace turnstone;
using namespace Qt::StringLiterals;
using std::chrono::nanoseconds;

namespace {

constexpr int ListRows = 30'000;  // so many fill the log up to its checkpoint
constexpr quint32 FullLog = 4000; // frames
constexpr int TidiedRows = 600, TidiedRuns = 12;
constexpr int EmptyRuns = 500; // with so many runs retention takes one in several steps

} // namespace

/// kill -9 in the middle of what takes longer than a transaction: the log is written back, retention removes
/// what is old, the file is made smaller. (Migrations: tst_projectmigration.)
class TestStoreKills final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder, m_elsewhere;
    QString m_template, m_path, m_copy;

    static int rounds() { return killRounds(4); }

    static quint32 newSeed() { return QRandomGenerator::global()->generate(); }

    void copyTemplate()
    {
        for (const QString &left : {QString(), u"-wal"_s, u"-shm"_s})
            QFile::remove(m_path + left);
        QVERIFY(QFile::copy(m_template, m_path));
    }

    QStringList beside() const
    {
        QStringList names =
            QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        for (const QString &path : {m_template, m_path})
            names.removeAll(QFileInfo(path).fileName());
        return names;
    }

    /// What belongs to a log, and nothing else.
    bool hasOnlyItsLog() const
    {
        const QString name = QFileInfo(m_path).fileName();
        QStringList names = beside();
        names.removeAll(name + u"-wal");
        names.removeAll(name + u"-shm");
        return names.isEmpty();
    }

    qint64 ask(const QString &select) const { return askSqlite(m_path, select).toLongLong(); }

    /// Whole, with exactly one current result of each address that has one and no figure that disagrees.
    void checkFigures(const QString &path, bool isThinned)
    {
        const auto ask = [&path](const QString &select) { return askSqlite(path, select).toLongLong(); };
        QCOMPARE(integrityOf(path), u"ok"_s);
        QCOMPARE(ask(u"SELECT count(*) FROM addresses a WHERE (current_run IS NULL) <> EXISTS (SELECT 1 FROM "
                     "owed WHERE address_id = a.id)"_s),
                 0);
        QCOMPARE(ask(u"SELECT count(*) FROM addresses a WHERE current_run IS NOT NULL AND (SELECT count(*) "
                     "FROM results r WHERE r.run_id = a.current_run AND r.address_id = a.id) <> 1"_s),
                 0);
        const QString disagree =
            u"SELECT count(*) FROM (SELECT id, pruned FROM runs) n JOIN (SELECT run_id, verdict FROM "
            "run_counts UNION SELECT run_id, verdict FROM results) v ON v.run_id = n.id WHERE "
            "(%1 OR n.pruned = 0) AND ifnull((SELECT count FROM run_counts c WHERE c.run_id = n.id AND "
            "c.verdict = v.verdict), 0) <> (SELECT count(*) FROM results r WHERE r.run_id = n.id AND "
            "r.verdict "
            "= v.verdict)"_s;
        QCOMPARE(ask(disagree.arg(isThinned ? 0 : 1)), 0);
    }

    /// All that it says: of every run its figures and results.
    QByteArrayList content() const { return contentOf(m_path); }

    static QByteArrayList contentOf(const QString &path)
    {
        const auto store = openProject(path, OpenMode::Read);
        QByteArrayList all;
        const auto runs = store ? store.value()->runs() : Result<std::vector<RunInfo>>(store.error());
        if (!runs)
            return {runs.error().message.toUtf8()};
        for (const RunInfo &run : runs.value()) {
            all.append(QByteArray::number(run.id) + ' ' + QByteArray::number(run.results) +
                       (run.pruned ? " pruned" : " whole"));
            const Outcome read = store.value()->readRun(run.id, [&all](const FetchResult &result) {
                all.append(bytesOf(result));
                return true;
            });
            if (!read)
                all.append(read.error().message.toUtf8());
        }
        return all;
    }

    static QByteArrayList currentContent(const QString &path)
    {
        const auto store = openProject(path, OpenMode::Read);
        std::vector<RowId> rows(TidiedRows);
        std::iota(rows.begin(), rows.end(), 0);
        const auto results =
            store ? store.value()->readResults(rows) : Result<std::vector<FetchResult>>(store.error());
        QByteArrayList all;
        for (size_t i = 0; results && i < results.value().size(); ++i)
            all.append(bytesOf(results.value()[i]));
        return all;
    }

    /// Many runs of one list. Most pages stay as they are; each has a body that is kept.
    void makeRuns(const Retention &retention, int emptyRuns = 0)
    {
        const auto store = createProject(m_template);
        QVERIFY(store);
        QVERIFY(store.value()->addAddresses(makeAddresses(TidiedRows), 0));
        for (int run = 1; run <= TidiedRuns; ++run) {
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            std::vector<FetchResult> results;
            for (RowId row = 0; row < TidiedRows; ++row) {
                if (run == TidiedRuns && row % 7 == 0)
                    continue; // an older one is current
                results.push_back(row % 5 == 0 ? makeResult(row, run) : makePage(row));
                const int since = int(row) % 3 == 0 ? run : run / 4; // the last change
                results.back().facts.title = u"since %1"_s.arg(since);
                results.back().body = QByteArray::number(row).repeated(300) + QByteArray::number(since);
            }
            QVERIFY(store.value()->append(std::vector{batchOf(std::move(results))}));
            QVERIFY(store.value()->endRun(RunEnding::Finished, true));
        }
        for (int run = 0; run < emptyRuns; ++run)
            QVERIFY(store.value()->beginRun(RunScope::Rows, "{}") &&
                    store.value()->endRun(RunEnding::Finished, true));
        QVERIFY(store.value()->setRetention(retention));
    }

    /// Kills it at any moment of its work, looks at what is left, and lets the next one come to the end.
    void killAnywhere(const QString &work, bool isThinned)
    {
        copyTemplate();
        const QByteArrayList current = currentContent(m_path);
        QCOMPARE(current.size(), TidiedRows);
        const QStringList arguments{work, m_path};
        const nanoseconds whole = timeOf(arguments);
        QVERIFY(whole.count() > 0);
        const QByteArrayList expected = content();
        QVERIFY(expected.size() > TidiedRows);
        QCOMPARE(beside(), QStringList());
        const qint64 size = QFileInfo(m_path).size();

        const quint32 seed = newSeed();
        QRandomGenerator random(seed);
        int round = 0, within = 0, begun = 0;
        for (; needsMore(round, within, rounds()); ++round) {
            copyTemplate();
            Victim victim(arguments);
            QVERIFY(victim.says("begin"));
            QByteArray said;
            const bool wasWithin = victim.dies(momentWithin(whole, random), &said);
            within += wasWithin;
            begun += wasWithin && !said.isEmpty();
            QVERIFY2(hasOnlyItsLog(), qPrintable(beside().join(u' ')));
            QVERIFY(copyAsLeft(m_path, m_copy));
            checkFigures(m_copy, isThinned);
            const QByteArrayList still = currentContent(m_copy);
            QCOMPARE(still.size(), current.size());
            if (work != u"--compact") // which removes bodies
                QVERIFY2(still == current, "a current result is another");
            Victim next(arguments);
            QVERIFY(next.ends());
            QCOMPARE(beside(), QStringList());
            QVERIFY2(content() == expected, qPrintable(u"seed %1, round %2"_s.arg(seed).arg(round)));
            QCOMPARE(ask(u"SELECT count(*) FROM pages p WHERE NOT EXISTS (SELECT 1 FROM result_rows r WHERE "
                         "r.address_id = p.address_id AND r.page = p.page)"_s),
                     0);
            if (work == u"--compact") {
                QCOMPARE(ask(u"PRAGMA freelist_count"_s), 0);
                QVERIFY(QFileInfo(m_path).size() <= size + size / 10);
            }
        }
        qInfo("seed %u: %d kills, %d of them within its %.0f ms, %d after its first step", seed, round,
              within, double(whole.count()) / 1e6, begun);
        QVERIFY2(within >= rounds() / 2, "the kills came too late");
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_template = m_folder->filePath(u"template.turnstone"_s);
        m_path = m_folder->filePath(u"killed.turnstone"_s);
        m_elsewhere = std::make_unique<QTemporaryDir>();
        m_copy = m_elsewhere->filePath(u"copy.turnstone"_s);
    }

    /// The log of 4,000 frames is being written back into the file.
    void duringACheckpoint()
    {
        {
            const auto store = createProject(m_template);
            QVERIFY(store && store.value()->addAddresses(makeAddresses(ListRows), 0));
            QVERIFY(store.value()->beginRun(RunScope::List, "{}") && store.value()->oweAll());
        }
        nanoseconds whole{0};
        const quint32 seed = newSeed();
        QRandomGenerator random(seed);
        int round = -1, within = 0, partly = 0, missed = 0;
        quint32 frames = 0;
        for (; needsMore(round, within, rounds()); ++round) { // the first only to know how long it takes
            QVERIFY2(missed <= 3 + rounds(), "this machine is too busy to meet a checkpoint");
            copyTemplate();
            const QByteArray before = [this] {
                QFile file(m_path);
                return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            }();
            Victim victim({m_path});
            QByteArray said = victim.line() + '\n';
            const CheckpointWatch log(m_path);
            QVERIFY(log.isOpen());
            if (!log.waitFor(true, [&victim] { victim.listen(); })) {
                victim.dies();
                ++missed;
                --round;
                continue;
            }
            QVERIFY(log.frames() >= FullLog);
            QElapsedTimer timer;
            timer.start();
            if (round < 0) {
                QVERIFY(log.waitFor(false, [] {}));
                whole = nanoseconds(timer.nsecsElapsed());
                victim.dies();
                continue;
            }
            QByteArray rest;
            victim.dies(momentWithin(whole, random), &rest);
            const bool wasWithin = log.isRunning();
            within += wasWithin;
            frames = std::max(frames, log.frames());
            QFile file(m_path);
            partly += wasWithin && file.open(QIODevice::ReadOnly) && file.readAll() != before;
            file.close();
            QVERIFY(hasOnlyItsLog());
            QVERIFY(copyAsLeft(m_path, m_copy));
            checkFigures(m_copy, false);
            QSet<qint64> missing;
            const QByteArrayList rows = QByteArray(said + rest).split('\n');
            for (const QByteArray &row : rows.first(rows.size() - 1)) // the last may be cut short
                missing.insert(row.toLongLong());
            QVERIFY(missing.size() > 1000);
            {
                const auto store = openProject(m_path, OpenMode::Write);
                QVERIFY(store);
                QVERIFY(store.value()->readRowStates(0, ListRows, [&missing](const RowState &state) {
                    if (state.hasResult && !state.owed)
                        missing.remove(state.row);
                }));
                QVERIFY2(missing.isEmpty(), "what was reported as written is not there");
                const RowId next = store.value()->owedRows().value().front();
                QVERIFY(store.value()->continueRun(1, {}));
                QVERIFY(store.value()->append(std::vector{batchOf({makePage(next)})}));
            }
            QCOMPARE(beside(), QStringList());
            checkFigures(m_path, false);
        }
        qInfo("seed %u: %d kills, %d of them within a checkpoint of %.1f ms, of up to %u frames; %d when a "
              "part "
              "of it was in the file",
              seed, round, within, double(whole.count()) / 1e6, frames, partly);
        QVERIFY2(within >= rounds() / 2, "the kills came too late");
    }

    void duringRetention_data()
    {
        QTest::addColumn<int>("keep");
        QTest::addColumn<int>("number");
        QTest::newRow("the last two runs") << int(Retention::Keep::LastRuns) << EmptyRuns + 2;
        QTest::newRow("by age") << int(Retention::Keep::Days) << 30;
    }

    void duringRetention()
    {
        QFETCH(int, keep);
        QFETCH(int, number);
        makeRuns({Retention::Keep(keep), number}, EmptyRuns);
        killAnywhere(u"--tidy"_s, keep == int(Retention::Keep::Days));
    }

    /// There is nothing under the new name, or all of it; what the killed one left goes with the next.
    void duringARepair()
    {
        makeRuns({});
        const QString saved = m_path + u".saved", name = QFileInfo(m_path).fileName();
        const QStringList arguments{u"--repair"_s, m_path};
        copyTemplate();
        const nanoseconds whole = timeOf(arguments);
        QVERIFY(whole.count() > 0);
        QVERIFY(QFile::remove(saved));
        const QByteArrayList expected = content();
        const quint32 seed = newSeed();
        QRandomGenerator random(seed);
        int round = 0, within = 0, left = 0;
        for (; needsMore(round, left > 0 ? within : 0, rounds()); ++round) {
            Victim victim(arguments);
            QVERIFY(victim.says("begin"));
            within += victim.dies(momentWithin(whole, random));
            if (!QFile::exists(saved)) {
                left += !beside().isEmpty();
                Victim next(arguments);
                QVERIFY(next.ends());
                QCOMPARE(beside(), QStringList(name + u".saved"));
            }
            QCOMPARE(integrityOf(saved), u"ok"_s);
            QVERIFY2(contentOf(saved) == expected, qPrintable(u"seed %1, round %2"_s.arg(seed).arg(round)));
            QVERIFY(QFile::remove(saved));
        }
        qInfo("seed %u: %d kills, %d of them within its %.0f ms, %d left something behind", seed, round,
              within, double(whole.count()) / 1e6, left);
        QVERIFY2(within >= rounds() / 2 && left > 0, "the kills came too late");
    }

    void duringACompact()
    {
        makeRuns({});
        killAnywhere(u"--compact"_s, false);
    }
};

QTEST_GUILESS_MAIN(TestStoreKills)
#include "tst_storekills.moc"
