// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a user meets it: real keys and clicks, the real engine, a web site on loopback.
#include "tests/support/resultat.h"
#include "tests/ui/mainwindow/windowtest.h"
#include "ui/dialogs/addaddressesdialog.h"
#include "ui/dialogs/helpdialog.h"
#include "ui/mainwindow/matters.h"
#include "ui/panels/changesview.h"
#include "ui/panels/hostsview.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/panels/overviewtab.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/panels/sidebarpanel.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/flatbutton.h"
#include "ui/widgets/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>
#include <QWindow>

#include <algorithm>
#include <span>
#include <utility>

using namespace turnstone;
using Phase = CrawlSession::Phase;

class TestMainWindow final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void pastesAndCrawlsByKeyboard();
    void whatIsAddedIsCountedAtOnce();
    void whatIsNoAddressIsShownAtOnce();
    void sortsByAClickOnTheHeader();
    void theInspectorGoesAlongWithItsRow();
    void filtersWhileTyping();
    void aBadExpressionIsShownAndKeepsTheFilter();
    void filteringOutTheCurrentRowStaysAtTheTop();
    void theSidebarChoosesWhatIsShown();
    void copiesRowsForASpreadsheet();
    void stopsAndGoesOn();
    void saysWhyARowWaitsToBeTriedAgain();
    void tellsWhatAStopLeftUnchecked();
    void checksWhatAStopLeftUnchecked();
    void rechecksTheSelectedRow();
    void saysThatARowIsCheckedAgain();
    void checksAgainWhatIsFinished();
    void whatWasTypedIsThereAgain();
    void whatIsNoAddressIsNoFailureToCheckAgain();
    void aPostIsSentAgainOnlyWhereItIsWanted_data();
    void aPostIsSentAgainOnlyWhereItIsWanted();
    void aDoubleClickStartsIt();
    void ctrlFGoesToTheFilterOfWhatIsShown();
    void aClearedListComesBack();
    void droppedTextIsRead();
    void anUnreadableFileIsAWarning();
    void theDemoButtonFillsTheList();
    void columnsAreRemembered();
    void asksForThePasswordOfTheProxy();
    void laterSettingsHoldFromTheNextStart();
    void theNetworkGoesAndComes();
    void theNetworkIsNotDownForLongerThanTheRun();
    void hostsAreAskedWhileTheCrawlRuns();
    void limitsOfAHostAreThoseOfTheCrawl();
    void theGeneralDelayIsThatOfTheSession();
    void filterTermsAreExplained();
    void anUnknownFilterFieldIsNamed();
    void notesAreFilteredAsTheyAreWritten();
    void helpIsReadBesideTheWindow();
    void everyShortcutIsExplained();
};

void TestMainWindow::pastesAndCrawlsByKeyboard()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/status/404")),
           QStringLiteral("http://")});
    QCOMPARE(column(ResultColumn::Verdict),
             QStringList({QStringLiteral("200 OK"), QStringLiteral("404 Broken"),
                          QStringLiteral("Invalid address")}));
    QVERIFY(!cell(0, ResultColumn::Title).isEmpty());
    clickRow(1);
    QCOMPARE(m_window->results()->currentRow(), std::optional<RowId>(1));
    // What the inspector shows is on disk by now.
    QTRY_VERIFY(m_session->results()->has(1));
    QCOMPARE(resultAt(*m_session->results(), 1)->status(), quint16(404));
}

void TestMainWindow::whatIsAddedIsCountedAtOnce()
{
    paste({address(QStringLiteral("/page/1")), address(QStringLiteral("/page/2"))});
    QVERIFY(statusBarSays(QStringLiteral("0 of 2")));
    paste({address(QStringLiteral("/page/3"))});
    QVERIFY(statusBarSays(QStringLiteral("0 of 3")));
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    paste({address(QStringLiteral("/page/4"))});
    QVERIFY(statusBarSays(QStringLiteral("3 of 4")));
    paste({address(QStringLiteral("/page/5"))});
    QVERIFY(statusBarSays(QStringLiteral("3 of 5")));
}

