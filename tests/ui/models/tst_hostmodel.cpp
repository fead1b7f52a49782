// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/hostmodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

HostSnapshot snapshot(const QString &host, int inFlight = 0, double rate = 0)
{
    HostSnapshot snapshot;
    snapshot.host = host;
    snapshot.inFlight = inFlight;
    snapshot.limit = 6;
    snapshot.requestsPerSecond = rate;
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
        HostSnapshot paused = snapshot(u"api"_qs);
        paused.pausedFor = 23s;
        HostSnapshot retries = snapshot(u"status"_qs);
        retries.nextRetryIn = 4s;
        model.update({paused, retries, snapshot(u"busy"_qs, 6, 14.2)});
        QCOMPARE(text(model, 0, HostColumn::Paused), u"paused 0:23"_qs);
        QCOMPARE(text(model, 1, HostColumn::Paused), u"retry 0:04"_qs);
        QCOMPARE(text(model, 2, HostColumn::Paused), QString());

        m_now += 3500ms;
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.tick();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(text(model, 0, HostColumn::Paused), u"paused 0:20"_qs);
        QCOMPARE(text(model, 1, HostColumn::Paused), u"retry 0:01"_qs);

        const std::vector<HostSnapshot> notable = model.notable(2);
        QCOMPARE(notable.size(), size_t(2));
        QCOMPARE(notable[0].host, u"api"_qs);
        QCOMPARE(notable[0].pausedFor, 19500ms);
        QCOMPARE(notable[1].host, u"status"_qs);

        m_now += 60s;
        QCOMPARE(text(model, 0, HostColumn::Paused), QString());
        QCOMPARE(model.notable(1).front().host, u"status"_qs);
        model.update({snapshot(u"api"_qs), snapshot(u"status"_qs)});
        changed.clear();
        model.tick();
        QCOMPARE(changed.size(), 0);
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

    static QString text(const HostModel &model, int row, HostColumn column)
    {
        return model.index(row, int(column)).data().toString();
    }

    TimePoint m_now{1000h};
};

QTEST_GUILESS_MAIN(TestHostModel)
#include "tst_hostmodel.moc"
