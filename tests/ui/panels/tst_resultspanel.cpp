// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/models/madeupresults.h"
#include "ui/models/resulttablemodel.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"

#include <QAction>
#include <QDesktopServices>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace turnstone;
using namespace turnstone::test;

namespace {

constexpr int Rows = 20'000;

} // namespace

class TestResultsPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<ResultTableModel>();
        m_model->setAddresses(madeUpAddresses(Rows));
        m_panel = std::make_unique<ResultsPanel>(m_model.get());
        m_panel->resize(900, 400);
        m_panel->show();
    }
    void cleanup()
    {
        m_panel.reset();
        m_model.reset();
    }

    void aFewSelectedRowsStaySelected()
    {
        select(10, 12);
        arrange(u"page"_qs);
        QCOMPARE(m_panel->selectedRows(), (std::vector<RowId>{10, 11, 12}));
    }

    void manySelectedRowsAreLetGo()
    {
        select(0, Rows - 2);
        arrange(u"page/1"_qs);
        QVERIFY(m_panel->selectedRows().size() <= 1);
    }

    void allRowsStaySelected()
    {
        m_panel->view()->selectAll();
        QCOMPARE(int(m_panel->selectedRows().size()), Rows);
        arrange(u"page/1"_qs);
        QCOMPARE(int(m_panel->selectedRows().size()), m_model->rowCount());
    }

    void whatIsSelectedHasACurrentRow()
    {
        m_panel->view()->setCurrentIndex(m_model->index(0, 0));
        m_panel->view()->selectAll();
        QSignalSpy current(m_panel.get(), &ResultsPanel::currentRowChanged);
        arrange(u"page/1999"_qs);
        QVERIFY(!m_panel->selectedRows().empty());
        QCOMPARE(m_panel->currentRow(), std::optional(m_panel->selectedRows().front()));
        QCOMPARE(current.back().front().value<std::optional<RowId>>(), m_panel->currentRow());
        QCOMPARE(int(m_panel->selectedRows().size()), m_model->rowCount());
    }

    void allThatAreSelectedHaveACurrentRow()
    {
        QVERIFY(!m_panel->currentRow());
        QSignalSpy current(m_panel.get(), &ResultsPanel::currentRowChanged);
        m_panel->view()->selectAll();
        QCOMPARE(m_panel->currentRow(), std::optional<RowId>(0));
        QCOMPARE(current.size(), 1);
        QCOMPARE(int(m_panel->selectedRows().size()), m_model->rowCount());
    }

    void aTextThatIsNoFilterChangesNothing()
    {
        arrange(u"page/1"_qs);
        const int before = m_model->rowCount();
        QVERIFY(!m_panel->setFilterText(u"status:many"_qs).isEmpty());
        QCOMPARE(m_model->rowCount(), before);
    }

    void aRowThatIsLookedForBelongsToItsList()
    {
        arrange(u"page/1999"_qs);
        m_panel->selectRow(5); // as soon as it is shown
        m_model->clear();
        m_model->setAddresses(madeUpAddresses(10));
        arrange({});
        QCOMPARE(m_panel->currentRow(), std::nullopt);
    }

    void whatIsReadOnlyIsNotFetchedOrAnnotated()
    {
        select(2, 4);
        for (const bool readOnly : {true, false}) {
            m_panel->setReadOnly(readOnly);
            QCOMPARE(m_panel->actions().recheck->isEnabled(), !readOnly);
            QCOMPARE(m_panel->actions().note->isEnabled(), !readOnly);
            QVERIFY(m_panel->actions().copyRows->isEnabled());
        }
    }

    void noHiddenSecretGoesToTheBrowser()
    {
        AddressBlockBuilder builder;
        builder.add("http://tide:***@a.example/");
        builder.add("http://tide:s3cr3t@a.example/");
        AddressList list;
        list.append(std::move(builder).build());
        m_model->clear();
        m_model->setAddresses(list);
        m_opened.clear();
        QDesktopServices::setUrlHandler(u"http"_qs, this, "noteUrl");
        select(0, 1);
        m_panel->actions().openInBrowser->trigger();
        QDesktopServices::unsetUrlHandler(u"http"_qs);
        QCOMPARE(m_opened,
                 QList<QUrl>({QUrl(u"http://a.example/"_qs), QUrl(u"http://tide:s3cr3t@a.example/"_qs)}));
    }

    /// However wide that was made before.
    void theAddressTakesWhatTheTitleLeaves()
    {
        ResultsView *view = m_panel->view();
        QHeaderView *header = view->horizontalHeader();
        m_panel->resize(1400, 400);
        header->resizeSection(int(ResultColumn::Address), 700);
        const int rest = header->length() - header->sectionSize(int(ResultColumn::Title)) - 700;
        header->resizeSection(int(ResultColumn::Title), view->viewport()->width() - rest - 400);
        QCOMPARE(header->length(), view->viewport()->width());
        QCOMPARE(header->sectionSize(int(ResultColumn::Address)), 400);
    }

    /// Where no mouse clicks on the header.
    void isSortedByAMenu()
    {
        QSignalSpy orders(m_panel->view(), &ResultsView::orderRequested);
        const auto choose = [this](const QString &name) {
            QMenu menu;
            m_panel->view()->fillSortMenu(&menu);
            QStringList checked;
            for (QAction *action : menu.actions()) {
                if (action->isChecked())
                    checked.append(action->text());
            }
            for (QAction *action : menu.actions()) {
                if (action->text() == name)
                    action->trigger();
            }
            return checked;
        };
        const QString size = resultColumnTitle(ResultColumn::Size);
        QCOMPARE(choose(u"Ascending"_qs), QStringList(u"List order"_qs)); // is not there yet
        QVERIFY(orders.isEmpty());
        QCOMPARE(choose(size), QStringList(u"List order"_qs));
        QCOMPARE(orders.takeFirst(),
                 (QVariantList{int(ResultColumn::Size), QVariant::fromValue(Qt::AscendingOrder)}));
        QCOMPARE(choose(u"Descending"_qs), (QStringList{size, u"Ascending"_qs}));
        QCOMPARE(orders.takeFirst(),
                 (QVariantList{int(ResultColumn::Size), QVariant::fromValue(Qt::DescendingOrder)}));
        QCOMPARE(choose(u"List order"_qs), (QStringList{size, u"Descending"_qs}));
        QCOMPARE(orders.takeFirst().first(), QVariant(-1));
    }

    void saysHowManyAreShownAndSelected()
    {
        const auto *count = m_panel->findChild<QLabel *>();
        QCOMPARE(count->text(), u"20,000 of 20,000 shown"_qs);
        arrange(u"page/1999"_qs);
        QCOMPARE(count->text(), u"11 of 20,000 shown"_qs);
        select(2, 4);
        QCOMPARE(count->text(), u"11 of 20,000 shown, 3 selected"_qs);
        arrange(u"page/19999"_qs); // what was selected is gone
        QVERIFY(count->text().startsWith(u"1 of 20,000 shown"_qs));
        m_model->setAddresses(madeUpAddresses(Rows + 5));
        QVERIFY(count->text().startsWith(u"1 of 20,005 shown"_qs));
        m_model->clear();
        QTRY_COMPARE(count->text(), u"0 of 0 shown"_qs);
    }

    void homeAndEndGoToTheFirstAndLastRow_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<int>("selected");
        const int last = Rows - 1;
        QTest::addColumn<int>("row");
        QTest::newRow("End") << Qt::Key_End << Qt::KeyboardModifiers() << 1 << last;
        QTest::newRow("Ctrl+End") << Qt::Key_End << Qt::KeyboardModifiers(Qt::ControlModifier) << 1 << last;
        QTest::newRow("Home") << Qt::Key_Home << Qt::KeyboardModifiers() << 1 << 0;
        QTest::newRow("Ctrl+Home") << Qt::Key_Home << Qt::KeyboardModifiers(Qt::ControlModifier) << 1 << 0;
        QTest::newRow("Shift+End") << Qt::Key_End << Qt::KeyboardModifiers(Qt::ShiftModifier) << Rows - 3
                                   << last;
        QTest::newRow("Ctrl+Shift+Home")
            << Qt::Key_Home << Qt::KeyboardModifiers(Qt::ControlModifier | Qt::ShiftModifier) << 4 << 0;
    }

    void homeAndEndGoToTheFirstAndLastRow()
    {
        QFETCH(const Qt::Key, key);
        QFETCH(const Qt::KeyboardModifiers, modifiers);
        QFETCH(const int, selected);
        QFETCH(const int, row);
        ResultsView *view = m_panel->view();
        view->setColumnWidth(int(ResultColumn::Title), 1200);
        click(3);
        QTRY_VERIFY(view->horizontalScrollBar()->maximum() > 40);
        view->horizontalScrollBar()->setValue(40);
        QTest::keyClick(view, key, modifiers);
        QCOMPARE(m_panel->currentRow(), RowId(row));
        QCOMPARE(int(m_panel->selectedRows().size()), selected);
        QVERIFY(view->selectionModel()->isSelected(view->currentIndex()));
        QVERIFY(view->viewport()->rect().intersects(view->visualRect(view->currentIndex())));
        QCOMPARE(view->horizontalScrollBar()->value(), 40);
    }

    void anActionIsForWhatIsSelected()
    {
        QSignalSpy rechecks(m_panel.get(), &ResultsPanel::recheckRequested);
        QSignalSpy notes(m_panel.get(), &ResultsPanel::noteRequested);
        click(3);
        QTest::keyClick(m_panel->view(), Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(m_panel->currentRow(), RowId(4));
        m_panel->actions().recheck->trigger();
        m_panel->actions().note->trigger();
        QCOMPARE(rechecks.value(0).value(0).value<std::vector<RowId>>(), std::vector<RowId>{3});
        QCOMPARE(notes.value(0).value(0).value<RowId>(), RowId(3));
    }

    void theRowOfTheFirstFocusIsSelectedButNotFollowed()
    {
        m_panel->view()->setFocus();
        QTRY_VERIFY(m_panel->view()->hasFocus());
        QCOMPARE(m_panel->selectedRows(), std::vector<RowId>{0});
        QSignalSpy arranged(m_panel->findChild<RowArranger *>(), &RowArranger::arranged);
        m_panel->view()->horizontalHeader()->setSortIndicator(int(ResultColumn::Number), Qt::DescendingOrder);
        QVERIFY(arranged.wait());
        QCOMPARE(m_panel->view()->rowAt(0), 0); // nobody chose it
        click(3);
        m_panel->view()->horizontalHeader()->setSortIndicator(int(ResultColumn::Number), Qt::AscendingOrder);
        QVERIFY(arranged.wait());
        QVERIFY(m_panel->view()->rowAt(0) > 3);
    }

public Q_SLOTS:
    void noteUrl(const QUrl &url) { m_opened.append(url); }

private:
    void click(int place) const
    {
        const QRect row = m_panel->view()->visualRect(m_model->index(place, 0));
        QTest::mouseClick(m_panel->view()->viewport(), Qt::LeftButton, {}, row.center());
    }

    void select(int first, int last) const
    {
        m_panel->view()->selectionModel()->select(
            {m_model->index(first, 0), m_model->index(last, ResultColumnCount - 1)},
            QItemSelectionModel::ClearAndSelect);
    }

    void arrange(const QString &filter) const
    {
        QSignalSpy arranged(m_panel->findChild<RowArranger *>(), &RowArranger::arranged);
        QVERIFY(m_panel->setFilterText(filter).isEmpty());
        QVERIFY(arranged.wait());
    }

    std::unique_ptr<ResultTableModel> m_model;
    std::unique_ptr<ResultsPanel> m_panel;
    QList<QUrl> m_opened;
};

QTEST_MAIN(TestResultsPanel)
#include "tst_resultspanel.moc"
