// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/listruns.h"

#include <QTest>

using namespace turnstone;

Q_DECLARE_METATYPE(std::vector<turnstone::RunInfo>)

/// Which run takes what still waits.
class TestListRuns final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofAProject_data()
    {
        QTest::addColumn<QByteArray>("runs"); // 'l' over the list, 'r' of rows; a capital owes something, 'S'
                                              // more, 'S' of rows, too, but more
        QTest::addColumn<RunId>("owing");
        QTest::addColumn<RunId>("goesOn");
        const auto row = [](const char *runs, RunId owing, RunId goesOn) {
            QTest::newRow(runs) << QByteArray(runs) << owing << goesOn;
        };
        row("", 0, 0);
        row("l", 0, 1);
        row("L", 1, 1);
        row("r", 0, 0);
        row("R", 1, 1);
        row("lrr", 0, 1);
        row("lrlr", 0, 3);
        row("Lr", 1, 1);
        row("LR", 1, 1);
        row("RL", 2, 2);
        row("Ll", 1, 1);
        row("LL", 2, 2);
        row("lR", 2, 2);
        row("lRR", 3, 3);
        row("lRr", 2, 2);
        row("SR", 1, 1);
        row("RS", 2, 2);
        row("SL", 2, 2);
        row("LS", 1, 1);
    }

    void ofAProject()
    {
        QFETCH(QByteArray, runs);
        const ListRuns made = runsOf(runs);
        QTEST(made.owing(), "owing");
        QTEST(made.goesOn(), "goesOn");
        QVERIFY(!made.isOpen());
    }

    /// Each step opens a run and closes it: "+l" a new one over the list, "+r" of rows, ">" the one that is
    /// gone on with; those but "+r" take all that waits. A capital leaves something.
    void life_data()
    {
        QTest::addColumn<QByteArray>("runs");
        QTest::addColumn<QByteArrayList>("steps");
        QTest::addColumn<RunId>("goesOn");
        const auto row = [](const char *name, const char *runs, const QByteArrayList &steps, RunId goesOn) {
            QTest::newRow(name) << QByteArray(runs) << steps << goesOn;
        };
        row("a first run", "", {"+l"}, 1);
        row("a first run that is stopped", "", {"+L"}, 1);
        row("stopped and gone on with", "", {"+L", ">"}, 1);
        row("a recheck", "l", {"+r"}, 1);
        row("a recheck while something waits", "L", {"+r"}, 1);
        row("a recheck while a run of rows owes something", "lR", {"+r"}, 2);
        row("a run of rows, gone on with to its end", "lR", {">"}, 1);
        row("a run of rows, stopped again", "lR", {">!"}, 2);
        row("a new run of rows takes over what is left", "L", {"+R"}, 2);
        row("taken over, then done", "L", {"+R", ">"}, 0);
        row("one of the list takes what others owe", "RL", {">"}, 2);
        row("another one over the list", "l", {"+l"}, 2);
    }

    void life()
    {
        QFETCH(QByteArray, runs);
        QFETCH(QByteArrayList, steps);
        ListRuns made = runsOf(runs);
        RunId next = RunId(runs.size()) + 1;
        for (const QByteArray &step : steps) {
            const bool isNew = step.startsWith('+');
            const bool owes = isNew ? step.at(1) < 'a' : step.endsWith('!');
            const bool isRecheck = step == "+r";
            made.open(step.toLower() == "+r" ? RunScope::Rows : RunScope::List, isNew ? 0 : made.goesOn(),
                      isRecheck ? ListRuns::Takes::Some : ListRuns::Takes::Rest);
            QVERIFY(made.isOpen());
            QCOMPARE(made.takesRest(), !isRecheck);
            if (isNew)
                made.setNumber(next++);
            made.close(owes ? 3 : 0);
            QVERIFY(!made.isOpen());
        }
        QTEST(made.goesOn(), "goesOn");
    }

    void theNumberMayComeLate()
    {
        ListRuns runs;
        runs.open(RunScope::List, 0, ListRuns::Takes::Rest);
        QCOMPARE(runs.goesOn(), RunId(0));
        runs.close(1);
        runs.setNumber(5);
        QCOMPARE(runs.goesOn(), RunId(5));
        QCOMPARE(runs.owing(), RunId(5));
        ListRuns none;
        none.setNumber(1);
        QCOMPARE(none.goesOn(), RunId(0));
    }

    /// Of "lR": run 2 of rows goes on, as long as it owes something.
    void rowsLeaveAndComeBack()
    {
        const std::vector<RunInfo> none = infosOf("lr"), some = infosOf("lR");
        ListRuns runs = runsOf("lR");
        runs.setOwed(none);
        QCOMPARE(runs.owing(), RunId(0));
        QCOMPARE(runs.goesOn(), RunId(1));
        runs.setOwed(some);
        QCOMPARE(runs.goesOn(), RunId(2));
        runs.setOwed(infosOf("lrL")); // of a run that nobody knows here
        QCOMPARE(runs.owing(), RunId(0));
    }

    void rowsThatWereRemovedComeBackToARunUnderWay_data()
    {
        QTest::addColumn<bool>("takesRest");
        QTest::addColumn<RunId>("owing");
        QTest::newRow("which takes all that waits") << true << RunId(0);
        QTest::newRow("which leaves it to others") << false << RunId(1);
    }

    void rowsThatWereRemovedComeBackToARunUnderWay()
    {
        QFETCH(bool, takesRest);
        ListRuns runs = runsOf("rl");
        runs.open(RunScope::Rows, 2, takesRest ? ListRuns::Takes::Rest : ListRuns::Takes::Some);
        runs.setOwed(infosOf("RL"));
        runs.close(0);
        QTEST(runs.owing(), "owing");
    }

private:
    static ListRuns runsOf(const QByteArray &letters) { return ListRuns(infosOf(letters)); }
    static std::vector<RunInfo> infosOf(const QByteArray &letters)
    {
        std::vector<RunInfo> runs;
        for (const char letter : letters) {
            RunInfo run;
            run.id = RunId(runs.size()) + 1;
            run.scope = letter == 'l' || letter == 'L' ? RunScope::List : RunScope::Rows;
            run.owed = letter == 'S' ? 4 : letter < 'a' ? 3 : 0;
            runs.push_back(run);
        }
        return runs;
    }
};

QTEST_APPLESS_MAIN(TestListRuns)
#include "tst_listruns.moc"
