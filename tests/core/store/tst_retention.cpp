// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "core/store/projectwriter.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QDateTime>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>

using namespace turnstone;
using namespace Qt::StringLiterals;
using Keep = Retention::Keep;

/// What a project keeps of older runs, and that nothing goes that somebody counts on.
class TestRetention final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<Store> m_store;

    /// A result whose title is the letter; '-' for none.
    void addRun(const QString &letters, RunScope scope = RunScope::List)
    {
        QVERIFY(m_store->beginRun(scope, "{}"));
        std::vector<FetchResult> results;
        for (RowId row = 0; row < RowId(letters.size()); ++row) {
            if (letters[row] == u'-')
                continue;
            results.push_back(makePage(row));
            results.back().facts.title = letters[row];
        }
        QVERIFY(m_store->append(std::vector{batchOf(std::move(results))}));
        QVERIFY(m_store->endRun(RunEnding::Finished, true));
    }

    static qint64 in(std::chrono::days days)
    {
        return QDateTime::currentMSecsSinceEpoch() + std::chrono::milliseconds(days).count();
    }

    /// All steps there are; how many.
    int tidyAll(qint64 nowMs)
    {
        for (int steps = 0;; ++steps) {
            const Result<bool> more = m_store->tidy(nowMs);
            if (!more || !more.value() || steps > 10'000)
                return more ? steps : -1;
        }
    }

    /// "1:AB 2*:-C": each run with its results, and a star where it is marked as pruned.
    QString left(int addresses)
    {
        QStringList all;
        const auto runs = m_store->runs();
        for (const RunInfo &run : runs.value()) {
            QString letters(addresses, u'-');
            [&] {
                QVERIFY(m_store->readRun(run.id, [&letters](const FetchResult &result) {
                    letters[result.row] = result.facts.title[0];
                    return true;
                }));
            }();
            all.append(QString::number(run.id) + (run.pruned ? u"*:"_s : u":"_s) + letters);
        }
        return all.join(u' ');
    }

    int count(const QString &what) { return askSqlite(m_path, u"SELECT count(*) FROM "_s + what).toInt(); }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(u"kept.turnstone"_s);
        auto created = createProject(m_path);
        QVERIFY(created);
        m_store = std::move(created).value();
        QVERIFY(m_store->addAddresses(makeAddresses(1000), 0));
    }

    void cleanup()
    {
        m_store.reset();
        QCOMPARE(integrityOf(m_path), u"ok"_s);
        QVERIFY(QFile::remove(m_path));
    }

    void theFileKeepsWhatIsWanted()
    {
        QCOMPARE(m_store->retention().value().keep, Keep::All);
        for (const Retention wanted :
             {Retention{Keep::LastRuns, 30}, Retention{Keep::Days, 90}, Retention{Keep::All, 0}}) {
            QVERIFY(m_store->setRetention(wanted));
            const auto other = openProject(m_path, OpenMode::Read);
            QCOMPARE(other.value()->retention().value().keep, wanted.keep);
            QCOMPARE(other.value()->retention().value().number, wanted.number);
        }
    }

    void whatStays_data()
    {
        QTest::addColumn<int>("keep");
        QTest::addColumn<int>("number");
        QTest::addColumn<QStringList>("runs");
        QTest::addColumn<int>("days"); // later
        QTest::addColumn<QString>("stays");
        QTest::addColumn<int>("pages");
        const int all = int(Keep::All), last = int(Keep::LastRuns), age = int(Keep::Days);
        const QStringList same = {u"AA"_s, u"AA"_s, u"AA"_s, u"AA"_s};
        const QStringList changes = {u"AAAA"_s, u"ABAA"_s, u"ABAC"_s, u"AAAC"_s, u"AA-C"_s};
        QTest::newRow("all") << all << 0 << same << 999 << u"1:AA 2:AA 3:AA 4:AA"_s << 2;
        QTest::newRow("the last two") << last << 2 << same << 0 << u"3:AA 4:AA"_s << 2;
        QTest::newRow("the last two of fewer") << last << 9 << same << 0 << u"1:AA 2:AA 3:AA 4:AA"_s << 2;
        QTest::newRow("the last, and what is current")
            << last << 1 << changes << 0 << u"4*:--A- 5:AA-C"_s << 4;
        QTest::newRow("too young") << age << 10 << same << 9 << u"1:AA 2:AA 3:AA 4:AA"_s << 2;
        QTest::newRow("old and all the same") << age << 10 << same << 11 << u"1:AA 2*:-- 3*:-- 4:AA"_s << 2;
        QTest::newRow("old: the first, the changes, the current")
            << age << 10 << changes << 11 << u"1:AAAA 2*:-B-- 3*:---C 4*:-AA- 5:AA-C"_s << 6;
        QTest::newRow("a first result that came later")
            << age << 10 << QStringList{u"A-"_s, u"AA"_s, u"AA"_s, u"AA"_s} << 11
            << u"1:A- 2*:-A 3*:-- 4:AA"_s << 2;
        QTest::newRow("back and forth") << age << 10 << QStringList{u"A"_s, u"B"_s, u"A"_s, u"A"_s, u"A"_s}
                                        << 11 << u"1:A 2:B 3:A 4*:- 5:A"_s << 2;
    }

    void whatStays()
    {
        QFETCH(int, keep);
        QFETCH(int, number);
        QFETCH(QStringList, runs);
        QFETCH(int, days);
        QFETCH(QString, stays);
        QFETCH(int, pages);
        for (const QString &run : runs)
            addRun(run);
        QVERIFY(m_store->setRetention({Keep(keep), number}));
        const qint64 now = in(std::chrono::days(days));
        QVERIFY(tidyAll(now) >= 0);
        QCOMPARE(left(int(runs.front().size())), stays);
        QCOMPARE(count(u"pages"_s), pages);
        tidyAll(now); // finds nothing more
        QCOMPARE(left(int(runs.front().size())), stays);
    }

    void itGoesOnAsRunsGrowOld()
    {
        QVERIFY(m_store->setRetention({Keep::Days, 10}));
        addRun(u"AA"_s);
        addRun(u"AA"_s);
        addRun(u"AB"_s);
        tidyAll(in(std::chrono::days(11)));
        QCOMPARE(left(2), u"1:AA 2*:-- 3:AB"_s);
        addRun(u"AB"_s);
        addRun(u"AB"_s);
        tidyAll(in(std::chrono::days(11)));
        QCOMPARE(left(2), u"1:AA 2*:-- 3*:-B 4*:-- 5:AB"_s);
        QCOMPARE(m_store->runs().value()[1].results, qint64(2)); // what it found does not change
    }

    void whatIsOwedOrRunningIsLeftAlone()
    {
        addRun(u"AA"_s);
        addRun(u"AA"_s);
        QVERIFY(m_store->continueRun(1, {}));
        QVERIFY(m_store->owe(std::vector<RowId>{5}));
        addRun(u"AA"_s);
        QVERIFY(m_store->continueRun(2, {})); // the current one
        QVERIFY(m_store->setRetention({Keep::LastRuns, 1}));
        tidyAll(in(std::chrono::days(99)));
        QCOMPARE(left(2), u"1:AA 2:AA 3:AA"_s);
    }

    void onlyWhatLostSomethingIsMarked()
    {
        addRun(u"A--"_s);
        addRun(u"-A-"_s);
        addRun(u"AAA"_s, RunScope::Rows);
        addRun(u"--A"_s);
        QVERIFY(m_store->keepLastRuns(2));
        QCOMPARE(left(3), u"3:AAA 4:--A"_s);
        addRun(u"---"_s);
        QVERIFY(m_store->keepLastRuns(1));
        QCOMPARE(left(3), u"3*:AA- 4:--A 5:---"_s);
    }

    void aPrunedRunThatLostNothingStillTellsWhatIsNew()
    {
        addRun(u"A-"_s);
        addRun(u"-B"_s);
        QVERIFY(m_store->keepLastRuns(1)); // all that run 1 has is current
        int rows = 0;
        QVERIFY(m_store->compare(1, 2, {}, [&rows](const RunDifference &difference) {
            rows += difference.changes == Change::New ? 1 : 10;
            return true;
        }));
        QCOMPARE(rows, 11); // one new, one gone
    }

    void itIsDoneInSmallSteps()
    {
        constexpr int Addresses = 1000, Runs = 150;
        const QString letters(Addresses, u'A');
        for (int run = 0; run < Runs; ++run)
            addRun(letters);
        QVERIFY(m_store->setRetention({Keep::LastRuns, Runs - 1}));
        const int before = count(u"result_rows"_s);
        QVERIFY(m_store->tidy(in(std::chrono::days(0))).value());
        const int first = before - count(u"result_rows"_s);
        QVERIFY2(first > 0 && first < Addresses, qPrintable(QString::number(first)));
        QCOMPARE(m_store->runs().value().front().pruned, true); // from the first step on
        QVERIFY(tidyAll(in(std::chrono::days(0))) >= 1);
        QCOMPARE(m_store->runs().value().size(), size_t(Runs - 1));
        QCOMPARE(count(u"pages"_s), Addresses);
    }

    /// The writer does it by itself, behind everything that waits.
    void theWriterTidies()
    {
        QVERIFY(m_store->setRetention({Keep::LastRuns, 2}));
        m_store.reset();
        {
            ProjectWriter writer;
            QVERIFY(writer.open(m_path));
            for (int run = 0; run < 5; ++run) {
                writer.beginRun(RunScope::List, "{}");
                writer.append(batchOf({makePage(0), makePage(1)}));
                writer.endRun(RunEnding::Finished, true);
            }
            QTRY_VERIFY(writer.isDrained());
            QTRY_COMPARE(askSqlite(m_path, u"SELECT group_concat(id) FROM runs"_s).toString(), u"4,5"_s);
            QCOMPARE(count(u"results"_s), 4);
        }
    }
};

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