void TestMainWindow::whatIsNoAddressIsShownAtOnce()
{
    paste({address(QStringLiteral("/page/1")), QStringLiteral("http://")});
    QTRY_VERIFY(message()->text().contains(QStringLiteral("1 cannot be fetched (see Invalid address)")));
    QCOMPARE(column(ResultColumn::Verdict),
             QStringList({QStringLiteral("Waiting"), QStringLiteral("Invalid address")}));
    const auto *sidebar = m_window->findChild<SidebarPanel *>();
    const auto isListed = [sidebar] {
        const auto items = sidebar->findItems(QStringLiteral("Invalid address"), Qt::MatchExactly);
        return items.size() == 1 && !items.front()->isHidden();
    };
    QTRY_VERIFY(isListed());
    QVERIFY(statusBarSays(QStringLiteral("0 of 2")));
    clickRow(1);
    const auto labels = m_window->findChild<InspectorPanel *>()->findChildren<ElidedLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const ElidedLabel *label) {
        return label->text() == addressProblemText(AddressProblem::BadHost);
    }));
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    paste({address(QStringLiteral("/page/2"))});
    QVERIFY(statusBarSays(QStringLiteral("2 of 3")));
    QTRY_VERIFY(m_session->isSettled());
    const QString file = m_session->project()->path();
    restart();
    m_window->openFiles({file});
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QTRY_COMPARE(message()->text(),
                 QStringLiteral("1 of 2 addresses have been fetched. 1 line cannot be fetched (see Invalid "
                                "address). Start fetches the rest."));
    QVERIFY(statusBarSays(QStringLiteral("2 of 3")));
}

void TestMainWindow::sortsByAClickOnTheHeader()
{
    crawl({address(QStringLiteral("/status/500")) + QStringLiteral("?retries=no"),
           address(QStringLiteral("/page/2")), address(QStringLiteral("/status/404"))});
    QHeaderView *header = view()->horizontalHeader();
    const QPoint at(header->sectionViewportPosition(int(ResultColumn::Verdict)) + 20, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    QTRY_COMPARE(column(ResultColumn::Verdict).first(), QStringLiteral("200 OK"));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    QTRY_COMPARE(column(ResultColumn::Verdict).last(), QStringLiteral("200 OK"));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    QTRY_COMPARE(column(ResultColumn::Verdict)[1], QStringLiteral("200 OK")); // as in the list again
}

void TestMainWindow::theInspectorGoesAlongWithItsRow()
{
    const auto says = [this](const QString &text) {
        const auto labels = m_window->findChild<InspectorPanel *>()->findChildren<ElidedLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const ElidedLabel *label) { return label->text().contains(text); });
    };
    paste({address(QStringLiteral("/slow?ms=1500"))});
    clickRow(0);
    QTRY_VERIFY(says(QStringLiteral("Waiting for its turn")));
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_VERIFY(!says(QStringLiteral("Waiting for its turn")));
    QCOMPARE(m_session->phase(), Phase::Running);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QTRY_VERIFY(says(QStringLiteral("200 OK")));
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QTRY_VERIFY(!says(QStringLiteral("200 OK")));
    QTest::keyClick(m_window.get(), Qt::Key_F10);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QTRY_VERIFY(says(QStringLiteral("200 OK")));
}

void TestMainWindow::filtersWhileTyping()
{
    paste({address(QStringLiteral("/page/1")), address(QStringLiteral("/page/2")),
           address(QStringLiteral("/gone"))});
    QTest::keySequence(m_window.get(), QKeySequence::Find);
    auto *box = m_window->findChild<FilterBox *>();
    QTRY_VERIFY(box->hasFocus());
    QTest::keyClicks(box, QStringLiteral("PAGE"));
    QTRY_COMPARE(view()->model()->rowCount(), 2);
    QTest::keyClick(box, Qt::Key_Escape);
    QTRY_COMPARE(view()->model()->rowCount(), 3);
}

void TestMainWindow::aBadExpressionIsShownAndKeepsTheFilter()
{
    paste({address(QStringLiteral("/page/1")), address(QStringLiteral("/gone"))});
    auto *box = m_window->findChild<FilterBox *>();
    box->setText(QStringLiteral("gone"));
    QTRY_COMPARE(view()->model()->rowCount(), 1);
    box->setText(QStringLiteral("/(gone/"));
    QTRY_VERIFY(box->hasProblem());
    QCOMPARE(view()->model()->rowCount(), 1);
    box->setText(QStringLiteral("/go+ne$/"));
    QTRY_VERIFY(!box->hasProblem());
}

