// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/requestbuilder.h"
#include "core/policy/redirectpolicy.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QTest>

using namespace turnstone;

namespace {

QByteArray field(const HeaderList &headers, QByteArrayView name)
{
    QByteArray all;
    for (const auto &[key, value] : headers) {
        if (name.compare(key, Qt::CaseInsensitive) == 0)
            all += all.isEmpty() ? value : "|" + value;
    }
    return all;
}

const QUrl Url(QStringLiteral("http://host/path"));

} // namespace

class TestRequestBuilder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlainGet()
    {
        const WireRequest wire = firstRequest(Url, {}, nullptr);
        QCOMPARE(wire.method, QByteArray("GET"));
        QVERIFY(!wire.hasBody);
        QVERIFY(wire.headers.isEmpty());
        QCOMPARE(wire.url, Url);
    }

    void theLineGoesBeforeTheCrawl()
    {
        CrawlSettings settings;
        settings.request = {"PUT", {{"X-One", "crawl"}, {"X-Two", "crawl"}}, "crawl", true};
        const RequestSpec line{"POST", {{"x-two", "line"}}, "line", true};
        const WireRequest wire = firstRequest(Url, settings, &line);
        QCOMPARE(wire.method, QByteArray("POST"));
        QCOMPARE(wire.body, QByteArray("line"));
        QCOMPARE(field(wire.headers, "X-One"), QByteArray("crawl"));
        QCOMPARE(field(wire.headers, "X-Two"), QByteArray("line"));
    }

    void whatTheLineLeavesEmptyComesFromTheCrawl()
    {
        CrawlSettings settings;
        settings.request = {"PUT", {}, "crawl", true};
        const RequestSpec line{{}, {{"X-Two", "line"}}, {}, false};
        const WireRequest wire = firstRequest(Url, settings, &line);
        QCOMPARE(wire.method, QByteArray("PUT"));
        QCOMPARE(wire.body, QByteArray("crawl"));
        QVERIFY(wire.hasBody);
    }

    void anEmptyBodyIsABody()
    {
        CrawlSettings settings;
        settings.request = {"POST", {}, "crawl", true};
        const RequestSpec line{{}, {}, {}, true};
        const WireRequest wire = firstRequest(Url, settings, &line);
        QVERIFY(wire.hasBody);
        QVERIFY(wire.body.isEmpty());
    }

    void aBodyHasAType()
    {
        const RequestSpec form{"POST", {}, "a=b", true};
        QCOMPARE(field(firstRequest(Url, {}, &form).headers, "Content-Type"),
                 QByteArray("application/x-www-form-urlencoded"));
        const RequestSpec json{"POST", {{"content-type", "application/json"}}, "{}", true};
        QCOMPARE(field(firstRequest(Url, {}, &json).headers, "Content-Type"), QByteArray("application/json"));
    }

    void credentialsBecomeAField()
    {
        const QUrl url(u"http://us%40er:p%C3%A9@host/path"_qs);
        const WireRequest wire = firstRequest(url, {}, nullptr);
        QCOMPARE(field(wire.headers, "Authorization"), "Basic " + QByteArray("us@er:p\xc3\xa9").toBase64());
        QVERIFY(wire.url.userInfo().isEmpty());
        CrawlSettings settings;
        settings.request.headers = {{"authorization", "Bearer own"}};
        QCOMPARE(field(firstRequest(url, settings, nullptr).headers, "Authorization"),
                 QByteArray("Bearer own"));
    }

    void whatOnlyTheEngineCanKnowIsNotTheUsers_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("Accept-Encoding") << QByteArray("gzip");
        QTest::newRow("content-length") << QByteArray("1000");
        QTest::newRow("Transfer-Encoding") << QByteArray("chunked");
    }

    void whatOnlyTheEngineCanKnowIsNotTheUsers()
    {
        QFETCH(QByteArray, value);
        const QByteArray name = QTest::currentDataTag();
        CrawlSettings settings;
        settings.request.headers = {{name, value}};
        RequestSpec own;
        own.headers = {{name, value}};
        QVERIFY(field(firstRequest(Url, settings, nullptr).headers, name).isEmpty());
        QVERIFY(field(firstRequest(Url, {}, &own).headers, name).isEmpty());
    }

    void fieldsAreRemovedWhateverTheirCase()
    {
        HeaderList headers{{"Cookie", "a"}, {"X", "b"}, {"cookie", "c"}};
        removeHeader(headers, "COOKIE");
        QCOMPARE(headers, (HeaderList{{"X", "b"}}));
    }

    void theNetworkRequestFollowsNothingAndCachesNothing()
    {
        const QNetworkRequest request =
            toNetworkRequest(firstRequest(Url, {}, nullptr), commonRequest({}, 5));
        const auto is = [&request](QNetworkRequest::Attribute attribute) {
            return request.attribute(attribute).toInt();
        };
        QCOMPARE(is(QNetworkRequest::RedirectPolicyAttribute), int(QNetworkRequest::ManualRedirectPolicy));
        QCOMPARE(is(QNetworkRequest::CacheLoadControlAttribute), int(QNetworkRequest::AlwaysNetwork));
        QCOMPARE(is(QNetworkRequest::CookieLoadControlAttribute), int(QNetworkRequest::Manual));
        QCOMPARE(is(QNetworkRequest::CookieSaveControlAttribute), int(QNetworkRequest::Manual));
        QCOMPARE(is(QNetworkRequest::ConnectionCacheExpiryTimeoutSecondsAttribute), 5);
        QCOMPARE(request.rawHeader("Accept-Encoding"), QByteArray("gzip, deflate, br, zstd"));
        QVERIFY(request.rawHeader("User-Agent").startsWith("Turnstone/"));
    }

    void cookiesOnRequest()
    {
        CrawlSettings settings;
        settings.cookies = true;
        const QNetworkRequest request =
            toNetworkRequest(firstRequest(Url, settings, nullptr), commonRequest(settings, 5));
        QVERIFY(!request.attribute(QNetworkRequest::CookieLoadControlAttribute).isValid());
    }

    void fieldsGoBeforeDefaults()
    {
        CrawlSettings settings;
        settings.userAgent = "Probe/1";
        settings.request.headers = {{"accept", "text/plain"}, {"user-agent", "Own/2"}};
        const QNetworkRequest request =
            toNetworkRequest(firstRequest(Url, settings, nullptr), commonRequest(settings, 5));
        QCOMPARE(request.rawHeader("Accept"), QByteArray("text/plain"));
        QCOMPARE(request.rawHeader("User-Agent"), QByteArray("Own/2"));
        QCOMPARE(request.rawHeaderList().size(), 3); // and Accept-Encoding
    }

    void theProxysPasswordIsForTheProxy_data()
    {
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QByteArray>("told"); // in Base64
        QTest::newRow("whole addresses")
            << u"http://a:b@proxy:1"_qs << u"http://host/"_qs << QByteArray("a:b");
        QTest::newRow("no user") << u"http://:b@proxy:1"_qs << u"http://host/"_qs << QByteArray(":b");
        QTest::newRow("a key") << u"http://a@proxy:1"_qs << u"http://host/"_qs << QByteArray("a:");
        QTest::newRow("tunnel") << u"http://a:b@proxy:1"_qs << u"https://host/"_qs << QByteArray();
        QTest::newRow("no password") << u"http://proxy:1"_qs << u"http://host/"_qs << QByteArray();
        QTest::newRow("SOCKS") << u"socks5://a:b@proxy:1"_qs << u"http://host/"_qs << QByteArray();
    }

    void theProxysPasswordIsForTheProxy()
    {
        QFETCH(QString, proxy);
        QFETCH(QString, url);
        QFETCH(QByteArray, told);
        CrawlSettings settings;
        settings.proxy = QUrl(proxy);
        const QNetworkRequest request =
            toNetworkRequest(firstRequest(QUrl(url), settings, nullptr), commonRequest(settings, 5));
        QCOMPARE(request.hasRawHeader("Proxy-Authorization"), !told.isEmpty());
        if (!told.isEmpty())
            QCOMPARE(request.rawHeader("Proxy-Authorization"), "Basic " + told.toBase64());
    }

    void redirectsChangeTheRequest_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QByteArrayList>("fields"); // that are left
        QTest::addColumn<bool>("body");
        const QByteArrayList all{"Authorization",   "Cookie",          "Host",
                                 "X-Own",           "Accept-Language", "proxy-authorization",
                                 "Content-Type",    "Content-Length",  "Content-Language",
                                 "Content-Encoding"};
        QTest::newRow("307, same origin") << 307 << QByteArray("/next") << all << true;
        QTest::newRow("303, same origin")
            << 303 << QByteArray("/next")
            << QByteArrayList{"Authorization", "Cookie",          "Host",
                              "X-Own",         "Accept-Language", "proxy-authorization"}
            << false;
        QTest::newRow("307, elsewhere")
            << 307 << QByteArray("http://other/next")
            << QByteArrayList{"Accept-Language", "Content-Type", "Content-Language", "Content-Encoding"}
            << true;
        QTest::newRow("303, another port")
            << 303 << QByteArray("http://host:81/") << QByteArrayList{"Accept-Language"} << false;
    }

    void redirectsChangeTheRequest()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, location);
        WireRequest wire;
        wire.url = Url;
        wire.method = "POST";
        wire.body = "shingle";
        wire.hasBody = true;
        for (const char *name :
             {"Authorization", "Cookie", "Host", "X-Own", "Accept-Language", "proxy-authorization",
              "Content-Type", "Content-Length", "Content-Language", "Content-Encoding"})
            wire.headers.emplace_back(name, "1");
        const RedirectStep step = followRedirect(status, location, wire.url, wire.method);
        applyRedirect(wire, step);
        QCOMPARE(wire.url, step.url);
        QCOMPARE(wire.method, step.method);
        QByteArrayList left;
        for (const auto &header : wire.headers)
            left += header.first;
        QTEST(left, "fields");
        QTEST(wire.hasBody, "body");
        QCOMPARE(wire.body.isEmpty(), !wire.hasBody);
    }

    void aFieldGivenTwiceIsAList()
    {
        CrawlSettings settings;
        settings.request.headers = {{"X-A", "a"}, {"Cookie", "c=1"}, {"x-a", "b"}, {"Cookie", "d=2"}};
        const QNetworkRequest request =
            toNetworkRequest(firstRequest(Url, settings, nullptr), commonRequest(settings, 5));
        QCOMPARE(request.rawHeader("X-A"), QByteArray("a, b"));
        QCOMPARE(request.rawHeader("Cookie"), QByteArray("c=1; d=2"));
    }

    /// Qt would say that it is a browser.
    void whoAsksIsAlwaysSaid()
    {
        CrawlSettings settings;
        settings.userAgent.clear();
        settings.request.headers = {{"User-Agent", ""}};
        const QNetworkRequest request =
            toNetworkRequest(firstRequest(Url, settings, nullptr), commonRequest(settings, 5));
        QVERIFY(request.rawHeader("User-Agent").startsWith("Turnstone/"));
    }

    void headHasNoBody()
    {
        CrawlSettings settings;
        settings.request = {"HEAD", {}, "x", true};
        const WireRequest wire = firstRequest(Url, settings, nullptr);
        QVERIFY(!wire.hasBody && wire.body.isEmpty());
        QVERIFY(field(wire.headers, "Content-Type").isEmpty());
    }

    /// What Qt makes of an address on the wire is what the result says was asked for.
    void theAddressIsTheOneThatGoesOut_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::newRow("http://host/a/../b//c?d=//") << u"http://host/b//c?d=//"_qs;
        QTest::newRow("http://host//d") << u"http://host/d"_qs;
        QTest::newRow("http://host///d") << u"http://host/d"_qs;
        QTest::newRow("http://host/%2e%2e/g") << u"http://host/g"_qs;
    }

    void theAddressIsTheOneThatGoesOut()
    {
        QFETCH(QString, asked);
        const QUrl url(QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(firstRequest(url, {}, nullptr).url.toString(QUrl::FullyEncoded), asked);
        WireRequest redirected = firstRequest(Url, {}, nullptr);
        RedirectStep step;
        step.url = url;
        applyRedirect(redirected, step);
        QCOMPARE(redirected.url.toString(QUrl::FullyEncoded), asked);
    }

    void http2ByChoice_data()
    {
        QTest::addColumn<int>("choice");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("on") << int(Http2::On) << true;
        QTest::newRow("off") << int(Http2::Off) << false;
        QTest::newRow("auto") << int(Http2::Auto) << (QT_VERSION >= QT_VERSION_CHECK(6, 8, 0));
    }

    void http2ByChoice()
    {
        QFETCH(int, choice);
        CrawlSettings settings;
        settings.http2 = Http2(choice);
        const QNetworkRequest request =
            toNetworkRequest(firstRequest(Url, settings, nullptr), commonRequest(settings, 5));
        QTEST(request.attribute(QNetworkRequest::Http2AllowedAttribute).toBool(), "allowed");
    }

    void givenCookiesStandBesideTheJars_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("none") << QByteArray() << QByteArray(); // the manager asks the jar
        QTest::newRow("another") << QByteArray("tide=low") << QByteArray("tide=low; shell=whelk");
        QTest::newRow("of the same name")
            << QByteArray("shell=limpet; tide=low") << QByteArray("tide=low; shell=whelk");
        QTest::newRow("of the same name alone") << QByteArray("shell=limpet") << QByteArray("shell=whelk");
        QTest::newRow("nothing between separators")
            << QByteArray(";; tide=low;") << QByteArray("tide=low; shell=whelk");
    }

    void givenCookiesStandBesideTheJars()
    {
        QFETCH(QByteArray, given);
        QNetworkCookieJar jar;
        QNetworkRequest request(QUrl(u"http://shore.test/"_qs));
        QVERIFY(jar.setCookiesFromUrl({QNetworkCookie("shell", "whelk")}, request.url()));
        if (!given.isEmpty())
            request.setRawHeader("Cookie", given);
        addCookies(request, jar);
        QTEST(request.rawHeader("Cookie"), "sent");
    }
};

QTEST_GUILESS_MAIN(TestRequestBuilder)
#include "tst_requestbuilder.moc"
