// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/models/madeupresults.h"
#include "ui/models/resulttablemodel.h"
#include "ui/models/resulttext.h"
#include "ui/models/rowarranger.h"
#include "ui/models/rowsorter.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <numeric>

using namespace turnstone;
using namespace turnstone::test;

namespace {

QStringList columnTexts(const ResultTableModel &model, ResultColumn column)
{
    QStringList texts;
    for (int place = 0; place < model.rowCount(); ++place)
        texts << model.index(place, int(column)).data().toString();
    return texts;
}

RowFilter filter(const QString &text)
{
    return RowFilter::parse(text).value();
}

QList<RowId> shownRows(const ResultTableModel &model)
{
    QList<RowId> rows;
    for (int place = 0; place < model.rowCount(); ++place)
        rows << model.rowIdAt(place);
    return rows;
}

void arrange(RowArranger &arranger, const RowQuery &query)
{
    QSignalSpy arranged(&arranger, &RowArranger::arranged);
    arranger.setQuery(query);
    QTRY_VERIFY(!arranged.isEmpty());
}

} // namespace

class TestResultTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsAResult();
    void addressesAreShownWithoutTheirPassword();
    void aRecheckedRowForgetsItsResult();
    void aSnapshotStaysAsItWas();
    void titlesThatAreReplacedDoNotPileUp();
    void titlesThatStayAreKept();
    void aLongTitleEndsBetweenCharacters();
    void aTryTakesAsLongAsItsHops();
    void whatIsNoAddressNeverWaits();
    void whatIsNoAddressIsFoundInEveryBlock();
    void filters_data();
    void filters();
    void whatCannotBeUsedIsNamed_data();
    void whatCannotBeUsedIsNamed();
    void sorts_data();
    void sorts();
    void asksThatOvertakeEachOtherEnd();
    void textSortsAsByComparing();
    void selectionFollowsItsRows();
    void onlyWatchedPlacesAreAnnounced();
    void randomStepsKeepTheModelExact();
    void theOrderFollowsChangingRows();
    void aHeldOrderStays();
};

void TestResultTable::showsAResult()
{
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    model.setAddresses(madeUpAddresses(3));
    FetchResult result = resultOf(1, Verdict::ServerError, 503, QStringLiteral("Down\nfor now"), 203'000);
    result.attempts.push_back(result.attempts.front());
    model.apply(std::span(&result, 1));

    QCOMPARE(columnTexts(model, ResultColumn::Verdict),
             QStringList(
                 {QStringLiteral("Waiting"), QStringLiteral("503 Server error"), QStringLiteral("Waiting")}));
    const auto text = [&model](ResultColumn column, int role = Qt::DisplayRole) {
        return model.index(1, int(column)).data(role).toString();
    };
    QCOMPARE(text(ResultColumn::Title), QStringLiteral("Down for now"));
    QCOMPARE(text(ResultColumn::Address), QStringLiteral("http://host1.example/page/1"));
    QCOMPARE(text(ResultColumn::Type), QStringLiteral("text/html"));
    QCOMPARE(text(ResultColumn::Tries), QStringLiteral("2"));
    QCOMPARE(text(ResultColumn::Total, PlainTextRole), QStringLiteral("203.0"));
    QCOMPARE(model.rows().counts()[size_t(RowClass(Verdict::ServerError).index())], 1);
    QCOMPARE(model.rows().counts()[size_t(RowClass().index())], 2);
}

void TestResultTable::addressesAreShownWithoutTheirPassword()
{
    AddressBlockBuilder builder;
    builder.add("http://tide:s3cr3t@a.example/p");
    builder.addInvalid("1,ftp://tide:s3cr3t@b.example", AddressProblem::UnsupportedScheme);
    AddressList list;
    list.append(std::move(builder).build());
    ResultTableModel model;
    model.setAddresses(list);
    for (int row = 0; row < 2; ++row) {
        const QModelIndex address = model.index(row, int(ResultColumn::Address));
        for (const int role :
             {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole), int(PlainTextRole)}) {
            const QString text = address.data(role).toString();
            QVERIFY2(!text.contains(u"s3cr3t"_qs), qPrintable(text));
            if (role != Qt::AccessibleTextRole)
                QVERIFY2(text.contains(u"//tide:***@"_qs), qPrintable(text));
        }
    }
    const std::atomic_bool no = false;
    const RowText copied = tabSeparated(model.rows(), {0, 1}, {ResultColumn::Address}, 1000, no);
    QCOMPARE(copied.utf8, QByteArray("http://tide:***@a.example/p\n1,ftp://tide:***@b.example\n"));
}