void TestMainWindow::filteringOutTheCurrentRowStaysAtTheTop()
{
    QStringList lines;
    for (int i = 0; i < 200; ++i)
        lines << address(QStringLiteral("/page/%1").arg(i));
    paste(lines);
    clickRow(0);
    m_window->findChild<FilterBox *>()->setText(QStringLiteral("page/1"));
    QTRY_COMPARE(view()->model()->rowCount(), 111);
    QCOMPARE(m_window->results()->currentRow(), std::nullopt);
    QCOMPARE(view()->rowAt(0), 0);
}

void TestMainWindow::theSidebarChoosesWhatIsShown()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/gone")),
           address(QStringLiteral("/page/3"))});
    auto *sidebar = m_window->findChild<SidebarPanel *>();
    const QList<QListWidgetItem *> broken =
        sidebar->findItems(verdictLabel(Verdict::Broken), Qt::MatchExactly);
    QCOMPARE(broken.size(), 1);
    QTest::mouseClick(sidebar->viewport(), Qt::LeftButton, {},
                      sidebar->visualItemRect(broken.front()).center());
    QTRY_COMPARE(view()->model()->rowCount(), 1);
    QCOMPARE(cell(0, ResultColumn::Verdict), QStringLiteral("410 Broken"));
    QTest::keyClick(sidebar, Qt::Key_Home);
    QTRY_COMPARE(view()->model()->rowCount(), 3);
}

void TestMainWindow::copiesRowsForASpreadsheet()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/gone"))});
    clickRow(1);
    QTest::keySequence(view(), QKeySequence::Copy);
    const QStringList cells = QGuiApplication::clipboard()->text().trimmed().split(u'\t');
    QCOMPARE(cells.size(), view()->visibleColumns().size());
    QCOMPARE(cells[int(ResultColumn::Verdict)], QStringLiteral("410 Broken"));
    QCOMPARE(cells[int(ResultColumn::Address)], address(QStringLiteral("/gone")));
    QTest::keySequence(view(), QKeySequence::SelectAll);
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text().trimmed().split(u'\n').size(), 2);
}

void TestMainWindow::stopsAndGoesOn()
{
    QStringList lines;
    for (int i = 0; i < 300; ++i)
        lines << address(QStringLiteral("/slow?ms=200&n=%1").arg(i));
    paste(lines);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Paused);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QTest::keyClick(m_window.get(), Qt::Key_F9, Qt::ShiftModifier);
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QTRY_VERIFY(m_session->isSettled());
    const int left = m_session->startableRows();
    QVERIFY(left > 0);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_VERIFY(m_session->startableRows() < left);
}

/// Stopped in Check again: what was there stays, and can be checked.
void TestMainWindow::tellsWhatAStopLeftUnchecked()
{
    QStringList lines;
    for (int i = 0; i < 30; ++i)
        lines << address(QStringLiteral("/slow?ms=100&n=%1").arg(i));
    crawl(lines);
    QVERIFY(statusBarSays(QStringLiteral("finished")));
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QTest::keyClick(m_window.get(), Qt::Key_F9, Qt::ShiftModifier);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(statusBarSays(QStringLiteral("stopped")));
    QVERIFY(message()->isVisible());
    QVERIFY2(message()->text().contains(QStringLiteral("not checked again and keep their earlier results")),
             qPrintable(message()->text()));
    QCOMPARE(column(ResultColumn::Verdict).count(QStringLiteral("200 OK")), 30);
    const QString saved = saveAs(QStringLiteral("stopped.turnstone"));
    QTRY_COMPARE(m_session->project()->path(), saved);
    restart();
    m_window->openFiles({saved});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(statusBarSays(QStringLiteral("stopped")));
}

void TestMainWindow::checksWhatAStopLeftUnchecked()
{
    QStringList lines;
    for (int i = 0; i < 30; ++i)
        lines << address(QStringLiteral("/slow?ms=100&n=%1").arg(i));
    crawl(lines);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QTest::keyClick(m_window.get(), Qt::Key_F9, Qt::ShiftModifier);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    const quint64 before = m_site->counters().requests();
    clickMessage(QStringLiteral("Check the rest"));
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(statusBarSays(QStringLiteral("finished")));
    QVERIFY(m_site->counters().requests() > before);
}

