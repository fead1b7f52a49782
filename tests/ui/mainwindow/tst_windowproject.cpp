// SPDX-License-Identifier: GPL-3.0-or-later
// The window and its project files: saved, opened again, left behind, damaged, in use elsewhere.
#include "core/store/store.h"
#include "tests/core/store/projectcheck.h"
#include "tests/support/httpproxy.h"
#include "tests/ui/mainwindow/windowtest.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/dialogs/secretsdialog.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/mainwindow/exportjob.h"
#include "ui/mainwindow/mainactions.h"
#include "ui/mainwindow/matters.h"
#include "ui/mainwindow/projectdesk.h"
#include "ui/panels/hostsview.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <functional>

using namespace turnstone;
using Phase = CrawlSession::Phase;

class TestWindowProject final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void asksForTheKeyOfAProjectsProxy();
    void asksAgainForAPasswordThatTheProxyRefuses();
    void asksForTheSecretsOfAProject();
    void savesUnderANameAndOpensItAgain();
    void offersWhatWasLeftBehind();
    void discardsWhatWasLeftBehind();
    void saysHowMuchWasLeftBehind();
    void oneLineThatIsNoAddressIsOne();
    void noExportReplacesAList();
    void aQuestionIsAboutTheListThatIsThere_data();
    void aQuestionIsAboutTheListThatIsThere();
    void aRecentProjectWaitsForWhatIsBeingRead();
    void aForeignFileIsRefused();
    void aReadOnlyProjectSaysSo();
    void whatColumnsShowIsReadBack();
    void aDroppedProjectIsOpened();
    void whatIsShownStaysUntilTheProjectIsThere();
    void closingAsksNothingAndKeepsEverything();
    void whatCannotBeWrittenIsNotLetGoUnasked();
    void whoStaysIsNotLeftLater();
    void whatWasClosedIsOpenedAgain();
    void whoCancelsSaveAsHearsOfNoFailure();
    void anExportHasWhatIsFinishedAndHow();
    void anExportCountsWhatItWrites();
    void anExportIsNotGivenUpUnasked();
    void anExportThatIsCompleteIsNotAskedAbout();
    void aNoticeGoesWithItsReason();
    void anExportEndsBeforeItsWindow();
    void theHostsGoWithTheirList();
    void theFiltersGoWithTheirList();
    void theInspectorFollowsTheProject();
    void saysWhoseSettingsHold();
    void saysWhatIsLostOfAProject_data();
    void saysWhatIsLostOfAProject();

private:
    /// Answers the question that comes with Ctrl+E.
    void exportTo(const QString &path, const std::function<void(ExportDialog &)> &look = {});
    QString stopped(const QByteArray &settings) const;
};

void TestWindowProject::exportTo(const QString &path, const std::function<void(ExportDialog &)> &look)
{
    m_window->activateWindow(); // a question takes that away
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTimer::singleShot(0, m_window.get(), [this, path, look] {
        auto *dialog = m_window->findChild<ExportDialog *>();
        QVERIFY(dialog);
        if (look)
            look(*dialog);
        auto *name = dialog->findChild<QLineEdit *>();
        name->selectAll();
        QTest::keyClicks(name, path);
        dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save)->click();
        if (dialog->isVisible()) // there is nothing to write
            dialog->reject();
    });
    QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
}

/// A project of two addresses, of which a run with these settings has fetched one.
QString TestWindowProject::stopped(const QByteArray &settings) const
{
    const QString path = m_folder->filePath(QStringLiteral("stopped.turnstone"));
    const Result<std::unique_ptr<Store>> store = turnstone::createProject(path);
    AddressBlockBuilder builder;
    for (const QString &page : {QStringLiteral("/page/1"), QStringLiteral("/page/2")})
        builder.add(address(page).toUtf8());
    AddressList list;
    list.append(std::move(builder).build());
    FetchResult result;
    result.verdict = Verdict::Ok;
    result.attempts.resize(1);
    const bool isMade = store && store.value()->addAddresses(list, 0) &&
                        store.value()->beginRun(RunScope::List, settings) && store.value()->oweAll() &&
                        store.value()->append(std::vector{
                            ResultBatch(std::make_shared<const std::vector<FetchResult>>(1, result))}) &&
                        store.value()->endRun(RunEnding::Stopped, false);
    return isMade ? path : QString();
}