void TestResultTable::titlesThatStayAreKept()
{
    ResultRows rows;
    rows.setAddresses(madeUpAddresses(3));
    for (const RowId row : {0U, 1U, 2U})
        rows.store(resultOf(row, Verdict::Ok, 200, QStringLiteral("Title of %1").arg(row)));
    for (int i = 0; i < 1000; ++i)
        rows.store(resultOf(0, Verdict::Ok, 200, QStringLiteral("Another title, %1").arg(i)));
    QCOMPARE(rows.title(0).toByteArray(), QByteArray("Another title, 999"));
    QCOMPARE(rows.title(1).toByteArray(), QByteArray("Title of 1"));
    QCOMPARE(rows.title(2).toByteArray(), QByteArray("Title of 2"));
}

void TestResultTable::aLongTitleEndsBetweenCharacters()
{
    ResultRows rows;
    rows.setAddresses(madeUpAddresses(1));
    rows.store(resultOf(0, Verdict::Ok, 200, u'a' + QString(600, QChar(0xE9)))); // two bytes each
    QCOMPARE(rows.title(0).toByteArray(), (u'a' + QString(499, QChar(0xE9))).toUtf8());
}

void TestResultTable::aTryTakesAsLongAsItsHops()
{
    ResultRows rows;
    rows.setAddresses(madeUpAddresses(1));
    FetchResult result = resultOf(0, Verdict::Redirected, 200, {}, 1000);
    result.attempts.back().hops.push_back(result.attempts.back().hops.front());
    rows.store(result);
    QCOMPARE(rows.row(0).totalUs, quint32(2000));
    QCOMPARE(rows.row(0).redirects, quint8(1));
}

/// Though a run owes it.
void TestResultTable::whatIsNoAddressNeverWaits()
{
    ResultRows rows;
    rows.setAddresses(invalidAddress());
    rows.store(resultOf(0, Verdict::InvalidUrl, 0));
    QCOMPARE(rows.foreseen(), 0);
    RowState owed;
    owed.owed = true;
    rows.store(owed);
    QCOMPARE(rows.foreseen(), 1);
    QVERIFY(rows.isOpen(0));
    QCOMPARE(rows.row(0).rowClass, RowClass(Verdict::InvalidUrl));
}

void TestResultTable::whatIsNoAddressIsFoundInEveryBlock()
{
    AddressList list = madeUpAddresses(2);
    ResultRows rows;
    rows.setAddresses(list);
    list.append(invalidAddress());
    list.append(madeUpAddresses(300));
    rows.setAddresses(list);
    QCOMPARE(rows.foreseen(), 1);
    QCOMPARE(rows.row(2).rowClass, RowClass(Verdict::InvalidUrl));
    list.append(invalidAddress());
    rows.setAddresses(list);
    QCOMPARE(rows.foreseen(), 2);
    QCOMPARE(rows.row(303).rowClass, RowClass(Verdict::InvalidUrl));
    QCOMPARE(rows.counts()[size_t(RowClass(Verdict::InvalidUrl).index())], 2);
}

