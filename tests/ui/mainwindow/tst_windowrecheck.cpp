// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that are checked again, or were to be when a stop came.
#include "tests/ui/mainwindow/windowtest.h"
#include "ui/mainwindow/mainactions.h"
#include "ui/mainwindow/matters.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/panels/statusbarpanel.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace turnstone;
using Phase = CrawlSession::Phase;

class TestWindowRecheck final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void theRestIsWhatIsStillUnchecked();
    void theRestIsOfTheList();
    void theRestStaysWhereNothingIsChecked();
    void theRestWithoutWhatIsRemoved();
    void theRestGoesWithItsList();
    void closingIsNoStop();
    void anOfferToUndoGoesWithTheNextRun();
    void theProgressIsThatOfTheRows();
    void whatWasNeverFetchedIsNotCheckedAgain();
    void whatCannotBeFetchedIsSaid();
    void anEmptyListHasNoFigures();
    void anEmptyListHasNothingToSelectOrFind();
    void messagesAreNextToTheFilterInTheOrderOfTab();

private:
    QStringList slowLines(int count, int ms) const
    {
        QStringList lines;
        for (int i = 0; i < count; ++i)
            lines << address(QStringLiteral("/slow?ms=%1&n=%2").arg(ms).arg(i));
        return lines;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_window.get(), key, modifiers);
    }
    /// A finished list, checked again and stopped at once.
    void stopInCheckAgain(int count)
    {
        crawl(slowLines(count, 100));
        press(Qt::Key_F9);
        QTRY_COMPARE(m_session->phase(), Phase::Running);
        press(Qt::Key_F9, Qt::ShiftModifier);
        QTRY_COMPARE(m_session->phase(), Phase::Finished);
    }
    /// The same, with the question that comes before.
    void stopInCheckAgainOfPosts(int count)
    {
        crawl(slowLines(count, 100));
        answerNext(QStringLiteral("Send again"));
        press(Qt::Key_F9);
        QTRY_COMPARE(m_session->phase(), Phase::Running);
        m_window->findChild<MainActions *>()->stop->trigger(); // the question took the keyboard
        QTRY_COMPARE(m_session->phase(), Phase::Finished);
    }
    /// How many the message says are left; 0 without one.
    int rest() const
    {
        static const QRegularExpression number(QStringLiteral("^Stopped\\. (\\d+) address(es)? w"));
        return number.match(message()->text(matter::Unchecked)).captured(1).toInt();
    }
    void select(int first, int last)
    {
        view()->selectionModel()->select({view()->model()->index(first, 0), view()->model()->index(last, 0)},
                                         QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    int countOf(const QString &verdict) const { return int(column(ResultColumn::Verdict).count(verdict)); }
    bool statusBarHas(const QString &text) const
    {
        const auto labels = m_window->findChild<StatusBarPanel *>()->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) {
            return label->isVisible() && label->text().contains(text);
        });
    }
};

void TestWindowRecheck::theRestIsWhatIsStillUnchecked()
{
    stopInCheckAgain(30);
    const int left = rest();
    QVERIFY2(left > 5, qPrintable(message()->text()));
    // The last rows come last.
    select(27, 29);
    m_window->results()->actions().recheck->trigger();
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QVERIFY(!message()->has(matter::Unchecked));
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(rest(), left - 3);
    const quint64 before = m_site->counters().requests();
    clickMessage(QStringLiteral("Check the rest"));
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_site->counters().requests() - before, quint64(left - 3));
    QVERIFY(!message()->has(matter::Unchecked));

    press(Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    press(Qt::Key_F9, Qt::ShiftModifier);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(rest() > 0);
    press(Qt::Key_F9); // all of them
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(!message()->has(matter::Unchecked));
}

