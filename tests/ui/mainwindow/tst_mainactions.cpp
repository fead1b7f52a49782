// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/mainactions.h"

#include <QAction>
#include <QTest>
#include <QUndoStack>

using namespace turnstone;
using Phase = CrawlSession::Phase;

/// What can be done when.
class TestMainActions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followThePhase_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<bool>("isReadOnly");
        QTest::addColumn<QString>("enabled");
        QTest::newRow("empty") << Phase::Empty << false << u"add"_qs;
        QTest::newRow("opening") << Phase::Opening << false << u"new"_qs;
        QTest::newRow("loading") << Phase::Loading << false << u"new"_qs;
        QTest::newRow("ready") << Phase::Ready << false << u"run add new save failed"_qs;
        QTest::newRow("running") << Phase::Running << false << u"run stop add save failed"_qs;
        QTest::newRow("paused") << Phase::Paused << false << u"run stop add save failed"_qs;
        QTest::newRow("stopping") << Phase::Stopping << false << u"add save"_qs;
        QTest::newRow("finished") << Phase::Finished << false << u"run add new save failed"_qs;
        QTest::newRow("read-only") << Phase::Finished << true << u"new save"_qs;
    }

    void followThePhase()
    {
        QFETCH(Phase, phase);
        QFETCH(bool, isReadOnly);
        QFETCH(QString, enabled);
        MainActions actions;
        actions.update(phase, false, isReadOnly);
        QStringList found;
        for (const auto &[action, name] :
             {std::pair(actions.run, u"run"_qs), std::pair(actions.stop, u"stop"_qs),
              std::pair(actions.add, u"add"_qs), std::pair(actions.newProject, u"new"_qs),
              std::pair(actions.saveAs, u"save"_qs), std::pair(actions.recheckFailed, u"failed"_qs)}) {
            if (action->isEnabled())
                found << name;
        }
        QCOMPARE(found.join(u' '), enabled);
    }

    void undoAndRedoSayWhatTheyDo()
    {
        MainActions actions;
        QVERIFY(!actions.undo->isEnabled());
        QVERIFY(!actions.redo->isEnabled());
        QUndoStack changes;
        changes.push(new QUndoCommand(u"adding 3 addresses"_qs));
        actions.updateUndo(changes, true);
        QVERIFY(actions.undo->isEnabled());
        QVERIFY(!actions.redo->isEnabled());
        QCOMPARE(actions.undo->text(), u"&Undo adding 3 addresses"_qs);
        QCOMPARE(actions.redo->text(), u"&Redo"_qs);
        changes.undo();
        actions.updateUndo(changes, true);
        QVERIFY(!actions.undo->isEnabled());
        QCOMPARE(actions.undo->text(), u"&Undo"_qs);
        QVERIFY(actions.redo->isEnabled());
        QCOMPARE(actions.redo->text(), u"&Redo adding 3 addresses"_qs);
        actions.updateUndo(changes, false); // a crawl runs
        QVERIFY(!actions.redo->isEnabled());
    }

    void aProjectWithoutRowsCanBeLeft()
    {
        MainActions actions;
        QVERIFY(!actions.newProject->isEnabled());
        actions.update(Phase::Empty, true, false);
        QVERIFY(actions.newProject->isEnabled());
    }
};

QTEST_MAIN(TestMainActions)
#include "tst_mainactions.moc"