void TestResultTable::aRecheckedRowForgetsItsResult()
{
    ResultTableModel model;
    model.setAddresses(madeUpAddresses(1));
    const FetchResult result = resultOf(0, Verdict::Ok, 200, QStringLiteral("Old title"));
    model.apply(std::span(&result, 1));
    const RowProgress again{0, RowProgress::State::Running, 1};
    model.apply(std::span(&again, 1));
    QCOMPARE(model.index(0, int(ResultColumn::Verdict)).data().toString(), QStringLiteral("Running"));
    QCOMPARE(model.index(0, int(ResultColumn::Title)).data().toString(), QString());
    QCOMPARE(model.index(0, int(ResultColumn::Size)).data().toString(), QString());
    QCOMPARE(model.index(0, int(ResultColumn::Tries)).data().toString(), QStringLiteral("1"));
    QVERIFY(model.rows().row(0).isAgain);
    model.apply(std::span(&result, 1));
    QVERIFY(!model.rows().row(0).isAgain);
    RowState owed;
    owed.hasResult = owed.owed = true;
    owed.verdict = Verdict::Broken;
    model.apply(std::span(&owed, 1));
    QVERIFY(model.rows().row(0).isAgain);
    const FetchResult stopped = resultOf(0, Verdict::Cancelled, 0, {});
    model.apply(std::span(&stopped, 1));
    model.apply(std::span(&again, 1));
    QVERIFY2(!model.rows().row(0).isAgain, "a stop finds nothing");
}

void TestResultTable::aSnapshotStaysAsItWas()
{
    ResultRows rows;
    rows.setAddresses(madeUpAddresses(1000));
    rows.store(resultOf(7, Verdict::Ok, 200, QStringLiteral("Before")));
    const ResultRows snapshot = rows;
    rows.store(resultOf(7, Verdict::Broken, 404, QStringLiteral("After")));
    rows.store(resultOf(8, Verdict::Ok, 200, QStringLiteral("New")));
    QCOMPARE(snapshot.title(7).toByteArray(), QByteArray("Before"));
    QCOMPARE(snapshot.row(7).status, quint16(200));
    QVERIFY(!snapshot.row(8).rowClass.isDone());
    QCOMPARE(rows.title(7).toByteArray(), QByteArray("After"));
}

void TestResultTable::titlesThatAreReplacedDoNotPileUp()
{
    ResultRows rows;
    rows.setAddresses(madeUpAddresses(256));
    for (int round = 0; round < 200; ++round) {
        for (RowId row = 0; row < 256; ++row)
            rows.store(resultOf(row, Verdict::Ok, 200, QStringLiteral("%1 in round %2").arg(row).arg(round)));
    }
    QCOMPARE(rows.title(255).toByteArray(), QByteArray("255 in round 199"));
    QCOMPARE(rows.title(0).toByteArray(), QByteArray("0 in round 199"));
    QVERIFY2(rows.memoryBytes() < 64 * 1024, qPrintable(QString::number(rows.memoryBytes())));
}

