// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/exchange.h"
#include "core/policy/memorybudget.h"
#include "tests/support/fakenetwork.h"

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QSslError>
#include <QTest>

#include <functional>
#include <memory>

using namespace turnstone;

namespace {

using NetworkError = QNetworkReply::NetworkError;
const QByteArrayView Page = "text/html; charset=utf-8";

/// One exchange on a network that the test plays.
class Play final
{
public:
    explicit Play(Exchange::Options options = {1000, 0, false, false}, WireRequest request = plainGet(),
                  QNetworkProxy::ProxyType proxy = QNetworkProxy::DefaultProxy)
        : exchange(std::move(request), options, nullptr)
        , finished(&exchange, &Exchange::finished)
        , sent(&exchange, &Exchange::sent)
    {
        network.setProxy(QNetworkProxy(proxy));
        exchange.start(network, toNetworkRequest(exchange.request(), commonRequest({}, 5)));
    }

    static WireRequest plainGet()
    {
        WireRequest request;
        request.url = QUrl(QStringLiteral("http://127.0.0.1/path"));
        request.method = "GET";
        return request;
    }
    FakeReply &reply() { return *network.reply(); }
    void answer(int status, QByteArrayView type = Page, QList<QNetworkReply::RawHeaderPair> fields = {})
    {
        fields.append({"Content-Type", type.toByteArray()});
        reply().send();
        reply().answer(status, fields);
    }

    FakeNetwork network;
    Exchange exchange;
    QSignalSpy finished;
    QSignalSpy sent;
};

} // namespace

