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

class TestRetryPolicy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void backoffDoublesWithFullJitterUpToItsCap()
    {
        CrawlLimits limits;
        limits.backoff = 500ms;
        limits.maxBackoff = 3s;
        QCOMPARE(backoff(1, limits, 0.999999), 499ms);
        QCOMPARE(backoff(2, limits, 0.5), 500ms);
        QCOMPARE(backoff(3, limits, 0.5), 1000ms);
        QCOMPARE(backoff(4, limits, 0.5), 1500ms); // capped at 3 s
        QCOMPARE(backoff(90, limits, 0.5), 1500ms);
        QCOMPARE(backoff(3, limits, 0.0), 0ms);
    }

    void aPauseIsWhat429And503AskFor_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<qint64>("asked");
        QTest::addColumn<int>("pause"); // -1: none
        QTest::addRow("429") << 429 << qint64(2000) << 2000;
        QTest::addRow("503") << 503 << qint64(0) << 0;
        QTest::addRow("longer than the cap") << 429 << qint64(86'400'000) << 10'000;
        QTest::addRow("nothing asked") << 429 << qint64(-1) << -1;
        for (const int status : {200, 301, 404, 413, 500, 502})
            QTest::addRow("%d", status) << status << qint64(2000) << -1;
    }

    void aPauseIsWhat429And503AskFor()
    {
        QFETCH(int, status);
        QFETCH(qint64, asked);
        QFETCH(int, pause);
        CrawlLimits limits;
        limits.maxBackoff = 10s;
        FetchAttempt attempt = attemptOf(FetchError::None, status, "GET");
        attempt.retryAfterMs = asked;
        const auto wanted = askedPause(attempt, limits);
        QCOMPARE(wanted ? int(wanted->count()) : -1, pause);
    }

    void aBodyThatFailsSaysNothingOfAThrottle_data()
    {
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("hasSaidAll");
        for (const FetchError error : {FetchError::Reset, FetchError::Timeout, FetchError::Truncated,
                                       FetchError::TooLarge, FetchError::BadEncoding}) {
            for (const int status : {429, 503})
                QTest::addRow("%s of a %d", fetchErrorId(error).data(), status) << error << status << true;
            for (const int status : {0, 200, 302, 404, 500})
                QTest::addRow("%s of a %d", fetchErrorId(error).data(), status) << error << status << false;
        }
        QTest::addRow("stopped") << FetchError::Cancelled << 429 << false;
        QTest::addRow("forbidden") << FetchError::Forbidden << 503 << false;
    }

    void aBodyThatFailsSaysNothingOfAThrottle()
    {
        QFETCH(FetchError, error);
        QFETCH(int, status);
        QTEST(hasSaidAll(error, status), "hasSaidAll");
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
        QTest::addRow("RFC 850 date of this century")
            << QByteArray("Sunday, 06-Nov-44 08:49:47 GMT") << qint64(1'577'923'210'000);
        QTest::addRow("asctime date") << QByteArray("Sun Nov  6 08:49:47 1994") << qint64(10'000);
        QTest::addRow("date in the past") << QByteArray("Sun, 06 Nov 1994 08:00:00 GMT") << qint64(0);
        QTest::addRow("more digits than fit")
            << QByteArray("99999999999999999999999") << qint64(3'153'600'000'000);
        QTest::addRow("negative") << QByteArray("-5") << qint64(-1);
        QTest::addRow("fraction") << QByteArray("1.5") << qint64(2'000);
        QTest::addRow("small fraction") << QByteArray("0.001") << qint64(1'000);
        QTest::addRow("whole fraction") << QByteArray("2.0") << qint64(2'000);
        QTest::addRow("half a fraction") << QByteArray("2.") << qint64(-1);
        QTest::addRow("two dots") << QByteArray("1.2.3") << qint64(-1);
        QTest::addRow("two values") << QByteArray("1, 3") << qint64(3'000);
        QTest::addRow("two values, the longer first") << QByteArray("3,1") << qint64(3'000);
        QTest::addRow("two values, one unreadable") << QByteArray("soon, 3") << qint64(3'000);
        QTest::addRow("seconds and a date")
            << QByteArray("3, Sun, 06 Nov 1994 08:49:47 GMT") << qint64(10'000);
        QTest::addRow("a date and seconds")
            << QByteArray("Sun, 06 Nov 1994 08:49:47 GMT, 30") << qint64(30'000);
        QTest::addRow("two dates") << QByteArray("Sun, 06 Nov 1994 08:49:40 GMT, Sun Nov  6 08:49:47 1994")
                                   << qint64(10'000);
        QTest::addRow("IMF date, wrong weekday")
            << QByteArray("Mon, 06 Nov 1994 08:49:47 GMT") << qint64(10'000);
        QTest::addRow("asctime date, wrong weekday")
            << QByteArray("Mon Nov  6 08:49:47 1994") << qint64(10'000);
        QTest::addRow("no such day") << QByteArray("Sun, 31 Nov 1994 08:49:47 GMT") << qint64(-1);
        QTest::addRow("another zone") << QByteArray("Sun, 06 Nov 1994 08:49:47 CET") << qint64(-1);
        QTest::addRow("nonsense") << QByteArray("soon") << qint64(-1);
        QTest::addRow("empty") << QByteArray("") << qint64(-1);
        QTest::addRow("long") << QByteArray(100'000, '1') << qint64(-1);
    }

    /// Whatever the zone of this machine: in some there was no such hour on that day.
    void retryAfterIsReadInAnyZone()
    {
        const QByteArray before = qgetenv("TZ");
        qputenv("TZ", "Europe/Berlin");
        ::tzset();
        const QDateTime now(QDate(2026, 3, 29), QTime(2, 0), Qt::UTC);
        const auto wait = parseRetryAfter("Sun, 29 Mar 2026 02:30:00 GMT", {}, now);
        before.isNull() ? qunsetenv("TZ") : qputenv("TZ", before);
        ::tzset();
        QVERIFY(wait && *wait == 30min);
    }

    void retryAfterIsRead()
    {
        QFETCH(QByteArray, field);
        QFETCH(qint64, ms);
        const QDateTime now(QDate(1994, 11, 6), QTime(8, 49, 37), Qt::UTC);
        const auto wait = parseRetryAfter(field, {}, now);
        QCOMPARE(wait ? qint64(wait->count()) : qint64(-1), ms);
    }

    /// What it says it is there; a clock that goes wrong has the dates of its server wrong alike.
    void aDateIsByTheClockOfItsServer_data()
    {
        QTest::addColumn<QByteArray>("date");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("none") << QByteArray() << qint64(10'000);
        QTest::newRow("slow") << QByteArray("Sun, 06 Nov 1994 08:49:07 GMT") << qint64(40'000);
        QTest::newRow("fast") << QByteArray("Sun, 06 Nov 1994 08:49:46 GMT") << qint64(1'000);
        QTest::newRow("asctime") << QByteArray("Sun Nov  6 08:49:45 1994") << qint64(2'000);
        QTest::newRow("nonsense") << QByteArray("today") << qint64(10'000);
        QTest::newRow("long") << QByteArray(1000, ' ') + "Sun, 06 Nov 1994 08:49:07 GMT" << qint64(10'000);
    }

    void aDateIsByTheClockOfItsServer()
    {
        QFETCH(QByteArray, date);
        const QDateTime now(QDate(1994, 11, 6), QTime(8, 49, 37), Qt::UTC);
        const auto wait = parseRetryAfter("Sun, 06 Nov 1994 08:49:47 GMT", date, now);
        QVERIFY(wait);
        QTEST(qint64(wait->count()), "ms");
        QCOMPARE(parseRetryAfter("3", date, now), 3s);
    }
};

QTEST_APPLESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