void TestWindowProject::asksForTheKeyOfAProjectsProxy()
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

void TestWindowProject::asksAgainForAPasswordThatTheProxyRefuses()
{
    const HttpProxy proxy("me", "right");
    CrawlSettings settings;
    settings.proxy = QUrl(QStringLiteral("http://me@127.0.0.1:%1").arg(proxy.port()));
    m_session->setSettings(settings);
    QStringList lines;
    for (int i = 0; i < 10; ++i)
        lines << address(QStringLiteral("/page/%1").arg(i));
    paste(lines);
    const auto startWith = [this](const QString &password) {
        m_window->activateWindow(); // a question takes that away
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        bool isAsked = false;
        QTimer::singleShot(0, m_window.get(), [this, password, &isAsked] {
            auto *dialog = m_window->findChild<QInputDialog *>();
            isAsked = dialog != nullptr;
            if (!isAsked)
                return;
            dialog->setTextValue(password);
            dialog->accept();
        });
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        QTRY_VERIFY(isAsked);
    };
    for (const char16_t *wrong : {u"", u"wrong"}) {
        startWith(QString::fromUtf16(wrong));
        QTRY_VERIFY2(message()->text().contains(QStringLiteral("rejects the user name")),
                     qPrintable(message()->text()));
        QTRY_COMPARE(m_session->phase(), Phase::Ready);
    }
    startWith(QStringLiteral("right"));
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(column(ResultColumn::Verdict).contains(QStringLiteral("200 OK")));
}

void TestWindowProject::asksForTheSecretsOfAProject()
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

void TestWindowProject::savesUnderANameAndOpensItAgain()
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

void TestWindowProject::offersWhatWasLeftBehind()
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

void TestWindowProject::discardsWhatWasLeftBehind()
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

void TestWindowProject::saysHowMuchWasLeftBehind()
{
    const auto offer = [this] {
        m_window->projects()->offerLeftBehind();
        QTRY_VERIFY(message()->isVisible());
        QVERIFY2(message()->text().contains(QStringLiteral("1 address, fetched, ")),
                 qPrintable(message()->text()));
        QVERIFY2(message()->text().contains(QStringLiteral("B.")), qPrintable(message()->text()));
    };
    crawl({address(QStringLiteral("/page/1"))});
    restart();
    offer();
    QVERIFY(!message()->text().contains(QStringLiteral("other")));
    crawl({address(QStringLiteral("/page/2"))});
    restart();
    offer();
    QVERIFY2(message()->text().contains(QStringLiteral("There is another one from ")),
             qPrintable(message()->text()));
    crawl({address(QStringLiteral("/page/3"))});
    restart();
    offer();
    QVERIFY2(message()->text().contains(QStringLiteral("There are 2 others (")),
             qPrintable(message()->text()));
}