class TestExchange final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlainAnswer()
    {
        Play play;
        play.answer(200, Page, {{"Server", "sand"}});
        QVERIFY(play.finished.isEmpty());
        play.reply().deliver("<title>Raw</title>");
        play.reply().finish();
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(int(answer.hop.status), 200);
        QCOMPARE(answer.hop.url, QByteArray("http://127.0.0.1/path"));
        QCOMPARE(answer.hop.method, QByteArray("GET"));
        QCOMPARE(int(answer.hop.sends), 1);
        QCOMPARE(answer.body, QByteArray("<title>Raw</title>"));
        QCOMPARE(answer.bodyBytes, 18);
        QVERIFY(answer.contentHash != 0);
        QCOMPARE(answer.contentTypeField, Page);
        QVERIFY(answer.hop.responseHeaders.isEmpty());
        QVERIFY(answer.hop.startedAtMs > 0);
    }

    void whatDidNotHappenHasNoTime()
    {
        Play refused;
        refused.reply().fail(NetworkError::ConnectionRefusedError, u"refused"_qs);
        const Phases none = refused.exchange.takeAnswer().hop.phases;
        QCOMPARE(none.connectUs, -1);
        QCOMPARE(none.ttfbUs, -1);
        QCOMPARE(none.downloadUs, -1);
        QVERIFY(none.totalUs >= 0);

        Play silent;
        silent.reply().send();
        silent.exchange.expire(FetchError::Timeout);
        const Phases half = silent.exchange.takeAnswer().hop.phases;
        QCOMPARE(half.connectUs, -1); // on a connection that was there
        QCOMPARE(half.ttfbUs, -1);

        Play connecting;
        Q_EMIT connecting.reply().socketStartedConnecting();
        connecting.reply().send();
        connecting.exchange.expire(FetchError::Timeout);
        QVERIFY(connecting.exchange.takeAnswer().hop.phases.connectUs >= 0);
    }

    void everySendCounts()
    {
        Play play;
        QVERIFY(!play.exchange.wasSent());
        for (int i = 0; i < 3; ++i)
            play.reply().send();
        QVERIFY(play.exchange.wasSent());
        QCOMPARE(play.sent.size(), 1);
        play.reply().answer(200);
        play.reply().finish();
        QCOMPARE(int(play.exchange.takeAnswer().hop.sends), 3);
    }

    void aBodyOverTheLimitEndsTheExchange_data()
    {
        QTest::addColumn<QList<QNetworkReply::RawHeaderPair>>("fields");
        using Fields = QList<QNetworkReply::RawHeaderPair>;
        QTest::newRow("not announced") << Fields{};
        QTest::newRow("announced as nonsense") << Fields{{"Content-Length", "ten"}};
        QTest::newRow("announced as less than nothing") << Fields{{"Content-Length", "-5"}};
        QTest::newRow("announced twice") << Fields{{"Content-Length", "10, 20"}};
        QTest::newRow("announced and in chunks")
            << Fields{{"Content-Length", "10"}, {"Transfer-Encoding", "chunked"}};
    }

    void aBodyOverTheLimitEndsTheExchange()
    {
        QFETCH(QList<QNetworkReply::RawHeaderPair>, fields);
        Play play;
        play.answer(200, Page, fields);
        play.reply().deliver(QByteArray(1000, 'x'));
        QVERIFY(play.finished.isEmpty());
        play.reply().deliver(QByteArray(1, 'x'));
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::TooLarge);
        QCOMPARE(answer.body.size(), 1000);
        QCOMPARE(int(answer.hop.status), 200);
    }

    void aBodyAnnouncedBeyondNumbersIsNotWaitedFor()
    {
        Play play;
        play.answer(200, Page, {{"Content-Length", "99999999999999999999"}});
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::TooLarge);
        QVERIFY2(answer.errorText.contains(u"an impossible number of bytes"), qPrintable(answer.errorText));
        QCOMPARE(int(answer.hop.status), 200);
    }

    /// Its announced length is that of what is sent, which says nothing of what it becomes.
    void aCodedBodyIsBoundedByWhatItBecomes()
    {
        Play play;
        const QByteArray packed = qCompress(QByteArray(5'000, 'x')).sliced(4);
        play.answer(200, Page,
                    {{"Content-Length", QByteArray::number(packed.size())}, {"Content-Encoding", "deflate"}});
        play.reply().deliver(packed);
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::TooLarge);
        QCOMPARE(answer.body, QByteArray(1000, 'x'));
    }

    void aCodedBodyIsWholeDamagedOrCut_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<FetchError>("error");
        const QByteArray packed = qCompress(QByteArray(900, 'x')).sliced(4);
        QTest::newRow("whole") << packed << FetchError::None;
        QTest::newRow("empty") << QByteArray() << FetchError::None;
        QTest::newRow("cut") << packed.chopped(3) << FetchError::Truncated;
        QTest::newRow("damaged") << QByteArray(packed).replace(2, 2, "??") << FetchError::BadEncoding;
        QTest::newRow("none") << QByteArray("<html>") << FetchError::BadEncoding;
    }

    void aCodedBodyIsWholeDamagedOrCut()
    {
        QFETCH(QByteArray, body);
        Play play;
        play.answer(200, Page, {{"Content-Encoding", "deflate"}});
        if (!body.isEmpty())
            play.reply().deliver(body);
        if (play.finished.isEmpty())
            play.reply().finish();
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QTEST(answer.error, "error");
        QCOMPARE(int(answer.hop.status), 200);
        if (answer.error == FetchError::None)
            QCOMPARE(answer.body.size(), body.isEmpty() ? 0 : 900);
        else
            QVERIFY(!answer.errorText.isEmpty());
    }

    void aBodyAnnouncedOverTheLimitIsNotFetched_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("announced");
        QTest::addColumn<FetchError>("error");
        QTest::newRow("GET") << QByteArray("GET") << 200 << 1001 << FetchError::TooLarge;
        QTest::newRow("GET, as long as the limit") << QByteArray("GET") << 200 << 1000 << FetchError::None;
        QTest::newRow("an error page") << QByteArray("GET") << 404 << 1001 << FetchError::TooLarge;
        QTest::newRow("HEAD, which has none") << QByteArray("HEAD") << 200 << 1001 << FetchError::None;
        QTest::newRow("304, which has none") << QByteArray("GET") << 304 << 1001 << FetchError::None;
    }

    void aBodyAnnouncedOverTheLimitIsNotFetched()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        QFETCH(int, announced);
        QFETCH(FetchError, error);
        WireRequest request = Play::plainGet();
        request.method = method;
        Play play({1000, 0, false, false}, request);
        play.answer(status, Page, {{"Content-Length", QByteArray::number(announced)}});
        QCOMPARE(play.finished.size(), error == FetchError::None ? 0 : 1);
        if (error == FetchError::None)
            play.reply().finish();
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, error);
        QCOMPARE(int(answer.hop.status), status);
        QCOMPARE(answer.bodyBytes, 0);
        QCOMPARE(answer.errorText.contains(u"1,001"), error != FetchError::None);
    }

    void exactlyTheLimitIsFine()
    {
        Play play;
        play.answer(200);
        play.reply().deliver(QByteArray(1000, 'x'));
        play.reply().finish();
        QCOMPARE(play.exchange.takeAnswer().error, FetchError::None);
    }

    void onlyPagesAreKept_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("kept");
        QTest::newRow("page") << QByteArray("text/html") << 0 << 500;
        QTest::newRow("no type") << QByteArray() << 0 << 500;
        QTest::newRow("xhtml") << QByteArray("application/xhtml+xml") << 0 << 500;
        QTest::newRow("picture") << QByteArray("image/png") << 0 << 0;
        QTest::newRow("picture first") << QByteArray("image/png, text/html") << 0 << 0;
        QTest::newRow("picture, a preview asked for") << QByteArray("image/png") << 100 << 100;
        QTest::newRow("json, a long preview asked for") << QByteArray("application/json") << 5000 << 500;
    }

    void onlyPagesAreKept()
    {
        QFETCH(QByteArray, type);
        QFETCH(int, asked);
        QFETCH(int, kept);
        Play play({1000, asked, false, false});
        play.answer(200, type);
        play.reply().deliver(QByteArray(500, 'x'));
        play.reply().finish();
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.body.size(), kept);
        QCOMPARE(answer.bodyBytes, 500);
    }

    void headersAreKeptOnRequest_data()
    {
        QTest::addColumn<bool>("secrets");
        QTest::newRow("without secrets") << false;
        QTest::newRow("with secrets") << true;
    }

    void headersAreKeptOnRequest()
    {
        QFETCH(bool, secrets);
        const auto kept = [secrets](const QByteArray &value, const QByteArray &hidden) {
            return secrets ? value : hidden;
        };
        WireRequest request = Play::plainGet();
        request.headers = {{"X-Probe", "one"}, {"authorization", "Bearer shell"}, {"X-Api-Key", "shell"}};
        Exchange::Options options{1000, 0, true};
        options.keepSecrets = secrets;
        Play play(options, request);
        play.answer(
            200, Page,
            {{"X-Answer", "two"}, {"Location", "http://user:shell@host/"}, {"Set-Cookie", "a=shell"}});
        play.reply().finish();
        const Hop hop = play.exchange.takeAnswer().hop;
        QVERIFY(hop.requestHeaders.contains({"X-Probe", "one"}));
        QVERIFY(hop.requestHeaders.contains({"authorization", kept("Bearer shell", "Bearer ***")}));
        QVERIFY(hop.requestHeaders.contains({"X-Api-Key", kept("shell", "***")}));
        QVERIFY(hop.responseHeaders.contains({"Location", "http://host/"}));
        QVERIFY(hop.responseHeaders.contains({"X-Answer", "two"}));
        QVERIFY(hop.responseHeaders.contains({"Set-Cookie", kept("a=shell", "***")}));
    }

    void aHeaderThatIsNotAnnouncedIsReadAllTheSame()
    {
        Play play;
        QSignalBlocker quiet(play.network.reply());
        play.reply().answer(200, {{"Content-Type", "text/html"}});
        quiet.unblock();
        play.reply().deliver("<p>");
        play.reply().finish();
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(int(answer.hop.status), 200);
        QCOMPARE(answer.body, QByteArray("<p>"));
    }

    void errorsHaveTheirNames_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<int>("status"); // 0: no header came
        QTest::addColumn<FetchError>("expected");
        const auto add = [](const char *name, NetworkError error, int status, FetchError expected) {
            QTest::newRow(name) << int(error) << status << expected;
        };
        add("refused", NetworkError::ConnectionRefusedError, 0, FetchError::Refused);
        add("closed", NetworkError::RemoteHostClosedError, 0, FetchError::Reset);
        add("closed in the body", NetworkError::RemoteHostClosedError, 200, FetchError::Truncated);
        add("unknown host", NetworkError::HostNotFoundError, 0, FetchError::HostNotFound);
        add("system's own connect timeout", NetworkError::TimeoutError, 0, FetchError::ConnectTimeout);
        add("tls", NetworkError::SslHandshakeFailedError, 0, FetchError::Tls);
        add("proxy refused", NetworkError::ProxyConnectionRefusedError, 0, FetchError::ProxyFailed);
        add("proxy unknown", NetworkError::ProxyNotFoundError, 0, FetchError::ProxyFailed);
        add("proxy silent", NetworkError::ProxyTimeoutError, 0, FetchError::ProxyFailed);
        add("a refused stream", NetworkError::ProtocolUnknownError, 0, FetchError::Reset);
        add("a stream that broke off", NetworkError::ProtocolUnknownError, 200, FetchError::Truncated);
        add("not http", NetworkError::ProtocolFailure, 0, FetchError::NotHttp);
        add("bad coding", NetworkError::UnknownContentError, 200, FetchError::BadEncoding);
        add("cannot send again", NetworkError::ContentReSendError, 0, FetchError::Reset);
        add("unreachable", NetworkError::UnknownNetworkError, 0, FetchError::Unreachable);
        add("404", NetworkError::ContentNotFoundError, 404, FetchError::None);
        add("401", NetworkError::AuthenticationRequiredError, 401, FetchError::None);
        add("407", NetworkError::ProxyAuthenticationRequiredError, 407, FetchError::None);
        add("500", NetworkError::InternalServerError, 500, FetchError::None);
        add("404 that broke off", NetworkError::RemoteHostClosedError, 404, FetchError::Truncated);
    }

    void errorsHaveTheirNames()
    {
        QFETCH(int, error);
        QFETCH(int, status);
        QFETCH(FetchError, expected);
        Play play;
        play.reply().send();
        if (status != 0)
            play.reply().answer(status);
        play.reply().fail(NetworkError(error), u"What the system says"_qs);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, expected);
        QCOMPARE(int(answer.hop.status), status);
        if (expected == FetchError::None)
            QVERIFY(answer.errorText.isEmpty());
        else if (expected == FetchError::Reset) // of the reason nothing is known
            QVERIFY(answer.errorText.startsWith(u"The connection was closed before an answer came"));
        else
            QCOMPARE(answer.errorText, u"What the system says."_qs);
    }

    void aRedirectIsOverWithItsHeader_data()
    {
        QTest::addColumn<std::function<void(FakeReply &)>>("then");
        using Then = std::function<void(FakeReply &)>;
        QTest::newRow("nothing more comes") << Then([](FakeReply &) {});
        QTest::newRow("half a body") << Then([](FakeReply &reply) { reply.deliver("<p>"); });
        QTest::newRow("a body cut short") << Then([](FakeReply &reply) {
            reply.deliver("<p>");
            reply.fail(NetworkError::RemoteHostClosedError, u"closed"_qs);
        });
        QTest::newRow("a body over the limit")
            << Then([](FakeReply &reply) { reply.deliver(QByteArray(2000, 'x')); });
        QTest::newRow("a large body")
            << Then([](FakeReply &reply) { reply.deliver(QByteArray(70'000, 'x')); });
    }

    void aRedirectIsOverWithItsHeader()
    {
        QFETCH(std::function<void(FakeReply &)>, then);
        for (const int status : {301, 302, 303, 307, 308}) {
            Play play;
            play.answer(status, Page, {{"Location", "http://user:shell@host/next"}});
            QVERIFY(play.finished.isEmpty()); // its connection may be used again
            then(play.reply());
            QTRY_COMPARE_WITH_TIMEOUT(play.finished.size(), 1, 5000);
            const Answer answer = play.exchange.takeAnswer();
            QCOMPARE(answer.error, FetchError::None);
            QCOMPARE(int(answer.hop.status), status);
            QCOMPARE(answer.hop.location, QByteArray("http://host/next"));
            QCOMPARE(answer.contentHash, quint64(0));
        }
    }

    void aRedirectWithALongBodyIsNotWaitedFor_data()
    {
        QTest::addColumn<qint64>("limit");
        QTest::newRow("within the limit") << qint64(1'000'000);
        QTest::newRow("over the limit") << qint64(1000);
    }

    void aRedirectWithALongBodyIsNotWaitedFor()
    {
        QFETCH(qint64, limit);
        Play play({limit, 0, false, false});
        play.answer(302, Page, {{"Location", "/next"}, {"Content-Length", "100000"}});
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(answer.hop.phases.downloadUs, -1);
    }

    void aRedirectsSmallBodyIsGivenAMoment()
    {
        Play play;
        play.answer(302, Page, {{"Location", "/next"}, {"Content-Length", "3"}});
        QVERIFY(play.finished.isEmpty());
        play.reply().deliver("<p>");
        play.reply().finish();
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.body, QByteArray("<p>"));
        QVERIFY(answer.contentHash != 0);
        QVERIFY(answer.hop.phases.downloadUs >= 0);
    }

    void aRedirectWithoutATargetIsAnAnswerLikeAnyOther()
    {
        Play play;
        play.answer(302, Page, {{"Location", " "}});
        play.reply().deliver(QByteArray(2000, 'x'));
        QCOMPARE(play.exchange.takeAnswer().error, FetchError::TooLarge);
    }

    void stoppingARedirectStopsIt()
    {
        Play play;
        play.answer(302, Page, {{"Location", "/next"}});
        play.exchange.expire(FetchError::Cancelled);
        QCOMPARE(play.exchange.takeAnswer().error, FetchError::Cancelled);
    }

    void conditionalRequestsAreTold_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<bool>("conditional");
        QTest::newRow("if-none-match") << QByteArray("if-none-match") << true;
        QTest::newRow("If-Modified-Since") << QByteArray("If-Modified-Since") << true;
        QTest::newRow("If-Match") << QByteArray("If-Match") << false;
    }

    void conditionalRequestsAreTold()
    {
        QFETCH(QByteArray, field);
        WireRequest request = Play::plainGet();
        request.headers = {{"X-Other", "1"}, {field, "2"}};
        Play play({1000, 0, false, false}, request);
        play.answer(304);
        play.reply().finish();
        QTEST(play.exchange.takeAnswer().hop.conditional, "conditional");
    }

    void theFirstByteOfAChallengeIsNotKnown()
    {
        Play play;
        play.answer(401, Page, {{"Content-Length", "4"}});
        play.reply().deliver("key?");
        play.reply().fail(NetworkError::AuthenticationRequiredError, u"401"_qs);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(answer.body, QByteArray("key?"));
        QVERIFY(answer.contentHash != 0);
        QCOMPARE(answer.hop.phases.ttfbUs, -1);
        QCOMPARE(answer.hop.phases.downloadUs, -1);

        Play empty;
        empty.answer(401, Page, {{"Content-Length", "0"}});
        empty.reply().fail(NetworkError::AuthenticationRequiredError, u"401"_qs);
        QVERIFY(empty.exchange.takeAnswer().hop.phases.ttfbUs >= 0);
    }

    void memoryIsWaitedFor()
    {
        MemoryBudget memory;
        memory.setLimit(400'000);
        memory.hold(350'000);
        Play play({150'000, 0, false, false, true, &memory});
        QSignalSpy held(&play.exchange, &Exchange::held);
        play.answer(200);
        play.reply().deliver(QByteArray(70'000, 'x'));
        QCOMPARE(held.size(), 1);
        QCOMPARE(held[0][0].toBool(), true);
        QVERIFY(play.exchange.isHeld());
        const qint64 unread = play.reply().bytesAvailable();
        QVERIFY(unread > 0);
        play.reply().deliver(QByteArray(10'000, 'x'));
        QCOMPARE(play.reply().bytesAvailable(), unread + 10'000); // not read on
        play.reply().finish();
        QVERIFY(play.finished.isEmpty());
        play.exchange.goOn();
        QVERIFY(play.finished.isEmpty());
        QTRY_VERIFY(play.exchange.heldTime() >= std::chrono::milliseconds(500));

        memory.release(350'000);
        play.exchange.goOn();
        QCOMPARE(held.size(), 2);
        QCOMPARE(held[1][0].toBool(), false);
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(answer.body.size(), 80'000);
        QCOMPARE(answer.heldBytes, 80'000);
        QCOMPARE(memory.held(), 80'000);
        const Phases &phases = answer.hop.phases;
        QVERIFY2(phases.totalUs >= 0 && phases.totalUs < 300'000, "the time held is not the server's");
        QVERIFY(phases.downloadUs >= 0 && phases.downloadUs < 300'000);
    }

    /// All of it may have arrived while most of what it becomes is still to be unpacked.
    void aHeldCodedBodyIsUnpackedToItsEnd_data()
    {
        QTest::addColumn<bool>("endsHeld");
        QTest::newRow("its end comes while it is held") << true;
        QTest::newRow("its end comes behind that") << false;
    }

    void aHeldCodedBodyIsUnpackedToItsEnd()
    {
        QFETCH(bool, endsHeld);
        MemoryBudget memory;
        memory.setLimit(800'000);
        memory.hold(750'000);
        Play play({300'000, 0, false, false, true, &memory});
        play.answer(200, Page, {{"Content-Encoding", "deflate"}});
        play.reply().deliver(qCompress(QByteArray(250'000, 'x')).sliced(4));
        QVERIFY(play.exchange.isHeld());
        QCOMPARE(play.reply().bytesAvailable(), 0);
        if (endsHeld)
            play.reply().finish();
        QVERIFY(play.finished.isEmpty());

        memory.release(750'000);
        play.exchange.goOn();
        if (!endsHeld)
            play.reply().finish();
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(answer.body, QByteArray(250'000, 'x'));
    }

    void timeOnTheWireBehindTheWaitCounts()
    {
        MemoryBudget memory;
        memory.setLimit(400'000);
        memory.hold(350'000);
        Play play({150'000, 0, false, false, true, &memory});
        play.answer(200);
        play.reply().deliver(QByteArray(70'000, 'x'));
        QTRY_VERIFY(play.exchange.heldTime() >= std::chrono::milliseconds(60));
        memory.release(350'000);
        play.exchange.goOn();
        const TimePoint since = Clock::now();
        QTRY_VERIFY(Clock::now() - since >= std::chrono::milliseconds(40));
        play.reply().finish();
        const Phases phases = play.exchange.takeAnswer().hop.phases;
        QVERIFY(phases.totalUs >= 40'000);
        QVERIFY(phases.downloadUs >= 40'000 && phases.downloadUs <= phases.totalUs);
    }

    void aHeldExchangeThatExpiresIsOver()
    {
        MemoryBudget memory;
        memory.setLimit(400'000);
        memory.hold(350'000);
        Play play({150'000, 0, false, false, true, &memory});
        QSignalSpy held(&play.exchange, &Exchange::held);
        play.answer(200);
        play.reply().deliver(QByteArray(70'000, 'x'));
        play.exchange.expire(FetchError::Cancelled);
        QCOMPARE(held.size(), 2);
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        memory.release(350'000);
        QCOMPARE(memory.held(), answer.heldBytes);
        QCOMPARE(answer.heldBytes, answer.body.size());
    }

    void whoDoesNotTakeTheAnswerHoldsNothing()
    {
        MemoryBudget memory;
        {
            Play ended({150'000, 0, false, false, true, &memory});
            ended.answer(200);
            ended.reply().deliver(QByteArray(100'000, 'x'));
            ended.reply().finish();
            QCOMPARE(memory.held(), 100'000);
            Play open({150'000, 0, false, false, true, &memory});
            open.answer(200);
            open.reply().deliver(QByteArray(5'000, 'x'));
            QCOMPARE(memory.held(), 100'000 + BodyIntake::Beginning);
        }
        QCOMPARE(memory.held(), 0);
    }

    void timeBeginsWithTheStart()
    {
        FakeNetwork network;
        Exchange exchange(Play::plainGet(), {1000, 0, false, false}, nullptr);
        const TimePoint since = Clock::now();
        QTRY_VERIFY(Clock::now() - since >= std::chrono::milliseconds(400)); // waiting for an address, say
        exchange.start(network, toNetworkRequest(exchange.request(), commonRequest({}, 5)));
        network.reply()->answer(200, {{"Content-Length", "0"}});
        network.reply()->finish();
        QVERIFY(exchange.takeAnswer().hop.phases.totalUs < 250'000);
    }

    void aRedirectThatQtCannotSendAgainIsARedirect()
    {
        Play play;
        play.answer(307, Page, {{"Location", "/next"}});
        play.reply().fail(NetworkError::ContentReSendError, u"cannot"_qs);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::None);
        QCOMPARE(answer.hop.location, QByteArray("/next"));
    }

    /// Each certificate of a chain may say the same, and so may the next connection.
    void whatIsWrongWithACertificateIsSaidOnce()
    {
        WireRequest request = Play::plainGet();
        request.url.setScheme(u"https"_qs);
        Play play({1000, 0, false, false}, request);
        const QSslError expired(QSslError::CertificateExpired), other(QSslError::HostNameMismatch);
        Q_EMIT play.reply().sslErrors({expired, other, expired});
        Q_EMIT play.reply().sslErrors({other});
        play.reply().fail(NetworkError::SslHandshakeFailedError, u"SSL handshake failed"_qs);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::Tls);
        QVERIFY2(answer.errorText.startsWith(expired.errorString() + u' ' + other.errorString()),
                 qPrintable(answer.errorText));
        QCOMPARE(answer.errorText.count(expired.errorString()), 1);
        QCOMPARE(answer.errorText.count(other.errorString()), 1);
    }

    void aProxysErrorsAreItsOwn_data()
    {
        QTest::addColumn<int>("proxy");
        QTest::addColumn<int>("error");
        QTest::addColumn<FetchError>("expected");
        const auto add = [](const char *name, QNetworkProxy::ProxyType proxy, NetworkError error,
                            FetchError expected) {
            QTest::newRow(name) << int(proxy) << int(error) << expected;
        };
        add("http refuses", QNetworkProxy::HttpProxy, NetworkError::ConnectionRefusedError,
            FetchError::ProxyFailed);
        add("http unknown", QNetworkProxy::HttpProxy, NetworkError::HostNotFoundError,
            FetchError::ProxyFailed);
        add("http closes", QNetworkProxy::HttpProxy, NetworkError::RemoteHostClosedError, FetchError::Reset);
        add("socks5 down", QNetworkProxy::Socks5Proxy, NetworkError::UnknownNetworkError,
            FetchError::ProxyFailed);
        add("refused behind socks5", QNetworkProxy::Socks5Proxy, NetworkError::ConnectionRefusedError,
            FetchError::Refused);
        add("none", QNetworkProxy::DefaultProxy, NetworkError::UnknownNetworkError, FetchError::Unreachable);
    }

    void aProxysErrorsAreItsOwn()
    {
        QFETCH(int, proxy);
        QFETCH(int, error);
        Play play({1000, 0, false, false}, Play::plainGet(), QNetworkProxy::ProxyType(proxy));
        play.reply().fail(NetworkError(error), u"no"_qs);
        QTEST(play.exchange.takeAnswer().error, "expected");
    }

    void anEmptyUploadWasSentWhenItIsOut()
    {
        WireRequest request = Play::plainGet();
        request.method = "POST";
        request.hasBody = true;
        Play play({1000, 0, false, false}, request);
        Q_EMIT play.reply().uploadProgress(0, 0);
        Q_EMIT play.reply().uploadProgress(0, 0);
        QVERIFY(play.exchange.wasSent());
        QCOMPARE(play.sent.size(), 1);
        play.reply().answer(200, {{"Content-Length", "0"}});
        play.reply().finish();
        QCOMPARE(int(play.exchange.takeAnswer().hop.sends), 1);
    }

    /// Qt tells from another thread when it was sent, which may be too late.
    void anEmptyUploadThatFoundNobodyWasNotSent()
    {
        WireRequest request = Play::plainGet();
        request.method = "POST";
        Play play({1000, 0, false, false}, request);
        play.reply().fail(NetworkError::ConnectionRefusedError, u"refused"_qs);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::Refused);
        QCOMPARE(int(answer.hop.sends), 0); // so it may be sent again
    }

    /// A proper page may be served by whoever stands before it.
    void aBotWallIsOneThatRefuses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("challenge");
        QTest::newRow("200") << 200 << QString();
        QTest::newRow("403") << 403 << u"Cloudflare"_qs;
    }

    void aBotWallIsOneThatRefuses()
    {
        QFETCH(int, status);
        Play play;
        play.answer(status, Page, {{"cf-mitigated", "challenge"}});
        play.reply().finish();
        QTEST(play.exchange.takeAnswer().challenge, "challenge");
    }

    void whatMayBeOnTheWireCountsAsSent_data()
    {
        QTest::addColumn<bool>("isHandedOver");
        QTest::addColumn<FetchError>("why");
        QTest::newRow("stopped before") << false << FetchError::Cancelled;
        QTest::newRow("stopped after") << true << FetchError::Cancelled;
        QTest::newRow("too late after") << true << FetchError::Timeout;
    }

    void whatMayBeOnTheWireCountsAsSent()
    {
        QFETCH(bool, isHandedOver);
        QFETCH(FetchError, why);
        WireRequest request = Play::plainGet();
        request.method = "POST";
        request.hasBody = true;
        request.body = "shingle";
        Play play({1000, 0, false, false}, request);
        QVERIFY(!play.exchange.wasSent());
        if (isHandedOver)
            QCOMPARE(play.network.upload(), request.body);
        QCOMPARE(play.exchange.wasSent(), isHandedOver);
        play.exchange.expire(why);
        QCOMPARE(int(play.exchange.takeAnswer().hop.sends), isHandedOver ? 1 : 0);
    }

    /// It is told as one without a body is, and has a length all the same.
    void anEmptyBodyThatMayBeRepeatedIsNoUpload()
    {
        WireRequest request = Play::plainGet();
        request.method = "PUT";
        request.hasBody = true;
        Play play({1000, 0, false, false}, request);
        QVERIFY(!play.network.hasUpload());
        QCOMPARE(play.reply().request().rawHeader("Content-Length"), QByteArray("0"));
        QVERIFY(!play.exchange.wasSent());
        play.reply().send();
        QVERIFY(play.exchange.wasSent());
    }

    void anAnswerTellsThatItsRequestWasSent()
    {
        Play play;
        play.reply().answer(200, {{"Content-Length", "0"}});
        QCOMPARE(play.sent.size(), 1);
        play.reply().finish();
        const Hop hop = play.exchange.takeAnswer().hop;
        QCOMPARE(int(hop.sends), 1);
        QCOMPARE(hop.phases.connectUs, -1);
        QVERIFY(hop.phases.ttfbUs >= 0);
    }

    void aHeaderWithoutFieldsIsNotWaitedFor()
    {
        Play play;
        play.reply().send();
        play.reply().answer(200);
        play.reply().deliver("<title>Raw</title>");
        QVERIFY(play.finished.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(play.finished.size(), 1, 10'000);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::NotHttp);
        QVERIFY(answer.errorText.contains(u"header"));
    }

    void aHeaderWithoutFieldsMayBeSound()
    {
        Play play;
        play.reply().send();
        play.reply().answer(200);
        play.reply().deliver("<title>Raw</title>");
        play.reply().finish();
        QCOMPARE(play.exchange.takeAnswer().error, FetchError::None);
    }

    void anAnswerWithoutFieldsThatIsStoppedIsStopped()
    {
        Play play;
        play.reply().send();
        play.reply().answer(200);
        play.exchange.expire(FetchError::Cancelled);
        QCOMPARE(play.exchange.takeAnswer().error, FetchError::Cancelled);
    }

    void expiresOnceAndForAll()
    {
        Play play;
        play.answer(200);
        play.reply().deliver("<title>Half");
        QPointer<FakeReply> reply = &play.reply();
        play.exchange.expire(FetchError::Timeout);
        QCOMPARE(play.finished.size(), 1);
        reply->deliver(" a page</title>");
        reply->finish();
        play.exchange.expire(FetchError::Cancelled);
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::Timeout);
        QCOMPARE(int(answer.hop.status), 200);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY2(!reply, "the reply is given up");
    }

    void goesQuietlyWhileOnTheWire()
    {
        auto play = std::make_unique<Play>();
        play->reply().send();
        play.reset();
    }

    void theHeaderTellsWhatPolicyNeeds()
    {
        Play play;
        play.answer(503, Page,
                    {{"Retry-After", "7"}, {"Location", "/not-for-503"}, {"cf-mitigated", "challenge"}});
        play.reply().finish();
        Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.retryAfterMs, 7000);
        QCOMPARE(answer.challenge, u"Cloudflare"_qs);
        QVERIFY(answer.hop.location.isEmpty());

        Play redirect;
        redirect.answer(302, Page, {{"Location", "/next"}});
        redirect.reply().finish();
        answer = redirect.exchange.takeAnswer();
        QCOMPARE(answer.hop.location, QByteArray("/next"));
        QCOMPARE(answer.retryAfterMs, -1);
        QVERIFY(answer.challenge.isEmpty());
    }

    void methodsAndBodies_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("hasBody");
        for (const QByteArray method :
             {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"}) {
            QTest::newRow(method.constData()) << method << false;
            QTest::addRow("%s with a body", method.constData()) << method << true;
        }
    }

    void methodsAndBodies()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, hasBody);
        WireRequest request = Play::plainGet();
        request.method = method;
        request.hasBody = hasBody;
        request.body = hasBody ? "shingle" : "";
        Play play({1000, 0, false, false}, request);
        QCOMPARE(play.reply().method(), method);
        QCOMPARE(play.network.upload(), request.body);
    }
};

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"
