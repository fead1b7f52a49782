// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/addresslist.h"
#include "core/types/latencyhistogram.h"
#include "core/types/verdict.h"

#include <QTest>

using namespace turnstone;

class TestTypes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressListFindsRowsAcrossBlocks()
    {
        AddressList list;
        for (int block = 0; block < 3; ++block) {
            AddressBlockBuilder builder;
            for (int i = 0; i <= block; ++i)
                builder.add(QByteArray::number(block * 10 + i));
            list.append(std::move(builder).build());
        }
        QCOMPARE(list.size(), 6);
        QCOMPARE(list.at(0).toByteArray(), QByteArray("0"));
        QCOMPARE(list.at(1).toByteArray(), QByteArray("10"));
        QCOMPARE(list.at(2).toByteArray(), QByteArray("11"));
        QCOMPARE(list.at(5).toByteArray(), QByteArray("22"));
        list.append(list);
        QCOMPARE(list.size(), 12);
        QCOMPARE(list.at(11).toByteArray(), QByteArray("22"));
    }

    void addressListKeepsProblemsAndRequests()
    {
        AddressBlockBuilder builder;
        builder.add("http://a/");
        builder.addInvalid("ftp://b", AddressProblem::UnsupportedScheme);
        RequestSpec post;
        post.method = "POST";
        builder.add("http://c/", post);
        AddressList list;
        list.append(std::move(builder).build());
        QCOMPARE(list.problem(0), AddressProblem::None);
        QCOMPARE(list.problem(1), AddressProblem::UnsupportedScheme);
        QVERIFY(!list.request(0));
        QVERIFY(list.request(2));
        QCOMPARE(list.request(2)->method, QByteArray("POST"));
    }

    void everyVerdictHasAnIdThatReadsBack()
    {
        for (Verdict verdict : allVerdicts()) {
            QCOMPARE(verdictFromId(verdictId(verdict)), std::optional(verdict));
            QVERIFY(!verdictLabel(verdict).isEmpty());
        }
        QVERIFY(!verdictFromId(u"nonsense"));
    }

    void histogramPercentilesAreWithinABucket()
    {
        LatencyHistogram histogram;
        QCOMPARE(histogram.percentileUs(0.5), 0);
        for (int ms = 1; ms <= 1000; ++ms)
            histogram.add(ms * 1000);
        QCOMPARE(histogram.count(), quint64(1000));
        QCOMPARE(histogram.maxUs(), qint64(1000000));
        QCOMPARE(histogram.meanUs(), 500500.0);
        for (const double fraction : {0.5, 0.9, 0.95, 0.99}) {
            const double exact = fraction * 1000000;
            const double measured = double(histogram.percentileUs(fraction));
            QVERIFY2(measured >= exact * 0.99 && measured <= exact * 1.13,
                     qPrintable(QString::number(measured)));
        }
        QCOMPARE(histogram.percentileUs(1.0), qint64(1000000));
    }

    void histogramTakesAnything()
    {
        LatencyHistogram histogram;
        histogram.add(-5);
        histogram.add(0);
        histogram.add(std::numeric_limits<qint64>::max() / 4);
        QCOMPARE(histogram.count(), quint64(3));
        LatencyHistogram sum;
        sum.merge(histogram);
        sum.merge(histogram);
        QCOMPARE(sum.count(), quint64(6));
        QCOMPARE(sum.maxUs(), histogram.maxUs());
    }

    void histogramTellsWhatCameSince()
    {
        LatencyHistogram histogram;
        for (int i = 0; i < 100; ++i)
            histogram.add(500'000);
        const LatencyHistogram before = histogram;
        QCOMPARE(histogram.since(before).count(), quint64(0));
        QCOMPARE(histogram.since(before).maxUs(), qint64(0));
        for (int i = 0; i < 10; ++i)
            histogram.add(2'000);

        const LatencyHistogram later = histogram.since(before);
        QCOMPARE(later.count(), quint64(10));
        QCOMPARE(later.meanUs(), 2000.0);
        QVERIFY(later.percentileUs(0.95) >= 2'000 && later.percentileUs(0.95) <= 2'300);
        QVERIFY(later.maxUs() >= 2'000 && later.maxUs() <= 2'300);

        histogram.add(700'000);
        QCOMPARE(histogram.since(before).maxUs(), qint64(700'000));
    }

    void histogramOfAnotherCrawlIsTakenWhole()
    {
        LatencyHistogram earlier;
        earlier.add(1'000);
        LatencyHistogram fresh;
        fresh.add(90'000);
        QCOMPARE(fresh.since(earlier).count(), quint64(1));
        QCOMPARE(fresh.since(earlier).maxUs(), qint64(90'000));
    }
};

QTEST_APPLESS_MAIN(TestTypes)
#include "tst_types.moc"