void TestResultTable::filters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<RowId>>("rows");
    QTest::newRow("title, any case") << QStringLiteral("ALPHA") << QList<RowId>{1};
    QTest::newRow("address") << QStringLiteral("page/2") << QList<RowId>{2};
    QTest::newRow("status") << QStringLiteral("404") << QList<RowId>{2};
    QTest::newRow("status class") << QStringLiteral("4xx") << QList<RowId>{2, 3};
    QTest::newRow("verdict") << QStringLiteral("broken") << QList<RowId>{2};
    QTest::newRow("state") << QStringLiteral("waiting") << QList<RowId>{0};
    QTest::newRow("all words") << QStringLiteral("4xx beta") << QList<RowId>{2};
    QTest::newRow("not ASCII, any case") << QStringLiteral("ÜBER") << QList<RowId>{3};
    QTest::newRow("host") << QStringLiteral("host:HOST1.example") << QList<RowId>{1};
    QTest::newRow("host and its port") << QStringLiteral("host:host1.example:80") << QList<RowId>{};
    QTest::newRow("subdomains") << QStringLiteral("host:.example") << QList<RowId>{0, 1, 2, 3};
    QTest::newRow("subdomains with a star") << QStringLiteral("host:*.host2.example") << QList<RowId>{2};
    QTest::newRow("the host is still missing") << QStringLiteral("host:") << QList<RowId>{0, 1, 2, 3};
    QTest::newRow("verdict by its name") << QStringLiteral("verdict:broken") << QList<RowId>{2};
    QTest::newRow("several verdicts") << QStringLiteral("verdict:OK,blocked") << QList<RowId>{1, 3};
    QTest::newRow("a state") << QStringLiteral("verdict:wait") << QList<RowId>{0};
    QTest::newRow("the verdict is still missing") << QStringLiteral("verdict:") << QList<RowId>{0, 1, 2, 3};
    QTest::newRow("status alone") << QStringLiteral("status:404") << QList<RowId>{2};
    QTest::newRow("statuses") << QStringLiteral("status:2xx,403") << QList<RowId>{1, 3};
    QTest::newRow("a status being typed") << QStringLiteral("status:40") << QList<RowId>{2, 3};
    QTest::newRow("at least") << QStringLiteral("status:>=403") << QList<RowId>{2, 3};
    QTest::newRow("more than") << QStringLiteral("status:>403") << QList<RowId>{2};
    QTest::newRow("less than, which no answer is not") << QStringLiteral("status:<400") << QList<RowId>{1};
    QTest::newRow("at most") << QStringLiteral("status:<=403") << QList<RowId>{1, 3};
    QTest::newRow("from to") << QStringLiteral("status:200-403") << QList<RowId>{1, 3};
    QTest::newRow("the status is still missing") << QStringLiteral("status:>=") << QList<RowId>{0, 1, 2, 3};
    QTest::newRow("terms together") << QStringLiteral("status:4xx über") << QList<RowId>{3};
    QTest::newRow("no such host") << QStringLiteral("host:host1.exampl") << QList<RowId>{};
    QTest::newRow("expression on titles") << QStringLiteral("/^(alpha|.*beta)$/") << QList<RowId>{1, 2};
    QTest::newRow("expression on addresses") << QStringLiteral("/page.[03]$/") << QList<RowId>{0, 3};
    QTest::newRow("a slash is a word") << QStringLiteral("/") << QList<RowId>{0, 1, 2, 3};
    QTest::newRow("nothing") << QStringLiteral("  ") << QList<RowId>{0, 1, 2, 3};
}

void TestResultTable::filters()
{
    QFETCH(const QString, text);
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    RowArranger arranger(&model);
    model.setAddresses(madeUpAddresses(4));
    const FetchResult results[] = {resultOf(1, Verdict::Ok, 200, QStringLiteral("Alpha")),
                                   resultOf(2, Verdict::Broken, 404, QStringLiteral("alphbet a beta")),
                                   resultOf(3, Verdict::Blocked, 403, QStringLiteral("über Wasser"))};
    model.apply(results);
    arrange(arranger, {{}, filter(text), {}, Qt::AscendingOrder});
    QTEST(shownRows(model), "rows");
    arrange(arranger, {});
    QCOMPARE(model.rowCount(), 4);
}

