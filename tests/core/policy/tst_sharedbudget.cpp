// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/sharedbudget.h"
#include "core/policy/tokenbucket.h"

#include <QRandomGenerator>
#include <QTest>

#include <array>
#include <deque>
#include <numeric>

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
        QVERIFY(budget.tryStart(0, Begin).granted);
        QVERIFY(budget.tryStart(0, Begin).granted);
        QVERIFY(budget.tryStart(0, Begin).granted); // alone, one worker may have it all
        QVERIFY(!budget.tryStart(1, Begin).granted);
        budget.finished(0);
        QVERIFY(budget.tryStart(1, Begin).granted);
    }

    void theSlowestRateIsOneADay()
    {
        SharedBudget budget(1);
        budget.setLimits(10, 1e-300);
        QVERIFY(budget.tryStart(0, Begin).granted);
        const auto second = budget.tryStart(0, Begin + 1h);
        QVERIFY(!second.granted);
        QCOMPARE(second.retryAt, Begin + 24h);
        QVERIFY(budget.tryStart(0, Begin + 24h).granted);
    }

    void aStarvingWorkerGetsItsShare()
    {
        std::vector<int> woken;
        SharedBudget budget(2);
        budget.setWaker([&woken](int worker) { woken.push_back(worker); });
        budget.setLimits(4, 0);
        woken.clear();
        for (int i = 0; i < 4; ++i)
            QVERIFY(budget.tryStart(0, Begin).granted);
        QVERIFY(!budget.tryStart(1, Begin).granted);
        budget.finished(0);
        QCOMPARE(woken, std::vector<int>({1}));
        QVERIFY(!budget.tryStart(0, Begin).granted); // holds 3 of 4: more than its half while the other waits
        QVERIFY(budget.tryStart(1, Begin).granted);
        QVERIFY(!budget.tryStart(1, Begin).granted);
        budget.finished(0);
        QVERIFY(budget.tryStart(1, Begin).granted);
    }

    void aSatisfiedWorkerFreesTheOthers()
    {
        std::vector<int> woken;
        SharedBudget budget(2);
        budget.setLimits(2, 0);
        budget.setWaker([&woken](int worker) { woken.push_back(worker); });
        QVERIFY(budget.tryStart(0, Begin).granted);
        QVERIFY(budget.tryStart(0, Begin).granted);
        QVERIFY(!budget.tryStart(1, Begin).granted);
        budget.finished(0);
        QVERIFY(!budget.tryStart(0, Begin).granted);
        woken.clear();
        budget.satisfied(1);
        QCOMPARE(woken, std::vector<int>({0}));
        QVERIFY(budget.tryStart(0, Begin).granted);
    }

    void aSlotThatItsWorkerUsesAgainWakesNobody()
    {
        std::vector<int> woken;
        SharedBudget budget(2);
        budget.setLimits(4, 0);
        budget.setWaker([&woken](int worker) { woken.push_back(worker); });
        for (const int worker : {0, 0, 1, 1})
            QVERIFY(budget.tryStart(worker, Begin).granted);
        QVERIFY(!budget.tryStart(0, Begin).granted);
        QVERIFY(!budget.tryStart(1, Begin).granted);
        budget.finished(0);
        QVERIFY(woken.empty()); // both have their share and more to do
        QVERIFY(budget.tryStart(0, Begin).granted);
        budget.finished(0);
        budget.satisfied(0); // now it has nothing left to start
        QVERIFY(!woken.empty() && std::count(woken.begin(), woken.end(), 1) == qsizetype(woken.size()));
    }

    void whoHasLessThanItsShareStandsBackForNobody()
    {
        SharedBudget budget(3);
        budget.setLimits(6, 0); // two each
        for (const int worker : {0, 2, 2, 2, 2, 2})
            QVERIFY(budget.tryStart(worker, Begin).granted);
        QVERIFY(!budget.tryStart(1, Begin).granted);
        budget.finished(2);
        QVERIFY2(!budget.tryStart(2, Begin).granted, "it holds more than its share, and another one waits");
        QVERIFY(budget.tryStart(0, Begin).granted);
        budget.finished(2);
        QVERIFY2(!budget.tryStart(0, Begin).granted, "it holds its share by now");
        QVERIFY(budget.tryStart(1, Begin).granted);
    }

    void theRateTellsEachWorkerWhenToAskAgain()
    {
        SharedBudget budget(2);
        budget.setLimits(100, 1);
        QVERIFY(budget.tryStart(0, Begin).granted);
        const SharedBudget::Answer answer = budget.tryStart(1, Begin);
        QVERIFY(!answer.granted);
        QCOMPARE(answer.retryAt, Begin + 1s);
        budget.setLimits(1, 1);
        QCOMPARE(budget.tryStart(0, Begin + 10s).retryAt, Never); // a full house, not the rate
        QCOMPARE(answer.retryAt, Begin + 1s);                     // whatever others were told since
    }

    void whatWasSentUnaskedIsWaitedFor()
    {
        SharedBudget budget(1);
        budget.setLimits(100, 10);
        QVERIFY(budget.tryStart(0, Begin).granted);
        budget.finished(0, 4);
        QVERIFY(!budget.tryStart(0, Begin + 399ms).granted);
        QVERIFY(budget.tryStart(0, Begin + 400ms).granted);
    }

    void fewerSlotsThanWorkersGoRound()
    {
        SharedBudget budget(3);
        std::vector<int> woken;
        budget.setLimits(1, 0);
        budget.setWaker([&woken](int worker) { woken.push_back(worker); });
        std::array<int, 3> starts{};
        int holder = 0;
        QVERIFY(budget.tryStart(0, Begin).granted);
        for (int turn = 0; turn < 300; ++turn) {
            for (int worker = 0; worker < 3; ++worker)
                QVERIFY(!budget.tryStart(worker, Begin).granted);
            woken.clear();
            budget.finished(holder);
            if (!budget.tryStart(holder, Begin).granted) { // whoever gives it back asks first
                QVERIFY2(!woken.empty(), "nobody uses the slot");
                holder = -1;
                for (const int worker : std::exchange(woken, {})) {
                    if (holder < 0 && budget.tryStart(worker, Begin).granted)
                        holder = worker;
                }
                QVERIFY(holder >= 0);
            }
            ++starts[size_t(holder)];
        }
        QCOMPARE(starts, (std::array<int, 3>{100, 100, 100}));
    }

    /// Workers with more or less to do, at random: no slot stays free while somebody waits for one.
    void randomWalk_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 10; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void randomWalk()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        const int workers = 2 + random.bounded(4);
        int concurrency = 1 + random.bounded(9);
        SharedBudget budget(workers);
        std::vector<int> toDo(size_t(workers), 0);
        std::vector<int> open(size_t(workers), 0);
        std::deque<int> woken;
        budget.setLimits(concurrency, 0);
        budget.setWaker([&woken](int worker) { woken.push_back(worker); });
        const auto look = [&](int worker) { // what CrawlWorker does when it looks
            while (toDo[size_t(worker)] > 0) {
                if (!budget.tryStart(worker, Begin).granted)
                    return;
                --toDo[size_t(worker)];
                ++open[size_t(worker)];
            }
            budget.satisfied(worker);
        };
        for (int step = 0; step < 20'000; ++step) {
            const int worker = random.bounded(workers);
            switch (random.bounded(8)) {
            case 0:
                toDo[size_t(worker)] += random.bounded(6);
                look(worker);
                break;
            case 1:
                if (random.bounded(50) == 0) {
                    concurrency = 1 + random.bounded(9);
                    budget.setLimits(concurrency, 0);
                }
                break;
            default:
                if (open[size_t(worker)] > 0) {
                    --open[size_t(worker)];
                    budget.finished(worker);
                    look(worker);
                }
                break;
            }
            while (!woken.empty()) {
                const int next = woken.front();
                woken.pop_front();
                look(next);
            }
            const int inFlight = std::accumulate(open.begin(), open.end(), 0);
            const int waiting = std::accumulate(toDo.begin(), toDo.end(), 0);
            QVERIFY2(waiting == 0 || inFlight >= concurrency,
                     qPrintable(u"step %1: %2 in flight of %3, %4 wait"_qs.arg(step)
                                    .arg(inFlight)
                                    .arg(concurrency)
                                    .arg(waiting)));
        }
    }

    void theRateSpacesStarts()
    {
        SharedBudget budget(2);
        budget.setLimits(100, 5);
        TimePoint now = Begin;
        int started = 0;
        for (; now < Begin + 10s; now += 1ms) {
            for (int worker = 0; worker < 2; ++worker)
                started += budget.tryStart(worker, now).granted ? 1 : 0;
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
