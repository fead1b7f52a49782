// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/retryafter.h"
#include "core/policy/retrypolicy.h"

#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

FetchAttempt attemptOf(FetchError error, int status, const QByteArray &method)
{
    FetchAttempt attempt;
    Hop hop;
    hop.method = method;
    hop.status = quint16(status);
    attempt.hops.push_back(hop);
    attempt.error = error;
    return attempt;
}

} // namespace

Q_DECLARE_METATYPE(turnstone::FetchError)

class TestRetryPolicy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsTriedAgain_data()
    {
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("get");
        QTest::addColumn<bool>("post");
        for (const int status : {408, 425, 429, 500, 502, 503, 504})
            QTest::addRow("%d", status) << FetchError::None << status << true << true;
        for (const int status :
             {200, 204, 301, 304, 400, 401, 403, 404, 405, 410, 418, 451, 501, 505, 507, 999})
            QTest::addRow("%d", status) << FetchError::None << status << false << false;
        QTest::addRow("refused") << FetchError::Refused << 0 << true << true;
        QTest::addRow("unreachable") << FetchError::Unreachable << 0 << true << true;
        QTest::addRow("no connection in time") << FetchError::ConnectTimeout << 0 << true << true;
        QTest::addRow("reset") << FetchError::Reset << 0 << true << false;
        QTest::addRow("timeout") << FetchError::Timeout << 0 << true << false;
        QTest::addRow("truncated") << FetchError::Truncated << 200 << true << false;
        QTest::addRow("no such host") << FetchError::HostNotFound << 0 << false << false;
        QTest::addRow("tls") << FetchError::Tls << 0 << false << false;
        QTest::addRow("not http") << FetchError::NotHttp << 0 << false << false;
        QTest::addRow("too large") << FetchError::TooLarge << 200 << false << false;
        QTest::addRow("loop") << FetchError::RedirectLoop << 302 << false << false;
        QTest::addRow("cancelled") << FetchError::Cancelled << 0 << false << false;
    }

    void whatIsTriedAgain()
    {
        QFETCH(FetchError, error);
        QFETCH(int, status);
        QFETCH(bool, get);
        QFETCH(bool, post);
        const CrawlLimits limits;
        QCOMPARE(decideRetry(attemptOf(error, status, "GET"), 1, limits, 0.5).again, get);
        QCOMPARE(decideRetry(attemptOf(error, status, "POST"), 1, limits, 0.5).again, post);
        QVERIFY(!decideRetry(attemptOf(error, status, "GET"), limits.retries + 1, limits, 0.5).again);
    }

    void backoffDoublesWithFullJitterUpToItsCap()
    {
        CrawlLimits limits;
        limits.retries = 100;
        limits.backoff = 500ms;
        limits.maxBackoff = 3s;
        const FetchAttempt failed = attemptOf(FetchError::None, 500, "GET");
        const auto wait = [&](int tries, double random) {
            return decideRetry(failed, tries, limits, random).wait;
        };
        QCOMPARE(wait(1, 0.999999), 499ms);
        QCOMPARE(wait(2, 0.5), 500ms);
        QCOMPARE(wait(3, 0.5), 1000ms);
        QCOMPARE(wait(4, 0.5), 1500ms); // capped at 3 s
        QCOMPARE(wait(90, 0.5), 1500ms);
        QCOMPARE(wait(3, 0.0), 0ms);
    }

    void retryAfterRulesTheWaitAndPausesTheHost()
    {
        CrawlLimits limits;
        limits.maxBackoff = 10s;
        FetchAttempt throttled = attemptOf(FetchError::None, 429, "GET");
        throttled.retryAfterMs = 2000;
        RetryDecision decision = decideRetry(throttled, 1, limits, 0.1);
        QVERIFY(decision.again);
        QCOMPARE(decision.wait, 2000ms);
        QCOMPARE(decision.hostPause, 2000ms);
        throttled.retryAfterMs = 86'400'000;
        QCOMPARE(decideRetry(throttled, 1, limits, 0.1).wait, 10'000ms);
        decision = decideRetry(throttled, 3, limits, 0.1); // given up, but the host still wants quiet
        QVERIFY(!decision.again);
        QCOMPARE(decision.hostPause, 10'000ms);
    }

    void retryAfterIsRead_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<qint64>("ms"); // -1: unreadable
        QTest::addRow("seconds") << QByteArray("120") << qint64(120'000);
        QTest::addRow("zero") << QByteArray("0") << qint64(0);
        QTest::addRow("spaces") << QByteArray("  3 ") << qint64(3'000);
        QTest::addRow("IMF date") << QByteArray("Sun, 06 Nov 1994 08:49:47 GMT") << qint64(10'000);
        QTest::addRow("RFC 850 date") << QByteArray("Sunday, 06-Nov-94 08:49:47 GMT") << qint64(10'000);
        QTest::addRow("asctime date") << QByteArray("Sun Nov  6 08:49:47 1994") << qint64(10'000);
        QTest::addRow("date in the past") << QByteArray("Sun, 06 Nov 1994 08:00:00 GMT") << qint64(0);
        QTest::addRow("more digits than fit")
            << QByteArray("99999999999999999999999") << qint64(3'153'600'000'000);
        QTest::addRow("negative") << QByteArray("-5") << qint64(-1);
        QTest::addRow("fraction") << QByteArray("1.5") << qint64(-1);
        QTest::addRow("nonsense") << QByteArray("soon") << qint64(-1);
        QTest::addRow("empty") << QByteArray("") << qint64(-1);
        QTest::addRow("long") << QByteArray(100'000, '1') << qint64(-1);
    }

    void retryAfterIsRead()
    {
        QFETCH(QByteArray, field);
        QFETCH(qint64, ms);
        const QDateTime now(QDate(1994, 11, 6), QTime(8, 49, 37), Qt::UTC);
        const auto wait = parseRetryAfter(field, now);
        QCOMPARE(wait ? qint64(wait->count()) : qint64(-1), ms);
    }
};

QTEST_APPLESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
