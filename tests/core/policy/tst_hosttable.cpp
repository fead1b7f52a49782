// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hosttable.h"

#include <QHash>
#include <QRandomGenerator>
#include <QTest>

#include <set>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint Begin{1h};

CrawlLimits limitsOf(int perHost, std::chrono::milliseconds delay)
{
    CrawlLimits limits;
    limits.perHost = perHost;
    limits.hostDelay = delay;
    return limits;
}

/// The table's next host: one without a name to be looked up.
HostId addHost(HostTable &table)
{
    return table.find("10.0.0." + QByteArray::number(table.count() + 1));
}

std::optional<HostTable::Start> next(HostTable &table, TimePoint now)
{
    return table.hasReady(now) ? std::optional(table.start(now)) : std::nullopt;
}

/// Simulated time around a table. Each request of a host lasts as long as that host's script says; the
/// log notes starts as "ms host:row".
class Simulation
{
public:
    HostTable scheduler;
    QStringList log;
    QHash<HostId, Duration> lasts;
    int globalLimit = 1000;

    void run(Duration until)
    {
        const TimePoint end = Begin + until;
        while (m_now <= end) {
            startAll();
            TimePoint next = scheduler.wakeAt();
            for (const Flight &flight : m_flights)
                next = std::min(next, flight.end);
            if (next == Never || next > end)
                break;
            m_now = std::max(next, m_now);
            land();
        }
    }

    TimePoint now() const { return m_now; }
    int inFlight() const { return int(m_flights.size()); }

private:
    struct Flight
    {
        TimePoint end;
        HostId host;
    };

    void startAll()
    {
        while (int(m_flights.size()) < globalLimit) {
            const auto start = next(scheduler, m_now);
            if (!start)
                break;
            m_flights.push_back({m_now + lasts.value(start->host, 100ms), start->host});
            log.append(QStringLiteral("%1 %2:%3")
                           .arg(std::chrono::duration_cast<std::chrono::milliseconds>(m_now - Begin).count())
                           .arg(QChar(u'a' + char16_t(start->host)))
                           .arg(start->row));
        }
    }

    void land()
    {
        for (size_t i = 0; i < m_flights.size();) {
            if (m_flights[i].end > m_now) {
                ++i;
                continue;
            }
            scheduler.landed(m_flights[i].host, 1);
            m_flights.erase(m_flights.begin() + qsizetype(i));
        }
    }

    TimePoint m_now = Begin;
    std::vector<Flight> m_flights;
};

} // namespace

class TestHostTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostsTakeTurns()
    {
        Simulation sim;
        sim.scheduler.setLimits(limitsOf(1, 0ms));
        const HostId huge = addHost(sim.scheduler);
        const HostId small = addHost(sim.scheduler);
        for (RowId row = 0; row < 4; ++row)
            sim.scheduler.enqueue(huge, row, Begin);
        sim.scheduler.enqueue(small, 10, Begin);
        sim.scheduler.enqueue(small, 11, Begin);
        sim.globalLimit = 1;
        sim.run(10s);
        QCOMPARE(sim.log, QStringList({u"0 a:0"_qs, u"100 b:10"_qs, u"200 a:1"_qs, u"300 b:11"_qs,
                                       u"400 a:2"_qs, u"500 a:3"_qs}));
    }

    void aSlowHostDoesNotHoldUpTheOthers()
    {
        Simulation sim;
        sim.scheduler.setLimits(limitsOf(2, 0ms));
        const HostId slow = addHost(sim.scheduler);
        const HostId fast = addHost(sim.scheduler);
        sim.lasts[slow] = 10s;
        for (RowId row = 0; row < 4; ++row) {
            sim.scheduler.enqueue(slow, row, Begin);
            sim.scheduler.enqueue(fast, 10 + row, Begin);
        }
        sim.run(1s);
        QCOMPARE(sim.log, QStringList({u"0 a:0"_qs, u"0 b:10"_qs, u"0 a:1"_qs, u"0 b:11"_qs, u"100 b:12"_qs,
                                       u"100 b:13"_qs}));
    }

    void theDelaySpacesStartsOfOneHost()
    {
        Simulation sim;
        sim.scheduler.setLimits(limitsOf(6, 250ms));
        const HostId host = addHost(sim.scheduler);
        for (RowId row = 0; row < 3; ++row)
            sim.scheduler.enqueue(host, row, Begin);
        sim.run(10s);
        QCOMPARE(sim.log, QStringList({u"0 a:0"_qs, u"250 a:1"_qs, u"500 a:2"_qs}));
    }

    void aPauseHoldsTheWholeHostAndOnlyIt()
    {
        Simulation sim;
        sim.scheduler.setLimits(limitsOf(1, 0ms));
        const HostId paused = addHost(sim.scheduler);
        const HostId free = addHost(sim.scheduler);
        sim.scheduler.enqueue(paused, 0, Begin);
        sim.scheduler.enqueue(free, 1, Begin);
        sim.scheduler.pause(paused, Begin + 2s);
        sim.scheduler.pause(paused, Begin + 1s); // a shorter one does not cut it
        sim.run(10s);
        QCOMPARE(sim.log, QStringList({u"0 b:1"_qs, u"2000 a:0"_qs}));
    }

    void aRetryComesWhenDueAndBeforeFreshRows()
    {
        Simulation sim;
        sim.scheduler.setLimits(limitsOf(1, 0ms));
        const HostId host = addHost(sim.scheduler);
        for (RowId row = 0; row < 4; ++row)
            sim.scheduler.enqueue(host, row, Begin);
        sim.scheduler.enqueueAt(host, 9, Begin + 150ms);
        sim.run(10s);
        QCOMPARE(sim.log,
                 QStringList({u"0 a:0"_qs, u"100 a:1"_qs, u"200 a:9"_qs, u"300 a:2"_qs, u"400 a:3"_qs}));
    }

    void aNextHopGoesBeforeFreshRows()
    {
        Simulation sim;
        sim.scheduler.setLimits(limitsOf(1, 0ms));
        const HostId host = addHost(sim.scheduler);
        sim.scheduler.enqueue(host, 0, Begin);
        sim.scheduler.enqueueUrgent(host, 7, Begin);
        sim.run(10s);
        QCOMPARE(sim.log, QStringList({u"0 a:7"_qs, u"100 a:0"_qs}));
    }

    void limitsMayChangeWhileItRuns()
    {
        Simulation sim;
        sim.scheduler.setLimits(limitsOf(1, 60s));
        const HostId host = addHost(sim.scheduler);
        for (RowId row = 0; row < 5; ++row)
            sim.scheduler.enqueue(host, row, Begin);
        sim.run(1s);
        QCOMPARE(sim.log.size(), 1);
        sim.scheduler.setLimits(limitsOf(3, 0ms)); // the minute that was still to wait no longer holds
        sim.run(2s);
        QCOMPARE(sim.log.size(), 5);
        sim.scheduler.setOwnLimits("10.0.0.1", {1, 500ms});
        for (RowId row = 10; row < 13; ++row)
            sim.scheduler.enqueue(host, row, Begin);
        const TimePoint before = sim.now();
        sim.run(30s);
        QCOMPARE(sim.log.size(), 8);
        QVERIFY(sim.now() - before >= 1000ms);
    }

    void askingStartsNothing()
    {
        HostTable scheduler;
        const HostId host = addHost(scheduler);
        scheduler.enqueue(host, 5, Begin);
        QVERIFY(scheduler.hasReady(Begin));
        QVERIFY(scheduler.hasReady(Begin));
        QCOMPARE(scheduler.inFlight(), quint64(0));
        QCOMPARE(scheduler.waiting(), quint64(1));
        QCOMPARE(scheduler.start(Begin).row, RowId(5));
    }

    void clearReturnsEveryRowThatHasNotStarted()
    {
        HostTable scheduler;
        scheduler.setLimits(limitsOf(1, 0ms));
        const HostId host = addHost(scheduler);
        for (RowId row = 0; row < 3; ++row)
            scheduler.enqueue(host, row, Begin);
        scheduler.enqueueUrgent(host, 3, Begin);
        scheduler.enqueueAt(host, 4, Begin + 1h);
        QCOMPARE(next(scheduler, Begin)->row, RowId(3));
        std::vector<RowId> rows = scheduler.clear(Begin);
        std::sort(rows.begin(), rows.end());
        QCOMPARE(rows, std::vector<RowId>({0, 1, 2, 4}));
        QCOMPARE(scheduler.queued(), quint64(0));
        QCOMPARE(scheduler.inFlight(), quint64(1));
        scheduler.landed(host, 1);
        scheduler.enqueue(host, 5, Begin);
        QCOMPARE(next(scheduler, Begin)->row, RowId(5));
    }

    void rowsThatMayNotBeginWait()
    {
        HostTable scheduler;
        scheduler.setLimits(limitsOf(1, 0ms));
        const HostId host = addHost(scheduler), other = addHost(scheduler);
        for (RowId row = 0; row < 3; ++row)
            scheduler.enqueue(host, row, Begin);
        scheduler.enqueue(other, 3, Begin);
        scheduler.setBegins(Begins::None);
        QVERIFY(!next(scheduler, Begin));
        QVERIFY(scheduler.isHeldBack());
        scheduler.enqueueAt(host, 4, Begin + 1s);
        QCOMPARE(scheduler.wakeAt(), Begin + 1s);
        QVERIFY(!next(scheduler, Begin));
        QCOMPARE(next(scheduler, Begin + 1s)->row, RowId(4));
        scheduler.landed(host, 1);
        scheduler.enqueueUrgent(host, 5, Begin);
        QCOMPARE(next(scheduler, Begin + 1s)->row, RowId(5));
        scheduler.landed(host, 1);
        QVERIFY(!next(scheduler, Begin + 1s));
        scheduler.setBegins(Begins::All);
        QVERIFY(!scheduler.isHeldBack());
        QSet<RowId> begun;
        while (const auto start = next(scheduler, Begin + 1s)) {
            begun.insert(start->row);
            scheduler.landed(start->host, 1);
        }
        QCOMPARE(begun, (QSet<RowId>{0, 1, 2, 3}));
    }

    void ofEachHostAFewMayBegin()
    {
        HostTable scheduler;
        scheduler.setLimits(limitsOf(100, 0ms));
        const HostId host = addHost(scheduler), other = addHost(scheduler);
        for (RowId row = 0; row < 50; ++row) {
            scheduler.enqueue(host, row, Begin);
            scheduler.enqueue(other, 100 + row, Begin);
        }
        scheduler.setBegins(Begins::Few);
        const auto startAll = [&scheduler] {
            QMap<HostId, int> started;
            while (const auto start = next(scheduler, Begin))
                ++started[start->host];
            return started;
        };
        QCOMPARE(startAll(), (QMap<HostId, int>{{host, 8}, {other, 8}}));
        scheduler.landed(host, 1); // its redirect leads elsewhere, where it waits
        QCOMPARE(startAll(), (QMap<HostId, int>()));
        for (int i = 0; i < 3; ++i)
            scheduler.landed(other, 1), scheduler.countResult(other, true);
        QCOMPARE(startAll(), (QMap<HostId, int>{{other, 3}}));
        scheduler.setBegins(Begins::All);
        QCOMPARE(startAll(), (QMap<HostId, int>{{host, 42}, {other, 39}}));
    }

    /// What is on its way there may be what is wrong: the host's own rows are tried in turn with it.
    void aHostInTroubleIsAskedForNewRows()
    {
        HostTable scheduler;
        scheduler.setLimits(limitsOf(1, 0ms));
        const HostId host = addHost(scheduler);
        scheduler.enqueue(host, 0, Begin);
        scheduler.setBegins(Begins::None);
        bool wasAsked = false;
        for (RowId row = 1; row <= 4; ++row) {
            scheduler.enqueueUrgent(host, row, Begin);
            scheduler.failed(host, {HostTrouble::Refused, row, Begin}, Begin, 0);
            scheduler.tryNow(host, Begin);
            const auto start = next(scheduler, Begin);
            QVERIFY(start);
            wasAsked = wasAsked || start->row == 0;
            scheduler.landed(host, 1);
        }
        QVERIFY(wasAsked);
    }

    void clearForgetsWhatWaitedToBegin()
    {
        HostTable scheduler;
        scheduler.setLimits(limitsOf(1, 0ms));
        const HostId host = addHost(scheduler);
        scheduler.enqueue(host, 0, Begin);
        scheduler.setBegins(Begins::None);
        QVERIFY(!next(scheduler, Begin));
        QCOMPARE(scheduler.clear(Begin).size(), size_t(1));
        QVERIFY(!scheduler.isHeldBack());
        scheduler.enqueue(host, 1, Begin);
        QVERIFY(!next(scheduler, Begin));
        scheduler.setBegins(Begins::All);
        QCOMPARE(next(scheduler, Begin)->row, RowId(1));
    }

    void randomStepsNeverBreakALimit_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 4; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void randomStepsNeverBreakALimit()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        HostTable scheduler;
        constexpr int hosts = 20;
        for (int i = 0; i < hosts; ++i)
            addHost(scheduler);
        int perHost = 3;
        std::chrono::milliseconds delay = 0ms;
        scheduler.setLimits(limitsOf(perHost, delay));
        TimePoint now = Begin;
        RowId nextRow = 0;
        qint64 enqueued = 0;
        qint64 started = 0;
        std::vector<HostId> flights;
        std::array<int, hosts> open{};
        std::array<TimePoint, hosts> lastStart;
        std::array<TimePoint, hosts> pausedUntil;
        lastStart.fill(TimePoint::min());
        pausedUntil.fill(TimePoint::min());
        std::vector<bool> seen;
        QSet<RowId> onTheirWay;
        Begins begins = Begins::All;

        for (int step = 0; step < 100'000; ++step) {
            if (random.bounded(100) == 0) {
                begins = Begins(random.bounded(3));
                scheduler.setBegins(begins);
            }
            const auto host = HostId(random.bounded(hosts));
            switch (random.bounded(10)) {
            case 0:
            case 1:
            case 2:
                scheduler.enqueue(host, nextRow++, Begin);
                ++enqueued;
                break;
            case 3:
                onTheirWay.insert(nextRow);
                scheduler.enqueueAt(host, nextRow++, now + std::chrono::milliseconds(random.bounded(500)));
                ++enqueued;
                break;
            case 4:
                onTheirWay.insert(nextRow);
                scheduler.enqueueUrgent(host, nextRow++, Begin);
                ++enqueued;
                break;
            case 5:
                if (random.bounded(50) == 0) {
                    const TimePoint until = now + std::chrono::milliseconds(random.bounded(300));
                    scheduler.pause(host, until);
                    pausedUntil[host] = std::max(pausedUntil[host], until);
                }
                break;
            case 6:
                if (random.bounded(200) == 0) {
                    perHost = 1 + random.bounded(5);
                    delay = std::chrono::milliseconds(random.bounded(3) * 10);
                    scheduler.setLimits(limitsOf(perHost, delay));
                }
                break;
            case 7:
                if (!flights.empty()) {
                    const auto which = size_t(random.bounded(int(flights.size())));
                    --open[flights[which]];
                    scheduler.landed(flights[which], 1);
                    flights.erase(flights.begin() + qsizetype(which));
                }
                break;
            default:
                now += std::chrono::milliseconds(random.bounded(20));
                break;
            }
            if (random.bounded(3) != 0)
                continue;
            while (const auto start = next(scheduler, now)) {
                QVERIFY(open[start->host] < perHost);
                QVERIFY2(begins != Begins::None || onTheirWay.contains(start->row), "begun");
                QVERIFY(lastStart[start->host] == TimePoint::min() || now - lastStart[start->host] >= delay);
                QVERIFY(now >= pausedUntil[start->host]);
                if (start->row >= seen.size())
                    seen.resize(start->row + 1);
                QVERIFY2(!seen[start->row], "started twice");
                seen[start->row] = true;
                ++open[start->host];
                lastStart[start->host] = now;
                flights.push_back(start->host);
                ++started;
            }
            QCOMPARE(scheduler.inFlight(), quint64(flights.size()));
        }
        scheduler.setBegins(Begins::All);
        while (scheduler.queued() > 0) { // nothing is forgotten
            for (const HostId host : flights)
                scheduler.landed(host, 1);
            flights.clear();
            while (const auto start = next(scheduler, now)) {
                flights.push_back(start->host);
                ++started;
            }
            if (flights.empty()) {
                QVERIFY(scheduler.wakeAt() != Never);
                now = scheduler.wakeAt();
            }
        }
        QCOMPARE(started, enqueued);
    }

    void whenARowBeganToWaitIsKnown()
    {
        HostTable table;
        table.setLimits(limitsOf(1, 0ms));
        const HostId host = addHost(table);
        table.enqueue(host, 0, Begin);
        table.enqueue(host, 1, Begin + 3s);
        QCOMPARE(next(table, Begin + 5s)->queuedAt, Begin);
        table.landed(host, 1);
        QCOMPARE(next(table, Begin + 5s)->queuedAt, Begin + 3s);
    }

    void whatTheNetworkLayerSentAgainCountsAgainstTheDelay()
    {
        HostTable table;
        table.setLimits(limitsOf(6, 1000ms));
        const HostId host = addHost(table);
        table.enqueue(host, 0, Begin);
        table.enqueue(host, 1, Begin);
        QVERIFY(next(table, Begin));
        table.landed(host, 3);
        QVERIFY(!next(table, Begin + 2900ms));
        QVERIFY(next(table, Begin + 3s));
        QCOMPARE(table.snapshot(host, Begin).host, u"10.0.0.1"_qs);
    }

    void aNameIsLookedUpBeforeAnythingStarts()
    {
        HostTable table;
        const HostId host = table.find("shore.example:8080");
        const HostId address = table.find("[2001:db8::1]:8080");
        table.enqueue(host, 0, Begin);
        table.enqueue(host, 1, Begin);
        table.enqueue(address, 2, Begin);
        QCOMPARE(next(table, Begin)->row, RowId(2));
        QVERIFY(!next(table, Begin));
        QCOMPARE(table.takeNamesToLookUp(), std::vector<HostId>{host});
        QVERIFY(!next(table, Begin + 4s));
        QVERIFY2(table.takeNamesToLookUp().empty(), "asked for once");
        QCOMPARE(table.wakeAt(), Never);
        table.nameFound(host, Begin + 5s, Begin + 55s, false);
        const auto first = next(table, Begin + 5s);
        QCOMPARE(first->row, RowId(0));
        QCOMPARE(first->lookup, Duration(5s));
        QVERIFY2(next(table, Begin + 5s)->lookup < Duration(0), "only the first had to wait for it");
        table.enqueue(host, 3, Begin + 60s);
        QVERIFY(!next(table, Begin + 60s)); // what was found is too old by now
        QCOMPARE(table.takeNamesToLookUp(), std::vector<HostId>{host});
    }

    void throughAProxyNoNamesAreLookedUp()
    {
        HostTable table;
        table.setLooksUpNames(false);
        table.enqueue(table.find("shore.example"), 0, Begin);
        QVERIFY(next(table, Begin));
        QVERIFY(table.takeNamesToLookUp().empty());
    }

    void rowsOfADeadNameAreLost()
    {
        HostTable table;
        const HostId host = table.find("dead.example");
        for (RowId row = 0; row < 3; ++row)
            table.enqueue(host, row, Begin);
        QVERIFY(!next(table, Begin));
        QVERIFY(!table.takeLost(Begin));
        table.nameDead(host, Begin + 1s, Begin + 21s);
        QVERIFY(!next(table, Begin + 1s));
        for (RowId row = 0; row < 3; ++row)
            QCOMPARE(table.takeLost(Begin + 1s)->row, row);
        QVERIFY(!table.takeLost(Begin + 1s));
        table.enqueue(host, 9, Begin + 30s); // long enough ago to ask again
        QVERIFY(!next(table, Begin + 30s));
        QVERIFY(!table.takeLost(Begin + 30s));
        QCOMPARE(table.takeNamesToLookUp().size(), size_t(2));
    }

    void aFailedLookUpCostsOneRowItsTryAndIsMadeAgain()
    {
        HostTable table;
        const HostId host = table.find("shore.example");
        table.enqueue(host, 0, Begin);
        table.enqueue(host, 1, Begin);
        QVERIFY(!next(table, Begin));
        QCOMPARE(table.takeNamesToLookUp().size(), size_t(1));
        QCOMPARE(table.nameFailed(host, Begin + 1s)->row, RowId(0));
        QVERIFY(!next(table, Begin + 1s));
        QCOMPARE(table.takeNamesToLookUp().size(), size_t(1));
        QCOMPARE(table.nameFailed(host, Begin + 2s)->row, RowId(1));
        QVERIFY(!next(table, Begin + 2s));
        QVERIFY(table.takeNamesToLookUp().empty()); // nobody wants it
    }

    void limitsOfAHostHoldBeforeItIsMet()
    {
        HostTable table;
        table.setLimits(limitsOf(6, 0ms));
        table.setOwnLimits("10.0.0.1", {1, -1ms});
        const HostId host = addHost(table);
        table.enqueue(host, 0, Begin);
        table.enqueue(host, 1, Begin);
        QVERIFY(next(table, Begin));
        QVERIFY(!next(table, Begin));
        table.forget();
        QCOMPARE(table.count(), 0);
        QCOMPARE(table.snapshot(addHost(table), Begin).limit, 1);
    }

    void aHostInTroubleIsProbedOnceAtATimeThenGivenUp()
    {
        HostTable table;
        CrawlLimits limits = limitsOf(6, 0ms);
        limits.hostPatience = 20s;
        table.setLimits(limits);
        const HostId host = addHost(table);
        const HostId other = addHost(table);
        for (RowId row = 0; row < 100; ++row)
            table.enqueue(host, row, Begin);
        table.enqueueAt(host, 200, Begin + 1h);
        table.enqueue(other, 300, Begin);
        int asked = 0;
        TimePoint now = Begin;
        for (; now < Begin + 60s; now += 10ms) {
            std::vector<HostTable::Start> burst;
            while (const auto start = next(table, now)) {
                if (start->host == host)
                    burst.push_back(*start);
                QVERIFY(!table.health(host).isDown() || burst.size() <= 1);
            }
            asked += int(burst.size());
            for (const HostTable::Start &start : burst) { // refused at once
                table.landed(host, 1);
                table.failed(host, {HostTrouble::Refused, start.row, now, {}}, now, 0.5);
                table.enqueueUrgent(host, start.row, now);
            }
            if (table.health(host).condition() == HostCondition::GivenUp)
                break;
        }
        QVERIFY2(now >= Begin + 20s && now < Begin + 21s, "the patience is over, and not before");
        QVERIFY2(asked > 6 && asked < 20, qPrintable(QString::number(asked)));
        QCOMPARE(table.downCount(), 1);
        QCOMPARE(table.snapshot(host, now).trouble, HostTrouble::Refused);
        QVERIFY(!next(table, now));
        std::set<RowId> lost;
        while (const auto start = table.takeLost(now))
            lost.insert(start->row);
        QCOMPARE(lost.size(), size_t(101)); // what waits for its next try as well
        QCOMPARE(table.queued(), quint64(0));
        table.landed(other, 1);
        QCOMPARE(table.snapshot(other, now).condition, HostCondition::Well);
    }

    /// Of one that is down already, too; and it is not said that it is asked again after its end.
    void anotherPatienceHoldsAtOnce()
    {
        HostTable table;
        CrawlLimits limits = limitsOf(6, 0ms);
        limits.hostPatience = 300s;
        table.setLimits(limits);
        const HostId host = addHost(table);
        for (RowId row = 0; row < 5; ++row) {
            table.enqueue(host, row, Begin);
            table.failed(host, {HostTrouble::Refused, row, Begin, 20s}, Begin, 0.5);
        }
        QVERIFY(table.health(host).isDown());
        QCOMPARE(table.snapshot(host, Begin + 1s).givenUpIn, 299s);
        QCOMPARE(table.snapshot(host, Begin + 1s).pausedFor, 19s);
        limits.hostPatience = 10s;
        table.setLimits(limits);
        QCOMPARE(table.snapshot(host, Begin + 1s).givenUpIn, 9s);
        QCOMPARE(table.snapshot(host, Begin + 1s).pausedFor, 19s); // longer than it is waited for
        QVERIFY(table.wakeAt() <= Begin + 10s);
        table.hasReady(Begin + 10s);
        QCOMPARE(table.snapshot(host, Begin + 10s).condition, HostCondition::GivenUp);
    }

    /// Our own network was away while it rested.
    void aHostThatWasGivenUpIsAskedAgainThoughItsRestGrew()
    {
        HostTable table;
        CrawlLimits limits = limitsOf(6, 0ms);
        limits.hostPatience = 100s;
        table.setLimits(limits);
        const HostId host = addHost(table);
        for (RowId row = 0; row < HostHealth::DownAfter; ++row)
            table.failed(host, {HostTrouble::Refused, row, Begin, {}}, Begin, 1);
        table.giveUp(host, Begin);
        table.forgive(30s);
        table.hasReady(Begin + 100s);
        QCOMPARE(table.health(host).condition(), HostCondition::GivenUp);
        QCOMPARE(table.wakeAt(), Begin + 130s);
        table.hasReady(Begin + 130s);
        QCOMPARE(table.health(host).condition(), HostCondition::Down);
    }

    void aHostThatIsDownIsProbedByNewRowsToo()
    {
        HostTable table;
        table.setLimits(limitsOf(6, 0ms));
        const HostId host = addHost(table);
        for (RowId row = 0; row < 5; ++row)
            table.failed(host, {HostTrouble::Refused, row, Begin, {}}, Begin, 0.5);
        QVERIFY(table.health(host).isDown());
        for (RowId row = 0; row < 4; ++row) {
            table.enqueueUrgent(host, row, Begin);
            table.enqueue(host, 10 + row, Begin);
        }
        std::vector<RowId> probes;
        for (TimePoint now = Begin + 1min; probes.size() < 4; now += 1min) {
            probes.push_back(next(table, now)->row);
            QVERIFY(!next(table, now));
            table.landed(host, 1);
        }
        QCOMPARE(probes, (std::vector<RowId>{0, 10, 1, 11}));
    }

    /// Six at once every three seconds are two a second, from the first seconds on.
    void aHostInBurstsHasItsTrueRate()
    {
        HostTable table;
        table.setLimits(limitsOf(6, 0ms));
        const HostId host = addHost(table);
        RowId row = 0;
        table.enqueue(host, row++, Begin);
        table.takeChanged(Begin);
        for (int quarter = 0; quarter < 120; ++quarter) {
            const TimePoint at = Begin + quarter * 250ms;
            if (quarter % 12 == 0) {
                for (int i = 0; i < 6; ++i) {
                    table.enqueue(host, row++, at);
                    QVERIFY(next(table, at));
                    table.landed(host, 1);
                }
            }
            const QList<HostSnapshot> changed = table.takeChanged(at + 250ms);
            QCOMPARE(changed.size(), 1);
            const double rate = changed[0].requestsPerSecond;
            if (quarter >= 11)
                QVERIFY2(rate > 1 && rate < 4, qPrintable(QString::number(rate)));
        }
    }

    void aSecondTellsTheRateOfAHost()
    {
        HostTable table;
        table.setLimits(limitsOf(10, 0ms));
        const HostId host = addHost(table);
        table.takeChanged(Begin);
        for (RowId row = 0; row < 10; ++row) {
            table.enqueue(host, row, Begin);
            QVERIFY(next(table, Begin));
            table.landed(host, 1);
        }
        QCOMPARE(qRound(table.takeChanged(Begin + 1s)[0].requestsPerSecond), 10);
    }

    void onlyWhatChangedIsTold()
    {
        HostTable table;
        table.setLimits(limitsOf(6, 0ms));
        const HostId a = addHost(table);
        const HostId b = addHost(table);
        table.enqueue(a, 0, Begin);
        table.enqueue(b, 1, Begin);
        QCOMPARE(table.takeChanged(Begin).size(), 2);
        QCOMPARE(table.takeChanged(Begin + 1s).size(), 0);
        QVERIFY(next(table, Begin + 1s));
        const QList<HostSnapshot> begun = table.takeChanged(Begin + 2s);
        QCOMPARE(begun.size(), 1);
        QCOMPARE(begun[0].inFlight, 1);
        QVERIFY(begun[0].requestsPerSecond > 0);
        table.landed(a, 1);
        table.countAnswer(a, 1000);
        table.countAttempt(a, 2000);
        table.countResult(a, false);
        const QList<HostSnapshot> ended = table.takeChanged(Begin + 3s);
        QCOMPARE(ended.size(), 1);
        QCOMPARE(ended[0].inFlight, 0);
        QCOMPARE(ended[0].finished, 1);
        QCOMPARE(ended[0].errors, 1);
        QCOMPARE(ended[0].totalMaxUs, 2000);
        QVERIFY(ended[0].requestsPerSecond > 0);
        table.comeToRest();
        QCOMPARE(table.takeChanged(Begin + 4s)[0].requestsPerSecond, 0.0);
        QCOMPARE(table.takeChanged(Begin + 5s).size(), 0);
        table.beginRun();
        table.enqueue(a, 2, Begin + 6s);
        QCOMPARE(table.takeChanged(Begin + 6s)[0].finished, 0);
    }

    /// Which is all that a host hears of a request that is led elsewhere.
    void aLandingIsToldByItself()
    {
        HostTable table;
        table.setLimits(limitsOf(6, 0ms));
        const HostId host = addHost(table);
        table.enqueue(host, 0, Begin);
        QVERIFY(next(table, Begin));
        TimePoint now = Begin;
        while (!table.takeChanged(now).isEmpty()) { // until its rate has come to rest
            now += 1s;
            QVERIFY(now < Begin + 100s);
        }
        table.landed(host, 1);
        const QList<HostSnapshot> changed = table.takeChanged(now + 1s);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0].inFlight, 0);
    }

    /// What was asked before the rest is no pace of what comes after it.
    void aRunThatGoesOnAfterItsRestBeginsWithoutAPace()
    {
        HostTable table;
        table.setLimits(limitsOf(100, 0ms));
        const HostId host = addHost(table);
        table.takeChanged(Begin);
        for (RowId row = 0; row < 100; ++row) {
            table.enqueue(host, row, Begin);
            QVERIFY(next(table, Begin));
            table.landed(host, 1);
        }
        table.comeToRest();
        table.takeChanged(Begin + 1s);
        table.enqueue(host, 100, Begin + 1s);
        QCOMPARE(table.takeChanged(Begin + 2s)[0].requestsPerSecond, 0.0);
    }

    void aHostThatIsLeftAloneComesToRest()
    {
        HostTable table;
        table.setLimits(limitsOf(1, 0ms));
        const HostId host = addHost(table);
        table.takeChanged(Begin);
        table.enqueue(host, 0, Begin);
        QVERIFY(next(table, Begin));
        table.landed(host, 1);
        double last = 0;
        int seconds = 1;
        for (; seconds < 60; ++seconds) {
            const QList<HostSnapshot> changed = table.takeChanged(Begin + seconds * 1s);
            if (changed.isEmpty())
                break;
            last = changed[0].requestsPerSecond;
        }
        QVERIFY(seconds > 3 && seconds < 30);
        QCOMPARE(last, 0.0);
    }

    void aPauseIsToldWhileItHoldsSomethingUp()
    {
        HostTable table;
        const HostId host = addHost(table);
        table.pause(host, Begin + 20s);
        QCOMPARE(table.snapshot(host, Begin).pausedFor, HostSnapshot().pausedFor);
        table.enqueueAt(host, 0, Begin + 30s);
        QCOMPARE(table.snapshot(host, Begin + 1s).pausedFor, 19s);
        QCOMPARE(table.snapshot(host, Begin + 20s).pausedFor, HostSnapshot().pausedFor);
    }

    void theEndOfThePatienceIsToldWhileSomebodyWaits()
    {
        HostTable table;
        CrawlLimits limits = limitsOf(6, 0ms);
        limits.hostPatience = 100s;
        table.setLimits(limits);
        const HostId host = addHost(table);
        for (RowId row = 0; row < HostHealth::DownAfter; ++row)
            table.failed(host, {HostTrouble::Refused, row, Begin, {}}, Begin, 1);
        QVERIFY(table.health(host).isDown());
        QCOMPARE(table.snapshot(host, Begin).givenUpIn, HostSnapshot().givenUpIn);
        table.enqueue(host, 7, Begin);
        QCOMPARE(table.snapshot(host, Begin + 1s).givenUpIn, 99s);
    }

    void whatTheNetworkLayerSentAgainIsOfTheRate()
    {
        const auto rateOf = [](int sends) {
            HostTable table;
            table.setLimits(limitsOf(1, 0ms));
            const HostId host = addHost(table);
            table.takeChanged(Begin);
            table.enqueue(host, 0, Begin);
            next(table, Begin);
            table.landed(host, sends);
            return table.takeChanged(Begin + 1s)[0].requestsPerSecond;
        };
        QVERIFY(rateOf(1) > 0);
        QCOMPARE(qRound(100 * rateOf(3) / rateOf(1)), 300);
        QCOMPARE(rateOf(0), 0.0); // no connection came about
    }

    /// However many hosts there were in the runs before.
    void eachRunHasTimesAnew()
    {
        HostTable table;
        for (size_t i = 0; i < HostTable::MaxHistograms; ++i)
            table.countAttempt(table.find("a" + QByteArray::number(i)), 1'000);
        const HostId host = table.find("b");
        table.countAttempt(host, 1'000);
        QCOMPARE(table.snapshot(host, Begin).totalMaxUs, HostSnapshot().totalMaxUs); // it is one too many
        table.beginRun();
        table.countAttempt(host, 1'000);
        QCOMPARE(table.snapshot(host, Begin).totalMaxUs, 1'000);
    }

    void timesAreTold()
    {
        HostTable table;
        const HostId host = addHost(table);
        for (qint64 i = 1; i <= 1000; ++i) {
            table.countAnswer(host, i * 1'000);
            table.countAttempt(host, i * 2'000);
        }
        const HostSnapshot shot = table.snapshot(host, Begin);
        const auto isNear = [](qint64 us, qint64 right) { return qAbs(us - right) < right / 50; };
        QVERIFY(isNear(shot.ttfbMeanUs, 500'500) && isNear(shot.totalMeanUs, 1'001'000));
        QVERIFY(isNear(shot.ttfbP50Us, 500'000) && isNear(shot.totalP50Us, 1'000'000));
        QVERIFY(isNear(shot.ttfbP90Us, 900'000) && isNear(shot.totalP90Us, 1'800'000));
        QVERIFY(isNear(shot.ttfbP95Us, 950'000) && isNear(shot.totalP95Us, 1'900'000));
        QVERIFY(isNear(shot.ttfbP99Us, 990'000) && isNear(shot.totalP99Us, 1'980'000));
        QCOMPARE(shot.ttfbMaxUs, 1'000'000);
        QCOMPARE(shot.totalMaxUs, 2'000'000);
    }

    void theNextTryIsTold()
    {
        HostTable table;
        const HostId host = addHost(table);
        QCOMPARE(table.snapshot(host, Begin).nextRetryIn, -1ms);
        table.enqueueAt(host, 0, Begin + 9s);
        table.enqueueAt(host, 1, Begin + 4s);
        QCOMPARE(table.snapshot(host, Begin + 1s).nextRetryIn, 3000ms);
        QCOMPARE(table.snapshot(host, Begin + 1s).willRetry, 2);
        QCOMPARE(next(table, Begin + 4s)->row, RowId(1));
        QCOMPARE(table.snapshot(host, Begin + 4s).nextRetryIn, 5000ms);
        table.enqueueUrgent(host, 2, Begin + 4s);
        QCOMPARE(table.snapshot(host, Begin + 4s).willRetry, 2); // it has begun, too
    }

    void theSlowestHostIsEstimated()
    {
        HostTable table;
        table.setLimits(limitsOf(2, 0ms));
        const HostId host = addHost(table);
        QCOMPARE(table.slowest(Begin), Duration(0));
        for (RowId row = 0; row < 100; ++row)
            table.enqueue(host, row, Begin);
        table.countAttempt(host, 1'000'000);
        const Duration byService = table.slowest(Begin);
        QVERIFY(byService > 45s && byService < 55s); // 100 of a second each, two at once
        table.setLimits(limitsOf(2, 2000ms));
        const Duration byDelay = table.slowest(Begin);
        QVERIFY(byDelay > 195s && byDelay < 205s);
        table.pause(host, Begin + 60s);
        QVERIFY(table.slowest(Begin) > byDelay + 59s);
        HostTable another;
        const HostId retrying = addHost(another);
        another.enqueueAt(retrying, 0, Begin + 1h);
        QCOMPARE(another.slowest(Begin + 1min), Duration(59min));
    }

    void theRunBeforeSaysNothingOfThePace()
    {
        HostTable table;
        table.countAttempt(addHost(table), 60'000'000);
        const HostId host = addHost(table);
        table.enqueue(host, 0, Begin);
        QVERIFY(table.slowest(Begin) > 10s); // as the other one went
        table.beginRun();
        QCOMPARE(table.slowest(Begin), Duration(0));
    }

    /// It comes back at any moment, or its patience ends: its queue says nothing.
    void aHostThatIsDownTakesItsPatience()
    {
        HostTable table;
        CrawlLimits limits = limitsOf(2, 0ms);
        limits.hostPatience = 300s;
        table.setLimits(limits);
        const HostId host = addHost(table);
        for (RowId row = 0; row < 100; ++row)
            table.enqueue(host, row, Begin);
        table.countAttempt(host, 60'000'000);
        QVERIFY(table.slowest(Begin) > 2000s);
        for (RowId row = 0; row < HostHealth::DownAfter; ++row)
            table.failed(host, {HostTrouble::Refused, row, Begin, {}}, Begin, 1);
        QVERIFY(table.health(host).isDown());
        QCOMPARE(table.slowest(Begin + 100s), Duration(200s));
        table.giveUp(host, Begin + 100s);
        QCOMPARE(table.slowest(Begin + 100s), Duration(0)); // its rows are lost at once
        QVERIFY(table.queued() > 0);
    }

    void onlySoManyNamesAreAskedForAtOnce()
    {
        HostTable table;
        table.setLooksUpNames(true, 4); // two at once
        std::vector<HostId> hosts;
        for (const char *key : {"a.example", "b.example", "c.example", "d.example", "e.example"}) {
            hosts.push_back(table.find(key));
            table.enqueue(hosts.back(), RowId(hosts.size()), Begin);
        }
        const auto asked = [&table](TimePoint now) {
            table.hasReady(now);
            return table.takeNamesToLookUp();
        };
        QCOMPARE(asked(Begin), (std::vector<HostId>{hosts[0], hosts[1]}));
        QCOMPARE(asked(Begin), std::vector<HostId>());
        table.nameDead(hosts[0], Begin, Begin + 20s);
        QCOMPARE(asked(Begin), std::vector<HostId>{hosts[2]});
        QVERIFY(table.nameFailed(hosts[1], Begin));
        QCOMPARE(asked(Begin), std::vector<HostId>{hosts[3]});
        table.nameFound(hosts[2], Begin, Begin + 50s, false);
        QVERIFY2(next(table, Begin), "it is used, so there is room for another one");
        QCOMPARE(asked(Begin), std::vector<HostId>{hosts[4]});
    }

    void aNameThatTakesLongHoldsUpNobodyElses()
    {
        HostTable table;
        table.setLooksUpNames(true, 2); // one at once
        for (const char *key : {"a.example", "b.example"})
            table.enqueue(table.find(key), 1, Begin);
        QVERIFY(!table.hasReady(Begin));
        QCOMPARE(table.takeNamesToLookUp().size(), size_t(1));
        QCOMPARE(table.wakeAt(), Begin + 2s);
        QVERIFY(!table.hasReady(Begin + 2s));
        QCOMPARE(table.takeNamesToLookUp().size(), size_t(1));
    }

    /// It leaves its room to others, once, and whatever becomes of it.
    void aDelayedNameHoldsUpNobodyElses_data()
    {
        QTest::addColumn<QString>("ending");
        for (const char *ending : {"dead", "failed", "found"})
            QTest::newRow(ending) << QString::fromLatin1(ending);
    }

    void aDelayedNameHoldsUpNobodyElses()
    {
        QFETCH(QString, ending);
        HostTable table;
        table.setLooksUpNames(true, 2); // one at once
        std::vector<HostId> hosts;
        for (const char *key : {"a.example", "b.example", "c.example"}) {
            hosts.push_back(table.find(key));
            table.enqueue(hosts.back(), RowId(hosts.size()), Begin);
        }
        const auto asked = [&table] {
            table.hasReady(Begin);
            return table.takeNamesToLookUp();
        };
        QCOMPARE(asked(), std::vector<HostId>{hosts[0]});
        table.nameDelayed(hosts[0]);
        QCOMPARE(asked(), std::vector<HostId>{hosts[1]});
        table.nameDelayed(hosts[0]);
        QCOMPARE(asked(), std::vector<HostId>());
        if (ending == u"dead")
            table.nameDead(hosts[0], Begin, Begin + 20s);
        else if (ending == u"failed")
            QVERIFY(table.nameFailed(hosts[0], Begin));
        else
            table.nameFound(hosts[0], Begin, Begin + 50s, false);
        QCOMPARE(asked(), std::vector<HostId>()); // the room is still b's
        if (ending == u"found")
            QVERIFY(next(table, Begin));
        QCOMPARE(asked(), std::vector<HostId>());
        table.nameDead(hosts[1], Begin, Begin + 20s);
        QCOMPARE(asked(), std::vector<HostId>{hosts[2]});
    }

    void aNameThatNobodyNeedsAnyMoreMakesRoom()
    {
        HostTable table;
        table.setLooksUpNames(true, 2);
        const HostId a = table.find("a.example");
        const HostId b = table.find("b.example");
        table.enqueue(a, 1, Begin);
        QVERIFY(!table.hasReady(Begin));
        QCOMPARE(table.takeNamesToLookUp(), std::vector<HostId>{a});
        QCOMPARE(table.clear(Begin), std::vector<RowId>{1});
        table.enqueue(b, 2, Begin);
        QVERIFY(!table.hasReady(Begin));
        table.nameFound(a, Begin, Begin + 50s, false);
        QVERIFY(!table.hasReady(Begin));
        QCOMPARE(table.takeNamesToLookUp(), std::vector<HostId>{b});
    }

    void aNameThatTheNetworkLayerForgotIsAskedForAgain()
    {
        HostTable table;
        table.setLooksUpNames(true, 2);
        const HostId a = table.find("a.example");
        for (const char *key : {"a.example", "b.example", "c.example"}) {
            const HostId id = table.find(key);
            table.enqueue(id, 1, Begin);
            QVERIFY(!table.hasReady(Begin));
            QCOMPARE(table.takeNamesToLookUp(), std::vector<HostId>{id});
            table.nameFound(id, Begin, Begin + 50s, false);
            QVERIFY(next(table, Begin));
        }
        table.enqueue(a, 2, Begin);
        QVERIFY(!table.hasReady(Begin));
        QCOMPARE(table.takeNamesToLookUp(), std::vector<HostId>{a});
    }

    void whatIsClearedLeavesNothingBehind()
    {
        HostTable table;
        const HostId dead = table.find("dead.example");
        table.enqueue(dead, 1, Begin);
        QVERIFY(!table.hasReady(Begin));
        QCOMPARE(table.takeNamesToLookUp(), std::vector<HostId>{dead});
        table.nameDead(dead, Begin, Begin + 20s);
        QVERIFY(!table.hasReady(Begin)); // its row is lost, but not taken yet
        const HostId paused = table.find("10.0.0.1");
        table.enqueue(paused, 2, Begin);
        table.pause(paused, Begin + 1h);
        QCOMPARE(table.clear(Begin).size(), size_t(2));
        table.enqueue(dead, 1, Begin + 30s);
        table.enqueue(paused, 2, Begin + 30s);
        const auto start = next(table, Begin + 30s);
        QVERIFY(start);
        QCOMPARE(start->host, paused);
        QVERIFY(!table.hasReady(Begin + 30s));
        QCOMPARE(table.takeNamesToLookUp(), std::vector<HostId>{dead});
    }

    void aRetryAtAHostThatWasGivenUpIsLostAtOnce()
    {
        HostTable table;
        const HostId host = addHost(table);
        for (RowId row = 0; row < HostHealth::DownAfter; ++row)
            table.failed(host, {HostTrouble::Refused, row, Begin, {}}, Begin, 1);
        table.giveUp(host, Begin);
        QVERIFY(!table.takeLost(Begin));
        table.enqueueAt(host, 7, Begin + 1h);
        QVERIFY(!table.hasReady(Begin));
        const auto lost = table.takeLost(Begin);
        QVERIFY(lost);
        QCOMPARE(lost->row, RowId(7));
        QCOMPARE(table.queued(), quint64(0));
    }

    void peopleAreHeardAtOnce()
    {
        HostTable table;
        table.setLimits(limitsOf(2, 1h));
        const HostId host = addHost(table);
        table.enqueue(host, 1, Begin);
        table.enqueue(host, 2, Begin);
        table.enqueue(host, 3, Begin);
        QVERIFY(next(table, Begin));
        QVERIFY(!table.hasReady(Begin)); // the delay
        table.setOwnLimits(table.key(host), {0, 0ms});
        QVERIFY(next(table, Begin));
        table.landed(host, 1);
        table.pause(host, Begin + 1h);
        QVERIFY(!table.hasReady(Begin));
        table.tryNow(host, Begin);
        QVERIFY(next(table, Begin));
    }
};

QTEST_APPLESS_MAIN(TestHostTable)
#include "tst_hosttable.moc"
