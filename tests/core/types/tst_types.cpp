// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/addresslist.h"
#include "core/types/contenttype.h"
#include "core/types/crawlsettingsjson.h"
#include "core/types/crawlstats.h"
#include "core/types/fetchresult.h"
#include "core/types/history.h"
#include "core/types/jsonbytes.h"
#include "core/types/latencyhistogram.h"
#include "core/types/missingsecrets.h"
#include "core/types/recenthistogram.h"
#include "core/types/rownumbers.h"
#include "core/types/verdict.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace turnstone;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(turnstone::HistoryEntry)
Q_DECLARE_METATYPE(turnstone::Changes)

namespace {

/// Random microseconds as answers of servers take them, the same at each run.
std::vector<qint64> durations(const QByteArray &kind)
{
    std::mt19937_64 random(20261121);
    std::vector<qint64> made;
    for (int i = 0; i < 20'000; ++i) {
        double us = 0;
        if (kind == "uniform")
            us = std::uniform_real_distribution(1'000.0, 2'000'000.0)(random);
        else if (kind == "lognormal")
            us = std::lognormal_distribution(11.0, 0.8)(random);
        else if (kind == "exponential")
            us = 300 + std::exponential_distribution(1.0 / 80'000)(random);
        else if (kind == "narrow") // all in one or two buckets
            us = std::normal_distribution(401'000.0, 6'000.0)(random);
        else // two kinds of answers, far from each other
            us = std::normal_distribution(i % 3 ? 5'000.0 : 900'000.0, i % 3 ? 400.0 : 90'000.0)(random);
        made.push_back(std::max<qint64>(qint64(us), 1));
    }
    return made;
}

} // namespace

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
        list.append(AddressBlockBuilder().build()); // nothing, which is no block
        int blocks = 0;
        list.forEachBlock(0, [&blocks](RowId, const AddressBlock &) { ++blocks; });
        QCOMPARE(blocks, 3);
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

    void whatAResultHoldsIsCounted()
    {
        FetchResult result;
        const qint64 bare = bytesHeldBy(result);
        result.body = QByteArray(1000, 'x');
        QCOMPARE(bytesHeldBy(result), bare + 1000);
        result.facts.title = QString(50, u'x');
        QCOMPARE(bytesHeldBy(result), bare + 1100);
        result.attempts.emplace_back().hops.emplace_back().responseHeaders = {{"Name", "value"}};
        QVERIFY(bytesHeldBy(result) >= bare + 1100 + qint64(sizeof(FetchAttempt) + sizeof(Hop)) + 9);
    }

    void blocksFromARowOn()
    {
        AddressList list;
        for (const int count : {2, 3, 1}) {
            AddressBlockBuilder builder;
            for (int i = 0; i < count; ++i)
                builder.add("http://a/");
            list.append(std::move(builder).build());
        }
        const auto from = [&list](RowId first) {
            std::vector<std::pair<RowId, int>> found;
            list.forEachBlock(first, [&found](RowId begin, const AddressBlock &block) {
                found.emplace_back(begin, block.size());
            });
            return found;
        };
        using Blocks = std::vector<std::pair<RowId, int>>;
        QCOMPARE(from(0), (Blocks{{0, 2}, {2, 3}, {5, 1}}));
        QCOMPARE(from(1), from(0));
        QCOMPARE(from(2), (Blocks{{2, 3}, {5, 1}}));
        QCOMPARE(from(4), from(2));
        QCOMPARE(from(5), (Blocks{{5, 1}}));
        QCOMPARE(from(6), Blocks());
    }

    void rowsThatLackASecret()
    {
        AddressList list;
        const auto append = [&list](const std::vector<QByteArray> &addresses) {
            AddressBlockBuilder builder;
            for (const QByteArray &address : addresses)
                builder.add(address);
            list.append(std::move(builder).build());
        };
        append({"http://me:***@a/", "http://a/", "http://***@a/"});
        append({"http://me:secret@a/", "http://a/"});
        append({"http://a/***", "http://me:***@b/"});
        RequestSpec request;
        request.headers = {{"X-Api-Key", "***"}};
        AddressBlockBuilder last;
        last.addInvalid("http://me:***@", AddressProblem::BadHost);
        last.add("http://c/", request);
        list.append(std::move(last).build());
        QCOMPARE(rowsLackingSecret(list), (std::vector<RowId>{0, 2, 6, 8}));
        QCOMPARE(rowsLackingSecret(list, 1), (std::vector<RowId>{2, 6, 8}));
        QCOMPARE(rowsLackingSecret(list, 6), (std::vector<RowId>{6, 8}));
        QCOMPARE(rowsLackingSecret(list, 9), std::vector<RowId>());
    }

    void everyVerdictHasAnIdThatReadsBack()
    {
        for (Verdict verdict : allVerdicts()) {
            QCOMPARE(verdictFromId(verdictId(verdict)), std::optional(verdict));
            QVERIFY(!verdictLabel(verdict).isEmpty());
        }
        QVERIFY(!verdictFromId(u"nonsense"));
    }

    void whatWasNotJudgedIsNeitherFineNorAProblem()
    {
        for (const Verdict verdict : allVerdicts()) {
            const bool isJudged = verdict != Verdict::Skipped && verdict != Verdict::Cancelled;
            QCOMPARE(isProblem(verdict) || isFine(verdict), isJudged);
            QVERIFY(!isProblem(verdict) || !isFine(verdict));
        }
    }

    void changesAreOfWhatIsKnownOfBoth_data()
    {
        QTest::addColumn<HistoryEntry>("before");
        QTest::addColumn<HistoryEntry>("after");
        QTest::addColumn<Changes>("changes");
        HistoryEntry fine;
        fine.verdict = Verdict::Ok;
        fine.status = 200;
        fine.redirects = 1;
        fine.finalUrl = "http://a/";
        fine.contentHash = 7;
        fine.totalUs = 1'000'000;
        HistoryEntry silent;
        silent.verdict = Verdict::Timeout;
        const HistoryEntry stopped;
        const auto row = [&fine](const char *name, auto change, Changes changes) {
            HistoryEntry after = fine;
            change(after);
            QTest::newRow(name) << fine << after << changes;
        };
        row("nothing", [](HistoryEntry &) {}, {});
        QTest::newRow("a stop before") << stopped << fine << Changes();
        QTest::newRow("a stop after") << fine << stopped << Changes();
        // Where it led, and its content, are not known.
        QTest::newRow("no answer before") << silent << fine << Changes(Change::Status);
        QTest::newRow("no answer after") << fine << silent << Changes(Change::Status);
        row("twice as long", [](HistoryEntry &after) { after.totalUs = 2'000'000; }, {});
        row(
            "more than twice", [](HistoryEntry &after) { after.totalUs = 2'000'001; }, Change::Slower);
        fine.totalUs = 50'000;
        row("much longer, but quick", [](HistoryEntry &after) { after.totalUs = 149'999; }, {});
        row(
            "longer by the least", [](HistoryEntry &after) { after.totalUs = 150'000; }, Change::Slower);
        fine.totalUs = -1;
        row("not known before", [](HistoryEntry &after) { after.totalUs = 9'000'000; }, {});
    }

    void changesAreOfWhatIsKnownOfBoth()
    {
        QFETCH(HistoryEntry, before);
        QFETCH(HistoryEntry, after);
        QFETCH(Changes, changes);
        QCOMPARE(changesBetween(before, after, {}), changes);
    }

    void numbersAreOfTheWholeWay()
    {
        FetchResult result;
        result.attempts.resize(2);
        result.attempts[0].hops.resize(1);
        result.attempts[0].hops[0].queuedUs = 1'000;
        result.attempts[1].hops.resize(2);
        for (Hop &hop : result.attempts[1].hops) {
            hop.status = 302;
            hop.queuedUs = 20;
            hop.phases.totalUs = 300;
        }
        const RowNumbers numbers(result);
        QCOMPARE(numbers.attempts, 2);
        QCOMPARE(numbers.redirects, 1);
        QCOMPARE(numbers.queuedUs, 40);
        QCOMPARE(numbers.totalUs, 600);
    }

    void histogramPercentilesAreNearTheExactOnes_data()
    {
        QTest::addColumn<QByteArray>("kind");
        for (const char *kind : {"uniform", "lognormal", "exponential", "narrow", "two kinds"})
            QTest::newRow(kind) << QByteArray(kind);
    }

    void histogramPercentilesAreNearTheExactOnes()
    {
        QFETCH(QByteArray, kind);
        std::vector<qint64> exact = durations(kind);
        LatencyHistogram histogram;
        for (const qint64 us : exact)
            histogram.add(us);
        std::sort(exact.begin(), exact.end());
        for (const double fraction : {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999}) {
            const double right = double(exact[size_t(std::ceil(fraction * double(exact.size()))) - 1]);
            const double measured = double(histogram.percentileUs(fraction));
            QVERIFY2(std::abs(measured - right) < right * 0.07,
                     qPrintable(QStringLiteral("%1: %2, not %3").arg(fraction).arg(measured).arg(right)));
        }
        QCOMPARE(histogram.percentileUs(1.0), exact.back());
        QCOMPARE(histogram.maxUs(), exact.back());
        QCOMPARE(histogram.minUs(), exact.front());
        QVERIFY(histogram.percentileUs(0) >= exact.front());
    }

    void histogramTellsThePercentilesOfOneBucketApart()
    {
        LatencyHistogram histogram; // what a window once said of these: p50 = p90 = p99 = 425
        for (int i = 0; i < 200; ++i)
            histogram.add(395'000 + i * 140);
        const qint64 p50 = histogram.percentileUs(0.5), p90 = histogram.percentileUs(0.9);
        QVERIFY(p50 > 400'000 && p50 < p90 && p90 < histogram.percentileUs(0.99));
        QVERIFY(histogram.percentileUs(0.99) <= histogram.maxUs());
    }

    void histogramOfOneDurationIsNearIt()
    {
        for (const qint64 us : {0, 1, 63, 64, 70, 401'000, 5'000'000}) {
            LatencyHistogram histogram;
            for (int i = 0; i < 9; ++i)
                histogram.add(us);
            QCOMPARE(histogram.percentileUs(0.5), us);
            QCOMPARE(histogram.minUs(), us);
            QCOMPARE(histogram.percentileUs(1), us);
        }
    }

    void recentDurationsAreOfTheLastOneToTwoMinutes()
    {
        RecentHistogram recent;
        const TimePoint start = TimePoint() + 100min; // the beginning of a minute
        QCOMPARE(recent.recent(start).count(), quint64(0));
        recent.add(1'000, start);
        recent.add(2'000, start + 59s);
        QCOMPARE(recent.recent(start + 59s).count(), quint64(2));
        recent.add(3'000, start + 60s);
        QCOMPARE(recent.recent(start + 60s).count(), quint64(3));
        QCOMPARE(recent.recent(start + 119s).count(), quint64(3));
        QCOMPARE(recent.recent(start + 120s).count(), quint64(1)); // 1 and 2 are a minute and more ago
        QCOMPARE(recent.recent(start + 120s).maxUs(), qint64(3'000));
        QCOMPARE(recent.recent(start + 179s).count(), quint64(1));
        QCOMPARE(recent.recent(start + 180s).count(), quint64(0)); // though nothing came since
    }

    void recentDurationsForgetOverAGap()
    {
        RecentHistogram recent;
        const TimePoint start = TimePoint() + 100min;
        recent.add(1'000, start);
        recent.add(9'000, start + 61s);
        recent.add(5'000, start + 10min);
        QCOMPARE(recent.recent(start + 10min).count(), quint64(1));
        QCOMPARE(recent.recent(start + 10min).maxUs(), qint64(5'000));
        recent.add(7'000, start + 10min - 5s); // another thread's clock was read before
        QCOMPARE(recent.recent(start + 10min).count(), quint64(2));
        QCOMPARE(recent.recent(start + 9min).count(), quint64(2));
    }

    void everyDurationIsRecentForAMinuteAndForLessThanTwo()
    {
        for (int second = 0; second < 60; ++second) {
            const TimePoint at = TimePoint() + 100min + std::chrono::seconds(second);
            RecentHistogram recent;
            recent.add(1'000, at);
            QCOMPARE(recent.recent(at + 60s).count(), quint64(1));
            QCOMPARE(recent.recent(at + 120s).count(), quint64(0));
        }
    }

    void successIsOfWhatWasJudged()
    {
        VerdictCounts counts{};
        QCOMPARE(successRate(counts), 0.0);
        counts[size_t(Verdict::Skipped)] = 50;
        counts[size_t(Verdict::Cancelled)] = 50;
        QCOMPARE(judgedOf(counts), 0);
        QCOMPARE(successRate(counts), 0.0);
        counts[size_t(Verdict::Ok)] = 2;
        counts[size_t(Verdict::Redirected)] = 1;
        counts[size_t(Verdict::Broken)] = 1;
        QCOMPARE(judgedOf(counts), 4);
        QCOMPARE(successRate(counts), 0.75);
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
        QCOMPARE(sum.minUs(), qint64(0));
        LatencyHistogram one;
        one.add(70'000);
        one.merge({});
        QCOMPARE(one.minUs(), qint64(70'000)); // which an empty one does not change
        LatencyHistogram two;
        two.merge(one);
        QCOMPARE(two.minUs(), qint64(70'000));
        one.add(60'000);
        two.merge(one);
        QCOMPARE(two.minUs(), qint64(60'000));
        LatencyHistogram later;
        later.add(80'000);
        two.merge(later);
        QCOMPARE(two.minUs(), qint64(60'000));
        QCOMPARE(sum.meanUs(), histogram.meanUs());
        QCOMPARE(histogram.since({}).maxUs(), histogram.maxUs());
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
        QVERIFY(later.percentileUs(0.95) >= 1'900 && later.percentileUs(0.95) <= 2'200);
        QVERIFY(later.maxUs() >= 2'000 && later.maxUs() <= 2'300);
        QCOMPARE(later.minUs(), qint64(2'000)); // as fast as none before
        const LatencyHistogram both = histogram;
        histogram.add(600'000);
        const qint64 least = histogram.since(both).minUs();
        QVERIFY(least > 500'000 && least <= 600'000);

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

    void secretsOfSettingsAreLeftOut()
    {
        CrawlSettings given;
        given.request.headers = {{"Accept", "a"}, {"Authorization", "Bearer hush"}, {"X-Key", "hush"}};
        const QByteArray json = crawlSettingsToJson(given);
        QVERIFY(!json.contains("hush"));
        QCOMPARE(crawlSettingsFromJson(json).value().request.headers,
                 (HeaderList{{"Accept", "a"}, {"Authorization", "Bearer ***"}, {"X-Key", "***"}}));
        given.keepSecrets = true;
        const CrawlSettings kept = crawlSettingsFromJson(crawlSettingsToJson(given)).value();
        QVERIFY(kept.keepSecrets);
        QCOMPARE(kept.request.headers, given.request.headers);
    }

    void settingsComeBackFromJson()
    {
        CrawlSettings given;
        given.limits = {7, 3, 2.5, 11ms, 12ms, 13ms, 4, 14ms, 15ms, 5'000'000'000, 9, 16ms, 17'000'000};
        given.request = {"POST", {{"A", "1"}, {"B", "\xFF"}}, QByteArray("b\0d", 3), true};
        given.userAgent = "Agent \xFE";
        given.proxy = QUrl(QStringLiteral("http://user:hush@proxy.example:3128"));
        given.systemProxy = given.keepSecrets = given.insecure = given.cookies = given.failFast =
            given.keepHeaders = given.storeBodies = given.forbidPrivate = true;
        given.http2 = Http2::Off;
        given.keepBodyBytes = 4096;
        const QByteArray json = crawlSettingsToJson(given);
        QVERIFY(!json.contains("hush"));
        const auto read = crawlSettingsFromJson(json);
        QVERIFY(read);
        const CrawlSettings &settings = read.value();
        QVERIFY(settings.limits == given.limits);
        QVERIFY(settings.request == given.request);
        QCOMPARE(settings.userAgent, given.userAgent);
        QCOMPARE(settings.proxy, QUrl(QStringLiteral("http://user@proxy.example:3128")));
        QVERIFY(settings.systemProxy && settings.insecure && settings.cookies && settings.failFast &&
                settings.keepHeaders && settings.storeBodies && settings.forbidPrivate);
        CrawlSettings keyed;
        keyed.proxy = QUrl(QStringLiteral("http://hush@proxy.example:3128")); // some take a key for a name
        QVERIFY(!crawlSettingsToJson(keyed).contains("hush"));
        QCOMPARE(crawlSettingsFromJson(crawlSettingsToJson(keyed)).value().proxy,
                 QUrl(QStringLiteral("http://***@proxy.example:3128")));
        keyed.proxy = QUrl(QStringLiteral("http://:hush@proxy.example:3128"));
        QCOMPARE(crawlSettingsFromJson(crawlSettingsToJson(keyed)).value().proxy,
                 QUrl(QStringLiteral("http://***@proxy.example:3128")));
        QCOMPARE(settings.http2, Http2::Off);
        QCOMPARE(settings.keepBodyBytes, qint64(4096));
        QCOMPARE(crawlSettingsToJson(crawlSettingsFromJson("{}").value()), crawlSettingsToJson({}));
        for (const Http2 http2 : {Http2::Auto, Http2::On, Http2::Off}) {
            given.http2 = http2;
            QCOMPARE(crawlSettingsFromJson(crawlSettingsToJson(given)).value().http2, http2);
        }
        QVERIFY(!crawlSettingsFromJson("no json"));
        QVERIFY(!crawlSettingsFromJson("{\"retries\":\"two\"}"));
    }

    void settingsOutOfRangeAreRefused_data()
    {
        QTest::addColumn<QByteArray>("setting");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isTaken");
        const auto row = [](const char *setting, const QByteArrayList &taken, const QByteArrayList &refused) {
            for (const QByteArray &value : taken)
                QTest::addRow("%s %s", setting, value.constData()) << QByteArray(setting) << value << true;
            for (const QByteArray &value : refused)
                QTest::addRow("%s %s", setting, value.constData()) << QByteArray(setting) << value << false;
        };
        row("concurrency", {"1", "10000"},
            {"0", "-1", "10001", "2.5", "4294967297", "1e300", "\"4\"", "null"});
        row("per_host", {"1", "1000"}, {"0", "1001"});
        row("rate", {"0", "0.5", "1000000"}, {"-0.1", "1000001"});
        row("host_delay_ms", {"0", "86400000"}, {"-1", "86400001"});
        row("timeout_ms", {"1", "86400000"}, {"0", "86400001"});
        row("connect_timeout_ms", {"1", "86400000"}, {"0", "86400001"});
        row("retries", {"0", "100"}, {"-1", "101"});
        row("backoff_ms", {"0", "86400000"}, {"-1", "86400001"});
        row("max_backoff_ms", {"0", "86400000"}, {"-1", "86400001"});
        row("max_body_bytes", {"1", "1000000000000"}, {"0", "1000000000001"});
        row("max_redirects", {"0", "100"}, {"-1", "101"});
        row("host_patience_ms", {"0", "86400000"}, {"-1", "86400001"});
        row("memory_bytes", {"16000000", "1000000000000"}, {"15999999", "1000000000001"});
        row("keep_body_bytes", {"0", "1000000000000"}, {"-1", "1000000000001"});
    }

    void settingsOutOfRangeAreRefused()
    {
        QFETCH(QByteArray, setting);
        QFETCH(QByteArray, value);
        QFETCH(bool, isTaken);
        const auto read = crawlSettingsFromJson("{\"" + setting + "\":" + value + "}");
        QCOMPARE(bool(read), isTaken);
        if (!isTaken) {
            QCOMPARE(read.error().code, Error::Code::Invalid);
            QCOMPARE(read.error().message,
                     QStringLiteral("The settings of this run cannot be read (%1). Start a new run.")
                         .arg(QString::fromLatin1(setting)));
            return;
        }
        const QByteArray again = crawlSettingsToJson(read.value());
        QCOMPARE(crawlSettingsToJson(crawlSettingsFromJson(again).value()), again);
        QVERIFY(again != crawlSettingsToJson({}) || value == "0");
    }

    void bytesComeBackFromJson()
    {
        for (const QByteArray &bytes :
             {QByteArray(), QByteArray("text \xC3\xA9"), QByteArray("\0", 1), QByteArray("\xFF"),
              QByteArray("\xEF\xBB\xBFmark"), QByteArray("\xEF\xBF\xBF"), QByteArray("\xEF\xBF\xBE"),
              QByteArray("{\"base64\":\"\"}")})
            QCOMPARE(bytesFromJson(bytesToJson(bytes)), bytes);
        for (const char *odd : {"\xEF\xBB\xBFmark", "\xEF\xBF\xBE", "\xEF\xBF\xBF"})
            QVERIFY2(!isPlainText(odd), odd); // not every reader gives them back
        QVERIFY(bytesToJson("text").isString() && bytesToJson("\xFF").isObject());
    }

    void aContentTypeNamesAMediaType_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("none") << QByteArray() << QByteArray();
        QTest::newRow("plain") << QByteArray("text/html") << QByteArray("text/html");
        QTest::newRow("in capitals") << QByteArray(" Text/HTML ") << QByteArray("text/html");
        QTest::newRow("parameters") << QByteArray("text/html ; charset=\"a;b,c\"") << QByteArray("text/html");
        QTest::newRow("several") << QByteArray("text/html, application/json") << QByteArray("text/html");
        QTest::newRow("several, with parameters")
            << QByteArray("text/html,text/plain;charset=utf-8") << QByteArray("text/html");
    }

    void aContentTypeNamesAMediaType()
    {
        QFETCH(QByteArray, field);
        QTEST(mediaTypeIn(field), "type");
    }

    void namesOfErrorsAndProblemsAreStable()
    {
        for (int i = 0; i <= int(FetchError::ProxyLogin); ++i)
            QCOMPARE(fetchErrorFromId(fetchErrorId(FetchError(i))), FetchError(i));
        QCOMPARE(fetchErrorId(FetchError::Forbidden), QLatin1StringView("forbidden"));
        QCOMPARE(fetchErrorId(FetchError::ProxyLogin), QLatin1StringView("proxy_login"));
        for (int i = 0; i <= int(AddressProblem::NotUtf8); ++i)
            QCOMPARE(addressProblemFromId(addressProblemId(AddressProblem(i))), AddressProblem(i));
        QVERIFY(!fetchErrorFromId("nothing") && !addressProblemFromId("nothing"));
    }
};

QTEST_APPLESS_MAIN(TestTypes)
#include "tst_types.moc"
