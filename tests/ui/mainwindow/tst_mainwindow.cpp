// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a user meets it: real keys and clicks, the real engine, a web site on loopback.
#include "app/demosite/demosite.h"
#include "core/net/networksetup.h"
#include "tests/support/resultat.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/dialogs/secretsdialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/matters.h"
#include "ui/mainwindow/projectdesk.h"
#include "ui/models/resulttablemodel.h"
#include "ui/panels/changesview.h"
#include "ui/panels/hostsview.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/panels/sidebarpanel.h"
#include "ui/panels/statusbarpanel.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/eventloopprobe.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/themecontroller.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace turnstone;
using Phase = CrawlSession::Phase;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

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
    void rechecksTheSelectedRow();
    void saysWhyARowWaitsToBeTriedAgain();
    void ctrlFGoesToTheFilterOfWhatIsShown();
    void aClearedListComesBack();
    void droppedTextIsRead();
    void anUnreadableFileIsAWarning();
    void theDemoButtonFillsTheList();
    void columnsAreRemembered();
    void asksForThePasswordOfTheProxy();
    void asksForTheKeyOfAProjectsProxy();
    void asksForTheSecretsOfAProject();
    void laterSettingsHoldFromTheNextStart();
    void theNetworkGoesAndComes();
    void theNetworkIsNotDownForLongerThanTheRun();
    void hostsAreAskedWhileTheCrawlRuns();
    void theGeneralDelayIsThatOfTheSession();
    void filterTermsAreExplained();
    void savesUnderANameAndOpensItAgain();
    void offersWhatWasLeftBehind();
    void discardsWhatWasLeftBehind();
    void noExportReplacesAList();
    void aForeignFileIsRefused();
    void aReadOnlyProjectSaysSo();
    void aDroppedProjectIsOpened();
    void closingAsksNothingAndKeepsEverything();
    void theInspectorFollowsTheProject();

private:
    QString address(const QString &path) const { return m_site->address(path).toString(); }
    /// Another window, as after the program's next start.
    void restart();
    QString saveAs(const QString &name);
    void clickMessage(const QString &button) const;
    MessageBar *message() const { return m_window->findChild<MessageBar *>(); }
    void paste(const QStringList &lines);
    void crawl(const QStringList &lines);
    ResultsView *view() const { return m_window->results()->view(); }
    QString cell(int place, ResultColumn column) const
    {
        return view()->model()->index(place, int(column)).data().toString();
    }
    QStringList column(ResultColumn column) const;
    bool statusBarSays(const QString &text) const
    {
        const QList<QLabel *> labels = m_window->findChild<StatusBarPanel *>()->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) {
            return label->isVisible() && label->text() == text;
        });
    }
    void clickRow(int place) const;

    std::unique_ptr<DemoSite> m_site;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<EventLoopProbe> m_probe;
    std::unique_ptr<CrawlSession> m_session;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::initTestCase()
{
    Result<std::unique_ptr<DemoSite>> site = DemoSite::start({});
    QVERIFY(site);
    m_site = std::move(site).value();
}

void TestMainWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    restart();
}

