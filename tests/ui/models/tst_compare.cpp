// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "tests/support/threadtime.h"
#include "tests/ui/models/madeupproject.h"
#include "ui/models/comparemodel.h"
#include "ui/models/differenceexport.h"
#include "ui/models/runcomparison.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

using namespace turnstone;

namespace {

RunDifference statusChange(RowId row)
{
    HistoryEntry before;
    before.status = 200;
    before.verdict = Verdict::Ok;
    HistoryEntry after = before;
    after.status = 500;
    after.verdict = Verdict::ServerError;
    return {row, Change::Status, before, after};
}

DifferenceBlockPointer blockOf(RowId first, RowId count)
{
    auto block = std::make_shared<DifferenceBlock>();
    for (RowId row = first; row < first + count; ++row)
        block->add(statusChange(row));
    return block;
}

} // namespace

class TestCompare final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::makeUsualProject(m_path); }

    void init()
    {
        m_model = std::make_unique<CompareModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void showsWhatDiffers()
    {
        compare();
        QCOMPARE(m_model->total(), 6);
        QCOMPARE(line(0), u"page-2|Status|200 OK|404 Broken"_qs);
        QCOMPARE(line(1), u"page-3|Title|Page 3|Another title"_qs);
        QCOMPARE(line(2), u"page-4|Slower|40 ms|900 ms"_qs);
        QCOMPARE(line(3), u"page-5|Status, Redirect|200 OK · no redirect|"
                          "200 Redirected · to http://site.example/elsewhere"_qs);
        QCOMPARE(line(4), u"page-6|Gone|200 OK · Page 6|"_qs);
        QCOMPARE(line(5), u"page-9|New||200 OK · Page 9"_qs);
        const ChangeCounts expected = {1, 1, 2, 1, 1, 0, 1};
        QCOMPARE(m_model->counts(), expected);
    }

    void signsStandWhereAVerdictDoes()
    {
        compare();
        const auto sign = [this](int row, CompareColumn column) {
            return m_model->index(row, int(column)).data(CompareVerdictRole);
        };
        QCOMPARE(sign(0, CompareColumn::After), QVariant(int(Verdict::Broken)));
        QCOMPARE(sign(0, CompareColumn::Before), QVariant(int(Verdict::Ok)));
        QVERIFY(!sign(1, CompareColumn::After).isValid());
        QVERIFY(!sign(4, CompareColumn::After).isValid());
        QVERIFY(!sign(0, CompareColumn::Address).isValid());
    }

    void filters_data()
    {
        QTest::addColumn<int>("kinds");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("rows");
        QTest::newRow("all") << 0 << QString() << u"2 3 4 5 6 9"_qs;
        QTest::newRow("one kind") << int(Change::Title) << QString() << u"3"_qs;
        QTest::newRow("two kinds") << int(Change::New | Change::Gone) << QString() << u"6 9"_qs;
        QTest::newRow("address") << 0 << u"PAGE-4"_qs << u"4"_qs;
        QTest::newRow("before") << 0 << u"page 3"_qs << u"3"_qs;
        QTest::newRow("after") << 0 << u"elsewhere"_qs << u"5"_qs;
        QTest::newRow("kind and text") << int(Change::Status) << u"broken"_qs << u"2"_qs;
        QTest::newRow("nothing") << int(Change::Content) << QString() << QString();
    }

    void filters()
    {
        QFETCH(int, kinds);
        QFETCH(QString, text);
        compare();
        QSignalSpy filtered(m_model.get(), &CompareModel::filtered);
        m_model->setFilter({Changes(kinds), text});
        if (kinds != 0 || !text.isEmpty())
            QVERIFY(filtered.wait());
        QStringList rows;
        for (const RowId row : m_model->shownRows())
            rows << QString::number(row);
        QTEST(rows.join(u' '), "rows");
        QCOMPARE(m_model->total(), 6);
    }

    void blocksThatComeWhileFilteringAreFiltered()
    {
        m_model->begin(test::pageAddresses(100));
        m_model->append(blockOf(0, 30));
        QSignalSpy filtered(m_model.get(), &CompareModel::filtered);
        m_model->setFilter({{}, u"page-4"_qs});
        m_model->append(blockOf(30, 70));
        QVERIFY(filtered.wait());
        QCOMPARE(m_model->rowCount(), 11); // 4 and 40 to 49
        m_model->setFilter({{}, u"page-9"_qs});
        m_model->setFilter({{}, u"page-8"_qs});
        QVERIFY(filtered.wait());
        QCOMPARE(m_model->rowIdAt(0), RowId(8));
        m_model->begin(test::pageAddresses(100));
        m_model->append(blockOf(0, 100));
        QCOMPARE(m_model->rowCount(), 11);
    }

    void aMillionRows()
    {
        m_tester.reset(); // it asks for every cell
        m_model->begin(test::pageAddresses(1'000'000));
        std::chrono::milliseconds longest{0};
        for (RowId first = 0; first < 1'000'000; first += 4'000) {
            const auto before = test::threadTime();
            m_model->append(blockOf(first, 4'000));
            longest = std::max(longest, test::threadTime() - before);
        }
        QCOMPARE(m_model->rowCount(), 1'000'000);
        QSignalSpy filtered(m_model.get(), &CompareModel::filtered);
        const auto before = test::threadTime();
        m_model->setFilter({Change::Status, u"page-77777"_qs});
        QVERIFY(test::threadTime() - before < std::chrono::milliseconds(100)); // it is only begun
        QVERIFY(filtered.wait(30'000));
        QCOMPARE(m_model->rowCount(), 11);
        QVERIFY2(longest < std::chrono::milliseconds(500), qPrintable(QString::number(longest.count())));
    }

    void givesUpAnEarlierComparison()
    {
        RunComparison comparison;
        QSignalSpy finished(&comparison, &RunComparison::finished);
        QSignalSpy found(&comparison, &RunComparison::found);
        comparison.start(m_path, 1, 2);
        comparison.start(m_path, 1, 1);
        QVERIFY(finished.wait());
        QCOMPARE(finished.size(), 1);
        QCOMPARE(found.size(), 0);
        comparison.start(m_path, 1, 2);
        comparison.cancel();
        QVERIFY(!comparison.isActive());
    }

    void saysWhatFailed()
    {
        RunComparison comparison;
        QSignalSpy failed(&comparison, &RunComparison::failed);
        comparison.start(m_path, 1, 77);
        QVERIFY(failed.wait());
        QVERIFY(failed[0][0].value<Error>().message.contains(u"77"_qs));
        comparison.start(m_folder.filePath(u"none.turnstone"_qs), 1, 2);
        QVERIFY(failed.wait());
    }

    void exportsWhatIsShown()
    {
        DifferenceExport job;
        QSignalSpy done(&job, &DifferenceExport::done);
        const QString path = m_folder.filePath(u"changes.csv"_qs);
        job.start({m_path, 1, 2, test::pageAddresses(10), {3, 6}, path, ExportFormat::Csv});
        QSignalSpy progressed(&job, &DifferenceExport::progressed);
        QVERIFY(done.wait());
        QCOMPARE(done[0][0].toLongLong(), 2);
        QVERIFY(!progressed.isEmpty());
        QCOMPARE(progressed.last()[0].toInt(), 100);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QCOMPARE(text.count('\n'), 3);
        QVERIFY(text.contains("http://site.example/page-3,title,1,2,ok,ok"));
        QVERIFY(text.contains("http://site.example/page-6,gone,1,2,ok,"));
    }

    void aCancelledExportLeavesTheFileAsItWas()
    {
        const QString path = m_folder.filePath(u"before.csv"_qs);
        QFile before(path);
        QVERIFY(before.open(QIODevice::WriteOnly) && before.write("mine") == 4);
        before.close();
        DifferenceExport job;
        QSignalSpy done(&job, &DifferenceExport::done), cancelled(&job, &DifferenceExport::cancelled);
        QThreadPool &pool = *QThreadPool::globalInstance();
        const int threads = pool.maxThreadCount();
        QSemaphore go;
        pool.setMaxThreadCount(1);
        pool.start([&go] { go.acquire(); }); // the export has to wait behind it
        job.start({m_path, 1, 2, test::pageAddresses(10), {3, 6}, path, ExportFormat::Csv});
        job.cancel();
        go.release();
        QVERIFY(cancelled.wait());
        pool.setMaxThreadCount(threads);
        QVERIFY(!job.isActive());
        QCOMPARE(done.size(), 0);
        QVERIFY(before.open(QIODevice::ReadOnly));
        QCOMPARE(before.readAll(), QByteArray("mine"));
    }

    void anExportThatCannotBeWrittenSaysSo()
    {
        DifferenceExport job;
        QSignalSpy failed(&job, &DifferenceExport::failed);
        job.start({m_path,
                   1,
                   2,
                   test::pageAddresses(10),
                   {3},
                   m_folder.filePath(u"none/a.csv"_qs),
                   ExportFormat::Csv});
        QVERIFY(failed.wait());
    }

    /// What a history calls a change and what a comparison does must be the same.
    void historiesAgreeWithComparisons()
    {
        const auto store = openProject(m_path, OpenMode::Read);
        QVERIFY(store);
        std::map<RowId, Changes> compared;
        QVERIFY(store.value()->compare(1, 2, {}, [&compared](const RunDifference &difference) {
            compared[difference.row] = difference.changes;
            return true;
        }));
        for (RowId row = 0; row < 9; ++row) {
            const auto history = store.value()->history(row);
            QVERIFY(history);
            if (history.value().size() == 2)
                QCOMPARE(changesBetween(history.value()[0], history.value()[1], {}), compared[row]);
        }
    }

private:
    void compare()
    {
        m_model->begin(test::pageAddresses(10));
        RunComparison comparison;
        QSignalSpy finished(&comparison, &RunComparison::finished);
        connect(&comparison, &RunComparison::found, m_model.get(), &CompareModel::append);
        comparison.start(m_path, 1, 2);
        QVERIFY(finished.wait());
    }

    /// The cells of a row; of the address only its end.
    QString line(int row) const
    {
        QStringList cells;
        for (int column = 0; column < CompareColumnCount; ++column)
            cells << m_model->index(row, column).data().toString();
        cells[0] = cells[0].section(u'/', -1);
        return cells.join(u'|');
    }

    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(u"usual.turnstone"_qs);
    std::unique_ptr<CompareModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestCompare)
#include "tst_compare.moc"
