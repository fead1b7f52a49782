// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/judge.h"

#include <QTest>

using namespace turnstone;

namespace {

FetchAttempt answered(int status, int hops = 1, qint64 retryAfterMs = -1)
{
    FetchAttempt attempt;
    for (int i = 0; i < hops; ++i) {
        Hop hop;
        hop.status = quint16(i + 1 == hops ? status : 302);
        attempt.hops.push_back(hop);
    }
    attempt.retryAfterMs = retryAfterMs;
    return attempt;
}

FetchAttempt failed(FetchError error)
{
    FetchAttempt attempt = answered(0);
    attempt.error = error;
    return attempt;
}

FetchResult judged(std::vector<FetchAttempt> attempts, const QString &title = {})
{
    FetchResult result;
    result.attempts = std::move(attempts);
    result.facts.title = title;
    judge(result);
    return result;
}

} // namespace

Q_DECLARE_METATYPE(turnstone::FetchError)

class TestJudge final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statuses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("verdict");
        const auto row = [](int status, const QString &verdict) {
            QTest::addRow("%d", status) << status << verdict;
        };
        for (const int status : {200, 201, 204, 206, 299})
            row(status, u"ok"_qs);
        for (const int status : {404, 410})
            row(status, u"broken"_qs);
        for (const int status : {401, 403, 407, 451})
            row(status, u"blocked"_qs);
        for (const int status : {400, 402, 405, 406, 408, 418, 422, 425, 431, 499})
            row(status, u"client_error"_qs);
        row(429, u"throttled"_qs);
        for (const int status : {500, 501, 502, 503, 504, 599})
            row(status, u"server_error"_qs);
        for (const int status : {0, 100, 199, 300, 304, 306, 600, 999})
            row(status, u"bad_response"_qs);
    }

    void statuses()
    {
        QFETCH(int, status);
        const FetchResult result = judged({answered(status)});
        QTEST(QString(verdictId(result.verdict)), "verdict");
        QVERIFY(result.reason.contains(QString::number(status)));
    }

    void errors_data()
    {
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char *name, FetchError error, const QString &verdict) {
            QTest::addRow("%s", name) << error << verdict;
        };
        row("invalid", FetchError::InvalidUrl, u"invalid_url"_qs);
        row("no host", FetchError::HostNotFound, u"broken"_qs);
        row("refused", FetchError::Refused, u"connection_failed"_qs);
        row("unreachable", FetchError::Unreachable, u"connection_failed"_qs);
        row("reset", FetchError::Reset, u"connection_failed"_qs);
        row("proxy", FetchError::ProxyFailed, u"connection_failed"_qs);
        row("proxy login", FetchError::ProxyLogin, u"connection_failed"_qs);
        row("connect timeout", FetchError::ConnectTimeout, u"timeout"_qs);
        row("timeout", FetchError::Timeout, u"timeout"_qs);
        row("tls", FetchError::Tls, u"tls_error"_qs);
        row("not http", FetchError::NotHttp, u"bad_response"_qs);
        row("truncated", FetchError::Truncated, u"bad_response"_qs);
        row("too large", FetchError::TooLarge, u"too_large"_qs);
        row("bomb", FetchError::BadEncoding, u"bad_response"_qs);
        row("too many", FetchError::TooManyRedirects, u"bad_response"_qs);
        row("loop", FetchError::RedirectLoop, u"bad_response"_qs);
        row("bad redirect", FetchError::BadRedirect, u"bad_response"_qs);
        row("cancelled", FetchError::Cancelled, u"cancelled"_qs);
    }

    void errors()
    {
        QFETCH(FetchError, error);
        const FetchResult result = judged({failed(error)});
        QTEST(QString(verdictId(result.verdict)), "verdict");
        QVERIFY(result.reason.endsWith(u'.'));
    }

    void aHopMakesItRedirected()
    {
        QCOMPARE(judged({answered(200, 1)}).verdict, Verdict::Ok);
        QCOMPARE(judged({answered(200, 3)}).verdict, Verdict::Redirected);
        QCOMPARE(judged({answered(200, 3)}).reason, u"After 2 redirects, the server answered 200 OK."_qs);
        QCOMPARE(judged({answered(404, 2)}).verdict, Verdict::Broken);
    }

    void theEvidenceIsInTheSentence()
    {
        const FetchResult result = judged({answered(503), answered(503, 1, 2000), answered(503)});
        QCOMPARE(result.verdict, Verdict::ServerError);
        QCOMPARE(
            result.reason,
            u"The server answered 503 Service Unavailable on each of 3 attempts. It asked for a pause of 2 s."_qs);
        QCOMPARE(judged({answered(503), answered(503, 1, 2000)}).verdict, Verdict::Throttled);
        QCOMPARE(judged({answered(503, 1, 0)}).verdict, Verdict::Throttled); // it asked for no time at all
        QVERIFY(judged({failed(FetchError::Reset), answered(200)}).reason.contains(u"tried 2 times"_qs));
    }

    void botWallsAreBlocked()
    {
        QCOMPARE(judged({answered(403)}, u"Just a moment..."_qs).verdict, Verdict::Blocked);
        for (const int status : {405, 429, 503})
            QCOMPARE(judged({answered(status)}, u"Just a moment..."_qs).verdict, Verdict::Blocked);
        QCOMPARE(judged({answered(200)}, u"Just a moment..."_qs).verdict,
                 Verdict::Ok); // a page may be called so
        QCOMPARE(botWallFromHeader("CF-Mitigated", "challenge"), u"Cloudflare"_qs);
        QVERIFY(botWallFromHeader("server", "cloudflare").isEmpty());
    }

    void whatWasAskedForOnAConditionMayBeUnchanged()
    {
        FetchAttempt attempt = answered(304);
        attempt.hops[0].conditional = true;
        QCOMPARE(judged({attempt}).verdict, Verdict::Ok);
    }

    void howOftenAFailureWasTriedIsTold()
    {
        const FetchAttempt reset = failed(FetchError::Reset);
        QVERIFY(!judged({reset}).reason.contains(u"tried"));
        QVERIFY(judged({reset, reset, reset}).reason.endsWith(u" It was tried 3 times."));
        const QString stopped = judged({reset, failed(FetchError::Cancelled)}).reason;
        QVERIFY2(!stopped.contains(u"tried"), qPrintable(stopped)); // the last one was not over
    }

    void nothingSentIsCancelled() { QCOMPARE(judged({}).verdict, Verdict::Cancelled); }

    void losingTlsIsTold()
    {
        FetchAttempt attempt = answered(200, 2);
        attempt.hops[0].secure = true;
        QVERIFY(judged({attempt}).reason.contains(u"https down to http"_qs));
    }
};

QTEST_APPLESS_MAIN(TestJudge)
#include "tst_judge.moc"
