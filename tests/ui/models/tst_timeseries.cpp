// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timeseries.h"

#include <QTest>

#include <cmath>

using namespace turnstone;

class TestTimeSeries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheLastFiveMinutesWhole()
    {
        TimeSeries series;
        for (int second = 0; second < 100'000; ++second)
            series.add(second, second % 1'000 == 500 ? 99 : 1);
        QVERIFY(series.points().size() <= 300 + TimeSeries::MostOlder + 2);
        QCOMPARE(series.points().last().x(), 99'999.0);
        for (int back = 0; back < 300; ++back)
            QCOMPARE(series.points()[series.points().size() - 1 - back].x(), 99'999.0 - back);
        QVERIFY(series.points().first().x() < 2'000); // the whole run is still there
        for (qsizetype i = 1; i < series.points().size(); ++i)
            QVERIFY(series.points()[i].x() > series.points()[i - 1].x());
        QCOMPARE(series.maximumSince(0), 99.0);
        QCOMPARE(series.maximumSince(99'700), 1.0);
    }

    void takesOnlyWhatIsLater()
    {
        TimeSeries series;
        series.add(2, 5);
        series.add(2, 6);
        series.add(1, 7);
        series.add(3, std::nan(""));
        QCOMPARE(series.points(), (QList<QPointF>{{2, 5}}));
        series.clear();
        QVERIFY(series.points().isEmpty());
        QCOMPARE(series.maximumSince(0), 0.0);
    }

    void findsTheNearestPoint()
    {
        TimeSeries series;
        QVERIFY(!series.nearest(1));
        for (const double second : {1.0, 2.0, 4.0})
            series.add(second, 10 * second);
        QCOMPARE(series.nearest(0)->x(), 1.0);
        QCOMPARE(series.nearest(2.9)->x(), 2.0);
        QCOMPARE(series.nearest(3.1)->x(), 4.0);
        QCOMPARE(series.nearest(9)->x(), 4.0);
    }
};

QTEST_GUILESS_MAIN(TestTimeSeries)
#include "tst_timeseries.moc"