void TestWindowRecheck::theRestIsOfTheList()
{
    stopInCheckAgain(30);
    const int left = rest();
    QVERIFY(left > 5);
    select(28, 29);
    m_window->results()->actions().remove->trigger();
    QCOMPARE(rest(), left - 2);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rest(), left);
    paste({address(QStringLiteral("/page/1"))});
    QCOMPARE(rest(), left);
}

void TestWindowRecheck::theRestStaysWhereNothingIsChecked()
{
    CrawlSettings settings = m_session->settings();
    settings.request.method = "POST";
    m_session->setSettings(settings);
    stopInCheckAgainOfPosts(30);
    const int left = rest();
    QVERIFY2(left > 5, qPrintable(message()->text() + column(ResultColumn::Verdict).join(QLatin1Char(' '))));
    select(0, 0);
    m_window->results()->actions().remove->trigger();
    const int listed = rest();
    const quint64 before = m_site->counters().requests();
    answerNext(QStringLiteral("Cancel"));
    clickMessage(QStringLiteral("Check the rest"));
    QCOMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(rest(), listed);
    QCOMPARE(m_site->counters().requests(), before);
    QVERIFY(message()->text().contains(QStringLiteral("1 row was removed")) ||
            message()->text().startsWith(QStringLiteral("Stopped.")));
    clickMessage(QStringLiteral("Undo")); // is offered as before
    QCOMPARE(rest(), left);
}

void TestWindowRecheck::theRestWithoutWhatIsRemoved()
{
    stopInCheckAgain(30);
    const int left = rest();
    QVERIFY(left > 5);
    select(28, 29);
    m_window->results()->actions().remove->trigger();
    const quint64 before = m_site->counters().requests();
    clickMessage(QStringLiteral("Check the rest"));
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_site->counters().requests() - before, quint64(left - 2));
    QVERIFY(!message()->has(matter::Unchecked));
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rest(), 2);
}

void TestWindowRecheck::theRestGoesWithItsList()
{
    stopInCheckAgain(30);
    QVERIFY(rest() > 0);
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_COMPARE(m_session->phase(), Phase::Empty);
    QVERIFY(!message()->has(matter::Unchecked));
}

/// What was not checked again is fetched by Start after reopening.
void TestWindowRecheck::closingIsNoStop()
{
    crawl(slowLines(30, 100));
    const QString path = m_session->project()->path();
    const quint64 before = m_site->counters().requests();
    press(Qt::Key_F9);
    QTRY_VERIFY(m_site->counters().requests() > before);
    m_window->close();
    QTRY_VERIFY(!m_window->isVisible());
    restart();
    m_window->openFiles({path});
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    const int left = m_session->startableRows();
    QVERIFY(left > 5);
    QTRY_COMPARE(
        message()->text(),
        QStringLiteral("%1 of 30 addresses have been fetched. Start fetches the rest.").arg(30 - left));
    press(Qt::Key_F9);
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(countOf(QStringLiteral("200 OK")), 30);
}

void TestWindowRecheck::anOfferToUndoGoesWithTheNextRun()
{
    crawl(slowLines(4, 50));
    select(0, 0);
    m_window->results()->actions().remove->trigger();
    QVERIFY(message()->text().contains(QStringLiteral("1 row was removed")));
    select(0, 1);
    m_window->results()->actions().recheck->trigger();
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QVERIFY2(message()->text().isEmpty(), qPrintable(message()->text()));
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
}

