// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/memorybudget.h"
#include "core/policy/rowqueues.h"

#include <QRandomGenerator>
#include <QTest>

#include <deque>

using namespace turnstone;
using namespace std::chrono_literals;

class TestRowQueues final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queuesShareOnePoolAndKeepTheirOrder()
    {
        constexpr int queues = 7;
        QRandomGenerator random(3);
        RowQueues pool;
        std::array<RowQueues::Queue, queues> ours{};
        std::array<std::deque<std::pair<RowId, TimePoint>>, queues> expected;
        TimePoint now{1000h};
        size_t most = 0;
        size_t held = 0;
        for (RowId row = 0; row < 50'000; ++row) {
            now += std::chrono::milliseconds(random.bounded(100));
            const auto which = size_t(random.bounded(queues));
            if (random.bounded(100) < 50) {
                pool.push(ours[which], row, now);
                expected[which].emplace_back(row, now);
                most = std::max(most, ++held);
            } else if (!expected[which].empty()) {
                const RowQueues::Entry entry = pool.pop(ours[which], now);
                QCOMPARE(entry.row, expected[which].front().first);
                QVERIFY(entry.queuedAt >= expected[which].front().second - 1ms);
                QVERIFY(entry.queuedAt <= expected[which].front().second + 1ms);
                expected[which].pop_front();
                --held;
            }
            QCOMPARE(size_t(ours[which].size), expected[which].size());
        }
        QVERIFY2(pool.poolSize() == most, "what has left is used again");
    }

    void theBudgetGrantsAHalf()
    {
        MemoryBudget budget;
        budget.setLimit(800);
        QVERIFY(budget.tryGrant(300));
        QVERIFY(!budget.tryGrant(101));
        QVERIFY(budget.tryGrant(100));
        QVERIFY2(!budget.isTight(), "something new may still be begun");
        budget.hold(201); // what is there anyway is counted
        QCOMPARE(budget.held(), qint64(601));
        QVERIFY(budget.isTight());
        QVERIFY(!budget.tryGrant(1));
        budget.release(601);
        QVERIFY2(budget.tryGrant(1000), "one that is larger than all goes alone");
        QVERIFY(!budget.tryGrant(1));
    }

    void theBudgetKeepsAnEighth()
    {
        MemoryBudget budget;
        budget.setLimit(800);
        budget.begin(600);
        QVERIFY(budget.tryGrant(60));
        QVERIFY(!budget.tryGrant(41)); // though it would be within the half
        QVERIFY(budget.tryGrant(40));
    }

    void whatIsOnlyBegunDoesNotWaitForItself()
    {
        MemoryBudget budget;
        budget.setLimit(800);
        budget.begin(790);
        QVERIFY(budget.tryGrant(50));
        QVERIFY(!budget.tryGrant(50));
        budget.release(50);
        budget.endBeginning(790);
        QCOMPARE(budget.held(), qint64(790));
        QVERIFY2(!budget.tryGrant(50), "what is held will be given back");
    }
};

QTEST_APPLESS_MAIN(TestRowQueues)
#include "tst_rowqueues.moc"