void TestMainWindow::saysWhyARowWaitsToBeTriedAgain()
{
    CrawlSettings settings = m_session->settings();
    settings.limits.retries = 1;
    m_session->setSettings(settings);
    paste({address(QStringLiteral("/throttle/hurried?after=50"))});
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(cell(0, ResultColumn::Verdict), QStringLiteral("Will retry"));
    clickRow(0);
    const auto says = [this](const QString &text) {
        const auto labels = m_window->findChild<InspectorPanel *>()->findChildren<ElidedLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const ElidedLabel *label) { return label->text().contains(text); });
    };
    QTRY_VERIFY(says(QStringLiteral("Attempts so far: 1. Its host: paused")));
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QVERIFY(message()->isVisible());
    QVERIFY2(message()->text().contains(QStringLiteral("will be tried again automatically")),
             qPrintable(message()->text()));
    QVERIFY2(message()->text().contains(QStringLiteral(": paused 0:")), qPrintable(message()->text()));
}

void TestMainWindow::rechecksTheSelectedRow()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/page/2"))});
    const auto run = m_session->stats().run;
    clickRow(1);
    QTest::keyClick(view(), Qt::Key_F5);
    QTRY_COMPARE(m_session->stats().run, run + 1);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(cell(1, ResultColumn::Verdict), QStringLiteral("200 OK"));
    QCOMPARE(m_window->results()->currentRow(), std::optional<RowId>(1));

    // Also from the details.
    auto *tabs = m_window->findChild<InspectorPanel *>()->findChild<QTabBar *>();
    tabs->setFocus();
    QTest::keyClick(tabs, Qt::Key_R, Qt::ControlModifier);
    QTRY_COMPARE(m_session->stats().run, run + 2);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
}

void TestMainWindow::saysThatARowIsCheckedAgain()
{
    crawl({address(QStringLiteral("/slow?ms=400"))});
    clickRow(0);
    QTest::keyClick(view(), Qt::Key_F5);
    const auto *overview = m_window->findChild<OverviewTab *>();
    QTRY_VERIFY2(overview->note().contains(QStringLiteral("checked again")), qPrintable(overview->note()));
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QTRY_VERIFY(overview->note().isEmpty());
}

void TestMainWindow::whatWasTypedIsThereAgain()
{
    const QString typed = address(QStringLiteral("/page/1"));
    QString found;
    const auto inDialog = [this, &found](const QString &text, bool accept) {
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTimer::singleShot(0, m_window.get(), [this, &found, text, accept] {
            auto *dialog = m_window->findChild<AddAddressesDialog *>();
            QVERIFY(dialog);
            auto *edit = dialog->findChild<QPlainTextEdit *>();
            found = edit->toPlainText();
            QTest::keyClicks(edit, text);
            if (accept)
                QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok),
                                  Qt::LeftButton);
            else
                QTest::keyClick(edit, Qt::Key_Escape);
        });
        QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    };
    inDialog(typed, false);
    QCOMPARE(found, QString());
    QCOMPARE(m_session->addresses().size(), 0);
    inDialog({}, true);
    QCOMPARE(found, typed);
    QTRY_COMPARE(m_session->addresses().size(), 1);
    inDialog({}, false);
    QCOMPARE(found, QString()); // it was added
}

void TestMainWindow::checksAgainWhatIsFinished()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/gone")), QStringLiteral("http://")});
    const auto *button = m_window->findChild<FlatButton *>(); // the first of the bar
    QCOMPARE(button->defaultAction()->iconText(), QStringLiteral("Check again"));
    const auto run = m_session->stats().run;
    const quint64 before = m_site->counters().requests();
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->stats().run, run + 1);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_site->counters().requests(), before + 2);
    paste({address(QStringLiteral("/page/2"))});
    QCOMPARE(button->defaultAction()->iconText(), QStringLiteral("Start"));
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_site->counters().requests(), before + 3);
}

void TestMainWindow::whatIsNoAddressIsNoFailureToCheckAgain()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/gone")), QStringLiteral("http://")});
    const QSignalSpy results(m_session.get(), &CrawlSession::resultsApplied);
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_session->phase(), Phase::Running);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    std::vector<RowId> rows;
    for (const QVariantList &applied : results) {
        for (const FetchResult &result : *applied[0].value<ResultBatch>())
            rows.push_back(result.row);
    }
    QCOMPARE(rows, std::vector<RowId>{1});
}

