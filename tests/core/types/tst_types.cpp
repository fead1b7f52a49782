// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/addresslist.h"
#include "core/types/crawlsettingsjson.h"
#include "core/types/fetchresult.h"
#include "core/types/jsonbytes.h"
#include "core/types/latencyhistogram.h"
#include "core/types/verdict.h"

#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

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

    void settingsComeBackFromJson()
    {
        CrawlSettings given;
        given.limits = {7, 3, 2.5, 11ms, 12ms, 13ms, 4, 14ms, 15ms, 5'000'000'000, 9};
        given.request = {"POST", {{"A", "1"}, {"B", "\xFF"}}, QByteArray("b\0d", 3), true};
        given.userAgent = "Agent \xFE";
        given.proxy = QUrl(QStringLiteral("http://user:secret@proxy.example:3128"));
        given.systemProxy = given.insecure = given.cookies = given.failFast = given.keepHeaders =
            given.storeBodies = true;
        given.http2 = Http2::Off;
        given.keepBodyBytes = 4096;
        const QByteArray json = crawlSettingsToJson(given);
        QVERIFY(!json.contains("secret"));
        const auto read = crawlSettingsFromJson(json);
        QVERIFY(read);
        const CrawlSettings &settings = read.value();
        QVERIFY(settings.limits == given.limits);
        QVERIFY(settings.request == given.request);
        QCOMPARE(settings.userAgent, given.userAgent);
        QCOMPARE(settings.proxy, QUrl(QStringLiteral("http://user@proxy.example:3128")));
        QVERIFY(settings.systemProxy && settings.insecure && settings.cookies && settings.failFast &&
                settings.keepHeaders && settings.storeBodies);
        QCOMPARE(settings.http2, Http2::Off);
        QCOMPARE(settings.keepBodyBytes, qint64(4096));
        QCOMPARE(crawlSettingsToJson(crawlSettingsFromJson("{}").value()), crawlSettingsToJson({}));
        QVERIFY(!crawlSettingsFromJson("no json"));
        QVERIFY(!crawlSettingsFromJson("{\"retries\":\"two\"}"));
    }

    void bytesComeBackFromJson()
    {
        for (const QByteArray &bytes :
             {QByteArray(), QByteArray("text \xC3\xA9"), QByteArray("\0", 1), QByteArray("\xFF"),
              QByteArray("\xEF\xBB\xBFmark"), QByteArray("\xEF\xBF\xBF"), QByteArray("{\"base64\":\"\"}")})
            QCOMPARE(bytesFromJson(bytesToJson(bytes)), bytes);
        QVERIFY(bytesToJson("text").isString() && bytesToJson("\xFF").isObject());
    }

    void namesOfErrorsAndProblemsAreStable()
    {
        for (int i = 0; i <= int(FetchError::Cancelled); ++i)
            QCOMPARE(fetchErrorFromId(fetchErrorId(FetchError(i))), FetchError(i));
        for (int i = 0; i <= int(AddressProblem::BadRequest); ++i)
            QCOMPARE(addressProblemFromId(addressProblemId(AddressProblem(i))), AddressProblem(i));
        QVERIFY(!fetchErrorFromId("nothing") && !addressProblemFromId("nothing"));
    }
};

QTEST_APPLESS_MAIN(TestTypes)
#include "tst_types.moc"