/// What is not wanted any more is dropped while it is at work, and nothing waits for what was dropped.
void TestResultTable::asksThatOvertakeEachOtherEnd()
{
    ResultTableModel model;
    model.setAddresses(madeUpAddresses(200'000));
    for (int i = 0; i < 20; ++i) {
        RowArranger arranger(&model);
        for (int ask = 0; ask < 100; ++ask) {
            arranger.setQuery({{}, filter(QStringLiteral("page/%1").arg(ask)), {}, Qt::AscendingOrder});
            if (ask % 7 == 0)
                QThread::yieldCurrentThread();
        }
        if (i % 2 == 0) // else it goes in the middle of them
            arrange(arranger, {{}, filter(QStringLiteral("page/9")), {}, Qt::AscendingOrder});
    }
    QVERIFY(model.rowCount() > 0);
}

void TestResultTable::whatCannotBeUsedIsNamed_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("named");
    QTest::newRow("expression") << QStringLiteral("/(never closed/") << QStringLiteral("character");
    QTest::newRow("verdict") << QStringLiteral("verdict:fine") << QStringLiteral("fine");
    QTest::newRow("one of the verdicts") << QStringLiteral("verdict:ok,fine") << QStringLiteral("fine");
    QTest::newRow("status") << QStringLiteral("status:4z4") << QStringLiteral("4z4");
    QTest::newRow("comparison") << QStringLiteral("status:>=many") << QStringLiteral(">=many");
    QTest::newRow("after a word") << QStringLiteral("page status:x") << QStringLiteral("x");
}

void TestResultTable::whatCannotBeUsedIsNamed()
{
    QFETCH(const QString, text);
    QFETCH(const QString, named);
    const Result<RowFilter> parsed = RowFilter::parse(text);
    QVERIFY(!parsed);
    QVERIFY2(parsed.error().message.contains(named), qPrintable(parsed.error().message));
}

void TestResultTable::sorts_data()
{
    QTest::addColumn<ResultColumn>("column");
    for (int column = 0; column < ResultColumnCount; ++column)
        QTest::newRow(qPrintable(resultColumnTitle(ResultColumn(column)))) << ResultColumn(column);
}

void TestResultTable::sorts()
{
    QFETCH(const ResultColumn, column);
    QRandomGenerator random(42);
    ResultRows results;
    results.setAddresses(madeUpAddresses(3000));
    if (const std::optional<RowDetail> detail = detailOf(column))
        results.keepDetails(*detail);
    for (RowId row = 0; row < 2500; ++row) {
        FetchResult result = madeUpResult(row, random);
        const QString text =
            random.bounded(9) ? QString(QStringLiteral("Text %1").arg(random.bounded(500))) : QString();
        for (QString *each :
             {&result.reason, &result.facts.description, &result.facts.h1, &result.facts.canonical})
            *each = text + QString::number(random.bounded(3));
        for (int hops = random.bounded(4); hops > 0; --hops) {
            Hop next = result.attempts.back().hops.back();
            next.url = text.toUtf8();
            result.attempts.back().hops.push_back(next);
        }
        results.store(result);
        results.setNote(row, random.bounded(5) ? QString() : text);
    }
    std::vector<RowId> rows(3000);
    std::iota(rows.begin(), rows.end(), 0);
    const std::atomic_bool cancelled = false;
    const auto key = [&results, column](RowId row) -> std::pair<bool, QByteArray> {
        const ResultRow &each = results.row(row);
        const auto number = [](quint64 value, bool known) {
            return std::pair(!known, QByteArray::number(value).rightJustified(20, '0'));
        };
        switch (column) {
        case ResultColumn::Verdict: {
            const int ranks[] = {VerdictCount + 2, VerdictCount, VerdictCount + 1};
            const int rank =
                each.rowClass.isDone() ? int(each.rowClass.verdict()) : ranks[int(each.rowClass.state())];
            return number(quint64(rank) * 1000 + each.status, true);
        }
        case ResultColumn::Title:
            return {results.title(row).isEmpty(), results.title(row).toByteArray().toLower()};
        case ResultColumn::Address:
            return {false, results.address(row).toByteArray()};
        case ResultColumn::Type:
            return {results.contentType(row).isEmpty(), results.contentType(row).toByteArray()};
        case ResultColumn::Size:
            return number(quint64(each.bytes), each.rowClass.isDone() && each.status);
        case ResultColumn::FirstByte:
            return number(each.ttfbUs, each.ttfbUs != ResultRow::UnknownUs);
        case ResultColumn::Total:
            return number(each.totalUs, each.totalUs != ResultRow::UnknownUs);
        case ResultColumn::Tries:
            return number(each.tries, each.tries);
        case ResultColumn::Number:
            return number(row, true);
        case ResultColumn::Status:
            return number(each.status, each.rowClass.isDone() && each.status);
        case ResultColumn::Host:
            return {false, hostOf(results.address(row)).toByteArray()};
        case ResultColumn::Redirects:
            return number(each.redirects, each.redirects);
        case ResultColumn::Note:
            return {results.note(row).isEmpty(), results.note(row).toByteArray().toLower()};
        default:
            break;
        }
        const QByteArray text = results.detail(row, detailOf(column).value()).toByteArray();
        return {text.isEmpty(), text.toLower()};
    };
    std::vector<RowId> expected = rows;
    std::stable_sort(expected.begin(), expected.end(), [&key](RowId a, RowId b) { return key(a) < key(b); });

    QVERIFY(sortRows(results, rows, column, Qt::AscendingOrder, cancelled));
    QCOMPARE(rows, expected);

    const auto silent =
        std::find_if(expected.begin(), expected.end(), [&key](RowId row) { return key(row).first; });
    std::reverse(expected.begin(), silent);
    std::iota(rows.begin(), rows.end(), 0);
    QVERIFY(sortRows(results, rows, column, Qt::DescendingOrder, cancelled));
    QCOMPARE(rows, expected);
}

void TestResultTable::textSortsAsByComparing()
{
    // Few letters and many lengths: prefixes of each other, ends on and beside the eight-byte words.
    QRandomGenerator random(7);
    ResultRows results;
    results.setAddresses(madeUpAddresses(5000));
    for (RowId row = 0; row < 5000; ++row) {
        QString title;
        for (quint32 length = random.bounded(1, 30); length > 0; --length)
            title += random.bounded(12) ? u'a' : QChar(u'A' + random.bounded(3));
        results.store(resultOf(row, Verdict::Ok, 200, title));
    }
    std::vector<RowId> rows(5000);
    std::iota(rows.begin(), rows.end(), 0);
    std::vector<RowId> expected = rows;
    std::stable_sort(expected.begin(), expected.end(), [&results](RowId a, RowId b) {
        return results.title(a).toByteArray().toLower() < results.title(b).toByteArray().toLower();
    });
    const std::atomic_bool cancelled = false;
    QVERIFY(sortRows(results, rows, ResultColumn::Title, Qt::AscendingOrder, cancelled));
    QCOMPARE(rows, expected);
}

void TestResultTable::selectionFollowsItsRows()
{
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    RowArranger arranger(&model);
    QItemSelectionModel selection(&model);
    model.setAddresses(madeUpAddresses(100));
    for (const int row : {3, 50, 97})
        selection.select(model.index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    selection.setCurrentIndex(model.index(50, 2), QItemSelectionModel::NoUpdate);

    const auto selectedRows = [&selection, &model] {
        QList<RowId> rows;
        const QModelIndexList indexes = selection.selectedRows();
        for (const QModelIndex &index : indexes)
            rows << model.rowIdAt(index.row());
        std::sort(rows.begin(), rows.end());
        return rows;
    };
    arrange(arranger, {{}, {}, ResultColumn::Address, Qt::DescendingOrder});
    QCOMPARE(selectedRows(), QList<RowId>({3, 50, 97}));
    QCOMPARE(model.rowIdAt(selection.currentIndex().row()), RowId(50));

    arrange(arranger, {{}, filter(QStringLiteral("page/9")), ResultColumn::Address, Qt::AscendingOrder});
    QCOMPARE(model.rowCount(), 11);
    QCOMPARE(selectedRows(), QList<RowId>({97}));

    arrange(arranger, {});
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(selectedRows(), QList<RowId>({97}));
    QCOMPARE(model.rowIdAt(5), RowId(5));
}

void TestResultTable::onlyWatchedPlacesAreAnnounced()
{
    ResultTableModel model;
    model.setAddresses(madeUpAddresses(1000));
    model.setWatchedPlaces(100, 140);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    std::vector<FetchResult> results;
    for (const RowId row : {5u, 99u, 100u, 101u, 140u, 141u, 999u})
        results.push_back(resultOf(row, Verdict::Ok, 200));
    model.apply(results);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(changed[0][0].toModelIndex().row(), 100);
    QCOMPARE(changed[0][1].toModelIndex().row(), 101);
    QCOMPARE(changed[1][0].toModelIndex().row(), 140);
    QCOMPARE(changed[1][1].toModelIndex().row(), 140);
}

void TestResultTable::randomStepsKeepTheModelExact()
{
    QRandomGenerator random(2026);
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    RowArranger arranger(&model);
    QItemSelectionModel selection(&model);
    QPersistentModelIndex witness;
    RowId witnessRow = 0;
    AddressList addresses;
    const QStringList filters = {{},
                                 QStringLiteral("page/1"),
                                 QStringLiteral("4xx"),
                                 QStringLiteral("title"),
                                 QStringLiteral("/row [0-9]*7$/"),
                                 QStringLiteral("nothing has this")};
    for (int step = 0; step < 300; ++step) {
        switch (random.bounded(6)) {
        case 0:
            addresses.append(madeUpAddresses(random.bounded(1, 40)));
            model.setAddresses(addresses);
            break;
        case 1:
        case 2: {
            std::vector<FetchResult> results;
            for (int i = 0; i < 20 && addresses.size(); ++i)
                results.push_back(madeUpResult(RowId(random.bounded(addresses.size())), random));
            model.apply(results);
            break;
        }
        case 3: {
            std::vector<RowProgress> progress;
            for (int i = 0; i < 10 && addresses.size(); ++i)
                progress.push_back(
                    {RowId(random.bounded(addresses.size())), RowProgress::State(random.bounded(3)), 1});
            model.apply(progress);
            break;
        }
        case 4: {
            RowQuery query;
            if (random.bounded(2))
                query.only = RowClass::fromIndex(random.bounded(RowClass::Count));
            query.filter = filter(filters[random.bounded(filters.size())]);
            if (random.bounded(2))
                query.sortColumn = ResultColumn(random.bounded(ResultColumnCount));
            query.sortOrder = random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder;
            arrange(arranger, query);
            for (int place = 0; place < model.rowCount(); ++place)
                QCOMPARE(model.placeOf(model.rowIdAt(place)), place);
            break;
        }
        case 5:
            if (model.rowCount()) {
                witness = model.index(random.bounded(model.rowCount()), 0);
                witnessRow = model.rowIdAt(witness.row());
                selection.select(witness, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
            }
            if (random.bounded(30) == 0) {
                model.clear();
                addresses = {};
            }
            break;
        }
        if (witness.isValid()) {
            QCOMPARE(model.rowIdAt(witness.row()), witnessRow);
            QVERIFY(selection.isRowSelected(witness.row()));
        }
    }
    RowCounts counts{};
    for (int row = 0; row < model.rows().size(); ++row)
        ++counts[size_t(model.rows().row(RowId(row)).rowClass.index())];
    QCOMPARE(model.rows().counts(), counts);
}

void TestResultTable::theOrderFollowsChangingRows()
{
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model);
    RowArranger arranger(&model);
    model.setAddresses(madeUpAddresses(10));
    arrange(arranger, {RowClass(Verdict::Broken), {}, ResultColumn::Total, Qt::DescendingOrder});
    QCOMPARE(model.rowCount(), 0);
    const FetchResult results[] = {resultOf(4, Verdict::Broken, 404, {}, 10'000),
                                   resultOf(8, Verdict::Broken, 404, {}, 20'000),
                                   resultOf(9, Verdict::Ok, 200, {}, 30'000)};
    model.apply(results);
    QTRY_COMPARE(shownRows(model), QList<RowId>({8, 4}));
    const FetchResult better = resultOf(8, Verdict::Ok, 200);
    model.apply(std::span(&better, 1));
    QTRY_COMPARE(shownRows(model), QList<RowId>({4}));
}

void TestResultTable::aHeldOrderStays()
{
    ResultTableModel model;
    RowArranger arranger(&model);
    model.setAddresses(madeUpAddresses(3));
    arrange(arranger, {RowClass(Verdict::Ok), {}, {}, Qt::AscendingOrder});
    arranger.setHeld(true);
    const FetchResult result = resultOf(2, Verdict::Ok, 200);
    model.apply(std::span(&result, 1));
    QVERIFY(!arranger.isBusy());
    QCOMPARE(model.rowCount(), 0);
    arranger.setHeld(false);
    QTRY_COMPARE(model.rowCount(), 1);
}

QTEST_GUILESS_MAIN(TestResultTable)
#include "tst_resulttable.moc"