void TestMainWindow::aPostIsSentAgainOnlyWhereItIsWanted_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<int>("sent");
    QTest::newRow("not now") << QStringLiteral("Cancel") << 0;
    QTest::newRow("the others") << QStringLiteral("Only the others") << 1;
    QTest::newRow("all") << QStringLiteral("Send again") << 3;
}

void TestMainWindow::aPostIsSentAgainOnlyWhereItIsWanted()
{
    QFETCH(QString, answer);
    QFETCH(int, sent);
    CrawlSettings settings = m_session->settings();
    settings.request = {"PUT", {}, {}, false};
    m_session->setSettings(settings);
    m_window->addText(QStringLiteral("{\"url\": \"%1\", \"method\": \"POST\", \"body\": \"a=1\"}\n%2\n"
                                     "{\"url\": \"%3\", \"method\": \"GET\"}")
                          .arg(address(QStringLiteral("/echo?1")), address(QStringLiteral("/echo?2")),
                               address(QStringLiteral("/echo?3"))));
    QTRY_COMPARE(m_session->addresses().size(), 3);
    QTest::keyClick(m_window.get(), Qt::Key_F9); // the first time nobody asks
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    const quint64 before = m_site->counters().requests();
    answerNext(answer);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_site->counters().requests(), before + quint64(sent));
    if (sent == 1)
        QCOMPARE(m_site->counters().recentVisits().back().method, QByteArray("GET"));
}

/// The second click of it is not one on Pause.
void TestMainWindow::aDoubleClickStartsIt()
{
    paste({address(QStringLiteral("/slow?ms=30000"))});
    auto *button = m_window->findChild<FlatButton *>();
    QTest::mouseDClick(m_window->windowHandle(), Qt::LeftButton, {},
                       button->mapTo(m_window.get(), button->rect().center()));
    QCOMPARE(m_session->phase(), Phase::Running);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE(m_session->phase(), Phase::Paused);
    m_session->stop();
}

void TestMainWindow::ctrlFGoesToTheFilterOfWhatIsShown()
{
    crawl({address(QStringLiteral("/page/1"))});
    QTest::keySequence(m_window.get(), QKeySequence::Find);
    const QWidget *ofResults = m_window->focusWidget();
    QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
    auto *changes = m_window->findChild<ChangesView *>();
    QTRY_VERIFY(changes->isVisible());
    QTest::keySequence(m_window.get(), QKeySequence::Find);
    QVERIFY(changes->isAncestorOf(m_window->focusWidget()));
    QVERIFY(m_window->focusWidget() != ofResults && ofResults->inherits("QLineEdit"));
    // One filter at a time.
    QVERIFY(!ofResults->isVisible());
    QTest::keyClick(m_window->findChild<SidebarPanel *>(), Qt::Key_Home);
    QTRY_VERIFY(ofResults->isVisible());
}

void TestMainWindow::aClearedListComesBack()
{
    crawl({address(QStringLiteral("/page/1"))});
    QTest::keySequence(m_window.get(), QKeySequence::New);
    QCOMPARE(m_session->phase(), Phase::Empty);
    QCOMPARE(view()->model()->rowCount(), 0);
    auto *message = m_window->findChild<MessageBar *>();
    QVERIFY(message->isVisible());
    QTest::mouseClick(message->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QTRY_COMPARE(view()->model()->rowCount(), 1);
    QCOMPARE(cell(0, ResultColumn::Verdict), QStringLiteral("200 OK"));
    QVERIFY(m_session->results()->has(0));

    QTest::keySequence(m_window.get(), QKeySequence::New);
    QVERIFY(message->isVisible());
    QTest::keySequence(m_window.get(), QKeySequence::Undo);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(!message->isVisible()); // it would offer what is done
}

void TestMainWindow::droppedTextIsRead()
{
    QMimeData data;
    data.setText(QStringLiteral("see <http://127.0.0.1/a> and http://127.0.0.1/b"));
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window.get(), &drop);
    QTRY_COMPARE(m_session->addresses().size(), 2);
}

