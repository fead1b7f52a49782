// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/resultrecord.h"
#include "core/store/resultspool.h"
#include "tests/core/store/results.h"
#include "tests/support/resultat.h"

#include <QDataStream>
#include <QDir>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <sys/resource.h>
#include <thread>

using namespace turnstone;
using namespace Qt::StringLiterals;

class TestResultSpool final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void everyFieldComesBack()
    {
        ResultSpool spool(m_folder.path());
        QVERIFY(spool.open());
        FetchResult given = makeResult(3, 7);
        given.body = "the beginning";
        QVERIFY(spool.append({given}));
        const auto read = resultAt(spool, 3);
        QVERIFY(read);
        QCOMPARE(read->row, RowId(3));
        QCOMPARE(read->verdict, given.verdict);
        QCOMPARE(read->reason, given.reason);
        QCOMPARE(read->body, given.body);
        QCOMPARE(read->facts.title, given.facts.title);
        QCOMPARE(read->facts.links, given.facts.links);
        QCOMPARE(read->attempts.size(), given.attempts.size());
        const FetchAttempt &attempt = read->attempts[1];
        QCOMPARE(attempt.error, given.attempts[1].error);
        QCOMPARE(attempt.errorText, given.attempts[1].errorText);
        QCOMPARE(attempt.retryAfterMs, given.attempts[1].retryAfterMs);
        QCOMPARE(attempt.hops.size(), size_t(2));
        QCOMPARE(attempt.hops[1].responseHeaders, given.attempts[1].hops[1].responseHeaders);
        QCOMPARE(attempt.hops[1].phases.lookupUs, qint64(12));
        QCOMPARE(attempt.hops[1].phases.connectUs, qint64(-1));
        QCOMPARE(attempt.hops[1].phases.totalUs, given.attempts[1].hops[1].phases.totalUs);
        QCOMPARE(bytesOf(*read), bytesOf(given));
    }

    void whatIsNotThereIsNothing()
    {
        ResultSpool spool(m_folder.path());
        QVERIFY(spool.open());
        QVERIFY(!spool.has(0) && !resultAt(spool, 0));
        QVERIFY(spool.append({makeResult(20000, 1)}));
        QVERIFY(!spool.has(0) && !spool.has(19999) && spool.has(20000));
        QVERIFY(!resultAt(spool, 4'000'000'000));
        QCOMPARE(spool.bytes(), qint64(bytesOf(makeResult(20000, 1)).size()) + 4);
    }

    void theLatestResultCounts()
    {
        ResultSpool spool(m_folder.path());
        QVERIFY(spool.open());
        QVERIFY(spool.append({makeResult(1, 1), makeResult(1, 2)}));
        QCOMPARE(bytesOf(*resultAt(spool, 1)), bytesOf(makeResult(1, 2)));
        QVERIFY(spool.append({makeResult(1, 3)}));
        QCOMPARE(bytesOf(*resultAt(spool, 1)), bytesOf(makeResult(1, 3)));
    }

    void manyResultsInAnyOrder()
    {
        ResultSpool spool(m_folder.path());
        QVERIFY(spool.open());
        constexpr int Count = 20000;
        std::vector<FetchResult> batch;
        QRandomGenerator random(3);
        for (int i = 0; i < Count; ++i) {
            batch.push_back(makeResult(RowId(Count - 1 - i), i));
            if (random.bounded(100) == 0) {
                QVERIFY(spool.append(batch));
                batch.clear();
                const int seed = random.bounded(i + 1);
                QCOMPARE(resultAt(spool, RowId(Count - 1 - seed))->facts.links, quint32(seed));
            }
        }
        QVERIFY(spool.append(batch));
        for (int i = 0; i < Count; i += 37)
            QCOMPARE(bytesOf(*resultAt(spool, RowId(Count - 1 - i))),
                     bytesOf(makeResult(RowId(Count - 1 - i), i)));
    }

    void bigRecordsComeBack()
    {
        ResultSpool spool(m_folder.path());
        QVERIFY(spool.open());
        for (const int size : {3000, 4096, 5000, 300'000, 3'000'000}) {
            FetchResult result = makeResult(RowId(size), 5);
            result.body = QByteArray(size, 'b');
            QVERIFY(spool.append({result}));
            QCOMPARE(resultAt(spool, RowId(size))->body, result.body);
        }
        QCOMPARE(resultAt(spool, 3000)->body, QByteArray(3000, 'b'));
        QCOMPARE(resultAt(spool, 300'000)->body, QByteArray(300'000, 'b'));
    }

    void bodiesBeyondTheBudgetAreLeftOut()
    {
        ResultSpool spool(m_folder.path(), 1000);
        QVERIFY(spool.open());
        FetchResult first = makeResult(0, 1), second = makeResult(1, 1), third = makeResult(2, 1);
        first.body = QByteArray(600, 'a');
        second.body = QByteArray(600, 'b');
        third.body = QByteArray(400, 'c');
        QVERIFY(spool.append({first, second, third}));
        QCOMPARE(resultAt(spool, 0)->body, first.body);
        QVERIFY(resultAt(spool, 1)->body.isEmpty());
        QCOMPARE(resultAt(spool, 1)->reason, second.reason);
        QCOMPARE(resultAt(spool, 2)->body, third.body);
    }

    /// A limit on the size of files stands in for the full disk.
    void aFullDiskLosesOnlyWhatIsNew()
    {
        ResultSpool spool(m_folder.path());
        QVERIFY(spool.open());
        FetchResult big = makeResult(0, 1);
        big.body = QByteArray(300'000, 'x');
        QVERIFY(spool.append({big}));
        QVERIFY(spool.append({makeResult(1, 1)})); // still in memory
        const qint64 before = spool.bytes();

        rlimit old{};
        getrlimit(RLIMIT_FSIZE, &old);
        const rlimit tight{400'000, old.rlim_max};
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &tight);
        FetchResult next = big;
        next.row = 2;
        const Outcome failed = spool.append({makeResult(0, 9), next});
        const Outcome small = spool.append({makeResult(3, 3)});
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);

        QVERIFY(!failed);
        QCOMPARE(failed.error().code, Error::Code::DiskFull);
        QVERIFY(failed.error().message.contains(m_folder.path()));
        QVERIFY(!spool.has(2));
        QCOMPARE(bytesOf(*resultAt(spool, 0)), bytesOf(big));
        QCOMPARE(bytesOf(*resultAt(spool, 1)), bytesOf(makeResult(1, 1)));
        QVERIFY(small);
        QVERIFY(spool.bytes() > before);
        QVERIFY(spool.append({next}));
        QCOMPARE(resultAt(spool, 2)->body, next.body);
        QCOMPARE(bytesOf(*resultAt(spool, 3)), bytesOf(makeResult(3, 3)));
    }

    void aFolderThatCannotBeUsedIsASentence()
    {
        ResultSpool spool(u"/dev/null/results"_s);
        const Outcome opened = spool.open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, Error::Code::Unwritable);
        QVERIFY(opened.error().message.contains(u"/dev/null/results"_s));
    }

    void theCacheFolderIsThePlace()
    {
        QStandardPaths::setTestModeEnabled(true);
        ResultSpool spool;
        QVERIFY(spool.open());
        QVERIFY(spool.append({makeResult(0, 1)}));
        QVERIFY(resultAt(spool, 0));
        QVERIFY(QDir(QStandardPaths::writableLocation(QStandardPaths::CacheLocation)).exists());
    }

    void readersAndAWriterAtOnce()
    {
        ResultSpool spool(m_folder.path());
        QVERIFY(spool.open());
        constexpr int Count = 8000;
        std::atomic<int> written = 0;
        std::atomic<int> wrong = 0;
        const auto readAll = [&spool, &written, &wrong](quint32 seed) {
            QRandomGenerator random(seed);
            while (written < Count) {
                const int known = written;
                const int row = known > 0 ? random.bounded(known) : 0;
                const auto result = resultAt(spool, RowId(row));
                if (known > 0 && (!result || result->facts.links != quint32(row)))
                    ++wrong;
            }
        };
        std::thread one(readAll, 1), two(readAll, 2);
        for (int i = 0; i < Count; i += 50) {
            std::vector<FetchResult> batch;
            for (int j = i; j < i + 50; ++j)
                batch.push_back(makeResult(RowId(j), j));
            if (!spool.append(batch))
                ++wrong;
            written = i + 50;
        }
        one.join();
        two.join();
        QCOMPARE(wrong.load(), 0);
    }

    void damagedRecordsAreNothing()
    {
        const QByteArray whole = bytesOf(makeResult(1, 7));
        for (qsizetype size = 0; size < whole.size(); ++size) {
            QDataStream stream(whole.left(size));
            FetchResult result;
            QVERIFY(!readResult(stream, result));
        }
    }
};

QTEST_GUILESS_MAIN(TestResultSpool)
#include "tst_resultspool.moc"
