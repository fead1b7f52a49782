// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/exchange.h"
#include "tests/support/fakenetwork.h"

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTest>

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

    void phasesFollowEachOther()
    {
        Play play;
        play.answer(200);
        play.reply().finish();
        const Phases phases = play.exchange.takeAnswer().hop.phases;
        QVERIFY(phases.connectUs >= 0 && phases.ttfbUs >= 0 && phases.downloadUs >= 0);
        QVERIFY(phases.connectUs + phases.ttfbUs + phases.downloadUs <= phases.totalUs);
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
        QVERIFY(half.connectUs >= 0);
        QCOMPARE(half.ttfbUs, -1);
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
        QTest::newRow("announced") << Fields{{"Content-Length", "5000"}};
        QTest::newRow("announced falsely") << Fields{{"Content-Length", "10"}};
        QTest::newRow("announced as nonsense") << Fields{{"Content-Length", "ten"}};
        QTest::newRow("coded") << Fields{{"Content-Length", "10"}, {"Content-Encoding", "gzip"}};
    }

    void aBodyOverTheLimitEndsTheExchange()
    {
        QFETCH(QList<QNetworkReply::RawHeaderPair>, fields);
        Play play;
        play.answer(200, Page, fields);
        for (int i = 0; i < 5; ++i)
            play.reply().deliver(QByteArray(1000, 'x'));
        if (play.finished.isEmpty()) // a small one is looked at when it is whole
            play.reply().finish();
        QCOMPARE(play.finished.size(), 1);
        const Answer answer = play.exchange.takeAnswer();
        QCOMPARE(answer.error, FetchError::TooLarge);
        QCOMPARE(answer.body.size(), 1000);
        QCOMPARE(int(answer.hop.status), 200);
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

    void headersAreKeptOnRequest()
    {
        WireRequest request = Play::plainGet();
        request.headers = {{"X-Probe", "one"}};
        Play play({1000, 0, true, false}, request);
        play.answer(200, Page, {{"X-Answer", "two"}});
        play.reply().finish();
        const Hop hop = play.exchange.takeAnswer().hop;
        QVERIFY(hop.requestHeaders.contains({"X-Probe", "one"}));
        QVERIFY(hop.responseHeaders.contains({"X-Answer", "two"}));
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
        add("no such protocol", NetworkError::ProtocolUnknownError, 0, FetchError::InvalidUrl);
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
        QCOMPARE(answer.errorText, expected == FetchError::None ? QString() : u"What the system says."_qs);
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
        QCOMPARE(play.network.uploaded(), request.body);
    }
};

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"
