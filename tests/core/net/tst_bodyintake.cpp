// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/bodyintake.h"
#include "core/policy/memorybudget.h"

#include <QTest>

#include <deque>
#include <limits>

using namespace turnstone;

class TestBodyIntake final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutABudgetThereIsNoBound()
    {
        BodyIntake body(nullptr, true);
        body.expect(1'000'000, -1);
        for (int i = 0; i < 10; ++i) {
            QVERIFY(body.allowance() >= 100'000);
            body.add(QByteArray(100'000, 'x'));
        }
        qint64 held = -1;
        QCOMPARE(body.take(held).size(), 1'000'000);
        QCOMPARE(held, 0);
    }

    void aSmallBodyIsSimplyHeld()
    {
        MemoryBudget memory;
        memory.setLimit(10);
        memory.hold(10);
        BodyIntake body(&memory, false);
        QCOMPARE(memory.held(), 10 + BodyIntake::Beginning);
        body.expect(BodyIntake::Small, -1);
        QCOMPARE(memory.held(), 10 + BodyIntake::Small);
        QVERIFY(body.allowance() >= BodyIntake::Small);
        body.add(QByteArray(1000, 'x'));
        QCOMPARE(memory.held(), 10 + BodyIntake::Small);
        body.trim();
        QCOMPARE(memory.held(), 1010);
    }

    void aLargerOneAsksOnceForAllThatItMayBecome_data()
    {
        QTest::addColumn<qint64>("keep");
        QTest::addColumn<qint64>("announced");
        QTest::addColumn<qint64>("asked");
        QTest::newRow("not announced") << qint64(1'000'000) << qint64(-1) << qint64(1'000'000);
        QTest::newRow("announced") << qint64(1'000'000) << qint64(300'000) << qint64(300'000);
        QTest::newRow("announced, less of it kept") << qint64(200'000) << qint64(300'000) << qint64(200'000);
        QTest::newRow("more than half of the budget") << qint64(9'000'000) << qint64(-1) << qint64(2'000'000);
    }

    void aLargerOneAsksOnceForAllThatItMayBecome()
    {
        QFETCH(qint64, keep);
        QFETCH(qint64, announced);
        QFETCH(qint64, asked);
        MemoryBudget memory;
        memory.setLimit(4'000'000);
        BodyIntake body(&memory, false);
        body.expect(keep, announced);
        if (announced < 0) {
            QCOMPARE(body.allowance(), BodyIntake::Small);
            body.add(QByteArray(BodyIntake::Small - 1, 'x'));
            QCOMPARE(body.allowance(), 1);
            body.add("x");
            QCOMPARE(memory.held(), BodyIntake::Small + BodyIntake::UnderWay);
        }
        QVERIFY(body.allowance() > BodyIntake::Small);
        QCOMPARE(memory.held(), asked + BodyIntake::UnderWay);
        body.add(QByteArray(100'000, 'x'));
        QVERIFY(body.allowance() > BodyIntake::Small);
        QCOMPARE(memory.held(), asked + BodyIntake::UnderWay);
        qint64 held = 0;
        const QByteArray kept = body.take(held);
        QCOMPARE(held, kept.size());
        QCOMPARE(memory.held(), held);
        memory.release(held);
    }

    void oneThatDoesNotFitWaits()
    {
        MemoryBudget memory;
        memory.setLimit(1'600'000); // 800,000 for what can be refused
        memory.hold(600'000);
        BodyIntake body(&memory, false);
        body.expect(300'000, 300'000);
        QCOMPARE(body.allowance(), 0);
        QCOMPARE(memory.held(), 600'000 + BodyIntake::Beginning);
        memory.release(200'000);
        QVERIFY(body.allowance() > 0);
        QCOMPARE(memory.held(), 700'000 + BodyIntake::UnderWay);
    }

    /// Else beginnings alone could fill the budget and all wait for each other.
    void oneAtATimeAlwaysFits()
    {
        MemoryBudget memory;
        memory.setLimit(1'000'000);
        std::deque<BodyIntake> all;
        for (int i = 0; i < 20; ++i) {
            all.emplace_back(&memory, false).expect(400'000, -1);
            all.back().add(QByteArray(BodyIntake::Small, 'x'));
        }
        QCOMPARE(memory.held(), 20 * BodyIntake::Beginning);
        for (int ended = 0; ended < 20; ++ended) {
            QVERIFY(all.front().allowance() > 0);
            if (ended < 15)
                QCOMPARE(all.back().allowance(), 0);
            if (ended % 2 == 0) {
                qint64 held = 0;
                all.front().take(held);
                memory.release(held);
            }
            all.pop_front();
        }
        QCOMPARE(memory.held(), 0);
    }

    void whatIsNotKeptNeedsNoBudget()
    {
        MemoryBudget memory;
        memory.setLimit(10);
        memory.hold(10);
        BodyIntake body(&memory, true);
        body.expect(0, -1);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(body.allowance(), std::numeric_limits<qint64>::max());
            body.add(QByteArray(100'000, 'x'));
        }
        QCOMPARE(memory.held(), 10 + BodyIntake::Small);
        QCOMPARE(body.bytes(), 300'000);
        QVERIFY(body.hash() != 0);
    }

    void growingBeyondWhatWasAskedForIsCounted()
    {
        MemoryBudget memory;
        memory.setLimit(800'000);
        BodyIntake body(&memory, false);
        body.expect(1'000'000, 1'000'000);
        QVERIFY(body.allowance() > 0);
        QCOMPARE(memory.held(), 400'000 + BodyIntake::UnderWay);
        body.add(QByteArray(500'000, 'x'));
        QVERIFY(body.allowance() > 0);
        QCOMPARE(memory.held(), 500'000 + BodyIntake::UnderWay);
    }

    /// Or what is granted would soon be without a bound.
    void bodiesThatCameAndWentLeaveTheBudgetAsItWas_data()
    {
        QTest::addColumn<qint64>("keep");
        QTest::addColumn<qint64>("announced");
        QTest::addColumn<int>("size");
        QTest::newRow("announced") << qint64(1'000'000) << qint64(1000) << 1000;
        QTest::newRow("not announced") << qint64(1'000'000) << qint64(-1) << 1000;
        QTest::newRow("not kept") << qint64(0) << qint64(-1) << 300'000;
        QTest::newRow("that never came") << qint64(1'000'000) << qint64(-1) << 0;
        QTest::newRow("larger ones") << qint64(1'000'000) << qint64(300'000) << 300'000;
    }

    void bodiesThatCameAndWentLeaveTheBudgetAsItWas()
    {
        QFETCH(qint64, keep);
        QFETCH(qint64, announced);
        QFETCH(int, size);
        MemoryBudget memory;
        memory.setLimit(2'000'000);
        for (int i = 0; i < 20; ++i) {
            BodyIntake body(&memory, false);
            body.expect(keep, announced);
            QVERIFY(body.allowance() > 0);
            body.add(QByteArray(size, 'x'));
            body.trim();
        }
        QCOMPARE(memory.held(), 0);
        memory.hold(600'000);
        QVERIFY(memory.tryGrant(400'000));
        memory.release(400'000);
        QVERIFY2(!memory.tryGrant(400'001), "more than half of the budget");
    }

    void itsEndReleasesWhatItHolds()
    {
        MemoryBudget memory;
        {
            BodyIntake body(&memory, false);
            body.expect(500'000, -1);
            body.add(QByteArray(BodyIntake::Small, 'x'));
            QVERIFY(body.allowance() > 0);
            QCOMPARE(memory.held(), 500'000 + BodyIntake::UnderWay);
            body.trim();
            QCOMPARE(memory.held(), BodyIntake::Small);
        }
        QCOMPARE(memory.held(), 0);
    }
};

QTEST_APPLESS_MAIN(TestBodyIntake)
#include "tst_bodyintake.moc"
