// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hosthealth.h"

#include <QRandomGenerator>
#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint Begin{1h};

/// A host with a clock of its own.
struct Patient
{
    HostHealth health;
    CrawlLimits limits;
    TimePoint now = Begin;
    double random = 1;
    RowId nextRow = 0;

    void fail(HostTrouble trouble = HostTrouble::Refused) { failAgain(nextRow++, trouble); }
    void failAgain(RowId row, HostTrouble trouble = HostTrouble::Refused, Duration lasted = 0s)
    {
        health.failed({trouble, row, now - lasted}, now, limits, random);
    }
    void succeed() { health.succeeded(now, now); }
    Duration pause() const { return health.pausedUntil() > now ? health.pausedUntil() - now : Duration(0); }
};

} // namespace

class TestHostHealth final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoInARowAreNothing()
    {
        Patient host;
        host.fail();
        host.fail();
        QCOMPARE(host.health.condition(), HostCondition::Well);
        QCOMPARE(host.health.width(6), 6);
        QVERIFY(host.health.pausedUntil() < host.now);
        host.succeed();
        host.fail();
        host.fail();
        QCOMPARE(host.health.condition(), HostCondition::Well);
    }

    void threeInARowSlowItDown()
    {
        Patient host;
        for (int i = 0; i < 3; ++i)
            host.fail(HostTrouble::Throttled);
        QCOMPARE(host.health.condition(), HostCondition::Slowed);
        QCOMPARE(host.health.trouble(), HostTrouble::Throttled);
        QCOMPARE(host.health.width(6), 3);
        QCOMPARE(host.pause(), Duration(500ms));
        QCOMPARE(host.health.givenUpAt(), Never);
    }

    void oneAddressThatFailsAgainAndAgainIsNoHostThatDoes()
    {
        Patient host;
        for (int i = 0; i < 50; ++i)
            host.failAgain(7);
        QCOMPARE(host.health.condition(), HostCondition::Well);
    }

    void fiveInARowTakeItDown()
    {
        Patient host;
        host.limits.hostPatience = 300s;
        for (int i = 0; i < 5; ++i)
            host.fail();
        QCOMPARE(host.health.condition(), HostCondition::Down);
        QCOMPARE(host.health.width(1000), 1);
        QCOMPARE(host.health.givenUpAt(), Begin + 300s);
    }

    /// Three addresses that fail whatever the pause are enough, the third time it grows.
    void threeThatFailThroughItsPausesTakeItDown()
    {
        Patient host;
        for (const RowId row : {0, 1, 2, 0}) {
            host.failAgain(row);
            host.now += 10s;
        }
        QCOMPARE(host.health.condition(), HostCondition::Slowed);
        host.failAgain(1);
        QCOMPARE(host.health.condition(), HostCondition::Down);
    }

    void whatWasUnderWayAlreadyIsOneStep()
    {
        Patient host;
        const TimePoint start = host.now;
        host.now += 1s;
        for (RowId row = 0; row < 30; ++row)
            host.health.failed({HostTrouble::TimedOut, row, start, {}}, host.now, host.limits, 1);
        QCOMPARE(host.pause(), Duration(500ms));
        host.now += 1s; // a probe
        host.fail();
        QCOMPARE(host.pause(), Duration(1s));
    }

    void pausesGrowWithJitterUpToTheirCap()
    {
        Patient host;
        QList<int> pauses;
        for (int i = 0; i < 12; ++i) {
            host.fail();
            if (host.pause() > Duration(0))
                pauses.append(
                    int(std::chrono::duration_cast<std::chrono::milliseconds>(host.pause()).count()));
            host.now = std::max(host.now, host.health.pausedUntil());
        }
        QCOMPARE(pauses, QList<int>({500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 30000}));
        host.random = 0;
        host.fail();
        QCOMPARE(host.pause(), Duration(15s));
    }

    void whatTheHostAskedForIsTheLeast()
    {
        for (const Duration asked : {Duration(7s), Duration(0s), Duration(-3s), Duration(600ms)}) {
            Patient host;
            for (RowId row = 0; row < 3; ++row)
                host.health.failed({HostTrouble::Throttled, row, host.now, asked}, host.now, host.limits, 1);
            QCOMPARE(host.pause(), std::max(asked, Duration(500ms)));
            host.now += host.pause();
            host.health.failed({HostTrouble::Throttled, 3, host.now, asked}, host.now, host.limits, 1);
            QCOMPARE(host.pause(), std::max(asked, Duration(1s)));
        }
    }

    void aSuccessBringsItBackStepByStep()
    {
        Patient host;
        for (int i = 0; i < 5; ++i)
            host.fail();
        host.now += 10s;
        host.succeed();
        QCOMPARE(host.health.condition(), HostCondition::Slowed);
        QVERIFY(host.health.pausedUntil() <= host.now);
        QList<int> widths{host.health.width(32)};
        while (host.health.condition() == HostCondition::Slowed && widths.size() < 10) {
            host.health.succeeded(host.now - 1ms, host.now); // began before the last step: tells nothing
            host.now += 1s;
            host.succeed();
            widths.append(host.health.width(32));
        }
        QCOMPARE(widths, QList<int>({4, 8, 16, 32}));
        QCOMPARE(host.health.condition(), HostCondition::Well);
        QCOMPARE(host.health.trouble(), HostTrouble::None);
    }

    void anAnswerToWhatWasUnderWayEndsThePauseOfOneThatWasDown()
    {
        Patient host;
        const TimePoint start = host.now;
        host.now += 1s;
        for (int i = 0; i < 5; ++i)
            host.fail();
        QVERIFY(host.pause() > Duration(0));
        host.health.succeeded(start, host.now);
        QCOMPARE(host.health.condition(), HostCondition::Slowed);
        QCOMPARE(host.pause(), Duration(0));
    }

    void patienceEndsAndIsGivenAgainLater()
    {
        Patient host;
        host.limits.hostPatience = 300s;
        for (int i = 0; i < 5; ++i)
            host.fail();
        host.now = Begin + 299s;
        host.fail();
        QCOMPARE(host.pause(), 1s); // the last one ends with the patience
        QVERIFY(!host.health.look(Begin + 300s));
        QCOMPARE(host.health.condition(), HostCondition::Down);
        host.now = Begin + 300s;
        host.fail();
        QCOMPARE(host.health.condition(), HostCondition::GivenUp);
        QCOMPARE(host.health.changesAt(), Begin + 600s);
        QVERIFY(!host.health.look(Begin + 599s));
        QVERIFY(host.health.look(Begin + 600s));
        QCOMPARE(host.health.condition(), HostCondition::Down);
        QCOMPARE(host.health.givenUpAt(), Begin + 900s);
    }

    /// What it asked for goes beyond its patience: no probe before.
    void aPauseThatWasAskedForIsNotCut()
    {
        Patient host;
        host.limits.hostPatience = 300s;
        for (int i = 0; i < 5; ++i)
            host.fail();
        host.now = Begin + 250s;
        host.health.failed({HostTrouble::Throttled, 90, host.now, 120s}, host.now, host.limits, 1);
        QCOMPARE(host.pause(), 120s);
        QVERIFY(host.health.look(Begin + 300s));
        QCOMPARE(host.health.condition(), HostCondition::GivenUp);
    }

    void aPauseThatEndsWithThePatienceEndsInAProbe()
    {
        Patient host;
        host.limits.hostPatience = 300s;
        for (int i = 0; i < 5; ++i)
            host.fail();
        host.now = Begin + 180s + 60ms; // what was on its way took so long
        host.health.failed({HostTrouble::Throttled, 90, host.now, 120s}, host.now, host.limits, 1);
        QVERIFY(!host.health.look(Begin + 300s));
        QCOMPARE(host.health.condition(), HostCondition::Down);
        host.now = Begin + 300s + 60ms;
        host.fail();
        QCOMPARE(host.health.condition(), HostCondition::GivenUp);
    }

    void whatCouldNotBeAskedIsNotGivenUp_data()
    {
        QTest::addColumn<int>("then");
        QTest::newRow("it answers") << 0;
        QTest::newRow("it fails") << 1;
        QTest::newRow("something old fails") << 2;
        QTest::newRow("it gets more patience") << 3;
        QTest::newRow("nobody's time ran") << 4;
        QTest::newRow("a new run") << 5;
        QTest::newRow("people give it up") << 6;
    }

    /// Nothing was sent for longer than its patience: it may be back long since.
    void whatCouldNotBeAskedIsNotGivenUp()
    {
        QFETCH(int, then);
        Patient host;
        host.limits.hostPatience = 300s;
        for (int i = 0; i < 5; ++i)
            host.fail();
        const Duration pause = host.pause();
        host.now = Begin + 400s;
        QVERIFY(!host.health.look(host.now));
        QCOMPARE(host.health.condition(), HostCondition::Down);
        QCOMPARE(host.health.changesAt(), Never); // but by an answer
        switch (then) {
        case 0:
            host.succeed();
            QCOMPARE(host.health.condition(), HostCondition::Slowed);
            for (int i = 0; i < 5; ++i)
                host.fail();
            QCOMPARE(host.health.changesAt(), Begin + 700s);
            return;
        case 1:
            host.fail();
            QCOMPARE(host.health.condition(), HostCondition::GivenUp);
            QCOMPARE(host.health.changesAt(), Begin + 700s);
            return;
        case 2:
            host.failAgain(90, HostTrouble::Refused, 400s + pause);
            QCOMPARE(host.health.condition(), HostCondition::Down);
            host.fail();
            QCOMPARE(host.health.condition(), HostCondition::GivenUp);
            return;
        case 3:
            host.health.setPatience(500s);
            QCOMPARE(host.health.changesAt(), Begin + 500s);
            host.fail();
            QCOMPARE(host.health.condition(), HostCondition::Down);
            return;
        case 4:
            host.health.forgive(200s);
            QCOMPARE(host.health.changesAt(), Begin + 500s);
            host.fail();
            QCOMPARE(host.health.condition(), HostCondition::Down);
            return;
        case 5:
            host.health.renew();
            for (int i = 0; i < 5; ++i)
                host.fail();
            QCOMPARE(host.health.changesAt(), Begin + 700s);
            return;
        default:
            host.health.giveUp(host.now);
            QCOMPARE(host.health.condition(), HostCondition::GivenUp);
            QCOMPARE(host.health.changesAt(), Begin + 700s);
            QVERIFY(host.health.look(Begin + 700s));
            QCOMPARE(host.health.condition(), HostCondition::Down);
            QCOMPARE(host.health.changesAt(), Begin + 1000s);
        }
    }

    void withoutPatienceItIsGivenUpAtOnceForAWhile()
    {
        Patient host;
        host.limits.hostPatience = 0s;
        for (int i = 0; i < 5; ++i)
            host.fail();
        QVERIFY(host.health.look(host.now));
        QCOMPARE(host.health.condition(), HostCondition::GivenUp);
        QVERIFY(!host.health.look(host.now + 59s));
    }

    void peopleMayTryOrGiveUp()
    {
        Patient host;
        host.health.giveUp(host.now);
        QCOMPARE(host.health.condition(), HostCondition::Well); // nothing to give up
        for (int i = 0; i < 5; ++i)
            host.fail();
        QVERIFY(host.pause() > Duration(0));
        host.health.tryNow(host.now);
        QVERIFY(host.health.pausedUntil() <= host.now);
        QCOMPARE(host.health.condition(), HostCondition::Down);
        host.health.giveUp(host.now);
        QCOMPARE(host.health.condition(), HostCondition::GivenUp);
        host.now += 100s;
        host.health.tryNow(host.now);
        QCOMPARE(host.health.condition(), HostCondition::Down);
        QCOMPARE(host.health.givenUpAt(), host.now + host.limits.hostPatience);
    }

    void aNewRunAsksAnewWithCare()
    {
        Patient host;
        for (int i = 0; i < 5; ++i)
            host.fail();
        host.health.giveUp(host.now);
        host.now += 1h;
        host.health.renew();
        QCOMPARE(host.health.condition(), HostCondition::Slowed);
        QVERIFY(host.health.pausedUntil() <= host.now);
        QCOMPARE(host.health.width(6), 1);
        host.fail();
        QCOMPARE(host.health.condition(), HostCondition::Down); // as it was
        QCOMPARE(host.health.givenUpAt(), host.now + host.limits.hostPatience);
        host.health.renew();
        host.succeed();
        host.fail();
        QCOMPARE(host.health.condition(), HostCondition::Slowed); // it had come back
    }

    /// Its trouble goes on being counted, but the patience with it begins anew.
    void aNewRunKeepsCount()
    {
        Patient host;
        for (int i = 0; i < 4; ++i)
            host.fail();
        QCOMPARE(host.health.condition(), HostCondition::Slowed);
        host.health.renew();
        host.now += 1h;
        host.fail();
        QCOMPARE(host.health.condition(), HostCondition::Down);
        QCOMPARE(host.health.givenUpAt(), host.now + host.limits.hostPatience);
    }

    void whoeverAsksForItGetsNewPauses()
    {
        Patient host;
        for (int i = 0; i < 12; ++i)
            host.fail();
        host.health.giveUp(host.now);
        host.health.tryNow(host.now);
        host.fail();
        QVERIFY2(host.pause() > 0s && host.pause() <= 8 * host.limits.backoff, "not those of a long outage");
    }

    void anOutageOfOurOwnIsNotCounted()
    {
        Patient host;
        for (int i = 0; i < 5; ++i)
            host.fail();
        const TimePoint before = host.health.givenUpAt();
        host.health.forgive(30s);
        QCOMPARE(host.health.givenUpAt(), before + 30s);
    }

    void whatBeganBeforeItCameBackSlowsNothingDown()
    {
        Patient host;
        for (int i = 0; i < 3; ++i)
            host.fail();
        const TimePoint start = host.now;
        host.now += 1s;
        host.succeed();
        QCOMPARE(host.health.condition(), HostCondition::Well);
        for (RowId row = 10; row < 14; ++row)
            host.health.failed({HostTrouble::TimedOut, row, start, {}}, host.now, host.limits, 1);
        QCOMPARE(host.health.condition(), HostCondition::Well);
        QCOMPARE(host.health.trouble(), HostTrouble::None);
        host.succeed();
        QCOMPARE(host.health.condition(), HostCondition::Well);
        QCOMPARE(host.health.width(6), 6);
        for (RowId row = 10; row < 15; ++row)
            host.health.failed({HostTrouble::TimedOut, row, start, {}}, host.now, host.limits, 1);
        QCOMPARE(host.health.condition(), HostCondition::Down);
    }

    /// Every input in every condition, at random: what always holds.
    void randomWalk_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void randomWalk()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        Patient host;
        host.limits.hostPatience = 20s;
        std::array<int, 4> seen{};
        for (int step = 0; step < 20'000; ++step) {
            const bool wasDown = host.health.isDown();
            host.now += std::chrono::milliseconds(random.bounded(3000));
            host.random = random.generateDouble();
            const bool isBadTime = step / 500 % 2 == 1;
            switch (isBadTime ? 1 + random.bounded(11) : random.bounded(12)) {
            case 0:
            case 6:
            case 7:
            case 8:
                if (isBadTime)
                    break;
                host.health.succeeded(host.now - std::chrono::milliseconds(random.bounded(6000)), host.now);
                QVERIFY(!host.health.isDown());
                break;
            case 1:
                host.health.tryNow(host.now);
                QVERIFY(host.health.pausedUntil() <= host.now);
                break;
            case 2:
                if (random.bounded(10) == 0)
                    host.health.giveUp(host.now);
                break;
            case 3:
                host.health.look(host.now);
                break;
            case 4:
                if (random.bounded(20) == 0)
                    host.health.renew();
                break;
            case 5:
                host.health.forgive(std::chrono::seconds(random.bounded(3)));
                break;
            default:
                host.failAgain(RowId(random.bounded(9)), HostTrouble::Refused,
                               std::chrono::milliseconds(random.bounded(6000)));
                QVERIFY(host.pause() <= HostHealth::LongestPause);
                QVERIFY2(!wasDown || host.health.isDown(), "a failure never brings a host back");
                break;
            }
            ++seen[size_t(host.health.condition())];
            const int width = host.health.width(6);
            QVERIFY(width >= 1 && width <= 6);
            QCOMPARE(host.health.isDown() ? width : 1, 1);
            if (!host.health.isDown()) {
                const bool isWell = host.health.condition() == HostCondition::Well;
                QCOMPARE(host.health.width(1 << 20) == 1 << 20, isWell);
            }
            QCOMPARE(host.health.condition() == HostCondition::Well,
                     host.health.trouble() == HostTrouble::None);
            QCOMPARE(host.health.givenUpAt() != Never, host.health.condition() == HostCondition::Down);
        }
        for (const int count : seen)
            QVERIFY(count > 50);
    }

    void restIsCountedFromTheMomentOfGivingUp()
    {
        Patient host;
        host.limits.hostPatience = 300s;
        for (int i = 0; i < 5; ++i)
            host.fail();
        host.health.giveUp(host.now + 200s);
        QCOMPARE(host.health.condition(), HostCondition::GivenUp);
        QVERIFY(host.health.changesAt() == host.now + 500s);
    }

    void noPauseIsLongerThanItsLimit()
    {
        Patient host;
        host.limits.backoff = 500ms;
        host.limits.maxBackoff = 2s;
        for (int i = 0; i < 10; ++i) {
            host.fail();
            QVERIFY(host.pause() <= 2s);
            host.now += host.pause();
        }
        QVERIFY(host.pause() == 0s);
    }

    void aNewRunWaitsForNoOldPause()
    {
        Patient host;
        for (int i = 0; i < 5; ++i)
            host.fail();
        QVERIFY(host.pause() > 0s);
        host.health.renew();
        QVERIFY(host.pause() == 0s);
    }
};

QTEST_APPLESS_MAIN(TestHostHealth)
#include "tst_hosthealth.moc"
