// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/attemptmodel.h"
#include "ui/models/connectiontext.h"
#include "ui/models/headertext.h"
#include "ui/models/redirectmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace turnstone;

namespace {

Hop hop(qint64 startedAtMs, quint16 status, Phases phases, qint64 queuedUs = 0)
{
    Hop hop;
    hop.url = "https://status.example/";
    hop.method = "GET";
    hop.status = status;
    hop.startedAtMs = startedAtMs;
    hop.queuedUs = queuedUs;
    hop.phases = phases;
    return hop;
}

FetchAttempt attempt(std::vector<Hop> hops, FetchError error = FetchError::None)
{
    FetchAttempt attempt;
    attempt.hops = std::move(hops);
    attempt.error = error;
    return attempt;
}

constexpr Phases usual{-1, 60'000, 120'000, 20'000, 200'000};

} // namespace

class TestInspectorModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void attemptsShareOneAxis()
    {
        const Waterfall waterfall =
            waterfallOf({attempt({hop(1'000, 503, usual, 40'000)}),
                         attempt({hop(3'000, 503, {-1, -1, 180'000, 20'000, 200'000})})});
        QCOMPARE(waterfall.spanUs, qint64(2'240'000));
        const std::vector<WaterfallSegment> &first = waterfall.attempts[0];
        QCOMPARE(first.size(), size_t(4));
        QCOMPARE(first[0].phase, WaterfallPhase::Queue);
        QCOMPARE(first[0].lengthUs, qint64(40'000));
        QVERIFY(!first[0].cut);
        QCOMPARE(first[1].fromUs, qint64(40'000));
        QCOMPARE(first[3].phase, WaterfallPhase::Body);
        const std::vector<WaterfallSegment> &second = waterfall.attempts[1];
        QCOMPARE(second.size(), size_t(2)); // a kept connection: no connect
        QCOMPARE(second[0].phase, WaterfallPhase::FirstByte);
        QCOMPARE(second[0].fromUs, qint64(2'040'000));
    }

    void aLongQueueIsCut()
    {
        const Waterfall waterfall = waterfallOf({attempt({hop(0, 200, usual, 600'000'000)})});
        QVERIFY(waterfall.attempts[0][0].cut);
        QCOMPARE(waterfall.attempts[0][0].lengthUs, qint64(50'000));
        QCOMPARE(waterfall.spanUs, qint64(250'000));
    }

    void unknownPhasesAreNotGuessed()
    {
        const Waterfall timeout = waterfallOf({attempt({hop(0, 0, {-1, -1, -1, -1, 15'000'000})})});
        QCOMPARE(timeout.attempts[0].size(), size_t(1));
        QCOMPARE(timeout.attempts[0][0].phase, WaterfallPhase::FirstByte);
        QVERIFY(waterfallOf({}).attempts.empty());
        QCOMPARE(waterfallOf({attempt({})}).attempts.size(), size_t(1));
    }

    void hopsFollowEachOther()
    {
        const Waterfall waterfall =
            waterfallOf({attempt({hop(0, 301, usual), hop(150, 302, usual), hop(500, 200, usual)})});
        const std::vector<WaterfallSegment> &bar = waterfall.attempts[0];
        QCOMPARE(bar.size(), size_t(9));
        for (size_t i = 1; i < bar.size(); ++i) // clocks of ms and us differ, yet nothing overlaps
            QVERIFY(bar[i].fromUs >= bar[i - 1].fromUs + bar[i - 1].lengthUs);
        QVERIFY(bar[3].beginsHop && bar[6].beginsHop && !bar[0].beginsHop);
        QCOMPARE(waterfall.spanUs, qint64(700'000));
    }

    void theLookUpComesBetweenQueueAndConnection()
    {
        Phases looked = usual;
        looked.lookupUs = 30'000;
        const FetchAttempt tried = attempt({hop(0, 301, looked, 10'000), hop(240, 200, looked)});
        const Waterfall waterfall = waterfallOf({tried});
        const std::vector<WaterfallSegment> &bar = waterfall.attempts[0];
        QCOMPARE(bar.size(), size_t(9));
        QCOMPARE(bar[0].phase, WaterfallPhase::Queue);
        QCOMPARE(bar[0].fromUs, qint64(0));
        QCOMPARE(bar[0].lengthUs, qint64(10'000));
        QCOMPARE(bar[1].phase, WaterfallPhase::LookUp);
        QCOMPARE(bar[1].fromUs, qint64(10'000));
        QCOMPARE(bar[1].lengthUs, qint64(30'000));
        QCOMPARE(bar[2].phase, WaterfallPhase::Connect);
        QCOMPARE(bar[2].fromUs, qint64(40'000));
        QCOMPARE(bar[5].phase, WaterfallPhase::LookUp); // from 240 to 270 ms, the hop began at 280
        QCOMPARE(bar[5].fromUs + bar[5].lengthUs, qint64(280'000));
        QCOMPARE(bar[6].fromUs, qint64(280'000));
        QCOMPARE(phasesText(tried).section(u'\n', 0, 0).replace(u'\u00A0', u' '),
                 u"queue 10 ms, look-up 30 ms, connect 60 ms, wait 120 ms, download 20 ms"_qs);
        QVERIFY(!phasesText(attempt({hop(0, 200, usual)})).contains(u"look-up"_qs));
    }

    void theHandshakeComesBehindTheConnection()
    {
        Phases secured = usual;
        secured.tlsUs = 45'000;
        const FetchAttempt tried = attempt({hop(0, 200, secured)});
        const std::vector<WaterfallSegment> bar = waterfallOf({tried}).attempts[0];
        QCOMPARE(bar.size(), size_t(4));
        QCOMPARE(bar[0].phase, WaterfallPhase::Connect);
        QCOMPARE(bar[0].lengthUs, qint64(15'000));
        QCOMPARE(bar[1].phase, WaterfallPhase::Tls);
        QCOMPARE(bar[1].fromUs, qint64(15'000));
        QCOMPARE(bar[1].lengthUs, qint64(45'000));
        QCOMPARE(bar[2].phase, WaterfallPhase::FirstByte);
        QVERIFY(phasesText(tried).replace(u'\u00A0', u' ').contains(u"connect 15 ms, TLS 45 ms, wait"_qs));
        secured.tlsUs = 90'000; // more than there can be
        QCOMPARE(waterfallOf({attempt({hop(0, 200, secured)})}).attempts[0][0].lengthUs, qint64(60'000));
    }

    void aConnectionIsToldOf()
    {
        Hop plain = hop(0, 200, usual);
        QCOMPARE(connectionText(plain), QString());
        plain.reused = true;
        QCOMPARE(connectionText(plain), u"connection used before"_qs);
        plain.httpVersion = "1.1";
        auto connection = std::make_shared<ConnectionFacts>();
        connection->remoteAddress = "192.0.2.1";
        plain.connection = connection;
        plain.reused = false;
        QCOMPARE(connectionText(plain), u"new connection, to 192.0.2.1, HTTP/1.1"_qs);
        plain.secure = true;
        QCOMPARE(protocolText("2", &plain), u"HTTP/2 over TLS"_qs);
        connection->tlsVersion = "TLSv1.3";
        QCOMPARE(protocolText("2", &plain), u"HTTP/2 over TLSv1.3"_qs);
        AttemptModel model;
        model.setAttempts({attempt({plain})});
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"192.0.2.1"_qs));
    }

    void attemptsSayWhatBecameOfThem()
    {
        FetchAttempt pause = attempt({hop(0, 503, usual)});
        pause.retryAfterMs = 2000;
        FetchAttempt plain = attempt({hop(0, 503, usual)});
        plain.hops[0].reasonPhrase = "Service Unavailable";
        AttemptModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setAttempts({plain, pause, attempt({hop(0, 0, usual)}, FetchError::Timeout), attempt({})});
        const auto result = [&model](int row) {
            return model.index(row, int(AttemptColumn::Result)).data().toString().replace(u'\u00A0', u' ');
        };
        QCOMPARE(result(0), u"503 Service Unavailable"_qs);
        QCOMPARE(result(1), u"503 Retry-After 2 s"_qs);
        QCOMPARE(result(2), u"Timed out"_qs);
        QCOMPARE(result(3), u"No answer"_qs);
        QCOMPARE(model.index(0, 0).data(AttemptVerdictRole).toInt(), int(Verdict::ServerError));
        QCOMPARE(model.index(2, 0).data(AttemptVerdictRole).toInt(), int(Verdict::Timeout));
        const QModelIndex bar = model.index(0, int(AttemptColumn::Waterfall));
        QVERIFY(bar.data(Qt::AccessibleTextRole).toString().contains(u"wait"_qs));
        QCOMPARE(bar.data(WaterfallRole).value<WaterfallBar>().segments.size(), size_t(3));
    }

    void evidenceOfAServerIsShownAsText()
    {
        FetchAttempt tls = attempt({hop(0, 0, usual)}, FetchError::Tls);
        tls.errorText = u"<img src='file:///x'>\u202Eexpired"_qs;
        AttemptModel model;
        model.setAttempts({tls});
        const QString tip = model.index(0, 0).data(Qt::ToolTipRole).toString();
        QVERIFY(!tip.contains(u"<img"_qs));
        QVERIFY(!tip.contains(u'\u202E'));
        QVERIFY(tip.contains(u"expired"_qs));
    }

    void redirectsEndWithWhatWasNotFollowed()
    {
        FetchAttempt loop = attempt({hop(0, 301, usual), hop(1, 302, usual)}, FetchError::RedirectLoop);
        loop.hops[0].location = loop.hops[1].url = "https://b.example/";
        loop.hops[1].location = "https://status.example/";
        RedirectModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setAttempt(&loop);
        QCOMPARE(model.rowCount(), 3);
        const auto cell = [&model](int row, RedirectColumn column) {
            return model.index(row, int(column)).data().toString();
        };
        QCOMPARE(cell(1, RedirectColumn::Address), u"https://b.example/"_qs);
        QCOMPARE(cell(2, RedirectColumn::Status), u"not followed"_qs);
        QCOMPARE(cell(2, RedirectColumn::Address), u"https://status.example/"_qs);
        QCOMPARE(cell(2, RedirectColumn::Time), QString());
        model.setAttempt(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void headersAreListedPerHop()
    {
        FetchResult result;
        QVERIFY(!hasHeaders(result));
        result.attempts = {attempt({hop(0, 301, usual), hop(1, 200, usual)})};
        QVERIFY(!hasHeaders(result));
        result.attempts[0].hops[0].requestHeaders = {{"Host", "status.example"}};
        result.attempts[0].hops[1].responseHeaders = {{"Server", "nginx\r\nX: y"}, {"X-Bad", "caf\xe9"}};
        QVERIFY(hasHeaders(result));
        const QString text = headerText(result);
        QVERIFY(text.contains(u"hop 1\nGET https://status.example/\nHost: status.example\n"_qs));
        QVERIFY(text.contains(u"200\nServer: nginx X: y\nX-Bad: café\n"_qs));
        const QString filtered = headerText(result, u"SERVER"_qs);
        QVERIFY(filtered.contains(u"nginx"_qs) && !filtered.contains(u"X-Bad"_qs));
    }

    void headerTextHoldsNoSecret()
    {
        FetchResult result;
        result.attempts = {attempt({hop(0, 200, usual)})};
        Hop &only = result.attempts[0].hops[0];
        only.requestHeaders = {{"authorization", "Bearer s3cr3t"}, {"X-Api-Key", "s3cr3t"}};
        only.responseHeaders = {{"Set-Cookie", "a=s3cr3t; Path=/"}, {"Server", "nginx"}};
        const QString text = headerText(result);
        QVERIFY2(!text.contains(u"s3cr3t"_qs), qPrintable(text));
        for (const QString &line : {u"authorization: Bearer ***\n"_qs, u"X-Api-Key: ***\n"_qs,
                                    u"Set-Cookie: ***\n"_qs, u"Server: nginx\n"_qs})
            QVERIFY2(text.contains(line), qPrintable(line));
        QVERIFY(
            !headerText(result, u"s3c"_qs).contains(u"***"_qs)); // and none can be guessed by its beginning
    }

    void hugeHeaderListsAreBounded()
    {
        FetchResult result;
        result.attempts = {attempt({hop(0, 200, usual)})};
        for (int i = 0; i < 100'000; ++i)
            result.attempts[0].hops[0].responseHeaders.emplace_back("X-" + QByteArray::number(i),
                                                                    QByteArray(200, 'v'));
        const QString text = headerText(result);
        QVERIFY(text.size() > 200'000 && text.size() < 260'000);
        QVERIFY(text.endsWith(u"more fields are not shown\n"_qs));
        result.attempts[0].hops[0].responseHeaders = {{"X", QByteArray(10'000'000, 'v')}};
        QVERIFY(headerText(result).size() < 5'000);
    }
};

QTEST_GUILESS_MAIN(TestInspectorModels)
#include "tst_inspectormodels.moc"
