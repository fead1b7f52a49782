// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hostscheduler.h"

#include <QHash>
#include <QRandomGenerator>
#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint Begin{1h};

class OpenGate final : public StartGate
{
public:
    bool tryStart(TimePoint) override { return true; }
};

class ClosedGate final : public StartGate
{
public:
    bool tryStart(TimePoint) override { return false; }
};

/// Simulated time around a scheduler. Each request of a host lasts as long as that host's script says; the
/// log notes starts as "ms host:row".
class Simulation
{
public:
    HostScheduler scheduler;
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
        OpenGate gate;
        while (int(m_flights.size()) < globalLimit) {
            const auto start = scheduler.next(m_now, gate);
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
            scheduler.finished(m_flights[i].host);
            m_flights.erase(m_flights.begin() + qsizetype(i));
        }
    }

    TimePoint m_now = Begin;
    std::vector<Flight> m_flights;
};

} // namespace

class TestHostScheduler final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostsTakeTurns()
    {
        Simulation sim;
        sim.scheduler.setLimits(1, 0ms);
        const HostId huge = sim.scheduler.addHost();
        const HostId small = sim.scheduler.addHost();
        for (RowId row = 0; row < 4; ++row)
            sim.scheduler.enqueue(huge, row);
        sim.scheduler.enqueue(small, 10);
        sim.scheduler.enqueue(small, 11);
        sim.globalLimit = 1;
        sim.run(10s);
        QCOMPARE(sim.log, QStringList({u"0 a:0"_qs, u"100 b:10"_qs, u"200 a:1"_qs, u"300 b:11"_qs,
                                       u"400 a:2"_qs, u"500 a:3"_qs}));
    }

    void aSlowHostDoesNotHoldUpTheOthers()
    {
        Simulation sim;
        sim.scheduler.setLimits(2, 0ms);
        const HostId slow = sim.scheduler.addHost();
        const HostId fast = sim.scheduler.addHost();
        sim.lasts[slow] = 10s;
        for (RowId row = 0; row < 4; ++row) {
            sim.scheduler.enqueue(slow, row);
            sim.scheduler.enqueue(fast, 10 + row);
        }
        sim.run(1s);
        QCOMPARE(sim.log, QStringList({u"0 a:0"_qs, u"0 b:10"_qs, u"0 a:1"_qs, u"0 b:11"_qs, u"100 b:12"_qs,
                                       u"100 b:13"_qs}));
    }

    void theDelaySpacesStartsOfOneHost()
    {
        Simulation sim;
        sim.scheduler.setLimits(6, 250ms);
        const HostId host = sim.scheduler.addHost();
        for (RowId row = 0; row < 3; ++row)
            sim.scheduler.enqueue(host, row);
        sim.run(10s);
        QCOMPARE(sim.log, QStringList({u"0 a:0"_qs, u"250 a:1"_qs, u"500 a:2"_qs}));
    }

    void aPauseHoldsTheWholeHostAndOnlyIt()
    {
        Simulation sim;
        sim.scheduler.setLimits(1, 0ms);
        const HostId paused = sim.scheduler.addHost();
        const HostId free = sim.scheduler.addHost();
        sim.scheduler.enqueue(paused, 0);
        sim.scheduler.enqueue(free, 1);
        sim.scheduler.pauseHost(paused, Begin + 2s);
        sim.scheduler.pauseHost(paused, Begin + 1s); // a shorter one does not cut it
        sim.run(10s);
        QCOMPARE(sim.log, QStringList({u"0 b:1"_qs, u"2000 a:0"_qs}));
    }

    void aRetryComesWhenDueAndBeforeFreshRows()
    {
        Simulation sim;
        sim.scheduler.setLimits(1, 0ms);
        const HostId host = sim.scheduler.addHost();
        for (RowId row = 0; row < 4; ++row)
            sim.scheduler.enqueue(host, row);
        sim.scheduler.enqueueAt(host, 9, Begin + 150ms);
        sim.run(10s);
        QCOMPARE(sim.log,
                 QStringList({u"0 a:0"_qs, u"100 a:1"_qs, u"200 a:9"_qs, u"300 a:2"_qs, u"400 a:3"_qs}));
    }

    void aNextHopGoesBeforeFreshRows()
    {
        Simulation sim;
        sim.scheduler.setLimits(1, 0ms);
        const HostId host = sim.scheduler.addHost();
        sim.scheduler.enqueue(host, 0);
        sim.scheduler.enqueueUrgent(host, 7);
        sim.run(10s);
        QCOMPARE(sim.log, QStringList({u"0 a:7"_qs, u"100 a:0"_qs}));
    }

    void limitsMayChangeWhileItRuns()
    {
        Simulation sim;
        sim.scheduler.setLimits(1, 60s);
        const HostId host = sim.scheduler.addHost();
        for (RowId row = 0; row < 5; ++row)
            sim.scheduler.enqueue(host, row);
        sim.run(1s);
        QCOMPARE(sim.log.size(), 1);
        sim.scheduler.setLimits(3, 0ms); // the minute that was still to wait no longer holds
        sim.run(2s);
        QCOMPARE(sim.log.size(), 5);
        sim.scheduler.setHostLimits(host, {1, 500ms});
        for (RowId row = 10; row < 13; ++row)
            sim.scheduler.enqueue(host, row);
        const TimePoint before = sim.now();
        sim.run(30s);
        QCOMPARE(sim.log.size(), 8);
        QVERIFY(sim.now() - before >= 1000ms);
    }

    void aClosedGateStartsNothingAndLosesNothing()
    {
        HostScheduler scheduler;
        scheduler.setLimits(1, 0ms);
        const HostId host = scheduler.addHost();
        scheduler.enqueue(host, 0);
        ClosedGate closed;
        OpenGate open;
        QVERIFY(!scheduler.next(Begin, closed));
        QVERIFY(scheduler.hasReady(Begin));
        QVERIFY(scheduler.next(Begin, open));
        QVERIFY(!scheduler.hasReady(Begin));
    }

    void clearReturnsEveryRowThatHasNotStarted()
    {
        HostScheduler scheduler;
        OpenGate gate;
        scheduler.setLimits(1, 0ms);
        const HostId host = scheduler.addHost();
        for (RowId row = 0; row < 3; ++row)
            scheduler.enqueue(host, row);
        scheduler.enqueueUrgent(host, 3);
        scheduler.enqueueAt(host, 4, Begin + 1h);
        QCOMPARE(scheduler.next(Begin, gate)->row, RowId(3));
        std::vector<RowId> rows = scheduler.clear();
        std::sort(rows.begin(), rows.end());
        QCOMPARE(rows, std::vector<RowId>({0, 1, 2, 4}));
        QCOMPARE(scheduler.queued(), quint64(0));
        QCOMPARE(scheduler.inFlight(), quint64(1));
        scheduler.finished(host);
        scheduler.enqueue(host, 5);
        QCOMPARE(scheduler.next(Begin, gate)->row, RowId(5));
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
        HostScheduler scheduler;
        OpenGate gate;
        constexpr int hosts = 20;
        for (int i = 0; i < hosts; ++i)
            scheduler.addHost();
        int perHost = 3;
        Duration delay = 0ms;
        scheduler.setLimits(perHost, delay);
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

        for (int step = 0; step < 100'000; ++step) {
            const auto host = HostId(random.bounded(hosts));
            switch (random.bounded(10)) {
            case 0:
            case 1:
            case 2:
                scheduler.enqueue(host, nextRow++);
                ++enqueued;
                break;
            case 3:
                scheduler.enqueueAt(host, nextRow++, now + std::chrono::milliseconds(random.bounded(500)));
                ++enqueued;
                break;
            case 4:
                scheduler.enqueueUrgent(host, nextRow++);
                ++enqueued;
                break;
            case 5:
                if (random.bounded(50) == 0) {
                    const TimePoint until = now + std::chrono::milliseconds(random.bounded(300));
                    scheduler.pauseHost(host, until);
                    pausedUntil[host] = std::max(pausedUntil[host], until);
                }
                break;
            case 6:
                if (random.bounded(200) == 0) {
                    perHost = 1 + random.bounded(5);
                    delay = std::chrono::milliseconds(random.bounded(3) * 10);
                    scheduler.setLimits(perHost, delay);
                }
                break;
            case 7:
                if (!flights.empty()) {
                    const auto which = size_t(random.bounded(int(flights.size())));
                    --open[flights[which]];
                    scheduler.finished(flights[which]);
                    flights.erase(flights.begin() + qsizetype(which));
                }
                break;
            default:
                now += std::chrono::milliseconds(random.bounded(20));
                break;
            }
            if (random.bounded(3) != 0)
                continue;
            while (const auto start = scheduler.next(now, gate)) {
                QVERIFY(open[start->host] < perHost);
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
        while (scheduler.queued() > 0) { // nothing is forgotten
            for (const HostId host : flights)
                scheduler.finished(host);
            flights.clear();
            while (const auto start = scheduler.next(now, gate)) {
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
};

QTEST_APPLESS_MAIN(TestHostScheduler)
#include "tst_hostscheduler.moc"
