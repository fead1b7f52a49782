// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/sharedbudget.h"
#include "core/policy/tokenbucket.h"

#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {
constexpr TimePoint Begin{1h};
}

class TestSharedBudget final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void concurrencyHoldsForAllWorkersTogether()
    {
        SharedBudget budget(2);
        budget.setLimits(3, 0);
        QVERIFY(budget.tryStart(0, Begin));
        QVERIFY(budget.tryStart(0, Begin));
        QVERIFY(budget.tryStart(0, Begin)); // alone, one worker may have it all
        QVERIFY(!budget.tryStart(1, Begin));
        budget.finished(0);
        QVERIFY(budget.tryStart(1, Begin));
    }

    void aStarvingWorkerGetsItsShare()
    {
        std::vector<int> woken;
        SharedBudget budget(2);
        budget.setWaker([&woken](int worker) { woken.push_back(worker); });
        budget.setLimits(4, 0);
        woken.clear();
        for (int i = 0; i < 4; ++i)
            QVERIFY(budget.tryStart(0, Begin));
        QVERIFY(!budget.tryStart(1, Begin));
        budget.finished(0);
        QCOMPARE(woken, std::vector<int>({1}));
        QVERIFY(!budget.tryStart(0, Begin)); // holds 3 of 4: more than its half while the other waits
        QVERIFY(budget.tryStart(1, Begin));
        QVERIFY(!budget.tryStart(1, Begin));
        budget.finished(0);
        QVERIFY(budget.tryStart(1, Begin));
    }

    void aSatisfiedWorkerFreesTheOthers()
    {
        std::vector<int> woken;
        SharedBudget budget(2);
        budget.setLimits(2, 0);
        budget.setWaker([&woken](int worker) { woken.push_back(worker); });
        QVERIFY(budget.tryStart(0, Begin));
        QVERIFY(budget.tryStart(0, Begin));
        QVERIFY(!budget.tryStart(1, Begin));
        budget.finished(0);
        QVERIFY(!budget.tryStart(0, Begin));
        woken.clear();
        budget.satisfied(1);
        QCOMPARE(woken, std::vector<int>({0}));
        QVERIFY(budget.tryStart(0, Begin));
    }

    void aSlotThatItsWorkerUsesAgainWakesNobody()
    {
        std::vector<int> woken;
        SharedBudget budget(2);
        budget.setLimits(4, 0);
        budget.setWaker([&woken](int worker) { woken.push_back(worker); });
        for (const int worker : {0, 0, 1, 1})
            QVERIFY(budget.tryStart(worker, Begin));
        QVERIFY(!budget.tryStart(0, Begin));
        QVERIFY(!budget.tryStart(1, Begin));
        budget.finished(0);
        QVERIFY(woken.empty()); // both have their share and more to do
        QVERIFY(budget.tryStart(0, Begin));
        budget.finished(0);
        budget.satisfied(0); // now it has nothing left to start
        QCOMPARE(woken, std::vector<int>({1}));
    }

    void theRateSpacesStarts()
    {
        SharedBudget budget(2);
        budget.setLimits(100, 5);
        TimePoint now = Begin;
        int started = 0;
        for (; now < Begin + 10s; now += 1ms) {
            for (int worker = 0; worker < 2; ++worker)
                started += budget.tryStart(worker, now) ? 1 : 0;
        }
        QCOMPARE(started, 50);
    }

    void theBucketReachesItsRateThroughCoarseTimers_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addRow("5/s") << 5.0;
        QTest::addRow("100/s") << 100.0;
        QTest::addRow("2000/s") << 2000.0;
    }

    void theBucketReachesItsRateThroughCoarseTimers()
    {
        QFETCH(double, rate);
        TokenBucket bucket;
        bucket.setRate(rate);
        int started = 0;
        for (TimePoint now = Begin; now < Begin + 20s; now += 7ms) {
            while (bucket.take(now))
                ++started;
        }
        QVERIFY2(started <= int(20 * rate) + int(rate * 0.02) + 1, qPrintable(QString::number(started)));
        QVERIFY2(started >= int(20 * rate * 0.99) - 1, qPrintable(QString::number(started)));
    }

    void aNewRateHoldsAtOnce()
    {
        TokenBucket bucket;
        bucket.setRate(0.01);
        QVERIFY(bucket.take(Begin));
        QVERIFY(!bucket.take(Begin + 1s));
        bucket.setRate(10);
        QVERIFY(bucket.take(Begin + 1s)); // not after the 100 s that the old rate had promised
        bucket.setRate(0);
        QVERIFY(bucket.take(Begin + 1s));
        QVERIFY(bucket.take(Begin + 1s));
    }
};

QTEST_APPLESS_MAIN(TestSharedBudget)
#include "tst_sharedbudget.moc"