void TestMainWindow::restart()
{
    m_window.reset();
    m_session.reset();
    m_settings =
        std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    m_probe = std::make_unique<EventLoopProbe>();
    m_session = std::make_unique<CrawlSession>(Autosave(m_folder->filePath(QStringLiteral("autosave"))));
    m_window =
        std::make_unique<MainWindow>(*m_session, *m_settings, *m_probe, [this]() -> Result<QByteArray> {
            return address(QStringLiteral("/page/7")).toUtf8();
        });
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::cleanup()
{
    m_session->stop();
    QTRY_VERIFY(!m_session->isActive());
    m_window.reset();
    m_session.reset();
    m_probe.reset();
}

void TestMainWindow::paste(const QStringList &lines)
{
    const int before = m_session->addresses().size();
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    QTest::keySequence(m_window.get(), QKeySequence::Paste);
    QTRY_COMPARE(m_session->addresses().size(), before + int(lines.size()));
}

void TestMainWindow::crawl(const QStringList &lines)
{
    paste(lines);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
}

QStringList TestMainWindow::column(ResultColumn column) const
{
    QStringList cells;
    for (int place = 0; place < view()->model()->rowCount(); ++place)
        cells << cell(place, column);
    return cells;
}

void TestMainWindow::clickRow(int place) const
{
    const QRect rect = view()->visualRect(view()->model()->index(place, 0));
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, rect.center());
}

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
    QTRY_VERIFY(message()->text().startsWith(QStringLiteral("1 of 3 addresses were fetched.")));
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
    QTRY_VERIFY(says(QStringLiteral("Waits for its turn")));
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_VERIFY(!says(QStringLiteral("Waits for its turn")));
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
    QCOMPARE(cells.size(), ResultColumnCount);
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
    QTRY_VERIFY(says(QStringLiteral("Tries so far: 1. Its host: paused")));
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QVERIFY(message()->isVisible());
    QVERIFY2(message()->text().contains(QStringLiteral("will be tried again by itself")),
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
void TestMainWindow::asksForTheKeyOfAProjectsProxy()
{
    CrawlSettings settings;
    settings.proxy = QUrl(QStringLiteral("http://***@127.0.0.1:9"));
    m_session->setSettings(settings);
    paste({address(QStringLiteral("/page/1"))});
    QTimer::singleShot(0, m_window.get(), [this] {
        auto *dialog = m_window->findChild<QInputDialog *>();
        QVERIFY(dialog);
        dialog->setTextValue(QStringLiteral("hu:sh"));
        dialog->accept();
    });
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QCOMPARE(m_session->settings().proxy.userName(), QStringLiteral("hu:sh"));
    QVERIFY(m_session->settings().proxy.password().isEmpty());
    QVERIFY(m_session->phase() != Phase::Ready);
}

void TestMainWindow::asksForTheSecretsOfAProject()
{
    QUrl url = m_site->address(QStringLiteral("/basic-auth/tide/s3cr3t"));
    url.setUserInfo(QStringLiteral("tide:s3cr3t"));
    crawl({QString::fromLatin1(url.toEncoded())});
    QCOMPARE(cell(0, ResultColumn::Verdict), QStringLiteral("200 OK"));
    QVERIFY(cell(0, ResultColumn::Address).startsWith(QStringLiteral("http://tide:***@")));
    clickRow(0);
    const auto inspectorHolds = [this](const QString &text) {
        const auto *inspector = m_window->findChild<InspectorPanel *>();
        const auto shows = [&text](const auto *label) { return label->text().contains(text); };
        const QList<QLabel *> labels = inspector->findChildren<QLabel *>();
        const QList<ElidedLabel *> elided = inspector->findChildren<ElidedLabel *>();
        return std::any_of(labels.begin(), labels.end(), shows) ||
               std::any_of(elided.begin(), elided.end(), shows);
    };
    QTRY_VERIFY(inspectorHolds(QStringLiteral("tide:***@")));
    QVERIFY(!inspectorHolds(QStringLiteral("tide:s3cr3t")));
    const QString file = m_folder->filePath(QStringLiteral("kept.turnstone"));
    m_session->saveProjectAs(file);
    QTRY_COMPARE(m_session->project()->path(), file);
    QTRY_VERIFY(m_session->isSettled());
    restart();
    m_window->openFiles({file});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);

    const auto answer = [this](const QString &password) {
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTimer::singleShot(0, m_window.get(), [this, password] {
            auto *dialog = m_window->findChild<SecretsDialog *>();
            QVERIFY(dialog);
            dialog->findChild<QLineEdit *>()->setText(password);
            dialog->done(password.isEmpty() ? QDialog::Rejected : QDialog::Accepted);
        });
        clickRow(0);
        QTest::keyClick(view(), Qt::Key_F5);
    };
    const quint64 before = m_site->counters().requests();
    answer({});
    QCOMPARE(m_session->phase(), Phase::Finished);
    answer(QStringLiteral("s3cr3t"));
    QTRY_COMPARE(m_site->counters().requests(), before + 1);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(cell(0, ResultColumn::Verdict), QStringLiteral("200 OK"));
}

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
    QVERIFY(message()->text().startsWith(u"The network is down. Nothing is fetched until it is back"));
    CrawlStats stats;
    stats.networkDown = true;
    Q_EMIT crawler->statsChanged(stats);
    QVERIFY(statusBarSays(QStringLiteral("network down")));
    Q_EMIT crawler->networkDownChanged(false);
    QVERIFY(!message()->isVisible());
    stats.networkDown = false;
    Q_EMIT crawler->statsChanged(stats);
    QVERIFY(!statusBarSays(QStringLiteral("network down")));

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