void TestMainWindow::anUnreadableFileIsAWarning()
{
    m_window->openFiles({m_folder->filePath(QStringLiteral("no such list.txt"))});
    auto *message = m_window->findChild<MessageBar *>();
    QTRY_VERIFY(message->isVisible());
    QVERIFY(message->text().contains(QStringLiteral("no such list.txt")));
    QCOMPARE(m_session->phase(), Phase::Empty);
}

void TestMainWindow::theDemoButtonFillsTheList()
{
    const QList<QPushButton *> buttons = m_window->findChildren<QPushButton *>();
    const auto demo = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton *button) {
        return button->isVisible() && button->text().contains(QStringLiteral("demo"));
    });
    QVERIFY(demo != buttons.end());
    QTest::mouseClick(*demo, Qt::LeftButton);
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
}

void TestMainWindow::columnsAreRemembered()
{
    view()->setColumnHidden(int(ResultColumn::Type), true);
    view()->horizontalHeader()->resizeSection(int(ResultColumn::Title), 321);
    m_window->close();
    MainWindow second(*m_session, *m_settings, *m_probe, {});
    second.show();
    QVERIFY(second.results()->view()->isColumnHidden(int(ResultColumn::Type)));
    QCOMPARE(second.results()->view()->columnWidth(int(ResultColumn::Title)), 321);
}

void TestMainWindow::asksForThePasswordOfTheProxy()
{
    CrawlSettings settings;
    settings.proxy = QUrl(QStringLiteral("http://me@127.0.0.1:9"));
    m_session->setSettings(settings);
    paste({address(QStringLiteral("/page/1"))});
    const auto answer = [this](const QString &password) {
        QTimer::singleShot(0, m_window.get(), [this, password] {
            auto *dialog = m_window->findChild<QInputDialog *>();
            QVERIFY(dialog);
            dialog->setTextValue(password);
            dialog->done(password.isEmpty() ? QDialog::Rejected : QDialog::Accepted);
        });
        QTest::keyClick(m_window.get(), Qt::Key_F9);
    };
    answer({});
    QCOMPARE(m_session->phase(), Phase::Ready);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    answer(QStringLiteral("hush"));
    QCOMPARE(m_session->settings().proxy.password(), QStringLiteral("hush"));
    QVERIFY(m_session->phase() != Phase::Ready);
}

/// Where a user without a password was given, as services want it that take a key for a name.
void TestMainWindow::laterSettingsHoldFromTheNextStart()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/page/2"))});
    CrawlSettings settings = m_session->settings();
    settings.keepBodyBytes = 77;
    m_session->setSettings(settings);
    clickRow(1);
    QTest::keyClick(view(), Qt::Key_F5);
    QTRY_COMPARE(resultAt(*m_session->results(), 1)->body.size(), 77);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    crawl({address(QStringLiteral("/page/3"))});
    QTRY_VERIFY(m_session->results()->has(2));
    QCOMPARE(resultAt(*m_session->results(), 2)->body.size(), 77);
}

void TestMainWindow::theNetworkGoesAndComes()
{
    paste({address(QStringLiteral("/slow?ms=3000"))});
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    auto *crawler = m_session->findChild<Crawler *>();
    Q_EMIT crawler->networkDownChanged(true);
    QVERIFY(message()->isVisible());
    QVERIFY(message()->text().startsWith(u"The network is down. Nothing is fetched until it is up again"));
    CrawlStats stats;
    stats.networkDown = true;
    Q_EMIT crawler->statsChanged(stats);
    QVERIFY(statusBarSays(QStringLiteral("no connection")));
    Q_EMIT crawler->networkDownChanged(false);
    QVERIFY(!message()->isVisible());
    stats.networkDown = false;
    Q_EMIT crawler->statsChanged(stats);
    QVERIFY(!statusBarSays(QStringLiteral("no connection")));

    // Each matter has its own line, which ends with it.
    Q_EMIT crawler->networkDownChanged(true);
    m_window->warn(QStringLiteral("Something else."));
    QCOMPARE(message()->text(), QStringLiteral("Something else."));
    QVERIFY(message()->text(matter::Network).startsWith(u"The network is down."));
    Q_EMIT crawler->networkDownChanged(false);
    QVERIFY(!message()->has(matter::Network));
    QCOMPARE(message()->text(), QStringLiteral("Something else."));
}

