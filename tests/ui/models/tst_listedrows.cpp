// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that leave the list and come back: in the figures, in the table, in its order.
#include "tests/ui/models/madeupresults.h"
#include "ui/models/resulttablemodel.h"
#include "ui/models/rowarranger.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <numeric>

using namespace turnstone;
using namespace turnstone::test;

namespace {

using RowList = std::vector<RowId>;

QList<RowId> shownRows(const ResultTableModel &model)
{
    QList<RowId> rows;
    for (int place = 0; place < model.rowCount(); ++place)
        rows << model.rowIdAt(place);
    return rows;
}

int waiting(const ResultRows &rows)
{
    return rows.counts()[size_t(RowClass().index())];
}

RowState stateOf(RowId row, bool removed)
{
    RowState state;
    state.row = row;
    state.hasResult = true;
    state.verdict = Verdict::Broken;
    state.removed = removed;
    return state;
}

} // namespace

class TestListedRows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyCountAgainWhenTheyAreBack();
    void whatHappensMeanwhileIsThereAfterwards();
    void whatIsNoAddressIsForeseenOnlyInTheList();
    void aStateSaysWhetherItIsInTheList();
    void theyLeaveTheTableAndComeBack();
    void theyLeaveASortedTableAsWell();
    void newRowsComeBesideThem();
    void theNaturalOrderIsBackWithTheLastOfThem();
    void aSetAsideListComesBackWithoutThem();
    void theOrderFollowsThoughItIsHeld();
    void randomStepsKeepTheTableExact();
};

void TestListedRows::theyCountAgainWhenTheyAreBack()
{
    ResultRows rows;
    rows.setAddresses(madeUpAddresses(3));
    rows.store(resultOf(1, Verdict::Broken, 404));
    rows.setRemoved(1, true);
    rows.setRemoved(1, true);
    rows.setRemoved(2, true);
    rows.setRemoved(3, true); // there is none
    QCOMPARE(rows.listed(), 1);
    QCOMPARE(rows.size(), 3);
    QCOMPARE(waiting(rows), 1);
    QCOMPARE(rows.counts()[size_t(RowClass(Verdict::Broken).index())], 0);
    QVERIFY(!rows.isOpen(2));
    QVERIFY(rows.isOpen(0));
    QCOMPARE(rows.removedRows(), (RowList{1, 2}));
    QCOMPARE(rows.listedRows(), (RowList{0}));
    const ResultRows snapshot = rows;
    rows.setRemoved(1, false);
    QCOMPARE(rows.counts()[size_t(RowClass(Verdict::Broken).index())], 1);
    QCOMPARE(rows.row(1).status, quint16(404));
    QVERIFY(snapshot.isRemoved(1));
    QCOMPARE(snapshot.listed(), 1);
}

void TestListedRows::whatHappensMeanwhileIsThereAfterwards()
{
    ResultRows rows;
    rows.setAddresses(madeUpAddresses(2));
    rows.setRemoved(0, true);
    rows.store(resultOf(0, Verdict::Ok, 200));
    rows.store(RowProgress{0, RowProgress::State::Running, 1});
    QVERIFY(rows.isRemoved(0));
    QCOMPARE(rows.counts()[size_t(RowClass(RowProgress::State::Running).index())], 0);
    rows.setRemoved(0, false);
    QCOMPARE(rows.counts()[size_t(RowClass(RowProgress::State::Running).index())], 1);
    QCOMPARE(waiting(rows), 1);
}

void TestListedRows::whatIsNoAddressIsForeseenOnlyInTheList()
{
    AddressBlockBuilder builder;
    builder.addInvalid("nothing", AddressProblem::NoAddress);
    AddressList list;
    list.append(std::move(builder).build());
    ResultRows rows;
    rows.setAddresses(list);
    QCOMPARE(rows.foreseen(), 1);
    rows.setRemoved(0, true);
    QCOMPARE(rows.foreseen(), 0);
    QVERIFY(!rows.isOpen(0));
    rows.setRemoved(0, false);
    QCOMPARE(rows.foreseen(), 1);
    QVERIFY(rows.isOpen(0));
}

void TestListedRows::aStateSaysWhetherItIsInTheList()
{
    ResultRows rows;
    rows.setAddresses(madeUpAddresses(2));
    rows.store(stateOf(0, true));
    rows.store(stateOf(1, false));
    QCOMPARE(rows.counts()[size_t(RowClass(Verdict::Broken).index())], 1);
    rows.store(stateOf(0, false));
    QCOMPARE(rows.counts()[size_t(RowClass(Verdict::Broken).index())], 2);
    QCOMPARE(rows.removed(), 0);
}

