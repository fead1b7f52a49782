// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/ratemeter.h"

#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

class TestRateMeter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLastSecondsCount()
    {
        constexpr TimePoint begin{1h};
        RateMeter meter;
        QCOMPARE(meter.now(), 0.0);
        meter.start(begin);
        qint64 count = 0;
        for (int i = 1; i <= 40; ++i) {
            count += i <= 20 ? 25 : 250; // 100/s, then 1,000/s
            meter.sample(count, begin + i * 250ms);
        }
        QVERIFY(qAbs(meter.now() - 1000) < 1);
        QVERIFY(qAbs(meter.mean(begin + 10s) - 550) < 1);
    }

    void aSteadyPaceLooksSteady_data()
    {
        QTest::addColumn<double>("rate");
        for (const double rate : {0.5, 2.0, 20.0, 33.0, 1000.0})
            QTest::addRow("%g/s", rate) << rate;
    }

    void aSteadyPaceLooksSteady()
    {
        QFETCH(double, rate);
        constexpr TimePoint begin{1h};
        RateMeter meter;
        meter.start(begin);
        for (int i = 1; i <= 400; ++i) {
            meter.sample(qint64(i * 0.24 * rate), begin + i * 240ms);
            if (i > 100)
                QVERIFY2(qAbs(meter.now() / rate - 1) < 0.11, qPrintable(QString::number(meter.now())));
        }
        for (int i = 1; i <= 90; ++i)
            meter.sample(qint64(400 * 0.24 * rate), begin + (400 + i) * 240ms);
        QCOMPARE(meter.now(), 0.0); // it has stopped
    }

    void whatWasCountedBeforeDoesNotCount()
    {
        constexpr TimePoint begin{1h};
        RateMeter meter;
        meter.start(begin, 5000);
        meter.sample(5010, begin + 1s);
        QVERIFY(qAbs(meter.now() - 10) < 0.01);
        QVERIFY(qAbs(meter.mean(begin + 1s) - 10) < 0.01);
    }

    void pausesAreNotTime()
    {
        constexpr TimePoint begin{1h};
        RateMeter meter;
        meter.start(begin);
        meter.setRunning(false, begin + 2s);
        meter.setRunning(true, begin + 100s);
        QCOMPARE(meter.elapsed(begin + 103s), Duration(5s));
    }
};

QTEST_APPLESS_MAIN(TestRateMeter)
#include "tst_ratemeter.moc"
