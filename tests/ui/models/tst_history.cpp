// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/models/madeupproject.h"
#include "ui/models/cleanup.h"
#include "ui/models/historymodel.h"
#include "ui/models/storereader.h"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;

namespace {

HistoryEntry entry(RunId run, quint16 status, Verdict verdict, const QString &title, qint64 totalUs)
{
    HistoryEntry made;
    made.run = run;
    made.startedAtMs = 1'774'000'000'000 + run;
    made.status = status;
    made.verdict = verdict;
    made.title = title;
    made.ttfbUs = totalUs / 2;
    made.totalUs = totalUs;
    return made;
}

} // namespace

/// The history of one address, and how a project is asked for it.
class TestHistory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::makeUsualProject(m_path); }

    void latestFirstWithItsChange()
    {
        HistoryModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        HistoryEntry last = entry(4, 200, Verdict::Ok, u"Two"_qs, 800'000);
        last.contentHash = 9;
        last.redirects = 1;
        HistoryEntry third = entry(3, 200, Verdict::Ok, u"Two"_qs, 40'000);
        third.contentHash = 8;
        model.setEntries({entry(1, 404, Verdict::Broken, u"None"_qs, 30'000),
                          entry(2, 200, Verdict::Ok, u"One"_qs, 40'000), third, last});
        const auto text = [&model](int row, HistoryColumn column) {
            return model.index(row, int(column)).data().toString();
        };
        const auto stands = [&model](int row, HistoryColumn column) {
            return model.index(row, int(column)).data(HistoryEmphasisRole).toBool();
        };
        QCOMPARE(text(0, HistoryColumn::Changed), u"redirect, content, slower, was 40\u00a0ms"_qs);
        QCOMPARE(text(1, HistoryColumn::Changed), u"title"_qs);
        QCOMPARE(text(2, HistoryColumn::Changed), u"was 404 Broken"_qs);
        QCOMPARE(text(3, HistoryColumn::Changed), u"earliest known"_qs);
        QCOMPARE(text(0, HistoryColumn::Verdict), u"200 OK"_qs);
        QCOMPARE(text(0, HistoryColumn::Total), u"800\u00a0ms"_qs);
        for (int column = 0; column < HistoryColumnCount; ++column) {
            const bool isNumber =
                column == int(HistoryColumn::FirstByte) || column == int(HistoryColumn::Total);
            const auto side = model.index(0, column).data(Qt::TextAlignmentRole).value<Qt::Alignment>();
            QCOMPARE(side.testFlag(Qt::AlignRight), isNumber);
            QCOMPARE(model.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>(),
                     side);
        }
        QVERIFY(stands(1, HistoryColumn::Title));
        QVERIFY(!stands(0, HistoryColumn::Title));
        QVERIFY(!stands(3, HistoryColumn::Changed));
        QVERIFY(
            model.index(1, int(HistoryColumn::Title)).data(Qt::ToolTipRole).toString().contains(u"One"_qs));
    }

    void aReaderAnswersLater()
    {
        StoreReader reader;
        reader.setPath(m_path);
        std::optional<std::vector<HistoryEntry>> answer;
        reader.ask<std::vector<HistoryEntry>>(
            this, [](Store &store) { return store.history(3); },
            [&answer](const Result<std::vector<HistoryEntry>> &history) {
                QVERIFY(history);
                answer = history.value();
            });
        QVERIFY(!answer);
        QTRY_VERIFY(answer);
        QCOMPARE(answer->size(), size_t(2));
        QCOMPARE(answer->back().title, u"Another title"_qs);
    }

    void whatWasAskedOfAnotherFileIsNotAnswered()
    {
        StoreReader reader;
        int answers = 0;
        const auto count = [&answers](const Outcome &) { ++answers; };
        const auto nothing = [](Store &) { return success(); };
        reader.setPath(m_path);
        reader.read(this, nothing, count);
        reader.setPath({});
        Outcome last = success();
        reader.read(this, nothing, [&](const Outcome &outcome) {
            ++answers;
            last = outcome;
        });
        QTRY_COMPARE(answers, 1);
        QVERIFY(!last);
        {
            QObject context;
            reader.read(&context, nothing, count);
        }
        bool reached = false;
        reader.read(this, nothing, [&reached](const Outcome &) { reached = true; });
        QTRY_VERIFY(reached);
        QCOMPARE(answers, 1);
    }

    void sharesAreInWordsAndAddUp()
    {
        StoreSizes sizes;
        sizes.fileBytes = 1'000'000;
        sizes.freeBytes = 100'000;
        sizes.tables = {{u"results"_qs, 300'000}, {u"hops"_qs, 250'000},     {u"attempts"_qs, 100'000},
                        {u"owed"_qs, 10'000},     {u"addresses"_qs, 90'000}, {u"bodies"_qs, 4096}};
        QStringList words;
        qint64 sum = 0;
        for (const SizeShare &share : sizeShares(sizes)) {
            words << share.name;
            sum += share.bytes;
        }
        QCOMPARE(words, (QStringList{u"Attempts and redirects"_qs, u"Results"_qs, u"Addresses"_qs,
                                     u"Other"_qs, u"Free space in the file"_qs}));
        QCOMPARE(sum, 1'000'000);
    }

    void gainsAreSharesOfOldRuns()
    {
        StoreSizes sizes;
        sizes.freeBytes = 7;
        sizes.tables = {{u"results"_qs, 40'000}, {u"hops"_qs, 40'000}, {u"bodies"_qs, 50'000}};
        std::vector<RunInfo> runs(4);
        for (RunInfo &run : runs)
            run.results = 100;
        const CleanUpGains gains = cleanUpGains(sizes, runs, 1);
        QCOMPARE(gains.oldRuns, 60'000);
        QCOMPARE(gains.bodies, 50'000);
        QCOMPARE(gains.free, 7);
        QCOMPARE(cleanUpGains(sizes, runs, 4).oldRuns, 0);
        QCOMPARE(cleanUpGains(sizes, {}, 1).oldRuns, 0);
    }

private:
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(u"usual.turnstone"_qs);
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