void TestListedRows::theyLeaveTheTableAndComeBack()
{
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    RowArranger arranger(&model);
    model.setAddresses(madeUpAddresses(5));
    QItemSelectionModel selection(&model);
    selection.select(model.index(3, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    model.setRemoved(RowList{0, 2}, true);
    QTRY_COMPARE(shownRows(model), (QList<RowId>{1, 3, 4}));
    QVERIFY(selection.isSelected(model.index(1, 0)));
    QCOMPARE(model.placeOf(2), -1);
    model.setRemoved(RowList{2}, false);
    QTRY_COMPARE(shownRows(model), (QList<RowId>{1, 2, 3, 4}));
    QVERIFY(selection.isSelected(model.index(2, 0)));
}

void TestListedRows::theyLeaveASortedTableAsWell()
{
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    RowArranger arranger(&model);
    model.setAddresses(madeUpAddresses(5));
    RowQuery query;
    query.sortColumn = ResultColumn::Number;
    query.sortOrder = Qt::DescendingOrder;
    arranger.setQuery(query);
    QTRY_COMPARE(shownRows(model), (QList<RowId>{4, 3, 2, 1, 0}));
    model.setRemoved(RowList{4, 1}, true);
    QTRY_COMPARE(shownRows(model), (QList<RowId>{3, 2, 0}));
    query.filter = RowFilter::parse(QStringLiteral("page/3")).value();
    arranger.setQuery(query);
    QTRY_COMPARE(shownRows(model), (QList<RowId>{3}));
    model.setRemoved(RowList{3}, true);
    QTRY_COMPARE(shownRows(model), QList<RowId>());
}

void TestListedRows::newRowsComeBesideThem()
{
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    RowArranger arranger(&model);
    model.setAddresses(madeUpAddresses(3));
    model.setRemoved(RowList{1}, true);
    model.setAddresses(madeUpAddresses(5)); // before the order has followed
    QTRY_COMPARE(shownRows(model), (QList<RowId>{0, 2, 3, 4}));
    model.setAddresses(madeUpAddresses(8), RowList{5, 7});
    QTRY_COMPARE(shownRows(model), (QList<RowId>{0, 2, 3, 4, 6}));
}

void TestListedRows::theNaturalOrderIsBackWithTheLastOfThem()
{
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    RowArranger arranger(&model);
    model.setAddresses(madeUpAddresses(3));
    model.setRemoved(RowList{1}, true);
    QTRY_COMPARE(model.rowCount(), 2);
    QVERIFY(!model.order()->natural);
    model.setRemoved(RowList{1}, false);
    model.setAddresses(madeUpAddresses(4));
    QTRY_COMPARE(shownRows(model), (QList<RowId>{0, 1, 2, 3}));
    QVERIFY(model.order()->natural); // which costs no memory
}

void TestListedRows::aSetAsideListComesBackWithoutThem()
{
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    RowArranger arranger(&model);
    model.setAddresses(madeUpAddresses(3));
    model.setRemoved(RowList{0}, true);
    const ResultRows rows = model.rows();
    model.clear();
    model.setRows(rows);
    QVERIFY(!shownRows(model).contains(0));
    arranger.setQuery({});
    QTRY_COMPARE(shownRows(model), (QList<RowId>{1, 2}));
}

void TestListedRows::theOrderFollowsThoughItIsHeld()
{
    ResultTableModel model;
    RowArranger arranger(&model);
    model.setAddresses(madeUpAddresses(3));
    arranger.setHeld(true);
    model.setRemoved(RowList{2}, true);
    QTRY_COMPARE(shownRows(model), (QList<RowId>{0, 1}));
}

void TestListedRows::randomStepsKeepTheTableExact()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    RowArranger arranger(&model);
    int size = 0;
    for (int step = 0; step < 150; ++step) {
        if (size == 0 || random.bounded(4) == 0) {
            size += int(random.bounded(30));
            model.setAddresses(madeUpAddresses(size));
        } else if (random.bounded(3) == 0) {
            const FetchResult result = resultOf(RowId(random.bounded(size)), Verdict::Ok, 200);
            model.apply(std::span(&result, 1));
        } else {
            RowList rows;
            for (int i = int(random.bounded(10)); i > 0; --i)
                rows.push_back(RowId(random.bounded(size)));
            model.setRemoved(rows, random.bounded(2) == 0);
        }
        if (random.bounded(2) == 0)
            QCoreApplication::processEvents();
    }
    QList<RowId> listed;
    for (const RowId row : model.rows().listedRows())
        listed << row;
    QTRY_VERIFY2(shownRows(model) == listed, QByteArray::number(seed).constData());
    const RowCounts &counts = model.rows().counts();
    QCOMPARE(std::accumulate(counts.begin(), counts.end(), 0), int(listed.size()));
}

QTEST_GUILESS_MAIN(TestListedRows)
#include "tst_listedrows.moc"
