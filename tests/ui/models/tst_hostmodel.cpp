// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/hostmodel.h"
#include "ui/models/hoststate.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

/// A host that is well, as the engine tells of it.
HostSnapshot snapshot(const QString &host, int inFlight = 0, double rate = 0)
{
    HostSnapshot snapshot;
    snapshot.host = host;
    snapshot.inFlight = inFlight;
    snapshot.limit = 6;
    snapshot.waiting = inFlight > 0 ? 40 : 0;
    snapshot.finished = 10;
    snapshot.requestsPerSecond = rate;
    return snapshot;
}

/// It answered 429, with Retry-After.
HostSnapshot slowed(const QString &host, std::chrono::milliseconds pause)
{
    HostSnapshot snapshot = ::snapshot(host);
    snapshot.condition = HostCondition::Slowed;
    snapshot.trouble = HostTrouble::Throttled;
    snapshot.limit = 1;
    snapshot.waiting = 40;
    snapshot.willRetry = 1;
    snapshot.pausedFor = pause;
    snapshot.nextRetryIn = pause;
    return snapshot;
}

HostSnapshot down(const QString &host, HostTrouble trouble, std::chrono::milliseconds pause,
                  std::chrono::milliseconds left)
{
    HostSnapshot snapshot = slowed(host, pause);
    snapshot.condition = HostCondition::Down;
    snapshot.trouble = trouble;
    snapshot.givenUpIn = left;
    return snapshot;
}

HostSnapshot givenUp(const QString &host, HostTrouble trouble)
{
    HostSnapshot snapshot = ::snapshot(host);
    snapshot.condition = HostCondition::GivenUp;
    snapshot.trouble = trouble;
    snapshot.errors = snapshot.finished = 50;
    return snapshot;
}

/// One failed answer there is tried again soon; else it is well.
HostSnapshot retrying(const QString &host, std::chrono::milliseconds wait)
{
    HostSnapshot snapshot = ::snapshot(host);
    snapshot.willRetry = 1;
    snapshot.nextRetryIn = wait;
    return snapshot;
}

} // namespace

class TestHostModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void updatesOnlyWhatChanged()
    {
        HostModel model(now());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.update({snapshot(u"a"_qs), snapshot(u"b"_qs), snapshot(u"c"_qs), snapshot(u"d"_qs)});
        QCOMPARE(hosts(model), QStringList({u"a"_qs, u"b"_qs, u"c"_qs, u"d"_qs}));

        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.update({snapshot(u"d"_qs, 2), snapshot(u"a"_qs, 1), snapshot(u"e"_qs), snapshot(u"b"_qs, 3)});
        QCOMPARE(changed.size(), 2); // rows 0..1 and row 3
        QCOMPARE(changed[0][0].toModelIndex().row(), 0);
        QCOMPARE(changed[0][1].toModelIndex().row(), 1);
        QCOMPARE(changed[1][0].toModelIndex().row(), 3);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(text(model, 1, HostColumn::InFlight), u"3"_qs);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.hostCount(), 0);
    }

    void sortsAndKeepsWhatIsSelected()
    {
        HostModel model(now());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.update({snapshot(u"slow"_qs, 1, 0.5), snapshot(u"fast"_qs, 6, 90), snapshot(u"mid"_qs, 3, 7)});
        const QPersistentModelIndex mid = model.index(2, 0);
        model.sort(int(HostColumn::Rate), Qt::DescendingOrder);
        QCOMPARE(hosts(model), QStringList({u"fast"_qs, u"mid"_qs, u"slow"_qs}));
        QCOMPARE(mid.row(), 1);
        QCOMPARE(mid.data().toString(), u"mid"_qs);

        model.update({snapshot(u"mid"_qs, 3, 1000)});
        QCOMPARE(hosts(model), QStringList({u"fast"_qs, u"mid"_qs, u"slow"_qs})); // nothing jumps by itself
        model.resort();
        QCOMPARE(hosts(model), QStringList({u"mid"_qs, u"fast"_qs, u"slow"_qs}));
        QCOMPARE(mid.row(), 0);
        QSignalSpy layout(&model, &QAbstractItemModel::layoutChanged);
        model.resort();
        QCOMPARE(layout.size(), 0);
        model.sort(int(HostColumn::Host), Qt::AscendingOrder);
        QCOMPARE(hosts(model), QStringList({u"fast"_qs, u"mid"_qs, u"slow"_qs}));
    }

    void filters()
    {
        HostModel model(now());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.update({snapshot(u"shop.example"_qs), snapshot(u"blog.example"_qs), snapshot(u"other"_qs)});
        model.setFilter(u"EXAMPLE"_qs);
        QCOMPARE(hosts(model), QStringList({u"blog.example"_qs, u"shop.example"_qs}));
        model.update({snapshot(u"new.example"_qs), snapshot(u"hidden"_qs), snapshot(u"other"_qs, 4)});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.hostCount(), 5);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 5);
    }

    void countsDown()
    {
        HostModel model(now());
        model.setAsking(true);
        model.update({slowed(u"api"_qs, 23s), retrying(u"status"_qs, 4s), snapshot(u"busy"_qs, 6, 14.2),
                      down(u"dead"_qs, HostTrouble::TimedOut, 20s, 250s)});
        QCOMPARE(state(model, 0), u"slowed: too many requests, next in 0:23"_qs);
        QCOMPARE(state(model, 1), u"retry 0:04"_qs);
        QCOMPARE(state(model, 2), QString());
        QCOMPARE(state(model, 3), u"down: timed out, asks again in 0:20, given up in 4:10"_qs);

        m_now += 3500ms;
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.tick();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().column(), int(HostColumn::State));
        QCOMPARE(state(model, 0), u"slowed: too many requests, next in 0:20"_qs);
        QCOMPARE(state(model, 1), u"retry 0:01"_qs);
        QCOMPARE(state(model, 3), u"down: timed out, asks again in 0:17, given up in 4:07"_qs);

        m_now += 60s;
        QCOMPARE(state(model, 0), u"slowed: too many requests"_qs);
        QCOMPARE(state(model, 3), u"down: timed out, asks again now, given up in 3:07"_qs);
        QSignalSpy changedByThat(&model, &QAbstractItemModel::dataChanged);
        model.setAsking(false);
        QCOMPARE(changedByThat.size(), 1);
        QCOMPARE(state(model, 3), u"down: timed out, given up in 3:07"_qs);
        m_now += 60s; // the engine's patience stands still, too
        QCOMPARE(state(model, 3), u"down: timed out, given up in 3:07"_qs);
        model.setAsking(true);
        QCOMPARE(state(model, 3), u"down: timed out, asks again now, given up in 3:07"_qs);
        m_now += 7s;
        QCOMPARE(state(model, 3), u"down: timed out, asks again now, given up in 3:00"_qs);
        model.setAsking(false);
        model.update({snapshot(u"api"_qs), snapshot(u"status"_qs), snapshot(u"dead"_qs)});
        changed.clear();
        model.tick();
        QCOMPARE(changed.size(), 0);
    }

    void whatLeavesPatienceCountsDownEvenWhileItIsAsked()
    {
        HostModel model(now());
        model.setAsking(true);
        HostSnapshot probed = down(u"dead"_qs, HostTrouble::Refused, 0s, 100s);
        probed.inFlight = 1;
        probed.nextRetryIn = -1ms;
        model.update({probed});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        m_now += 1s;
        model.tick();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(state(model, 0), u"down: refused, asking, given up in 1:39"_qs);
    }

    void everyStateHasItsWords_data()
    {
        QTest::addColumn<HostSnapshot>("host");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shortText");
        QTest::addColumn<bool>("isAsking");
        const auto row = [](const char *what, const HostSnapshot &host, const QString &text,
                            const QString &shortText, bool isAsking = true) {
            QTest::newRow(what) << host << text << shortText << isAsking;
        };
        const auto downBy = [](HostTrouble trouble) { return down(u"h"_qs, trouble, 23s, 250s); };
        row("well", snapshot(u"h"_qs, 6, 14), {}, {});
        row(
            "slowed by 503",
            [] {
                HostSnapshot host = slowed(u"h"_qs, 12s);
                host.trouble = HostTrouble::Unavailable;
                return host;
            }(),
            u"slowed: unavailable (503), next in 0:12"_qs, u"slowed 0:12"_qs);
        row("slowed without a pause", slowed(u"h"_qs, 0s), u"slowed: too many requests"_qs, u"slowed"_qs);
        row("refused", downBy(HostTrouble::Refused),
            u"down: refused, asks again in 0:23, given up in 4:10"_qs, u"down 0:23"_qs);
        row("reset", downBy(HostTrouble::Reset),
            u"down: connection closed, asks again in 0:23, given up in 4:10"_qs, u"down 0:23"_qs);
        row("unreachable", downBy(HostTrouble::Unreachable),
            u"down: unreachable, asks again in 0:23, given up in 4:10"_qs, u"down 0:23"_qs);
        row("no trouble named", downBy(HostTrouble::None), u"down, asks again in 0:23, given up in 4:10"_qs,
            u"down 0:23"_qs);
        row("without patience", down(u"h"_qs, HostTrouble::Refused, 23s, -1ms),
            u"down: refused, asks again in 0:23"_qs, u"down 0:23"_qs);
        HostSnapshot throttled = down(u"h"_qs, HostTrouble::Throttled, 9s, 250s);
        row("throttled", throttled, u"throttled: too many requests, asks again in 0:09, given up in 4:10"_qs,
            u"throttled 0:09"_qs);
        HostSnapshot probed = down(u"h"_qs, HostTrouble::TimedOut, 0s, 250s);
        row("its turn", probed, u"down: timed out, asks again now, given up in 4:10"_qs, u"down"_qs);
        row("its turn while nobody asks", probed, u"down: timed out, given up in 4:10"_qs, u"down"_qs, false);
        probed.inFlight = 1;
        row("probed", probed, u"down: timed out, asking, given up in 4:10"_qs, u"down"_qs);
        HostSnapshot resting = down(u"h"_qs, HostTrouble::Refused, 0s, -1ms);
        resting.waiting = resting.willRetry = 0;
        row("paused until it is given up", down(u"h"_qs, HostTrouble::Throttled, 60s, 50s),
            u"throttled: too many requests, given up in 0:50"_qs, u"throttled"_qs);
        row("down at rest", resting, u"down: refused"_qs, u"down"_qs);
        resting.condition = HostCondition::Slowed;
        row("slowed at rest", resting, u"slowed: refused"_qs, u"slowed"_qs);
        HostSnapshot next = slowed(u"h"_qs, 3s);
        next.trouble = HostTrouble::Refused;
        row("slowed", next, u"slowed: refused, next in 0:03"_qs, u"slowed 0:03"_qs);
        row("given up", givenUp(u"h"_qs, HostTrouble::Refused), u"given up: refused"_qs, u"given up"_qs);
        row("retries", retrying(u"h"_qs, 4s), u"retry 0:04"_qs, u"retry 0:04"_qs);
        row("retries at once", retrying(u"h"_qs, 0s), u"retry 0:00"_qs, u"retry 0:00"_qs);
        HostSnapshot last = down(u"h"_qs, HostTrouble::Refused, 0s, 0s);
        last.waiting = 0;
        last.willRetry = 1;
        row("the last one asks", last, u"down: refused, asks again now, given up in 0:00"_qs, u"down"_qs);
    }

    void everyStateHasItsWords()
    {
        QFETCH(HostSnapshot, host);
        QFETCH(bool, isAsking);
        QTEST(hostStateText(host, isAsking), "text");
        QTEST(hostStateShortText(host), "shortText");
        HostModel model(now());
        model.setAsking(isAsking);
        model.update({host});
        QTEST(state(model, 0), "text");
        QCOMPARE(model.index(0, 0).data(HostConditionRole).toInt(), int(host.condition));
        const bool isPlain = hostStateText(host, isAsking).isEmpty();
        QCOMPARE(Verdict(model.index(0, 0).data(HostColorRole).toInt()) == Verdict::Ok, isPlain);
    }

    void whatThrottlesIsNotColouredAsDown()
    {
        const auto color = [](const HostSnapshot &host) { return hostStateColor(host); };
        QCOMPARE(color(down(u"h"_qs, HostTrouble::Throttled, 9s, 250s)), Verdict::Throttled);
        QCOMPARE(color(down(u"h"_qs, HostTrouble::Refused, 9s, 250s)), Verdict::ConnectionFailed);
        QCOMPARE(color(slowed(u"h"_qs, 9s)), Verdict::Throttled);
        QCOMPARE(color(retrying(u"h"_qs, 9s)), Verdict::ServerError);
    }

    void theLongerWaitComesFirst()
    {
        HostModel model(now());
        model.update({retrying(u"soon"_qs, 4s), retrying(u"later"_qs, 40s)});
        model.sort(int(HostColumn::State), Qt::DescendingOrder);
        QCOMPARE(hosts(model), QStringList({u"later"_qs, u"soon"_qs}));
        model.sort(int(HostColumn::State), Qt::AscendingOrder);
        QCOMPARE(hosts(model), QStringList({u"soon"_qs, u"later"_qs}));
    }

    void eachNumberIsSortedByItself()
    {
        HostSnapshot most = snapshot(u"most"_qs); // in one column, and least in the others
        const std::pair<HostColumn, std::function<void()>> columns[] = {
            {HostColumn::InFlight, [&most] { most.inFlight = 50; }},
            {HostColumn::Waiting, [&most] { most.waiting = 50; }},
            {HostColumn::WillRetry, [&most] { most.willRetry = 50; }},
            {HostColumn::Finished, [&most] { most.finished = 50; }},
            {HostColumn::Errors, [&most] { most.errors = 50; }},
            {HostColumn::Rate, [&most] { most.requestsPerSecond = 50; }},
            {HostColumn::TtfbP50, [&most] { most.ttfbP50Us = 50; }},
            {HostColumn::TtfbP95, [&most] { most.ttfbP95Us = 50; }},
            {HostColumn::TotalP50, [&most] { most.totalP50Us = 50; }},
            {HostColumn::TotalP95, [&most] { most.totalP95Us = 50; }},
        };
        HostSnapshot other = snapshot(u"other"_qs);
        other.inFlight = other.errors = 9;
        other.waiting = other.willRetry = 9;
        other.finished = 20;
        other.requestsPerSecond = 9;
        other.ttfbP50Us = other.ttfbP95Us = other.totalP50Us = other.totalP95Us = 9;
        for (const auto &[column, raise] : columns) {
            most = snapshot(u"most"_qs);
            most.ttfbP50Us = most.ttfbP95Us = most.totalP50Us = most.totalP95Us = 0;
            raise();
            HostModel model(now());
            model.update({other, most});
            model.sort(int(column), Qt::DescendingOrder);
            QVERIFY2(hosts(model).front() == u"most"_qs,
                     qPrintable(model.headerData(int(column), Qt::Horizontal, Qt::DisplayRole).toString()));
            model.sort(int(column), Qt::AscendingOrder);
            QCOMPARE(hosts(model).back(), u"most"_qs);
        }
    }

    void hostsInTroubleComeFirst()
    {
        HostModel model(now());
        model.setAsking(true);
        model.update({snapshot(u"busy"_qs, 6, 14.2), givenUp(u"gone"_qs, HostTrouble::Refused),
                      retrying(u"status"_qs, 4s), slowed(u"api"_qs, 23s),
                      down(u"dead"_qs, HostTrouble::TimedOut, 20s, 250s), snapshot(u"calm"_qs),
                      down(u"worse"_qs, HostTrouble::TimedOut, 40s, 250s)});
        model.sort(int(HostColumn::State), Qt::DescendingOrder);
        QCOMPARE(hosts(model), QStringList({u"worse"_qs, u"dead"_qs, u"api"_qs, u"gone"_qs, u"status"_qs,
                                            u"busy"_qs, u"calm"_qs}));
        model.sort(int(HostColumn::State), Qt::AscendingOrder);
        QCOMPARE(hosts(model).last(), u"worse"_qs);

        m_now += 5s;
        const std::vector<HostSnapshot> notable = model.notable(5);
        QStringList names;
        for (const HostSnapshot &host : notable)
            names.append(host.host);
        QCOMPARE(names, QStringList({u"dead"_qs, u"worse"_qs, u"api"_qs, u"gone"_qs, u"status"_qs}));
        QCOMPARE(notable[0].pausedFor, 15s);
        QCOMPARE(notable[0].givenUpIn, 245s);
        QCOMPARE(notable[2].pausedFor, 18s);
        QCOMPARE(model.notable(7)[5].host, u"busy"_qs);
    }

    void theGeneralDelayIsShownAndSorted()
    {
        HostModel model(now());
        model.setGeneralDelay(500ms);
        HostSnapshot own = snapshot(u"own"_qs);
        own.limits.hostDelay = 200ms;
        HostSnapshot none = snapshot(u"none"_qs);
        none.limits.hostDelay = 0ms;
        model.update({own, snapshot(u"general"_qs), none});
        QCOMPARE(text(model, 1, HostColumn::Delay).replace(u'\u00A0', u' '), u"500 ms"_qs);
        model.sort(int(HostColumn::Delay), Qt::AscendingOrder);
        QCOMPARE(hosts(model), QStringList({u"none"_qs, u"own"_qs, u"general"_qs}));
        model.setGeneralDelay(100ms);
        model.resort();
        QCOMPARE(hosts(model), QStringList({u"none"_qs, u"general"_qs, u"own"_qs}));
        QCOMPARE(model.index(1, int(HostColumn::Delay)).data(HostSortRole).toDouble(), 100.0);
    }

    void everyColumnHasAHeadOfItsOwn()
    {
        HostModel model(now());
        QSet<QString> heads;
        for (int column = 0; column < HostColumnCount; ++column)
            heads += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        QCOMPARE(heads.size(), HostColumnCount);
    }

    void limitsAreEditedInPlace()
    {
        HostModel model(now());
        model.setGeneralDelay(250ms);
        model.update({snapshot(u"shop"_qs)});
        QSignalSpy edited(&model, &HostModel::hostLimitsChanged);
        const QModelIndex limit = model.index(0, int(HostColumn::Limit));
        const QModelIndex delay = model.index(0, int(HostColumn::Delay));
        QVERIFY(limit.flags() & Qt::ItemIsEditable);
        QVERIFY(!(model.index(0, 0).flags() & Qt::ItemIsEditable));
        QCOMPARE(limit.data(Qt::EditRole).toInt(), 6);
        QCOMPARE(delay.data(Qt::EditRole).toInt(), 250);

        QVERIFY(model.setData(limit, 30));
        QVERIFY(model.setData(delay, 1000));
        QCOMPARE(edited.size(), 2);
        QCOMPARE(edited[1][0].toString(), u"shop"_qs);
        QCOMPARE(edited[1][1].value<HostLimits>(), (HostLimits{30, 1000ms}));
        QCOMPARE(limit.data().toString(), u"30"_qs);

        QVERIFY(!model.setData(limit, 30)); // no change, no signal
        QVERIFY(!model.setData(limit, 1001));
        QVERIFY(!model.setData(limit, u"many"_qs));
        QVERIFY(!model.setData(delay, -2));
        QVERIFY(!model.setData(model.index(0, 0), 5));
        QCOMPARE(edited.size(), 2);
        QVERIFY(model.setData(delay, -1));
        QCOMPARE(edited[2][1].value<HostLimits>(), (HostLimits{30, -1ms}));
        QCOMPARE(delay.data(Qt::EditRole).toInt(), 250);
    }

    void theLimitOfAHostInTroubleIsThatOfTheUser()
    {
        HostModel model(now());
        model.setGeneralLimit(6);
        HostSnapshot own = slowed(u"own"_qs, 5s);
        own.limits.perHost = 12;
        model.update({slowed(u"general"_qs, 5s), own, snapshot(u"well"_qs)});
        const QModelIndex limit = model.index(0, int(HostColumn::Limit));
        QCOMPARE(limit.data().toString(), u"1 of 6"_qs);
        QCOMPARE(limit.data(Qt::EditRole).toInt(), 6);
        QCOMPARE(limit.data(HostSortRole).toInt(), 1);
        QCOMPARE(text(model, 1, HostColumn::Limit), u"1 of 12"_qs);
        QCOMPARE(text(model, 2, HostColumn::Limit), u"6"_qs);

        QSignalSpy edited(&model, &HostModel::hostLimitsChanged);
        QVERIFY(!model.setData(limit, 6)); // nothing but opened and closed
        QVERIFY(model.setData(limit, 20));
        QCOMPARE(edited[0][1].value<HostLimits>().perHost, 20);
        QCOMPARE(limit.data().toString(), u"1 of 20"_qs);
        QVERIFY(model.setData(limit, 0));
        QCOMPARE(limit.data().toString(), u"1 of 6"_qs);

        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setGeneralLimit(8);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(limit.data().toString(), u"1 of 8"_qs);
        QCOMPARE(limit.data(Qt::EditRole).toInt(), 8);
    }

    void hostileNamesAreMadeVisible()
    {
        HostModel model(now());
        model.update({snapshot(u"a\u202Eb\nc\u0007"_qs)});
        QCOMPARE(text(model, 0, HostColumn::Host), u"a\u27E8202E\u27E9b c\u2407"_qs);
        QCOMPARE(model.index(0, 0).data(HostNameRole).toString(), u"a\u202Eb\nc\u0007"_qs);
    }

    void updateCostsWhatChanged()
    {
        HostModel model(now());
        QList<HostSnapshot> all;
        for (int i = 0; i < 100'000; ++i)
            all.append(snapshot(QString::number(i)));
        QElapsedTimer timer;
        timer.start();
        model.update(all);
        const qint64 whole = timer.nsecsElapsed();
        timer.start();
        for (int i = 0; i < 10; ++i)
            model.update(all.sliced(5000 * i, 10));
        QVERIFY2(timer.nsecsElapsed() < whole / 5, "ten changes of ten hosts cost like many of 100,000");
    }

private:
    HostModel::Now now()
    {
        return [this] { return m_now; };
    }

    static QStringList hosts(const HostModel &model)
    {
        QStringList hosts;
        for (int row = 0; row < model.rowCount(); ++row)
            hosts.append(model.index(row, 0).data(HostNameRole).toString());
        return hosts;
    }

    static QString state(const HostModel &model, int row) { return text(model, row, HostColumn::State); }

    static QString text(const HostModel &model, int row, HostColumn column)
    {
        return model.index(row, int(column)).data().toString();
    }

    TimePoint m_now{1000h};
};

QTEST_GUILESS_MAIN(TestHostModel)
#include "tst_hostmodel.moc"
