// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/etameter.h"
#include "core/crawl/intake.h"
#include "core/crawl/networkwatch.h"
#include "core/crawl/runledger.h"
#include "tests/support/simulatedtime.h"

#include <QSignalSpy>
#include <QTest>

#include <numeric>
#include <optional>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

FetchResult resultOf(RowId row, Verdict verdict, bool wasTried = true)
{
    FetchResult result;
    result.row = row;
    result.verdict = verdict;
    if (wasTried)
        result.attempts.emplace_back();
    return result;
}

double secondsOf(std::optional<Duration> left)
{
    return left ? std::chrono::duration<double>(*left).count() : -1;
}

} // namespace

/// What a crawler is made of, each by itself: ledger, intake, estimate, watch.
class TestCrawlLedger final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsOwedAgainIsNotCancelled()
    {
        const auto cancelled = [](const RunLedger &ledger) {
            return ledger.byVerdict()[size_t(Verdict::Cancelled)];
        };
        RunLedger ledger;
        ledger.takeUp({RowStart::wanted(Verdict::Cancelled), RowStart::done(Verdict::Cancelled)});
        QCOMPARE(cancelled(ledger), 1);
        QVERIFY(ledger.settle(resultOf(0, Verdict::Cancelled, false)));
        QCOMPARE(cancelled(ledger), 2);
        for (const bool wasTried : {false, true}) {
            QVERIFY(ledger.wantAgain(0));
            QCOMPARE(cancelled(ledger), 1);
            QVERIFY(ledger.settle(resultOf(0, Verdict::Cancelled, wasTried)));
            QCOMPARE(cancelled(ledger), 2);
        }
        QVERIFY(ledger.wantAgain(0));
        QVERIFY(ledger.settle(resultOf(0, Verdict::Ok)));
        QCOMPARE(cancelled(ledger), 1);
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Ok)], 1);
        QVERIFY(ledger.wantAgain(0));
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Ok)], 1);
    }

    void whatIsOwedIsSettledOnce()
    {
        RunLedger ledger;
        QCOMPARE(ledger.grow(3), RowId(0));
        QCOMPARE(ledger.pending(), 3);
        QVERIFY(ledger.settle(resultOf(1, Verdict::Ok)));
        QVERIFY2(!ledger.settle(resultOf(1, Verdict::Ok)), "nobody waits for it");
        QVERIFY(!ledger.settle(resultOf(77, Verdict::Ok)));
        QCOMPARE(ledger.pending(), 2);
        QCOMPARE(ledger.finished(), 1);
        QCOMPARE(ledger.finishedInRun(), 1);
        QVERIFY(!ledger.wantAgain(0));
        QVERIFY(!ledger.wantAgain(3));
        QVERIFY(ledger.wantAgain(1));
        QCOMPARE(ledger.pending(), 3);
        QVERIFY(ledger.settle(resultOf(1, Verdict::Timeout)));
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Ok)], 0);
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Timeout)], 1);
        ledger.beginRun();
        QCOMPARE(ledger.finishedInRun(), 0);
        QCOMPARE(ledger.grow(5), RowId(3));
        QCOMPARE(ledger.pending(), 4);
    }

    void aStopTakesNoEarlierResultAway()
    {
        RunLedger ledger;
        ledger.grow(2);
        QVERIFY(ledger.settle(resultOf(0, Verdict::Ok)));
        QVERIFY(ledger.wantAgain(0));
        const FetchResult stopped = resultOf(0, Verdict::Cancelled);
        QVERIFY(ledger.keepsEarlier(stopped));
        QVERIFY(ledger.settle(stopped));
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Ok)], 1);
        QVERIFY(!ledger.keepsEarlier(resultOf(1, Verdict::Cancelled, false)));
        QVERIFY(ledger.settle(resultOf(1, Verdict::Cancelled, false)));
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Cancelled)], 1);
        QCOMPARE(ledger.pending(), 0);
    }

    void aRunCountsWhatItFound()
    {
        const auto count = [](const RunLedger &ledger, Verdict verdict) {
            return ledger.ofRun()[size_t(verdict)];
        };
        RunLedger ledger;
        ledger.takeUp({RowStart::done(Verdict::Ok), RowStart::wanted(Verdict::Broken), RowStart::wanted()});
        QCOMPARE(judgedOf(ledger.ofRun()), 0); // known from before
        QVERIFY(ledger.settle(resultOf(1, Verdict::Ok)));
        QVERIFY(ledger.settle(resultOf(2, Verdict::Timeout)));
        QCOMPARE(count(ledger, Verdict::Ok), 1);
        QCOMPARE(count(ledger, Verdict::Timeout), 1);
        QVERIFY(ledger.wantAgain(2)); // in the same run: counts when it has its new result
        QCOMPARE(count(ledger, Verdict::Timeout), 0);
        QVERIFY(ledger.settle(resultOf(2, Verdict::Ok)));
        QCOMPARE(count(ledger, Verdict::Ok), 2);
        ledger.beginRun();
        QCOMPARE(judgedOf(ledger.ofRun()), 0);
        for (const RowId row : {0u, 1u, 2u})
            QVERIFY(ledger.wantAgain(row));
        QVERIFY(ledger.settle(resultOf(0, Verdict::Broken)));
        QVERIFY(ledger.settle(resultOf(1, Verdict::Cancelled))); // a stop: what was found before stays
        QCOMPARE(judgedOf(ledger.ofRun()), 1);
        QCOMPARE(count(ledger, Verdict::Broken), 1);
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Ok)], 2);
    }

    void whatAPlanLeavesOutIsNotCounted()
    {
        RunLedger ledger;
        QCOMPARE(ledger.takeUp({RowStart::done(Verdict::Ok), RowStart::wanted(Verdict::Timeout),
                                RowStart::leftOut(), RowStart::wanted()}),
                 (std::vector<RowId>{1, 3}));
        QCOMPARE(ledger.addresses(), 3);
        QCOMPARE(ledger.finished(), 1);
        QVERIFY(ledger.wantAgain(2));
        QCOMPARE(ledger.addresses(), 4);
        QCOMPARE(ledger.leftOut(), 0);
    }

    void whatIsStoppedKeepsWhatWasKnown_data()
    {
        QTest::addColumn<std::optional<Verdict>>("earlier");
        QTest::addColumn<bool>("wasTried");
        QTest::addColumn<bool>("keeps");
        using Earlier = std::optional<Verdict>;
        QTest::newRow("nothing known, not tried") << Earlier() << false << false;
        QTest::newRow("nothing known, tried") << Earlier() << true << false;
        QTest::newRow("judged, not tried") << Earlier(Verdict::Timeout) << false << true;
        QTest::newRow("judged, tried") << Earlier(Verdict::Timeout) << true << true;
        QTest::newRow("cancelled, not tried") << Earlier(Verdict::Cancelled) << false << true;
        QTest::newRow("cancelled, tried") << Earlier(Verdict::Cancelled) << true << false; // some evidence
    }

    void whatIsStoppedKeepsWhatWasKnown()
    {
        QFETCH(std::optional<Verdict>, earlier);
        QFETCH(bool, wasTried);
        QFETCH(bool, keeps);
        RunLedger ledger;
        ledger.takeUp({RowStart::wanted(earlier)});
        QCOMPARE(ledger.keepsEarlier(resultOf(0, Verdict::Cancelled, wasTried)), keeps);
        QVERIFY(!ledger.keepsEarlier(resultOf(0, Verdict::Ok, wasTried)));
    }

    void verdictsTakenUpAreCounted()
    {
        RunLedger ledger;
        ledger.takeUp({RowStart::done(Verdict::Ok), RowStart::wanted(Verdict::Timeout), RowStart::leftOut(),
                       RowStart::wanted(), RowStart::wanted(Verdict::Timeout)});
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Ok)], 1);
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Timeout)], 2);
        QCOMPARE(std::accumulate(ledger.byVerdict().begin(), ledger.byVerdict().end(), qint64(0)), 3);
        QVERIFY(ledger.settle(resultOf(1, Verdict::Ok)));
        QVERIFY(ledger.settle(resultOf(4, Verdict::Cancelled)));
        QVERIFY2(!ledger.settle(resultOf(0, Verdict::Broken)), "it was done already");
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Ok)], 2);
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Timeout)], 1);
        QCOMPARE(ledger.byVerdict()[size_t(Verdict::Cancelled)], 0);
        QCOMPARE(ledger.grow(6), RowId(5));
    }

    void whatIsTakenInKeepsItsOrderAndItsTime()
    {
        constexpr TimePoint begin{1h};
        Intake intake;
        QVERIFY(intake.isEmpty());
        intake.add(3, 3, begin); // none
        intake.add(0, 2, begin);
        intake.add(std::make_shared<const std::vector<RowId>>(std::vector<RowId>{9, 7}), begin + 5s);
        std::vector<std::pair<RowId, TimePoint>> taken;
        while (const auto entry = intake.take())
            taken.emplace_back(entry->row, entry->since);
        QCOMPARE(taken, (std::vector<std::pair<RowId, TimePoint>>{
                            {0, begin}, {1, begin}, {9, begin + 5s}, {7, begin + 5s}}));
        QVERIFY(intake.isEmpty());
    }

    void whatIsLeftFollowsThePace_data()
    {
        QTest::addColumn<double>("perSecond");
        for (const double rate : {0.1, 0.5, 1.0, 7.0, 300.0, 15000.0})
            QTest::addRow("%g/s", rate) << rate;
    }

    void whatIsLeftFollowsThePace()
    {
        QFETCH(double, perSecond);
        constexpr qint64 all = 1000;
        EtaMeter meter;
        meter.start();
        const double total = all / perSecond;
        for (double at = 0; at < total; at += 0.24) {
            const auto elapsed = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(at));
            const auto finished = qint64(at * perSecond);
            meter.sample(finished, elapsed);
            if (finished < all / 10 || finished >= all)
                continue;
            EtaMeter::Outlook outlook;
            outlook.pending = all - finished;
            const double left = secondsOf(meter.left(outlook, elapsed));
            const double truth = total - at;
            QVERIFY2(qAbs(left - truth) <= 0.3 * truth + 1 / perSecond,
                     qPrintable(u"at %1: %2, really %3"_qs.arg(at).arg(left).arg(truth)));
        }
    }

    /// Neither many results in a moment nor two in a row are a pace.
    void aBurstIsNoPace_data()
    {
        QTest::addColumn<int>("results"); // all at once
        QTest::addColumn<Duration>("every");
        QTest::newRow("many results") << 100 << Duration(4s);
        QTest::newRow("few results") << 2 << Duration(25s);
    }

    void aBurstIsNoPace()
    {
        QFETCH(int, results);
        QFETCH(Duration, every);
        const double perSecond = results / std::chrono::duration<double>(every).count();
        EtaMeter meter;
        meter.start();
        EtaMeter::Outlook outlook;
        outlook.pending = 1'000'000;
        qint64 finished = 0;
        for (int burst = 1; burst <= 40; ++burst) {
            for (int i = 1; i <= results; ++i) { // a moment in between, as samples have it
                const Duration at = burst * every + i * 1ms;
                meter.sample(++finished, at);
                if (burst < 20)
                    continue;
                const double left = secondsOf(meter.left(outlook, at));
                const double truth = double(outlook.pending) / perSecond;
                QVERIFY2(qAbs(left - truth) <= 0.35 * truth,
                         qPrintable(u"%1, really %2"_qs.arg(left).arg(truth)));
            }
        }
    }

    void silenceIsNoProgress()
    {
        EtaMeter meter;
        meter.start();
        for (int second = 1; second <= 30; ++second)
            meter.sample(second, second * 1s);
        EtaMeter::Outlook outlook;
        outlook.pending = 100;
        QCOMPARE(secondsOf(meter.left(outlook, 30s)), 100.0);
        QCOMPARE(secondsOf(meter.left(outlook, 30'500ms)), 99.5); // the next is on its way
        QCOMPARE(secondsOf(meter.left(outlook, 90s)), 99.0);
    }

    void aKnownRateAndASlowHostAreWaitedFor()
    {
        EtaMeter meter;
        EtaMeter::Outlook outlook;
        outlook.pending = 100;
        QCOMPARE(secondsOf(meter.left(outlook, 0s)), -1.0);
        meter.sample(1, 1s);
        QCOMPARE(secondsOf(meter.left(outlook, 1s)), -1.0); // one is no pace
        outlook.rate = 2;
        outlook.requestsPerResult = 1.5;
        QCOMPARE(secondsOf(meter.left(outlook, 1s)), 75.0);
        outlook.slowestHost = 200s;
        QCOMPARE(secondsOf(meter.left(outlook, 1s)), 200.0);
        outlook.pending = 0;
        QCOMPARE(secondsOf(meter.left(outlook, 1s)), 0.0);
    }

    void theLatestThatWereHeardOfComeFirst()
    {
        NetworkPulse pulse;
        TimePoint now{1h};
        const auto hear = [&](const QString &url) {
            now += 1s;
            pulse.heard(QUrl(url), now);
        };
        QVERIFY(pulse.reached().isEmpty());
        QVERIFY(!pulse.wasHeardSince(now));
        hear(u"http://a.example/x"_qs);
        hear(u"https://b.example/"_qs);
        hear(u"http://c.example:81/"_qs);
        QCOMPARE(pulse.reached(), (QStringList{u"c.example:81"_qs, u"b.example:443"_qs, u"a.example:80"_qs}));
        hear(u"http://a.example/y"_qs);
        QCOMPARE(pulse.reached(), (QStringList{u"a.example:80"_qs, u"c.example:81"_qs, u"b.example:443"_qs}));
        for (int i = 0; i < NetworkPulse::Remembered - 1; ++i)
            hear(u"http://%1.example/"_qs.arg(i));
        QCOMPARE(pulse.reached().size(), NetworkPulse::Remembered);
        QCOMPARE(pulse.reached().first(), u"6.example:80"_qs);
        QCOMPARE(pulse.reached().last(), u"a.example:80"_qs); // those before it are forgotten
    }

    void whoWasHeardOfCountsAtOnceAndIsNotedNowAndThen()
    {
        NetworkPulse pulse;
        const TimePoint begin{1h};
        pulse.heard(QUrl(u"http://a.example/"_qs), begin);
        QVERIFY(pulse.wasHeardSince(begin));
        QVERIFY(!pulse.wasHeardSince(begin + 1ms));
        pulse.heard(QUrl(u"http://b.example/"_qs), begin + 10ms); // nobody needs to know it so exactly
        QVERIFY(!pulse.wasHeardSince(begin + 10ms));
        // A crawl that has hardly begun must not know but the one host that is in doubt next.
        for (int i = 1; i < NetworkPulse::Remembered; ++i)
            pulse.heard(QUrl(u"http://%1.example/"_qs.arg(i)), begin + i * 25ms);
        QCOMPARE(pulse.reached().size(), NetworkPulse::Remembered);
        QCOMPARE(pulse.reached().last(), u"a.example:80"_qs);
        const TimePoint full = begin + 175ms;
        pulse.heard(QUrl(u"http://b.example/"_qs), full + 100ms);
        QVERIFY(pulse.wasHeardSince(full + 100ms));
        QCOMPARE(pulse.reached().first(), u"7.example:80"_qs);
        pulse.heard(QUrl(u"http://c.example/"_qs), full + 275ms);
        QCOMPARE(pulse.reached().first(), u"c.example:80"_qs);
    }

    /// Each input in each state of the watch.
    void whoIsHeardOfSettlesADoubt()
    {
        Watched it;
        it.watch.doubt(u"a.example"_qs, {});
        it.time.runFor(120ms);
        it.pulse.heard(QUrl(u"http://b.example/"_qs), it.time.now());
        it.time.runFor(1s);
        QCOMPARE(it.believed.size(), 1);
        QCOMPARE(it.asked.size(), 0);
        QVERIFY(!it.watch.isDown());
    }

    void whatWasUnderWaySettlesNothing()
    {
        Watched it;
        it.pulse.heard(QUrl(u"https://b.example/"_qs), it.time.now());
        it.watch.doubt(u"a.example"_qs, {});
        it.time.runFor(1s);
        QCOMPARE(it.asked, QStringList{u"b.example:443"_qs});
        QCOMPARE(it.believed.size(), 0);
    }

    void aProbeThatIsAnsweredBelievesWhatCameBefore()
    {
        Watched it;
        it.pulse.heard(QUrl(u"http://b.example:81/"_qs), it.time.now());
        it.watch.doubt(u"a.example"_qs, {});
        it.time.runFor(160ms);
        const TimePoint asked = it.time.now() - 10ms;
        it.time.runFor(500ms);
        it.answer(true);
        QCOMPARE(it.believed.size(), 1);
        QVERIFY(it.believed[0][0].value<TimePoint>() <= asked);
        QCOMPARE(it.down.size(), 0);
    }

    void theNetworkIsDownUntilAProbeIsAnswered()
    {
        Watched it;
        it.pulse.heard(QUrl(u"http://b.example/"_qs), it.time.now());
        it.watch.doubt(u"a.example"_qs, {});
        it.time.runFor(200ms);
        it.answer(false);
        QVERIFY(it.watch.isDown());
        QCOMPARE(it.down.size(), 1);
        for (int i = 0; i < 5; ++i) {
            it.watch.doubt(u"c.example"_qs, {}); // known by now
            it.time.runFor(1s);
            it.answer(false);
        }
        QCOMPARE(it.down.size(), 1); // told once
        it.time.runFor(1s);
        it.answer(true);
        QVERIFY(!it.watch.isDown());
        QCOMPARE(it.back.size(), 1);
        QVERIFY(it.time.now() - it.down[0][0].value<TimePoint>() >= 6s);
        QCOMPARE(it.believed.size(), 0);
    }

    /// A firewall that has had enough of us drops what we send, and the network is there all the same.
    void silentHostsAreNoNetworkThatIsGone()
    {
        Watched it;
        std::vector<NetworkProbe::Answer> opinions;
        QStringList names;
        it.watch.setSecondOpinion(
            [&](const QStringList &targets, NetworkProbe::Sign, const NetworkProbe::Answer &answer) {
                names = targets;
                opinions.push_back(answer);
            },
            [] { return Duration(60s); });
        const QSignalSpy never(&it.watch, &NetworkWatch::neverWent);
        for (const char *url : {"http://b.example/", "https://c.example/", "http://10.0.0.7/"}) {
            it.pulse.heard(QUrl(QString::fromLatin1(url)), it.time.now());
            it.time.runFor(1s);
        }
        it.watch.doubt(u"a.example"_qs, {});
        it.time.runFor(200ms);
        it.answer(false);
        for (int i = 0; i < 59; ++i) {
            it.time.runFor(1s);
            it.answer(false);
        }
        QCOMPARE(opinions.size(), size_t(0));
        const auto waitForTheNext = [&] {
            for (int i = 0; i < 70 && opinions.empty(); ++i) {
                it.time.runFor(1s);
                it.answer(false);
            }
            return opinions.size() == 1;
        };
        QVERIFY(waitForTheNext());
        QCOMPARE(names.size(), 2); // of a number nobody knows a name
        for (const QString &name : names)
            QVERIFY2(name.endsWith(u".b.example:80") || name.endsWith(u".c.example:443"), qPrintable(name));
        std::exchange(opinions, {}).back()(false);
        QVERIFY(it.watch.isDown() && never.isEmpty());
        for (int i = 0; i < 55; ++i) {
            it.time.runFor(1s);
            it.answer(false);
        }
        QCOMPARE(opinions.size(), size_t(0));
        QVERIFY(waitForTheNext()); // after as long again
        std::exchange(opinions, {}).back()(true);
        QVERIFY(!it.watch.isDown());
        QCOMPARE(never.size(), 1);
        QCOMPARE(it.back.size(), 0);

        // From now on failures are believed, until somebody is heard of.
        it.asked.clear();
        it.watch.doubt(u"b.example"_qs, {});
        it.time.runFor(200ms);
        QCOMPARE(it.believed.size(), 1);
        QVERIFY(it.asked.isEmpty() && !it.watch.isDown());
        it.pulse.heard(QUrl(u"http://c.example/"_qs), it.time.now());
        it.time.runFor(1s);
        it.watch.doubt(u"b.example"_qs, {});
        it.time.runFor(200ms);
        QVERIFY(!it.asked.isEmpty());
    }

    void whatIsBelievedOfHostsIsNotBelievedOfAProxy()
    {
        Watched it;
        it.watch.setSecondOpinion(
            [](const QStringList &, NetworkProbe::Sign, const NetworkProbe::Answer &answer) { answer(true); },
            [] { return Duration(5s); });
        const QSignalSpy never(&it.watch, &NetworkWatch::neverWent);
        it.pulse.heard(QUrl(u"http://b.example/"_qs), it.time.now());
        it.time.runFor(1s);
        it.watch.doubt(u"a.example"_qs, {});
        for (int i = 0; i < 20; ++i) {
            it.time.runFor(1s);
            it.answer(false);
        }
        QCOMPARE(never.size(), 1);
        it.watch.doubt(u"a.example"_qs, u"proxy.example:8080"_qs);
        it.time.runFor(200ms);
        QCOMPARE(it.asked, QStringList{u"proxy.example:8080"_qs});
        QCOMPARE(it.believed.size(), 0);
    }

    /// There is no name to be asked for, so it may be gone.
    void ofNumbersNobodyKnowsMore()
    {
        Watched it;
        int opinions = 0;
        it.watch.setSecondOpinion(
            [&](const QStringList &, NetworkProbe::Sign, const NetworkProbe::Answer &) { ++opinions; },
            [] { return Duration(5s); });
        for (const char *url : {"http://10.0.0.6/", "http://10.0.0.7/"}) {
            it.pulse.heard(QUrl(QString::fromLatin1(url)), it.time.now());
            it.time.runFor(1s);
        }
        it.watch.doubt(u"10.0.0.6"_qs, {});
        for (int i = 0; i < 100; ++i) {
            it.time.runFor(1s);
            it.answer(false);
        }
        QVERIFY(it.watch.isDown());
        QCOMPARE(opinions, 0);
    }

    void nobodyElseIsAskedAboutAProxy()
    {
        Watched it;
        int opinions = 0;
        it.watch.setSecondOpinion(
            [&](const QStringList &, NetworkProbe::Sign, const NetworkProbe::Answer &) { ++opinions; },
            [] { return Duration(0s); });
        it.watch.doubt(u"b.example"_qs, u"proxy.example:8080"_qs);
        for (int i = 0; i < 100; ++i) {
            it.time.runFor(1s);
            it.answer(false);
        }
        QVERIFY(it.watch.isDown());
        QCOMPARE(opinions, 0);
    }

    void whoIsInAHurryIsAskedAtOnce()
    {
        Watched it;
        it.watch.hurry();
        QCOMPARE(it.answers.size(), 0); // there is nothing to ask
        it.watch.doubt(u"a.example"_qs, {});
        it.time.runFor(200ms);
        it.answer(false);
        it.time.runFor(100ms);
        it.watch.hurry();
        QCOMPARE(it.answers.size(), 1);
        it.time.runFor(3s);
        QCOMPARE(it.answers.size(), 1); // one question at a time
        it.answer(true);
        QCOMPARE(it.back.size(), 1);
    }

    void whatIsDownAtTheEndOfARunIsAskedForByTheNext()
    {
        Watched it;
        it.watch.doubt(u"a.example"_qs, {});
        it.watch.rest(); // nobody knows yet
        it.time.runFor(1s);
        QCOMPARE(it.answers.size(), 0);
        it.watch.doubt(u"a.example"_qs, u"proxy.example:8080"_qs);
        it.time.runFor(200ms);
        it.answer(false);
        it.watch.rest();
        it.time.runFor(1h);
        QCOMPARE(it.answers.size(), 0);
        QVERIFY(it.watch.isDown());
        it.watch.hurry();
        QCOMPARE(it.asked, QStringList{u"proxy.example:8080"_qs});
        it.answer(false);
        it.time.runFor(1s);
        it.answer(true);
        QVERIFY(!it.watch.isDown());
        QCOMPARE(it.down.size(), 1);
        QCOMPARE(it.back.size(), 1);
    }

    void theDoubtedHostIsNotAskedButAProxyIs()
    {
        Watched it;
        it.pulse.heard(QUrl(u"http://a.example/"_qs), it.time.now());
        it.time.runFor(1s);
        it.pulse.heard(QUrl(u"http://b.example/"_qs), it.time.now());
        it.watch.doubt(u"b.example"_qs, {});
        it.time.runFor(200ms);
        QCOMPARE(it.asked, QStringList{u"a.example:80"_qs});
        it.watch.reset();
        it.answer(false); // to a question that does not matter any more
        QVERIFY(!it.watch.isDown());
        it.watch.doubt(u"b.example"_qs, u"proxy.example:8080"_qs);
        it.time.runFor(200ms);
        QCOMPARE(it.asked, QStringList{u"proxy.example:8080"_qs});
        QCOMPARE(it.sign, NetworkProbe::Sign::Accepts);
    }

private:
    struct Watched
    {
        Watched()
            : watch(
                  pulse, time,
                  [this](const QStringList &targets, NetworkProbe::Sign askedFor,
                         const NetworkProbe::Answer &answerIt) {
                      asked = targets;
                      sign = askedFor;
                      answers.push_back(answerIt);
                  },
                  nullptr)
        {}
        void answer(bool reachable)
        {
            if (!answers.empty())
                std::exchange(answers, {}).back()(reachable);
        }

        SimulatedTime time;
        NetworkPulse pulse;
        QStringList asked;
        NetworkProbe::Sign sign = NetworkProbe::Sign::AcceptsOrRefuses;
        std::vector<NetworkProbe::Answer> answers;
        NetworkWatch watch;
        QSignalSpy believed{&watch, &NetworkWatch::believed};
        QSignalSpy down{&watch, &NetworkWatch::wentDown};
        QSignalSpy back{&watch, &NetworkWatch::cameBack};
    };
};

QTEST_GUILESS_MAIN(TestCrawlLedger)
#include "tst_crawlledger.moc"
