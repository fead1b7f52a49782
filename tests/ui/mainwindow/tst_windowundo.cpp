// SPDX-License-Identifier: GPL-3.0-or-later
// Adding, removing and clearing, undone and done again: by keys, by the menu and by what the window offers.
#include "core/store/project.h"
#include "tests/ui/mainwindow/windowtest.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/mainwindow/mainactions.h"
#include "ui/panels/changesview.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/panels/tablepages.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTest>
#include <QTimer>
#include <QUndoStack>

#include <algorithm>

using namespace turnstone;
using Phase = CrawlSession::Phase;

class TestWindowUndo final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void anAddingIsUndone();
    void deleteRemovesTheSelectedRows();
    void whatIsBackIsShown();
    void theMenusOfferIt();
    void theRowBehindIsSelectedNext();
    void theMessageTakesBackWhatItTells();
    void allThatIsFilteredCanBeRemoved();
    void nothingOfItIsExported();
    void nothingOfItIsCheckedAgain();
    void nothingIsAskedAboutIt();
    void whatChangedOfItIsNotInTheTable();
    void nothingIsRemovedWhileACrawlRuns();
    void onlyWhatIsSeenIsRemoved();
    void theKeyboardStaysWithTheTable();
    void whatIsPastedAgainIsBack();
    void theFilterUndoesItsOwnText();
    void aNewProjectIsUndoneAndDoneAgain();
    void anEmptiedProjectIsLeft();
    void itIsAsBeforeAfterReopening();

private:
    QStringList pages(int from, int count) const
    {
        QStringList lines;
        for (int i = from; i < from + count; ++i)
            lines << address(QStringLiteral("/page/%1").arg(i));
        return lines;
    }
    /// The numbers of the rows that are shown.
    QList<RowId> shown() const
    {
        QList<RowId> rows;
        for (int place = 0; place < m_session->table()->rowCount(); ++place)
            rows << m_session->table()->rowIdAt(place);
        return rows;
    }
    MainActions *actions() const { return m_window->findChild<MainActions *>(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_window->windowHandle(), key, modifiers);
    }
    void undo() { press(Qt::Key_Z, Qt::ControlModifier); }
    void redo() { press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }
};

void TestWindowUndo::anAddingIsUndone()
{
    QVERIFY(!actions()->undo->isEnabled());
    paste(pages(0, 3));
    QCOMPARE(actions()->undo->text(), QStringLiteral("&Undo adding 3 addresses"));
    undo();
    QCOMPARE(m_session->phase(), Phase::Empty);
    QVERIFY(!view()->isVisible());
    QVERIFY(!actions()->undo->isEnabled());
    QCOMPARE(actions()->redo->text(), QStringLiteral("&Redo adding 3 addresses"));
    redo();
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1, 2}));
    QVERIFY(view()->isVisible());
    press(Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    undo();
    QTRY_COMPARE(shown(), QList<RowId>());
    redo();
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1, 2}));
    QVERIFY(cell(1, ResultColumn::Verdict).contains(QStringLiteral("200")));
}

void TestWindowUndo::deleteRemovesTheSelectedRows()
{
    crawl(pages(0, 4));
    clickRow(1);
    QTest::keyClick(view(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(view(), Qt::Key_Delete);
    QTRY_COMPARE(shown(), (QList<RowId>{0, 3}));
    QCOMPARE(message()->text(), QStringLiteral("2 rows were removed from the list."));
    QCOMPARE(actions()->undo->text(), QStringLiteral("&Undo removing 2 rows"));
    QCOMPARE(m_session->stats().addresses, 2);
    undo();
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1, 2, 3}));
    QVERIFY(cell(1, ResultColumn::Verdict).contains(QStringLiteral("200")));
    redo();
    QTRY_COMPARE(shown(), (QList<RowId>{0, 3}));
}