void TestMainWindow::theNetworkIsNotDownForLongerThanTheRun()
{
    paste({address(QStringLiteral("/slow?ms=3000"))});
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    Q_EMIT m_session->findChild<Crawler *>()->networkDownChanged(true);
    QVERIFY(message()->isVisible());
    m_session->stop();
    QTRY_VERIFY(!message()->isVisible());
}

void TestMainWindow::hostsAreAskedWhileTheCrawlRuns()
{
    paste({address(QStringLiteral("/slow?ms=30000"))});
    auto *view = m_window->findChild<HostsView *>();
    QTableView *table = view->findChild<QTableView *>();
    auto *crawler = m_session->findChild<Crawler *>();
    HostSnapshot down;
    down.host = QStringLiteral("0.example");
    down.condition = HostCondition::Down;
    down.trouble = HostTrouble::Refused;
    down.waiting = 3;
    const auto state = [&] {
        Q_EMIT crawler->hostsChanged({down});
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const QModelIndex cell = table->model()->index(row, int(HostColumn::State));
            if (cell.data(HostNameRole).toString() == down.host) {
                table->selectRow(row);
                return cell.data().toString();
            }
        }
        return QString();
    };
    const QString asks = QStringLiteral("down: refused, asks again now");
    const QString waits = QStringLiteral("down: refused");
    QCOMPARE(state(), waits);
    QVERIFY(!view->tryAction()->isEnabled());

    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QCOMPARE(state(), asks);
    QVERIFY(view->tryAction()->isEnabled());
    CrawlStats stats;
    stats.networkDown = true;
    Q_EMIT crawler->statsChanged(stats);
    QCOMPARE(state(), waits);
    stats.networkDown = false;
    Q_EMIT crawler->statsChanged(stats);
    QCOMPARE(state(), asks);
    m_session->pause();
    QTRY_COMPARE(m_session->phase(), Phase::Paused);
    QCOMPARE(state(), waits);
    QVERIFY2(!view->tryAction()->isEnabled(), "nobody is asked now");
    m_session->resume();
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QVERIFY(view->tryAction()->isEnabled());
    m_session->stop();
    QTRY_VERIFY(!view->tryAction()->isEnabled());
    QCOMPARE(state(), waits);
}

void TestMainWindow::limitsOfAHostAreThoseOfTheCrawl()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/page/2"))});
    QAbstractItemModel *hosts = m_window->findChild<HostsView *>()->findChild<QTableView *>()->model();
    QTRY_COMPARE(hosts->rowCount(), 1);
    QVERIFY(hosts->setData(hosts->index(0, int(HostColumn::Delay)), 1));
    const QSignalSpy told(m_session.get(), &CrawlSession::hostsChanged);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QTRY_VERIFY(!told.isEmpty());
    const auto snapshots = told.last()[0].value<QList<HostSnapshot>>();
    QCOMPARE(snapshots.size(), 1);
    QCOMPARE(snapshots.first().limits.hostDelay, std::chrono::milliseconds(1));
}

void TestMainWindow::theGeneralDelayIsThatOfTheSession()
{
    CrawlSettings settings = m_session->settings();
    settings.limits.hostDelay = std::chrono::milliseconds(250);
    settings.limits.perHost = 9;
    m_session->setSettings(settings);
    MainWindow second(*m_session, *m_settings, *m_probe, {}); // Settings was never saved
    HostSnapshot host;
    host.host = QStringLiteral("a.example");
    Q_EMIT m_session->findChild<Crawler *>()->hostsChanged({host});
    for (const MainWindow *window : {m_window.get(), &second}) {
        const QTableView *table = window->findChild<HostsView *>()->findChild<QTableView *>();
        QCOMPARE(table->model()->index(0, int(HostColumn::Delay)).data(Qt::EditRole).toInt(), 250);
        QCOMPARE(table->model()->index(0, int(HostColumn::Limit)).data(Qt::EditRole).toInt(), 9);
    }
}