/// Whatever of them a run is about.
void TestWindowRecheck::theProgressIsThatOfTheRows()
{
    CrawlSettings settings = m_session->settings();
    settings.limits.perHost = 2;
    m_session->setSettings(settings);
    paste(slowLines(12, 400));
    press(Qt::Key_F9);
    QTRY_COMPARE(countOf(QStringLiteral("Running")), 2);
    press(Qt::Key_F9, Qt::ShiftModifier);
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    const QStringList verdicts = column(ResultColumn::Verdict);
    const auto cancelled = int(verdicts.indexOf(QStringLiteral("Cancelled")));
    QVERIFY(cancelled >= 0);
    const int done = countOf(QStringLiteral("200 OK"));
    QVERIFY(statusBarSays(QStringLiteral("%1 of 12").arg(done)));
    select(cancelled, cancelled);
    m_window->results()->actions().recheck->trigger();
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    QTRY_COMPARE(countOf(QStringLiteral("Running")), 1);
    QCOMPARE(m_session->stats().finished, qint64(done));
    QVERIFY(statusBarSays(QStringLiteral("%1 of 12").arg(done)));
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QVERIFY(statusBarSays(QStringLiteral("%1 of 12").arg(done + 1)));
}

void TestWindowRecheck::whatWasNeverFetchedIsNotCheckedAgain()
{
    paste(slowLines(3, 1));
    select(0, 0);
    m_window->results()->actions().recheck->trigger();
    QCOMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(message()->text(), QStringLiteral("1 address has not been fetched yet: Start fetches it."));
    select(0, 1);
    m_window->results()->actions().recheck->trigger();
    QCOMPARE(message()->text(), QStringLiteral("2 addresses have not been fetched yet: Start fetches them."));
}

void TestWindowRecheck::whatCannotBeFetchedIsSaid()
{
    crawl({QStringLiteral("http://"), QStringLiteral("http:///x")});
    QCOMPARE(countOf(QStringLiteral("Invalid address")), 2);
    int phases = 0;
    connect(m_session.get(), &CrawlSession::phaseChanged, this, [&phases] { ++phases; });
    const QString nothing = QStringLiteral("Nothing here can be fetched.");
    press(Qt::Key_F9);
    QCOMPARE(message()->text(), nothing);
    message()->dropSaid();
    view()->selectAll();
    m_window->results()->actions().recheck->trigger();
    QCOMPARE(message()->text(), nothing);
    message()->dropSaid();
    m_window->findChild<MainActions *>()->recheckFailed->trigger();
    QCOMPARE(message()->text(), QStringLiteral("No address has failed."));
    QCOMPARE(phases, 0);
}

void TestWindowRecheck::anEmptyListHasNoFigures()
{
    crawl(slowLines(3, 1));
    QVERIFY(statusBarHas(QStringLiteral("took")));
    view()->selectAll();
    m_window->results()->actions().remove->trigger();
    QCOMPARE(m_session->phase(), Phase::Empty);
    QVERIFY(!statusBarHas(QStringLiteral("took")));
    QVERIFY(!statusBarHas(QStringLiteral("/s")));
}

void TestWindowRecheck::anEmptyListHasNothingToSelectOrFind()
{
    const auto *actions = m_window->findChild<MainActions *>();
    QVERIFY(actions);
    QVERIFY(!actions->find->isEnabled());
    QVERIFY(!m_window->results()->actions().selectAll->isEnabled());
    paste(slowLines(1, 1));
    QVERIFY(actions->find->isEnabled());
    QVERIFY(m_window->results()->actions().selectAll->isEnabled());
}

void TestWindowRecheck::messagesAreNextToTheFilterInTheOrderOfTab()
{
    crawl(slowLines(3, 1));
    m_window->activateWindow();
    select(0, 0);
    m_window->results()->actions().remove->trigger();
    auto *filter = m_window->findChild<FilterBox *>();
    filter->setFocus();
    QTRY_VERIFY(QApplication::focusWidget() &&
                (QApplication::focusWidget() == filter || filter->isAncestorOf(QApplication::focusWidget())));
    press(Qt::Key_Tab);
    const auto *button = qobject_cast<QPushButton *>(QApplication::focusWidget());
    QVERIFY(button);
    QCOMPARE(button->text(), QStringLiteral("Undo"));
}

int main(int argc, char **argv)
{
    TestWindowRecheck test;
    return runWindowTest(test, argc, argv);
}

#include "tst_windowrecheck.moc"