void TestWindowUndo::whatIsBackIsShown()
{
    crawl(pages(0, 80));
    clickRow(1);
    QTest::keyClick(view(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(view(), Qt::Key_Delete);
    QTRY_COMPARE(shown().size(), 78);
    QTest::keyClick(view(), Qt::Key_End);
    QTRY_COMPARE(view()->currentIndex().row(), 77);
    undo();
    QTRY_COMPARE(shown().size(), 80);
    QTRY_COMPARE(view()->currentIndex().row(), 1);
    QVERIFY(view()->viewport()->rect().contains(view()->visualRect(view()->currentIndex())));
    QVERIFY(view()->selectionModel()->isRowSelected(1));
    redo();
    QTRY_COMPARE(shown().size(), 78);
}

void TestWindowUndo::theMenusOfferIt()
{
    crawl(pages(0, 2));
    QAction *const remove = m_window->results()->actions().remove;
    QMenu *edit = nullptr;
    const QList<QAction *> menus = m_window->menuBar()->actions();
    for (const QAction *each : menus) {
        if (each->text() == QStringLiteral("&Edit"))
            edit = each->menu();
    }
    QVERIFY(edit);
    for (QAction *action : {actions()->undo, actions()->redo, remove})
        QVERIFY(edit->actions().contains(action));
    QCOMPARE(actions()->redo->shortcut(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
    QCOMPARE(remove->shortcut(), QKeySequence(Qt::Key_Delete));
    m_window->results()->view()->selectionModel()->clear();
    QVERIFY(!remove->isEnabled());
    clickRow(0);
    QVERIFY(remove->isEnabled());
    // the menu of a row
    QTimer::singleShot(0, m_window.get(), [remove] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(remove).center());
    });
    const QRect row = view()->visualRect(view()->model()->index(0, 0));
    Q_EMIT view()->customContextMenuRequested(row.center());
    QTRY_COMPARE(shown(), (QList<RowId>{1}));
}

void TestWindowUndo::theRowBehindIsSelectedNext()
{
    crawl(pages(0, 4));
    clickRow(1);
    const auto press = [this] { QTest::keyClick(view(), Qt::Key_Delete); };
    press();
    QTRY_COMPARE(shown(), (QList<RowId>{0, 2, 3}));
    QCOMPARE(m_window->results()->currentRow(), std::optional<RowId>(2));
    QCOMPARE(m_window->results()->selectedRows(), std::vector<RowId>{2});
    press();
    QTRY_COMPARE(shown(), (QList<RowId>{0, 3}));
    press(); // the last one: then the one before
    QTRY_COMPARE(shown(), (QList<RowId>{0}));
    QCOMPARE(m_window->results()->selectedRows(), std::vector<RowId>{0});
    press();
    QTRY_COMPARE(m_session->phase(), Phase::Empty);
    for (int i = 0; i < 4; ++i)
        undo();
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1, 2, 3}));
}

void TestWindowUndo::theMessageTakesBackWhatItTells()
{
    crawl(pages(0, 3));
    clickRow(0);
    QTest::keyClick(view(), Qt::Key_Delete);
    QTRY_COMPARE(shown(), (QList<RowId>{1, 2}));
    clickMessage(QStringLiteral("Undo"));
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1, 2}));
}

void TestWindowUndo::allThatIsFilteredCanBeRemoved()
{
    crawl(pages(0, 2) << address(QStringLiteral("/status/404?1"))
                      << address(QStringLiteral("/status/404?2")));
    press(Qt::Key_F, Qt::ControlModifier);
    for (const Qt::Key each : {Qt::Key_4, Qt::Key_0, Qt::Key_4})
        press(each);
    QTRY_COMPARE(shown(), (QList<RowId>{2, 3}));
    view()->setFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_Delete);
    QTRY_COMPARE(shown(), QList<RowId>());
    QCOMPARE(m_session->table()->rows().listed(), 2);
    QCOMPARE(m_session->table()->rows().counts()[size_t(RowClass(Verdict::Broken).index())], 0);
    m_window->findChild<QLineEdit *>()->clear();
    undo();
    QTRY_COMPARE(m_session->table()->rows().listed(), 4);
}

void TestWindowUndo::nothingOfItIsExported()
{
    crawl(pages(0, 3));
    clickRow(1);
    QTest::keyClick(view(), Qt::Key_Delete);
    const QString path = m_folder->filePath(QStringLiteral("out.csv"));
    m_settings->setValue(QStringLiteral("export/path"), path);
    QTimer::singleShot(0, m_window.get(), [this] {
        auto *dialog = m_window->findChild<ExportDialog *>();
        QVERIFY(dialog);
        dialog->accept();
    });
    QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(message()->text().startsWith(QStringLiteral("2 rows were written")));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray written = file.readAll();
    QVERIFY(written.contains("/page/0") && written.contains("/page/2"));
    QVERIFY(!written.contains("/page/1,"));
    QCOMPARE(written.count('\n'), 3);
}