QString TestMainWindow::saveAs(const QString &name)
{
    const QString path = m_folder->filePath(name);
    QTimer::singleShot(0, m_window.get(), [this, path] {
        auto *dialog = m_window->findChild<QFileDialog *>();
        QVERIFY(dialog);
        dialog->selectFile(path);
        QTest::keyClick(dialog, Qt::Key_Return);
    });
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    return path;
}

void TestMainWindow::clickMessage(const QString &text) const
{
    const QList<QPushButton *> buttons = message()->findChildren<QPushButton *>();
    const auto button = std::find_if(buttons.begin(), buttons.end(), [&text](const QPushButton *each) {
        return each->isVisible() && each->text() == text;
    });
    QVERIFY2(button != buttons.end(), qPrintable(message()->text()));
    QTest::mouseClick(*button, Qt::LeftButton);
}

void TestMainWindow::savesUnderANameAndOpensItAgain()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/gone"))});
    QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("Unnamed project")));
    const QString path = saveAs(QStringLiteral("my site.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("my site - Turnstone"));
    QVERIFY(QFileInfo::exists(path));
    QVERIFY(QDir(m_session->autosave().folder()).entryList({QStringLiteral("*.turnstone")}).isEmpty());
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
    QVERIFY(message()->text().contains(path));
    restart();
    QCOMPARE(m_window->windowTitle(), QStringLiteral("Turnstone"));
    m_window->openFiles({path});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_window->windowTitle(), QStringLiteral("my site - Turnstone"));
    QCOMPARE(column(ResultColumn::Verdict),
             QStringList({QStringLiteral("200 OK"), QStringLiteral("410 Broken")}));
    QVERIFY(!cell(0, ResultColumn::Title).isEmpty());
    QVERIFY(message()->isVisible());
    QVERIFY(m_window->projects()->recentMenu()->menuAction()->isEnabled());
    const QList<QAction *> recent = m_window->projects()->recentMenu()->actions();
    QCOMPARE(recent.size(), 1);
    QCOMPARE(recent.front()->text(), QStringLiteral("my site"));
}

void TestMainWindow::offersWhatWasLeftBehind()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/page/2"))});
    paste({address(QStringLiteral("/page/3"))});
    restart();
    m_window->projects()->offerLeftBehind();
    QTRY_VERIFY(message()->isVisible());
    QCOMPARE(m_session->phase(), Phase::Empty); // nothing is opened unasked
    QVERIFY2(message()->text().contains(QStringLiteral("2 of 3")), qPrintable(message()->text()));
    clickMessage(QStringLiteral("Reopen"));
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QVERIFY2(message()->text().contains(QStringLiteral("2 of 3")), qPrintable(message()->text()));
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_session->stats().requests, 1);
    QCOMPARE(column(ResultColumn::Verdict).count(QStringLiteral("200 OK")), 3);
}

void TestMainWindow::discardsWhatWasLeftBehind()
{
    crawl({address(QStringLiteral("/page/1"))});
    restart();
    m_window->projects()->offerLeftBehind();
    QTRY_VERIFY(message()->isVisible());
    const auto answer = [this](const QString &text) {
        QTimer::singleShot(0, m_window.get(), [this, text] {
            auto *question = m_window->findChild<QMessageBox *>();
            QVERIFY(question);
            const QList<QAbstractButton *> buttons = question->buttons();
            const auto button =
                std::find_if(buttons.begin(), buttons.end(),
                             [&text](const QAbstractButton *each) { return each->text() == text; });
            QVERIFY(button != buttons.end());
            (*button)->click();
        });
        clickMessage(QStringLiteral("Discard…"));
    };
    answer(QStringLiteral("Keep"));
    QVERIFY(message()->has(matter::LeftBehind));
    answer(QStringLiteral("Discard"));
    QVERIFY(!message()->has(matter::LeftBehind));
    QCOMPARE(m_session->autosave().leftBehind().size(), size_t(1)); // until the program ends
    clickMessage(QStringLiteral("Undo"));
    QVERIFY(!message()->has(matter::Discarded));
    QVERIFY(message()->has(matter::LeftBehind));
    answer(QStringLiteral("Discard"));
    restart();
    QVERIFY(m_session->autosave().leftBehind().empty());
}

