// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hostverdict.h"

#include <QTest>

using namespace turnstone;

class TestHostVerdict final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAnAnswerTellsOfItsHost_data()
    {
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<int>("status"); // 0: no answer
        QTest::addColumn<HostTrouble>("trouble");
        QTest::newRow("429") << FetchError::None << 429 << HostTrouble::Throttled;
        QTest::newRow("503") << FetchError::None << 503 << HostTrouble::Unavailable;
        QTest::newRow("503, and when to come again") << FetchError::None << 503 << HostTrouble::Throttled;
        for (const int status : {200, 302, 404, 408, 500, 502, 504})
            QTest::addRow("%d", status) << FetchError::None << status << HostTrouble::None;
        QTest::newRow("refused") << FetchError::Refused << 0 << HostTrouble::Refused;
        QTest::newRow("reset") << FetchError::Reset << 0 << HostTrouble::Reset;
        QTest::newRow("no connection in time") << FetchError::ConnectTimeout << 0 << HostTrouble::TimedOut;
        QTest::newRow("no answer in time") << FetchError::Timeout << 0 << HostTrouble::TimedOut;
        QTest::newRow("no whole answer in time") << FetchError::Timeout << 200 << HostTrouble::None;
        QTest::newRow("unreachable") << FetchError::Unreachable << 0 << HostTrouble::Unreachable;
        for (const FetchError error :
             {FetchError::HostNotFound, FetchError::Tls, FetchError::ProxyFailed, FetchError::NotHttp,
              FetchError::Truncated, FetchError::TooLarge, FetchError::Cancelled, FetchError::Forbidden})
            QTest::addRow("%s", fetchErrorId(error).data()) << error << 0 << HostTrouble::None;
    }

    void whatAnAnswerTellsOfItsHost()
    {
        QFETCH(FetchError, error);
        QFETCH(int, status);
        const bool saysWhen = QByteArrayView(QTest::currentDataTag()).contains("when");
        QTEST(troubleOf(error, status, saysWhen), "trouble");
    }

    void aHostsTroubleIsItsRowsVerdict_data()
    {
        QTest::addColumn<HostTrouble>("trouble");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *name, HostTrouble trouble, Verdict verdict, const QString &sentence) {
            QTest::newRow(name) << trouble << verdict << sentence;
        };
        row("unknown", HostTrouble::None, Verdict::ConnectionFailed, u"The host was given up."_qs);
        row("throttled", HostTrouble::Throttled, Verdict::Throttled,
            u"The host kept asking for fewer requests (429, or 503 with Retry-After), so it was given up."_qs);
        row("unavailable", HostTrouble::Unavailable, Verdict::ServerError,
            u"The host kept answering 503 Service Unavailable, so it was given up."_qs);
        row("refused", HostTrouble::Refused, Verdict::ConnectionFailed,
            u"The host kept refusing connections, so it was given up."_qs);
        row("reset", HostTrouble::Reset, Verdict::ConnectionFailed,
            u"The host kept closing connections without an answer, so it was given up."_qs);
        row("timed out", HostTrouble::TimedOut, Verdict::Timeout,
            u"The host repeatedly gave no answer in time, so it was given up."_qs);
        row("unreachable", HostTrouble::Unreachable, Verdict::ConnectionFailed,
            u"The host repeatedly could not be reached, so it was given up."_qs);
    }

    void aHostsTroubleIsItsRowsVerdict()
    {
        QFETCH(HostTrouble, trouble);
        QFETCH(QString, sentence);
        FetchResult result;
        judgeByHost(result, trouble);
        QTEST(result.verdict, "verdict");
        QCOMPARE(result.reason, sentence + u" This address was not requested."_qs);
    }

    void howOftenTheAddressWasTriedIsSaid_data()
    {
        QTest::addColumn<int>("tries");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("never") << 0 << u"This address was not requested."_qs;
        QTest::newRow("once") << 1 << u"This address was tried once."_qs;
        QTest::newRow("more often") << 7 << u"This address was tried 7 times."_qs;
    }

    void howOftenTheAddressWasTriedIsSaid()
    {
        QFETCH(int, tries);
        QFETCH(QString, sentence);
        FetchResult result;
        result.attempts.resize(size_t(tries));
        judgeByHost(result, HostTrouble::Refused);
        QVERIFY2(result.reason.endsWith(u"given up. " + sentence), qPrintable(result.reason));
        QCOMPARE(result.attempts.size(), size_t(tries)); // as evidence
    }

    void itsOwnAnswerCounts_data()
    {
        QTest::addColumn<FetchError>("error");
        QTest::addColumn<int>("status");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("503, and when to come again") << FetchError::None << 503 << Verdict::Throttled;
        QTest::newRow("500") << FetchError::None << 500 << Verdict::ServerError;
        QTest::newRow("a redirect led there") << FetchError::None << 302 << Verdict::ConnectionFailed;
        QTest::newRow("it timed out") << FetchError::Timeout << 0 << Verdict::ConnectionFailed;
        QTest::newRow("a header, but no body") << FetchError::Truncated << 200 << Verdict::ConnectionFailed;
    }

    void itsOwnAnswerCounts()
    {
        QFETCH(FetchError, error);
        QFETCH(int, status);
        FetchResult result;
        FetchAttempt attempt;
        attempt.error = error;
        attempt.retryAfterMs = status == 503 ? 1000 : -1;
        attempt.hops.emplace_back().status = quint16(status);
        result.attempts.push_back(attempt);
        judgeByHost(result, HostTrouble::Refused);
        QTEST(result.verdict, "verdict");
        QVERIFY(result.reason.contains(u"given up"_qs));
    }
};

QTEST_APPLESS_MAIN(TestHostVerdict)
#include "tst_hostverdict.moc"