void TestWindowUndo::nothingOfItIsCheckedAgain()
{
    crawl(pages(0, 2) << address(QStringLiteral("/status/404?1"))
                      << address(QStringLiteral("/status/404?2")));
    for (const int row : {2, 0}) {
        clickRow(row);
        QTest::keyClick(view(), Qt::Key_Delete);
    }
    QTRY_COMPARE(shown(), (QList<RowId>{1, 3}));
    m_site->resetCounters();
    actions()->recheckFailed->trigger();
    QTRY_VERIFY(m_session->isSettled());
    QCOMPARE(m_site->counters().requests(), quint64(1));
    actions()->run->trigger(); // Check again
    QTRY_VERIFY(m_session->isSettled());
    QCOMPARE(m_site->counters().requests(), quint64(1 + 2));
}

void TestWindowUndo::nothingIsAskedAboutIt()
{
    CrawlSettings settings = m_session->settings();
    settings.request = {"PUT", {}, {}, false};
    m_session->setSettings(settings);
    m_window->addText(address(QStringLiteral("/status/404?1")) +
                      QStringLiteral("\n{\"url\": \"%1\", \"method\": \"GET\"}")
                          .arg(address(QStringLiteral("/status/404?2"))));
    QTRY_COMPARE(m_session->addresses().size(), 2);
    press(Qt::Key_F9);
    QTRY_VERIFY(m_session->isSettled());
    clickRow(0);
    QTest::keyClick(view(), Qt::Key_Delete);
    QTRY_COMPARE(shown(), QList<RowId>{1});
    m_site->resetCounters();
    for (QAction *action : {actions()->run, actions()->recheckFailed}) {
        QTimer::singleShot(1000, m_window.get(), [] {
            if (QWidget *question = QApplication::activeModalWidget())
                question->close();
        });
        action->trigger();
        QCOMPARE(m_session->phase(), Phase::Running);
        QTRY_VERIFY(m_session->isSettled());
    }
    QCOMPARE(m_site->counters().requests(), quint64(2));
}

void TestWindowUndo::whatChangedOfItIsNotInTheTable()
{
    crawl(pages(0, 2));
    clickRow(1);
    QTest::keyClick(view(), Qt::Key_Delete);
    QTRY_COMPARE(shown(), QList<RowId>{0});
    auto *changes = m_window->findChild<ChangesView *>();
    Q_EMIT changes->addressActivated(1);
    QVERIFY2(message()->text().startsWith(QStringLiteral("This address was removed")),
             qPrintable(message()->text()));
    Q_EMIT changes->addressSelected(1);
    const auto labels = m_window->findChild<InspectorPanel *>()->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->isVisible() &&
               label->text().startsWith(QStringLiteral("The address of this change was removed"));
    }));
    Q_EMIT changes->addressActivated(0);
    QCOMPARE(m_window->results()->selectedRows(), std::vector<RowId>{0});
    Q_EMIT changes->addressActivated(7); // which another program added meanwhile
}

void TestWindowUndo::nothingIsRemovedWhileACrawlRuns()
{
    QStringList slow;
    for (int i = 0; i < 6; ++i)
        slow << address(QStringLiteral("/slow?ms=300&n=%1").arg(i));
    paste(slow);
    press(Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    clickRow(0);
    QVERIFY(!m_window->results()->actions().remove->isEnabled());
    QVERIFY(!actions()->undo->isEnabled());
    QTest::keyClick(view(), Qt::Key_Delete);
    undo();
    QCOMPARE(m_session->table()->rows().listed(), 6);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(m_window->results()->actions().remove->isEnabled());
    QVERIFY(actions()->undo->isEnabled());
}

void TestWindowUndo::whatIsPastedAgainIsBack()
{
    crawl(pages(0, 3));
    clickRow(1);
    QTest::keyClick(view(), Qt::Key_Delete);
    QTRY_COMPARE(shown(), (QList<RowId>{0, 2}));
    paste({address(QStringLiteral("/page/9"))}); // another one
    QGuiApplication::clipboard()->setText(address(QStringLiteral("/page/1")));
    press(Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1, 2, 3}));
    QVERIFY2(message()->text().contains(QStringLiteral("1 of which was removed before and is back")),
             qPrintable(message()->text()));
    QVERIFY(cell(1, ResultColumn::Verdict).contains(QStringLiteral("200")));
    undo();
    QTRY_COMPARE(shown(), (QList<RowId>{0, 2, 3}));
}