void TestMainWindow::noExportReplacesAList()
{
    const QString list = m_folder->filePath(QStringLiteral("list.csv"));
    QFile file(list);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("url\n" + address(QStringLiteral("/page/1")).toUtf8() + '\n');
    file.close();
    m_window->openFiles({list});
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QTimer::singleShot(0, m_window.get(), [this, list] {
        auto *dialog = m_window->findChild<ExportDialog *>();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>()->setText(list);
        const auto *save = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save);
        QVERIFY(!save->isEnabled());
        const QList<QLabel *> labels = dialog->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(QStringLiteral("list.csv"));
        }));
        dialog->reject();
    });
    QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("url\n"));
}

void TestMainWindow::aForeignFileIsRefused()
{
    const QString path = m_folder->filePath(QStringLiteral("foreign.turnstone"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not a project");
    file.close();
    m_window->openFiles({path});
    QTRY_VERIFY2(message()->isVisible() && message()->text().contains(QStringLiteral("foreign.turnstone")) &&
                     !message()->text().startsWith(QStringLiteral("Opening")),
                 qPrintable(message()->text()));
    QCOMPARE(m_session->phase(), Phase::Empty);
}

void TestMainWindow::aReadOnlyProjectSaysSo()
{
    crawl({address(QStringLiteral("/page/1"))});
    const QString path = m_session->project()->path();
    CrawlSession second(m_session->autosave());
    MainWindow window(second, *m_settings, *m_probe, {});
    window.show();
    window.openFiles({path}); // held by the first one
    auto *bar = window.findChild<MessageBar *>();
    const auto openButton = [bar]() -> QPushButton * {
        const QList<QPushButton *> buttons = bar->findChildren<QPushButton *>();
        const auto found = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton *each) {
            return each->text() == QStringLiteral("Open read-only");
        });
        return found == buttons.end() ? nullptr : *found;
    };
    QTRY_VERIFY(openButton());
    QTest::mouseClick(openButton(), Qt::LeftButton);
    QTRY_COMPARE(second.phase(), Phase::Finished);
    QVERIFY(window.windowTitle().contains(QStringLiteral("read-only")));
    QVERIFY(bar->isVisible());
    bar->dropSaid();
    QVERIFY(!bar->isVisible());
    window.addText(address(QStringLiteral("/page/2")));
    QVERIFY(bar->isVisible());
    QCOMPARE(second.addresses().size(), 1);
}

void TestMainWindow::aDroppedProjectIsOpened()
{
    crawl({address(QStringLiteral("/page/1"))});
    const QString path = saveAs(QStringLiteral("dropped.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("dropped - Turnstone"));
    restart();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window.get(), &drop);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
}

void TestMainWindow::closingAsksNothingAndKeepsEverything()
{
    QStringList lines;
    for (int i = 0; i < 200; ++i)
        lines << address(QStringLiteral("/slow?ms=100&n=%1").arg(i));
    paste(lines);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_VERIFY(m_session->startableRows() < 150);
    m_window->close();
    QTRY_VERIFY(!m_window->isVisible());
    QVERIFY(!m_session->isActive());
    const int left = m_session->startableRows();
    restart();
    const std::vector<LeftProject> found = m_session->autosave().leftBehind();
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found[0].finished, 200 - left);
}

void TestMainWindow::theInspectorFollowsTheProject()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/redirect/2"))});
    const QString path = saveAs(QStringLiteral("looked at.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("looked at - Turnstone"));
    restart();
    m_window->openFiles({path});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    clickRow(0);
    const auto shows = [this](const QString &text) {
        const QList<QLineEdit *> facts = m_window->findChild<InspectorPanel *>()->findChildren<QLineEdit *>();
        return std::any_of(facts.begin(), facts.end(),
                           [&text](const QLineEdit *fact) { return fact->text().contains(text); });
    };
    QTRY_VERIFY(shows(cell(0, ResultColumn::Title)));
}

int main(int argc, char *argv[])
{
    prepareNetwork();
    QApplication application(argc, argv);
    const ThemeController theme(&application);
    TestMainWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_mainwindow.moc"