void TestMainWindow::filterTermsAreExplained()
{
    auto *box = m_window->findChild<FilterBox *>();
    for (const char *term : {"status:", "verdict:", "host:", "regular expression"})
        QVERIFY2(box->toolTip().contains(QLatin1StringView(term)), term);
    paste({address(QStringLiteral("/page/1"))});
    box->setText(QStringLiteral("status:many"));
    QTRY_VERIFY(box->hasProblem());
    QVERIFY(box->toolTip().contains(QStringLiteral("many")));
    QVERIFY(!box->accessibleDescription().isEmpty());
    box->setText(QStringLiteral("status:"));
    QTRY_VERIFY(!box->hasProblem());
    QVERIFY(box->toolTip().contains(QStringLiteral("verdict:")));
}

void TestMainWindow::anUnknownFilterFieldIsNamed()
{
    paste({address(QStringLiteral("/page/1")), address(QStringLiteral("/gone"))});
    QTest::keySequence(m_window.get(), QKeySequence::Find);
    auto *box = m_window->findChild<FilterBox *>();
    QTest::keyClicks(box, QStringLiteral("colour:red"));
    QTRY_VERIFY(box->hasProblem());
    for (const char *named : {"colour", "title", "redirects", "note"})
        QVERIFY2(box->toolTip().contains(QLatin1StringView(named)), named);
    QCOMPARE(view()->model()->rowCount(), 2);
    QTest::keyClick(box, Qt::Key_Escape);
    QTest::keyClicks(box, address(QStringLiteral("/gone"))); // http://127.0.0.1:port/gone
    QTRY_COMPARE(view()->model()->rowCount(), 1);
    QVERIFY(!box->hasProblem());
}

void TestMainWindow::notesAreFilteredAsTheyAreWritten()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/page/2"))});
    auto *box = m_window->findChild<FilterBox *>();
    box->setText(QStringLiteral("note:anna"));
    QTRY_COMPARE(view()->model()->rowCount(), 0);
    const std::pair<RowId, QString> note(1, QStringLiteral("Ask Anna"));
    m_session->table()->setNotes(std::span(&note, 1));
    QTRY_COMPARE(view()->model()->rowCount(), 1);
    QCOMPARE(m_window->results()->shownRows(), std::vector<RowId>{1});
}

void TestMainWindow::helpIsReadBesideTheWindow()
{
    paste({address(QStringLiteral("/page/1"))});
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    auto *help = m_window->findChild<HelpDialog *>();
    QVERIFY(help && help->isVisible() && !help->isModal());
    auto *text = help->findChild<QTextBrowser *>();
    QVERIFY(text->toPlainText().contains(QStringLiteral("size:>10k")));
    m_window->activateWindow();
    QTest::keySequence(m_window.get(), QKeySequence::Find); // the window goes on
    QVERIFY(m_window->findChild<FilterBox *>()->hasFocus());
    QTest::keyClick(help, Qt::Key_Escape);
    QVERIFY(!help->isVisible());
    // By the menu: Help, Verdicts explained.
    QTest::keyClick(m_window.get(), Qt::Key_H, Qt::AltModifier);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QTest::keyClick(menu, Qt::Key_V);
    QVERIFY(help->isVisible());
    QVERIFY(text->toPlainText().contains(verdictMeaning(Verdict::Throttled)));
    QCOMPARE(m_window->findChildren<HelpDialog *>().size(), 1);
}

void TestMainWindow::everyShortcutIsExplained()
{
    paste({address(QStringLiteral("/page/1"))});
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    auto *help = m_window->findChild<HelpDialog *>();
    QTRY_COMPARE(QApplication::activeWindow(), help);
    QTest::keyClick(help, Qt::Key_Tab, Qt::ControlModifier);
    const QString text = help->findChild<QTextBrowser *>()->toPlainText();
    int count = 0;
    const QList<QAction *> actions = m_window->findChildren<QAction *>();
    for (const QAction *action : actions) {
        if (action->shortcut().isEmpty() || !action->isVisible() || action->text().isEmpty())
            continue;
        ++count;
        QVERIFY2(text.contains(QString(action->text()).remove(u'&')), qPrintable(action->text()));
        QVERIFY2(text.contains(action->shortcut().toString(QKeySequence::NativeText)),
                 qPrintable(action->text()));
    }
    QVERIFY(count > 15);
}

int main(int argc, char *argv[])
{
    TestMainWindow test;
    return runWindowTest(test, argc, argv);
}

#include "tst_mainwindow.moc"