void TestWindowUndo::theFilterUndoesItsOwnText()
{
    crawl(pages(0, 2));
    press(Qt::Key_F, Qt::ControlModifier);
    press(Qt::Key_X);
    undo();
    QCOMPARE(m_session->table()->rows().listed(), 2);
    press(Qt::Key_X);
    press(Qt::Key_Home);
    press(Qt::Key_Delete); // in the text
    QCOMPARE(m_session->table()->rows().listed(), 2);
}

void TestWindowUndo::aNewProjectIsUndoneAndDoneAgain()
{
    crawl(pages(0, 2));
    press(Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(m_session->phase(), Phase::Empty);
    QCOMPARE(actions()->undo->text(), QStringLiteral("&Undo New project"));
    undo();
    QCOMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(shown(), (QList<RowId>{0, 1}));
    QCOMPARE(actions()->redo->text(), QStringLiteral("&Redo New project"));
    redo();
    QCOMPARE(m_session->phase(), Phase::Empty);
    QVERIFY(!m_session->project());
    clickMessage(QStringLiteral("Undo"));
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1}));
    QCOMPARE(actions()->undo->text(), QStringLiteral("&Undo adding 2 addresses"));
}

void TestWindowUndo::anEmptiedProjectIsLeft()
{
    paste(pages(0, 1));
    undo();
    QCOMPARE(m_session->phase(), Phase::Empty);
    QVERIFY(actions()->newProject->isEnabled());
    press(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(!m_session->project());
    QCOMPARE(message()->text(), QStringLiteral("The empty list was set aside."));
    undo();
    QVERIFY(m_session->project());
    QCOMPARE(m_session->phase(), Phase::Empty);
}

void TestWindowUndo::itIsAsBeforeAfterReopening()
{
    crawl(pages(0, 3));
    clickRow(2);
    QTest::keyClick(view(), Qt::Key_Delete);
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1}));
    const QString path = saveAs(QStringLiteral("kept.turnstone"));
    QTRY_COMPARE(m_session->project()->path(), path);
    QTRY_VERIFY(m_session->isSettled());
    restart();
    m_window->openFiles({path});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1}));
    QVERIFY(!actions()->undo->isEnabled());
    QVERIFY2(message()->text().contains(QStringLiteral("all 2 addresses")), qPrintable(message()->text()));
}

/// The rows of Results are not, on another page.
void TestWindowUndo::onlyWhatIsSeenIsRemoved()
{
    crawl(pages(0, 3));
    clickRow(1);
    QAction *const remove = m_window->results()->actions().remove;
    QVERIFY(remove->isEnabled());
    auto *pages = m_window->findChild<TablePages *>();
    for (const char *page : {"hosts", "changes"}) {
        pages->showPage(page);
        QVERIFY(!remove->isEnabled());
    }
    pages->showPage("results");
    QVERIFY(remove->isEnabled());
    remove->trigger();
    QTRY_COMPARE(shown(), (QList<RowId>{0, 2}));
    // What is not there leaves no other row selected, which the inspector would show.
    QVERIFY(m_window->results()->currentRow());
    m_window->results()->selectRow(1);
    QVERIFY(!m_window->results()->currentRow());
    QVERIFY(!remove->isEnabled());
}

void TestWindowUndo::theKeyboardStaysWithTheTable()
{
    crawl(pages(0, 3));
    clickRow(1);
    QTest::keyClick(view(), Qt::Key_Delete);
    clickMessage(QStringLiteral("Undo"));
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1, 2}));
    QVERIFY(view()->hasFocus());
    QTest::keyClick(view(), Qt::Key_Delete);
    const QList<QPushButton *> buttons = message()->findChildren<QPushButton *>();
    const auto undo = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton *button) {
        return button->isVisible() && button->text() == QStringLiteral("Undo");
    });
    QVERIFY(undo != buttons.end());
    (*undo)->setFocus(Qt::TabFocusReason);
    QTest::keyClick(*undo, Qt::Key_Space);
    QTRY_COMPARE(shown(), (QList<RowId>{0, 1, 2}));
    QVERIFY2(view()->hasFocus(), QApplication::focusWidget()->metaObject()->className());
}

int main(int argc, char **argv)
{
    TestWindowUndo test;
    return runWindowTest(test, argc, argv);
}

#include "tst_windowundo.moc"
