// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/hostlimitdelegate.h"
#include "ui/models/hostmodel.h"
#include "ui/panels/hostspanel.h"
#include "ui/panels/hostsview.h"
#include "ui/panels/notablehosts.h"
#include "ui/widgets/flatbutton.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using namespace turnstone;
using namespace std::chrono_literals;

class TestHosts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<HostModel>([this] { return m_now; });
        HostSnapshot slowed = host(u"api.example"_qs, 0, 0);
        slowed.condition = HostCondition::Slowed;
        slowed.trouble = HostTrouble::Throttled;
        slowed.willRetry = 1;
        slowed.pausedFor = slowed.nextRetryIn = 23s;
        m_model->update({host(u"busy.example"_qs, 6, 14.2), host(u"calm.example"_qs, 1, 0.5), slowed});
    }

    void everyHeadingIsWholeAndOfOneColumn()
    {
        HostsView view(*m_model);
        view.show();
        const QHeaderView *header = view.findChild<QTableView *>()->horizontalHeader();
        QStringList headings;
        for (int column = 0; column < HostColumnCount; ++column) {
            headings << m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
            QVERIFY2(header->sectionSize(column) >= header->sectionSizeHint(column),
                     qPrintable(headings.last()));
        }
        QCOMPARE(headings.removeDuplicates(), 0);
    }

    void theFilterHasItsRoomInANarrowView()
    {
        HostsView view(*m_model);
        view.resize(560, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QFontMetrics metrics = view.fontMetrics();
        QVERIFY2(view.filter()->width() >= metrics.horizontalAdvance(view.filter()->placeholderText()) + 16,
                 qPrintable(QString::number(view.filter()->width())));
        for (const auto *button : view.findChildren<FlatButton *>())
            QVERIFY2(button->width() >= button->fullWidth(), qPrintable(button->text()));
    }

    void theCountGrowsWithTheHosts()
    {
        HostsView view(*m_model);
        view.show();
        const auto says = [&view](const QString &text) {
            const QList<QLabel *> labels = view.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(),
                               [&text](const QLabel *label) { return label->text() == text; });
        };
        QVERIFY(says(u"Hosts: 3"_qs));
        m_model->update({host(u"new.example"_qs, 1, 1)});
        QTRY_VERIFY(says(u"Hosts: 4"_qs));
    }

    void theShortListShowsWhatMatters()
    {
        HostsPanel panel(*m_model);
        panel.show();
        auto *list = panel.findChild<NotableHosts *>();
        QCOMPARE(list->rowCount(), 3);
        QCOMPARE(list->item(0, 0)->text(), u"api.example"_qs);
        QCOMPARE(list->item(0, 2)->text(), u"slowed 0:23"_qs);
        QCOMPARE(list->item(1, 1)->text(), u"6 / 6"_qs);
        QCOMPARE(list->item(1, 2)->text(), u"14.2\u00A0/s"_qs);
        m_now += 5s; // the panel's own timer moves the countdown on
        QTRY_COMPARE(list->item(0, 2)->text(), u"slowed 0:18"_qs);
    }

    void hostsThatAreDownHeadTheShortList()
    {
        m_model->update({downHost()});
        HostsPanel panel(*m_model);
        panel.show();
        auto *list = panel.findChild<NotableHosts *>();
        QCOMPARE(list->item(0, 0)->text(), u"dead.example"_qs);
        QCOMPARE(list->item(0, 2)->text(), u"down 0:20"_qs);
        QVERIFY(
            list->item(0, 2)->toolTip().contains(u"down: refused, asks again in 0:20, given up in 4:10"_qs));
        QCOMPARE(list->item(1, 0)->text(), u"api.example"_qs);
        QVERIFY(list->item(0, 2)->foreground() != list->item(1, 2)->foreground());
    }

    void aBusyHostShowsItsRateNotItsRetries()
    {
        HostSnapshot busy = host(u"busy.example"_qs, 6, 14.2);
        busy.willRetry = 1;
        busy.nextRetryIn = 4s;
        m_model->update({busy});
        HostsPanel panel(*m_model);
        QCOMPARE(panel.findChild<NotableHosts *>()->item(1, 2)->text(), u"14.2\u00A0/s"_qs);
    }

    void selectedHostsAreTriedAndGivenUpByKeys()
    {
        m_model->update({downHost(), givenUpHost()});
        HostsView view(*m_model);
        view.setActive(true);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        auto *table = view.findChild<QTableView *>();
        table->setFocus();
        QSignalSpy tried(&view, &HostsView::tryRequested);
        QSignalSpy givenUp(&view, &HostsView::giveUpRequested);

        table->selectRow(rowOf(table, u"busy.example"_qs)); // it is well
        QVERIFY(!view.tryAction()->isEnabled() && !view.giveUpAction()->isEnabled());
        QTest::keyClick(table, Qt::Key_F5);
        QTest::keyClick(table, Qt::Key_Delete);
        QCOMPARE(tried.size() + givenUp.size(), 0);

        table->selectRow(rowOf(table, u"api.example"_qs)); // it is slowed
        QVERIFY(view.tryAction()->isEnabled() && !view.giveUpAction()->isEnabled());
        table->selectAll();
        QVERIFY(view.tryAction()->isEnabled() && view.giveUpAction()->isEnabled());
        QTest::keyClick(table, Qt::Key_F5);
        QCOMPARE(tried.size(), 1);
        QStringList hosts = tried[0][0].toStringList();
        hosts.sort();
        QCOMPARE(hosts, QStringList({u"api.example"_qs, u"dead.example"_qs}));
        QString question; // 40 rows at once
        answer(view, u"Cancel"_qs, &question);
        QTest::keyClick(table, Qt::Key_Delete);
        QVERIFY2(question.contains(u"40 addresses of dead.example"_qs), qPrintable(question));
        QCOMPARE(givenUp.size(), 0);
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        answer(view, u"Give up"_qs);
        QTest::keyClick(table, Qt::Key_Delete);
        QCOMPARE(givenUp.size(), 1);
        QCOMPARE(givenUp[0][0].toStringList(), QStringList(u"dead.example"_qs));
    }

    void actionsSayWhyTheyCannotBeUsed_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("isActive");
        QTest::addColumn<bool>("canTry");
        QTest::addColumn<bool>("canGiveUp");
        QTest::addColumn<QString>("reason"); // of giving up
        const QString idle = u"Nothing is being fetched."_qs;
        const QString verdict = u"Its rows have their verdict. To try the host again, check them again."_qs;
        const QString notDown = u"No selected host is down."_qs;
        QTest::newRow("down") << u"dead.example"_qs << true << true << true << QString();
        QTest::newRow("down, no crawl") << u"dead.example"_qs << false << false << false << idle;
        QTest::newRow("slowed") << u"api.example"_qs << true << true << false << notDown;
        QTest::newRow("well") << u"busy.example"_qs << true << false << false << notDown;
        QTest::newRow("given up") << u"gone.example"_qs << true << false << false << verdict;
        QTest::newRow("given up, no crawl") << u"gone.example"_qs << false << false << false << verdict;
        QTest::newRow("none") << QString() << true << false << false << u"Select a host that is down."_qs;
    }

    void actionsSayWhyTheyCannotBeUsed()
    {
        QFETCH(QString, host);
        QFETCH(bool, isActive);
        QFETCH(QString, reason);
        m_model->update({downHost(), givenUpHost()});
        HostsView view(*m_model);
        auto *table = view.findChild<QTableView *>();
        if (!host.isEmpty())
            table->selectRow(rowOf(table, host));
        view.setActive(isActive);
        QTEST(view.tryAction()->isEnabled(), "canTry");
        QTEST(view.giveUpAction()->isEnabled(), "canGiveUp");
        if (!reason.isEmpty())
            QCOMPARE(view.giveUpAction()->toolTip(), reason);
        QCOMPARE(view.tryAction()->toolTip() == reason,
                 !view.tryAction()->isEnabled() && !reason.endsWith(u"down."_qs));
    }

    void actionsAreButtonsInSight()
    {
        m_model->update({downHost()});
        HostsView view(*m_model);
        view.setActive(true);
        view.resize(900, 300);
        view.show();
        auto *table = view.findChild<QTableView *>();
        table->selectRow(rowOf(table, u"dead.example"_qs));
        QSignalSpy tried(&view, &HostsView::tryRequested);
        QSignalSpy givenUp(&view, &HostsView::giveUpRequested);
        const auto click = [&view](const QAction *action) {
            for (QToolButton *button : view.findChildren<QToolButton *>()) {
                if (button->defaultAction() == action && button->isVisible())
                    QTest::mouseClick(button, Qt::LeftButton);
            }
        };
        click(view.tryAction());
        answer(view, u"Give up"_qs);
        click(view.giveUpAction());
        QCOMPARE(tried.size(), 1);
        QCOMPARE(givenUp.size(), 1);
    }

    void oneRowIsGivenUpUnasked()
    {
        HostSnapshot down = downHost();
        down.waiting = 0;
        down.willRetry = 1;
        m_model->update({down});
        HostsView view(*m_model);
        view.setActive(true);
        view.show();
        auto *table = view.findChild<QTableView *>();
        table->selectRow(rowOf(table, u"dead.example"_qs));
        QSignalSpy givenUp(&view, &HostsView::giveUpRequested);
        view.giveUpAction()->trigger();
        QCOMPARE(givenUp.size(), 1);
    }

    void anEmptyTableSaysWhy()
    {
        HostsView view(*m_model);
        view.show();
        auto *table = view.findChild<QTableView *>();
        const QImage full = table->viewport()->grab().toImage();
        QTest::keyClicks(view.filter(), u"nosuch"_qs);
        QCOMPARE(table->accessibleDescription(), u"No host matches the filter."_qs);
        m_model->clear();
        view.filter()->clear();
        QVERIFY(table->accessibleDescription().startsWith(u"Hosts are listed here"_qs));
        const QImage empty = table->viewport()->grab().toImage();
        bool isWritten = false; // in the table
        for (int y = 0; y < empty.height(); ++y) {
            for (int x = 0; x < empty.width(); ++x)
                isWritten = isWritten || empty.pixel(x, y) != empty.pixel(0, empty.height() - 1);
        }
        QVERIFY(isWritten && empty != full);
    }

    void namesAreToldApartWhereThereIsLittleRoom()
    {
        HostSnapshot first = downHost();
        first.host = u"127.0.0.101:38719"_qs;
        HostSnapshot second = first;
        second.host = u"127.0.0.102:38719"_qs;
        m_model->update({first, second});
        HostsPanel panel(*m_model);
        panel.resize(236, 300);
        panel.show();
        auto *list = panel.findChild<NotableHosts *>();
        QTRY_VERIFY(list->rowCount() > 1);
        QStringList names;
        for (int row = 0; row < 2; ++row)
            names << list->fontMetrics().elidedText(list->item(row, 0)->text(), list->textElideMode(),
                                                    list->columnWidth(0) - 8);
        QVERIFY2(names[0].startsWith(u"127.0.0.101"_qs) && names[1].startsWith(u"127.0.0.102"_qs),
                 qPrintable(names.join(u' ')));
        panel.resize(600, 300);
        QTRY_VERIFY(!list->isColumnHidden(1));
    }

    void aHostThatRecoversIsNotGivenUp()
    {
        m_model->update({downHost()});
        HostsView view(*m_model);
        view.setActive(true);
        view.show();
        auto *table = view.findChild<QTableView *>();
        table->selectRow(rowOf(table, u"dead.example"_qs));
        QVERIFY(view.giveUpAction()->isEnabled());
        QSignalSpy givenUp(&view, &HostsView::giveUpRequested);
        m_model->update({host(u"dead.example"_qs, 1, 1)});
        view.giveUpAction()->trigger(); // a moment before the view has seen it
        QCOMPARE(givenUp.size(), 0);
        QTRY_VERIFY(!view.giveUpAction()->isEnabled());
    }

    void theStateIsWideEnoughForWhatItSays()
    {
        HostsView view(*m_model);
        view.resize(1'200, 300);
        view.show();
        auto *table = view.findChild<QTableView *>();
        HostSnapshot throttled = downHost(); // says more than the others
        throttled.trouble = HostTrouble::Throttled;
        m_model->update({throttled});
        const int column = int(HostColumn::State);
        const int row = rowOf(table, u"dead.example"_qs);
        const auto needed = [table, row, column] {
            return table->fontMetrics().horizontalAdvance(
                table->model()->index(row, column).data().toString());
        };
        QVERIFY(table->columnWidth(column) < needed());
        QTRY_VERIFY(table->columnWidth(column) > needed());
        table->setColumnWidth(column, 90); // somebody wants it so
        view.hide();
        view.show();
        QCOMPARE(table->columnWidth(column), 90);
    }

    void noWordOfTheStateIsCutWhereThereIsRoom()
    {
        HostSnapshot throttled = downHost();
        throttled.trouble = HostTrouble::Throttled;
        m_model->update({throttled});
        HostsView view(*m_model);
        view.resize(912, 300); // in a window of 1440 pixels
        view.show();
        auto *table = view.findChild<QTableView *>();
        const QModelIndex state =
            table->model()->index(rowOf(table, u"dead.example"_qs), int(HostColumn::State));
        const auto room = [table, &state] {
            return table->visualRect(state).intersected(table->viewport()->rect());
        };
        const int text = table->fontMetrics().horizontalAdvance(state.data().toString());
        QVERIFY(state.data().toString().endsWith(u"given up in 4:10"_qs));
        QTRY_VERIFY2(room().width() > text + 2 * Theme::Grid,
                     qPrintable(u"%1 for %2"_qs.arg(room().width()).arg(text)));
        QVERIFY(table->columnWidth(int(HostColumn::Host)) >= 120);

        HostsView narrow(*m_model); // the name gives way
        narrow.resize(text + 180, 300);
        narrow.show();
        auto *small = narrow.findChild<QTableView *>();
        QTRY_VERIFY(small->visualRect(state).right() <= small->viewport()->width());
        QVERIFY(small->columnWidth(int(HostColumn::State)) > text + 2 * Theme::Grid);
    }

    void theMenuHasWhatTheKeysDo()
    {
        m_model->update({downHost()});
        HostsView view(*m_model);
        view.setActive(true);
        view.resize(1'200, 300);
        view.show();
        auto *table = view.findChild<QTableView *>();
        const int row = rowOf(table, u"dead.example"_qs);
        table->selectRow(row);
        const QPoint place = table->visualRect(table->model()->index(row, 0)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, table->viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(table->viewport(), &event);
        auto *menu = view.findChild<QMenu *>();
        QVERIFY(menu);
        QCOMPARE(menu->actions(), QList<QAction *>({view.tryAction(), view.giveUpAction()}));
        QSignalSpy tried(&view, &HostsView::tryRequested);
        QTRY_VERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_T);
        QCOMPARE(tried.size(), 1);
        QCOMPARE(tried[0][0].toStringList(), QStringList(u"dead.example"_qs));
    }

    void aHostIsActivatedByKeyAndAllByClick()
    {
        HostsPanel panel(*m_model);
        panel.show();
        QSignalSpy activated(&panel, &HostsPanel::hostActivated);
        QSignalSpy all(&panel, &HostsPanel::allHostsRequested);
        auto *list = panel.findChild<NotableHosts *>();
        list->setCurrentCell(1, 0);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toString(), u"busy.example"_qs);
        QTest::mouseClick(panel.findChild<LinkButton *>(), Qt::LeftButton);
        QCOMPARE(all.size(), 1);
    }

    void theShortListStaysShort()
    {
        QList<HostSnapshot> many;
        for (int i = 0; i < 5'000; ++i)
            many.append(host(u"h%1"_qs.arg(i), i % 7, i));
        m_model->update(many);
        HostsPanel panel(*m_model);
        QCOMPARE(panel.findChild<NotableHosts *>()->rowCount(), HostsPanel::MostHosts);
        m_model->clear();
        QCOMPARE(panel.findChild<NotableHosts *>()->rowCount(), 0);
        QVERIFY(!panel.findChild<LinkButton *>()->isVisibleTo(&panel));
    }

    void theTableSortsByAClick()
    {
        HostsView view(*m_model);
        view.resize(1'200, 300);
        view.show();
        auto *table = view.findChild<QTableView *>();
        QCOMPARE(name(table, 0), u"busy.example"_qs); // by requests in flight
        QHeaderView *header = table->horizontalHeader();
        const QPoint at(header->sectionViewportPosition(int(HostColumn::Host)) + 10, 10);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        const QString first = name(table, 0);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(QStringList({first, name(table, 0)}).contains(u"api.example"_qs), true);
        QVERIFY(name(table, 0) != first);
    }

    void theTableFilters()
    {
        HostsView view(*m_model);
        view.show();
        auto *filter = view.findChild<QLineEdit *>();
        QTest::keyClicks(filter, u"CALM"_qs);
        auto *table = view.findChild<QTableView *>();
        QCOMPARE(table->model()->rowCount(), 1);
        QCOMPARE(name(table, 0), u"calm.example"_qs);
        filter->clear();
        QCOMPARE(table->model()->rowCount(), 3);
    }

    void limitsAreEditedInPlace()
    {
        HostsView view(*m_model);
        view.resize(1'200, 300);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        auto *table = view.findChild<QTableView *>();
        QSignalSpy changed(m_model.get(), &HostModel::hostLimitsChanged);
        table->setCurrentIndex(table->model()->index(0, int(HostColumn::Limit)));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_F2);
        auto *editor = table->findChild<QSpinBox *>(HostLimitDelegate::editorName());
        QVERIFY(editor);
        QTest::keyClicks(editor, u"30"_qs);
        m_model->update({host(u"busy.example"_qs, 5, 13)}); // a live update does not overwrite it
        QCOMPARE(editor->text(), u"30"_qs);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toString(), u"busy.example"_qs);
        QCOMPARE(changed[0][1].value<HostLimits>().perHost, 30);

        table->setCurrentIndex(table->model()->index(0, int(HostColumn::Delay)));
        QTest::keyClick(table, Qt::Key_F2);
        editor = table->findChild<QSpinBox *>(HostLimitDelegate::editorName());
        QVERIFY(editor);
        QTest::keyClicks(editor, u"9999999"_qs); // out of range: the box takes only digits that fit
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(changed.size(), 1);

        // Below no delay at all there is the general one.
        QTRY_VERIFY(!table->findChild<QSpinBox *>(HostLimitDelegate::editorName()));
        QTest::keyClick(table, Qt::Key_F2);
        editor = table->findChild<QSpinBox *>(HostLimitDelegate::editorName());
        QVERIFY(editor);
        QTest::keyClicks(editor, u"0"_qs);
        QCOMPARE(editor->text(), u"0 ms"_qs);
        QTest::keyClick(editor, Qt::Key_Down);
        QCOMPARE(editor->text(), u"general"_qs);
        QTest::keyClick(editor, Qt::Key_Escape);
    }

    void enterActivatesAHost()
    {
        HostsView view(*m_model);
        view.show();
        auto *table = view.findChild<QTableView *>();
        QSignalSpy activated(&view, &HostsView::hostActivated);
        table->setCurrentIndex(table->model()->index(0, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toString(), u"busy.example"_qs);
    }

private:
    /// Of the question that comes next, clicks this button.
    static void answer(HostsView &view, const QString &button, QString *text = nullptr)
    {
        QTimer::singleShot(0, &view, [&view, button, text] {
            auto *question = view.findChild<QMessageBox *>();
            QVERIFY(question);
            if (text)
                *text = question->text();
            for (QAbstractButton *each : question->buttons()) {
                if (each->text().remove(u'&') == button)
                    QTest::mouseClick(each, Qt::LeftButton);
            }
        });
    }

    static HostSnapshot host(const QString &name, int inFlight, double rate)
    {
        HostSnapshot host;
        host.host = name;
        host.inFlight = inFlight;
        host.limit = 6;
        host.requestsPerSecond = rate;
        return host;
    }

    static HostSnapshot downHost()
    {
        HostSnapshot down = host(u"dead.example"_qs, 0, 0);
        down.condition = HostCondition::Down;
        down.trouble = HostTrouble::Refused;
        down.limit = 1;
        down.waiting = 40;
        down.pausedFor = down.nextRetryIn = 20s;
        down.givenUpIn = 250s;
        return down;
    }

    static HostSnapshot givenUpHost()
    {
        HostSnapshot gone = host(u"gone.example"_qs, 0, 0);
        gone.condition = HostCondition::GivenUp;
        gone.trouble = HostTrouble::Refused;
        return gone;
    }

    static int rowOf(const QTableView *table, const QString &host)
    {
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (name(table, row) == host)
                return row;
        }
        return -1;
    }

    static QString name(const QTableView *table, int row)
    {
        return table->model()->index(row, 0).data(HostNameRole).toString();
    }

    TimePoint m_now{1'000h};
    std::unique_ptr<HostModel> m_model;
};

QTEST_MAIN(TestHosts)
#include "tst_hosts.moc"