void TestWindowProject::oneLineThatIsNoAddressIsOne()
{
    crawl({address(QStringLiteral("/page/1")), QStringLiteral("http://")});
    const QString path = saveAs(QStringLiteral("line.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("line - Turnstone"));
    restart();
    m_window->openFiles({path});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY2(message()->text().contains(QStringLiteral("1 line cannot be")), qPrintable(message()->text()));
}

void TestWindowProject::noExportReplacesAList()
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

void TestWindowProject::aQuestionIsAboutTheListThatIsThere_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<int>("sent");
    QTest::addColumn<QString>("title");
    QTest::newRow("it is sent, which no other project ends")
        << QStringLiteral("Send again") << 1 << QStringLiteral("Unnamed project - Turnstone");
    QTest::newRow("it is not sent") << QStringLiteral("Cancel") << 0 << QStringLiteral("other - Turnstone");
}

/// Another project that is opened meanwhile comes after the answer.
void TestWindowProject::aQuestionIsAboutTheListThatIsThere()
{
    QFETCH(QString, answer);
    QFETCH(int, sent);
    QFETCH(QString, title);
    const auto post = [this](int number) {
        return QStringLiteral("{\"url\": \"%1\", \"method\": \"POST\"}")
            .arg(address(QStringLiteral("/echo?%1").arg(number)));
    };
    m_window->addText(post(1) + u'\n' + post(2));
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    const QString other = saveAs(QStringLiteral("other.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("other - Turnstone"));
    restart();
    m_window->addText(post(3));
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    const quint64 before = m_site->counters().requests();
    QTimer::singleShot(0, m_window.get(), [this, other, answer] {
        m_window->openFiles({other});
        for (int i = 0; i < 100; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(m_session->phase(), Phase::Finished);
        QCOMPARE(m_session->addresses().size(), 1);
        answerNext(answer);
    });
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), sent > 0 ? Phase::Finished : Phase::Ready);
    QTRY_COMPARE(m_window->windowTitle(), title);
    QCOMPARE(m_site->counters().requests(), before + quint64(sent));
}

void TestWindowProject::aRecentProjectWaitsForWhatIsBeingRead()
{
    crawl({address(QStringLiteral("/page/1"))});
    const QString named = saveAs(QStringLiteral("named.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("named - Turnstone"));
    restart();
    QStringList lines;
    for (int i = 0; i < 20'000; ++i)
        lines << address(QStringLiteral("/page/%1").arg(i));
    m_window->addText(lines.join(u'\n'));
    QVERIFY(!m_window->projects()->recentMenu()->actions().isEmpty());
    m_window->projects()->recentMenu()->actions().front()->trigger();
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("named - Turnstone"));
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_session->addresses().size(), 1);
    QTRY_COMPARE(m_session->autosave().leftBehind().size(), size_t(1));
    QCOMPARE(m_session->autosave().leftBehind().front().addresses, 20'000);
}

void TestWindowProject::aForeignFileIsRefused()
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

void TestWindowProject::aReadOnlyProjectSaysSo()
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
    restart(); // the first one lets go of it
    window.openFiles({path});
    QTRY_VERIFY(second.phase() == Phase::Finished && !second.isReadOnly());
}

void TestWindowProject::whatColumnsShowIsReadBack()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/redirect/1")),
           address(QStringLiteral("/gone"))});
    const auto show = [this](ResultColumn column, bool shown) {
        QMenu menu;
        view()->fillColumnMenu(&menu);
        for (QAction *action : menu.actions()) {
            if (action->text() == resultColumnTitle(column) && action->isChecked() != shown)
                action->trigger();
        }
    };
    QCOMPARE(cell(1, ResultColumn::Redirects), QStringLiteral("1"));
    show(ResultColumn::Reason, true);
    show(ResultColumn::FinalAddress, true);
    QTRY_VERIFY(cell(2, ResultColumn::Reason).contains(QStringLiteral("410")));
    const QStringList reasons = column(ResultColumn::Reason);
    const QString led = cell(1, ResultColumn::FinalAddress);
    QVERIFY2(led.endsWith(QStringLiteral("/redirect/0")), qPrintable(led));
    const QString path = saveAs(QStringLiteral("columns.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("columns - Turnstone"));
    m_window->close();
    restart();
    m_window->openFiles({path});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QTRY_COMPARE(column(ResultColumn::Reason), reasons);
    QTRY_COMPARE(cell(1, ResultColumn::FinalAddress), led);
    show(ResultColumn::Reason, false);
    QVERIFY(cell(2, ResultColumn::Reason).isEmpty()); // takes no memory while nobody sees it
    show(ResultColumn::Description, true);
    QTRY_VERIFY(!cell(0, ResultColumn::Description).isEmpty());
}

void TestWindowProject::aDroppedProjectIsOpened()
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

/// The empty page in between would be a flicker, and two layouts of the whole window.
void TestWindowProject::whatIsShownStaysUntilTheProjectIsThere()
{
    auto *pages =
        m_window->centralWidget()->findChild<QStackedWidget *>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(pages);
    crawl({address(QStringLiteral("/page/1"))});
    const QString path = saveAs(QStringLiteral("shown.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("shown - Turnstone"));
    QCOMPARE(pages->currentIndex(), 1);
    QSignalSpy turned(pages, &QStackedWidget::currentChanged);
    QSignalSpy opened(m_session.get(), &CrawlSession::projectOpened);
    m_session->openProject(path, OpenMode::Read);
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(turned.size(), 0);
    QCOMPARE(pages->currentIndex(), 1);
    restart();
    pages = m_window->centralWidget()->findChild<QStackedWidget *>(QString(), Qt::FindDirectChildrenOnly);
    QCOMPARE(pages->currentIndex(), 0);
    m_session->openProject(QStringLiteral("/nowhere/at.turnstone"), OpenMode::Read);
    QTRY_COMPARE(m_session->phase(), Phase::Empty);
    QCOMPARE(pages->currentIndex(), 0);
    m_session->openProject(path, OpenMode::Read);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(pages->currentIndex(), 1);
}

void TestWindowProject::closingAsksNothingAndKeepsEverything()
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

void TestWindowProject::whatCannotBeWrittenIsNotLetGoUnasked()
{
    crawl({address(QStringLiteral("/page/1"))});
    const QString other = saveAs(QStringLiteral("other.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("other - Turnstone"));
    restart();
    const QString autosave = m_session->autosave().folder();
    QVERIFY(QDir(autosave).removeRecursively());
    QFile block(autosave); // no folder can be made there
    QVERIFY(block.open(QIODevice::WriteOnly));
    paste({address(QStringLiteral("/page/2")), address(QStringLiteral("/page/3"))});
    QTRY_VERIFY(message()->has(matter::Writing));

    const auto press = [this](Qt::Key key, const QString &answer = {}) {
        m_window->activateWindow(); // a question takes that away
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        if (!answer.isEmpty())
            answerNext(answer);
        QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
    };

    answerNext(QStringLiteral("Stay"));
    m_window->openFiles({other});
    QCOMPARE(m_session->phase(), Phase::Ready);
    QVERIFY(!message()->has(matter::Opening));
    press(Qt::Key_N, QStringLiteral("Stay"));
    QCOMPARE(m_session->addresses().size(), 2);
    answerNext(QStringLiteral("Stay"));
    m_window->close();
    QVERIFY(m_window->isVisible());

    press(Qt::Key_N, QStringLiteral("New project"));
    QCOMPARE(m_session->phase(), Phase::Empty);
    press(Qt::Key_Z);
    QCOMPARE(m_session->addresses().size(), 2);
    answerNext(QStringLiteral("Quit"));
    m_window->close();
    QVERIFY(!m_window->isVisible());
    m_window->show();
    answerNext(QStringLiteral("Open"));
    m_window->openFiles({other});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_session->addresses().size(), 1);
}

/// When what could not be written is.
void TestWindowProject::whoStaysIsNotLeftLater()
{
    paste({address(QStringLiteral("/slow?ms=3000&n=1")), address(QStringLiteral("/page/1"))});
    QTRY_VERIFY(m_session->isSettled());
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->stats().finished, 1);
    QTRY_VERIFY(m_session->project()->isDrained());
    const QString path = m_session->project()->path();
    QVERIFY(QFile::rename(path, path + u".away"));
    m_window->close(); // as soon as the crawl has ended
    QTRY_VERIFY(m_session->project()->isStuck());
    QVERIFY(m_window->isVisible());
    answerNext(QStringLiteral("Stay"));
    m_window->close();
    QVERIFY(m_window->isVisible());
    QTimer::singleShot(0, m_window.get(), [this] { // the place for it is asked for, and the window stays
        auto *question = m_window->findChild<QMessageBox *>();
        QVERIFY(question);
        const QList<QAbstractButton *> buttons = question->buttons();
        const auto elsewhere = std::find_if(buttons.begin(), buttons.end(), [](const QAbstractButton *each) {
            return each->text().startsWith(QStringLiteral("Save elsewhere"));
        });
        QVERIFY(elsewhere != buttons.end());
        QTimer::singleShot(0, m_window.get(), [this] {
            auto *places = m_window->findChild<QFileDialog *>();
            QVERIFY(places);
            places->reject();
        });
        (*elsewhere)->click();
    });
    m_window->close();
    QVERIFY(m_window->isVisible());
    QVERIFY(QFile::rename(path + u".away", path));
    m_session->retryWriting();
    QTRY_VERIFY(!m_session->isActive());
    QVERIFY(m_window->isVisible());
}

/// Nobody else has it: it was closed here, and can still be brought back.
void TestWindowProject::whatWasClosedIsOpenedAgain()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/page/2"))});
    const QString path = saveAs(QStringLiteral("closed.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("closed - Turnstone"));
    m_window->activateWindow(); // a dialog took that away
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QTRY_COMPARE(m_session->phase(), Phase::Empty);
    m_window->openFiles({path});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_session->addresses().size(), 2);
    QVERIFY(!m_session->isReadOnly());
    QVERIFY(!message()->has(matter::Opening));
    QVERIFY(!message()->has(matter::SetAside));
    QCOMPARE(m_window->windowTitle(), QStringLiteral("closed - Turnstone"));
}

void TestWindowProject::whoCancelsSaveAsHearsOfNoFailure()
{
    crawl({address(QStringLiteral("/page/1"))});
    const auto cancelSaveAs = [this] {
        m_window->activateWindow(); // a dialog takes that away
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        bool isCancelled = false;
        QTimer::singleShot(0, m_window.get(), [this, &isCancelled] {
            auto *dialog = m_window->findChild<QFileDialog *>();
            QVERIFY(dialog);
            dialog->reject();
            isCancelled = true;
        });
        QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(isCancelled);
    };
    cancelSaveAs();
    QVERIFY(!message()->has(matter::Writing));
    Q_EMIT m_session->writingFailed(Error{Error::Code::Unwritable, QStringLiteral("The disk is full.")});
    message()->drop(matter::Writing); // as Save elsewhere… does
    cancelSaveAs();
    QVERIFY(message()->text(matter::Writing).contains(QStringLiteral("The disk is full.")));
    Q_EMIT m_session->writingResumed();
    cancelSaveAs();
    QVERIFY(!message()->has(matter::Writing));
}

void TestWindowProject::anExportHasWhatIsFinishedAndHow()
{
    CrawlSettings settings;
    settings.userAgent = "Sandpiper/1";
    m_session->setSettings(settings);
    crawl({address(QStringLiteral("/page/1"))});
    paste({address(QStringLiteral("/page/2"))});
    const QString path = m_folder->filePath(QStringLiteral("report.html"));
    QTimer::singleShot(0, m_window.get(), [this, path] {
        auto *dialog = m_window->findChild<ExportDialog *>();
        QVERIFY(dialog);
        const QList<QRadioButton *> choices = dialog->findChildren<QRadioButton *>();
        QVERIFY(std::any_of(choices.begin(), choices.end(), [](const QRadioButton *choice) {
            return choice->text().contains(QStringLiteral("view (1)"));
        }));
        auto *name = dialog->findChild<QLineEdit *>();
        name->selectAll();
        QTest::keyClicks(name, path);
        dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save)->click();
    });
    QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(message()->text().startsWith(QStringLiteral("1 row was written")));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("Sandpiper/1"));
}

/// What is being checked again is written with its earlier result.
void TestWindowProject::anExportCountsWhatItWrites()
{
    QStringList lines;
    for (int i = 0; i < 30; ++i)
        lines << address(QStringLiteral("/slow?ms=100&n=%1").arg(i));
    lines << QStringLiteral("http://");
    crawl(lines);
    paste({address(QStringLiteral("/page/1"))}); // has none
    view()->selectAll();
    m_window->results()->actions().recheck->trigger();
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    m_session->pause();
    QTRY_COMPARE(m_session->phase(), Phase::Paused);
    QTRY_VERIFY(m_session->fetchedRows() < 30);
    QStringList choices;
    exportTo(m_folder->filePath(QStringLiteral("during.csv")), [&choices](ExportDialog &dialog) {
        for (const QRadioButton *choice : dialog.findChildren<QRadioButton *>())
            choices << choice->text().remove(u'&');
    });
    QCOMPARE(choices.value(0), QStringLiteral("All finished (31)"));
    QCOMPARE(choices.value(1), QStringLiteral("Current view (31)"));
    QCOMPARE(choices.value(2), QStringLiteral("Selection (31)"));
    QTRY_VERIFY2(message()->text().startsWith(QStringLiteral("31 rows were written")),
                 qPrintable(message()->text()));
}

void TestWindowProject::anExportIsNotGivenUpUnasked()
{
    crawl({address(QStringLiteral("/page/1"))});
    const QString path = m_folder->filePath(QStringLiteral("large.csv"));
    const auto closeAnd = [this](const QString &answer) {
        QString asked;
        QTimer::singleShot(0, m_window.get(), [this, answer, &asked] {
            auto *question = m_window->findChild<QMessageBox *>();
            QVERIFY(question);
            asked = question->text();
            QVERIFY(question->defaultButton() && question->defaultButton()->text() == QStringLiteral("Stay"));
            for (QAbstractButton *each : question->buttons()) {
                if (each->text().remove(u'&') == answer)
                    return each->click();
            }
            QFAIL("no such button");
        });
        m_window->close();
        return asked;
    };
    exportTo(path);
    QVERIFY(m_window->findChild<ExportJob *>());
    QVERIFY(closeAnd(QStringLiteral("Stay")).contains(QStringLiteral("large.csv")));
    QVERIFY(m_window->isVisible());
    QTRY_VERIFY(message()->text().startsWith(QStringLiteral("1 row was written")));
    QVERIFY(QFile::exists(path));

    QTRY_VERIFY(!m_window->findChild<ExportJob *>());
    exportTo(m_folder->filePath(QStringLiteral("other.csv")));
    QVERIFY(m_window->findChild<ExportJob *>());
    closeAnd(QStringLiteral("Quit and give it up"));
    QVERIFY(!m_window->isVisible());
    QVERIFY(!m_window->findChild<ExportJob *>());
}

void TestWindowProject::anExportThatIsCompleteIsNotAskedAbout()
{
    crawl({address(QStringLiteral("/page/1"))});
    const QString path = m_folder->filePath(QStringLiteral("large.csv"));
    exportTo(path);
    QVERIFY(m_window->findChild<ExportJob *>());
    bool isAsked = false;
    QTimer::singleShot(0, m_window.get(),
                       [this, &isAsked] { isAsked = m_window->findChild<QMessageBox *>(); });
    QTimer::singleShot(5000, m_window.get(), [] {
        if (QWidget *question = QApplication::activeModalWidget())
            question->close();
    });
    m_window->close();
    QVERIFY(isAsked);
    QVERIFY(!m_window->isVisible());
    QVERIFY(QFile::exists(path));
}

void TestWindowProject::aNoticeGoesWithItsReason()
{
    crawl({address(QStringLiteral("/page/1"))});
    const QString path = m_session->project()->path();
    m_window->findChild<MainActions *>()->newProject->trigger();
    QTRY_COMPARE(m_session->phase(), Phase::Empty);
    paste({address(QStringLiteral("/slow?ms=300"))});
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    m_window->openFiles({path});
    QVERIFY(message()->has(matter::StopFirst));
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(!message()->has(matter::StopFirst));
    m_window->addText({});
    QVERIFY(message()->text().startsWith(QStringLiteral("There is no text on the clipboard")));
    m_window->openFiles({path});
    QVERIFY(!message()->text().startsWith(QStringLiteral("There is no text on the clipboard")));
    QTRY_VERIFY(message()->text().contains(QStringLiteral("fetched")));
}

/// Its end is told to a window that is still one.
void TestWindowProject::anExportEndsBeforeItsWindow()
{
    crawl({address(QStringLiteral("/page/1"))});
    exportTo(m_folder->filePath(QStringLiteral("late.csv")));
    auto *job = m_window->findChild<ExportJob *>();
    QVERIFY(job);
    bool isWindow = false;
    connect(job, &QObject::destroyed, this,
            [&isWindow, window = m_window.get()] { isWindow = qobject_cast<MainWindow *>(window); });
    m_window.reset();
    QVERIFY(isWindow);
}

void TestWindowProject::theHostsGoWithTheirList()
{
    crawl({address(QStringLiteral("/page/1"))});
    const QAbstractItemModel *hosts = m_window->findChild<HostsView *>()->findChild<QTableView *>()->model();
    QTRY_COMPARE(hosts->rowCount(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(m_session->phase(), Phase::Empty);
    QCOMPARE(hosts->rowCount(), 0);
}

void TestWindowProject::theFiltersGoWithTheirList()
{
    crawl({address(QStringLiteral("/page/1")), address(QStringLiteral("/page/2"))});
    const QString path = saveAs(QStringLiteral("whole.turnstone"));
    QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("whole - Turnstone"));
    restart();
    crawl({address(QStringLiteral("/page/3"))});
    QList<QLineEdit *> filters{m_window->findChild<HostsView *>()->filter()};
    for (FilterBox *filter : m_window->findChildren<FilterBox *>())
        filters << filter;
    QVERIFY(filters.size() >= 3);
    for (QLineEdit *filter : filters)
        filter->setText(QStringLiteral("page/3"));
    m_window->openFiles({path});
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QTRY_COMPARE(m_session->addresses().size(), 2);
    for (const QLineEdit *filter : filters)
        QCOMPARE(filter->text(), QString());
    QTRY_COMPARE(view()->model()->rowCount(), 2);
}

void TestWindowProject::theInspectorFollowsTheProject()
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

void TestWindowProject::saysWhoseSettingsHold()
{
    CrawlSettings mine;
    mine.userAgent = "Mine/1";
    m_session->setSettings(mine);
    const QString file = stopped("{\"user_agent\": \"Sandpiper/1\"}");
    QVERIFY(!file.isEmpty());
    m_window->openFiles({file});
    QTRY_VERIFY(message()->text().contains(QStringLiteral("with the settings of that run")));
    QCOMPARE(m_session->settings().userAgent, QByteArray("Sandpiper/1"));
    const auto inSettings = [this](const auto &look) {
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTimer::singleShot(0, m_window.get(), [this, look] {
            auto *dialog = m_window->findChild<SettingsDialog *>();
            QVERIFY(dialog);
            look(*dialog);
            dialog->reject();
        });
        QTest::keyClick(m_window.get(), Qt::Key_Comma, Qt::ControlModifier);
    };
    inSettings([](SettingsDialog &dialog) {
        QVERIFY(dialog.findChild<QLabel *>(QStringLiteral("whose"))->isVisible());
        QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("own")), Qt::LeftButton);
        QVERIFY(!dialog.isVisible());
    });
    QCOMPARE(m_session->settings().userAgent, QByteArray("Mine/1"));
    QVERIFY(!m_session->hasRunSettings());
    QVERIFY(!message()->has(matter::Opening)); // which spoke of those of the run
    QVERIFY(message()->text().contains(QStringLiteral("Your own settings")));
    inSettings([](SettingsDialog &dialog) { QVERIFY(!dialog.findChild<QLabel *>(QStringLiteral("whose"))); });
}

void TestWindowProject::saysWhatIsLostOfAProject_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<QString>("damage");
    QTest::addColumn<QString>("says");
    QTest::newRow("settings") << QByteArray("{\"concurrency\": 0}") << QStringLiteral("PRAGMA user_version")
                              << QStringLiteral("settings of that run cannot be read");
    QTest::newRow("a result") << QByteArray("{}") << QStringLiteral("DELETE FROM result_rows")
                              << QStringLiteral("1 of its results cannot be read");
}

void TestWindowProject::saysWhatIsLostOfAProject()
{
    QFETCH(QByteArray, settings);
    QFETCH(QString, damage);
    QFETCH(QString, says);
    const QString file = stopped(settings);
    QVERIFY(!file.isEmpty());
    askSqlite(file, damage);
    m_window->openFiles({file});
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QTRY_VERIFY2(message()->text().contains(says), qPrintable(message()->text()));
}

int main(int argc, char *argv[])
{
    TestWindowProject test;
    return runWindowTest(test, argc, argv);
}

#include "tst_windowproject.moc"
