// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/behaviour.h"
#include "tests/support/socksproxy.h"

#include <QStringBuilder>

namespace turnstone {

namespace {

using Certificate = TlsServer::Certificate;

void keepBody(CrawlSettings &settings)
{
    settings.keepBodyBytes = 100'000;
}

Behaviour::Check bodyHas(const QByteArray &part)
{
    return [part](const Played &played) { return played.result.body.contains(part); };
}

Behaviour::Check sawField(const QByteArray &field)
{
    return [line = QByteArray("\r\n" + field + "\r\n")](const Played &played) {
        return played.stage.raw->received().back().contains(line);
    };
}

Behaviour withAddress(const QByteArray &name, const QString &path, const QString &userInfo)
{
    return Behaviour(name, [path, userInfo](Stage &stage) -> QByteArray {
        QUrl url = stage.site.address(path);
        url.setUserInfo(userInfo);
        return url.toEncoded();
    });
}

void addAccess(Behaviours &list)
{
    list.push_back(withAddress("credentials in the address", u"/basic-auth/user/pass"_qs, u"user:pass"_qs)
                       .asking([](CrawlSettings &settings) { settings.keepHeaders = true; })
                       .check("shows them nowhere but in the address as given", [](const Played &played) {
                           const Hop &hop = *played.result.lastHop();
                           const QByteArray secret = QByteArray("user:pass").toBase64();
                           for (const auto &[name, value] : hop.requestHeaders) {
                               if (value.contains(secret))
                                   return false;
                           }
                           const QByteArray row = played.row.sliced(1).join(' ');
                           return !hop.url.contains("pass@") && !row.contains("user:pass@") &&
                                  !row.contains(secret) && !played.result.reason.contains(u"pass@");
                       }));
    list.push_back(withAddress("wrong credentials in the address", u"/basic-auth/user/pass"_qs, u"user:no"_qs)
                       .is(Verdict::Blocked, 401));
    list.push_back(Behaviour::site("a token asked for", u"/bearer"_qs).is(Verdict::Blocked, 401));
    list.push_back(Behaviour::site("a token given", u"/bearer"_qs)
                       .sending({"GET", {{"Authorization", "Bearer shell"}}, {}, false}));
    list.push_back(Behaviour::site("cookies kept", u"/cookies/set?shell=whelk"_qs)
                       .asking([](CrawlSettings &settings) {
                           settings.cookies = true;
                           keepBody(settings);
                       })
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("came back", bodyHas("\"shell\": \"whelk\"")));
    list.push_back(Behaviour::site("cookies kept beside those given", u"/cookies/set?shell=whelk"_qs)
                       .sending({"GET", {{"Cookie", "shell=limpet; tide=low"}}, {}, false})
                       .asking([](CrawlSettings &settings) {
                           settings.cookies = true;
                           keepBody(settings);
                       })
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("the new one came back", bodyHas("\"shell\": \"whelk\""))
                       .check("the given one, too", bodyHas("\"tide\": \"low\""))
                       .check("the old one did not",
                              [](const Played &played) { return !played.result.body.contains("limpet"); }));
    list.push_back(Behaviour::site("cookies not wanted", u"/cookies/set?shell=whelk"_qs)
                       .asking(keepBody)
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("did not come back", [](const Played &played) {
                           return played.result.body.contains("cookies") &&
                                  !played.result.body.contains("whelk");
                       }));
}

void addRequestMethods(Behaviours &list)
{
    const RequestSpec json{"POST", {{"Content-Type", "application/json"}}, R"({"tide":"low"})", true};
    list.push_back(Behaviour::site("a line that posts JSON", u"/echo"_qs)
                       .sending(json)
                       .asking(keepBody)
                       .check("as POST", bodyHas("\"method\": \"POST\""))
                       .check("with its type", bodyHas("application/json"))
                       .check("with its body", bodyHas(R"({\"tide\":\"low\"})")));
    list.push_back(Behaviour::site("an empty POST", u"/echo"_qs)
                       .posting("")
                       .asking(keepBody)
                       .check("as POST", bodyHas("\"method\": \"POST\"")));
    const auto sound = rawscripts::answering(rawscripts::soundAnswer());
    list.push_back(Behaviour::raw("an empty POST says that it is empty", sound)
                       .posting("")
                       .check("with its length", sawField("Content-Length: 0")));
    for (const char *method : {"PATCH", "DELETE", "OPTIONS", "PROPFIND"}) {
        list.push_back(Behaviour::raw(QByteArray("method ") + method, sound)
                           .sending({method, {}, {}, false})
                           .check("is sent", [method](const Played &played) {
                               return played.stage.raw->received().back().startsWith(method);
                           }));
    }
    list.push_back(
        Behaviour::site("HEAD", u"/page/1"_qs).sending({"HEAD", {}, {}, false}).sized(0).titled(QString()));
    list.push_back(Behaviour::site("HEAD that is answered by 405", u"/head-lies"_qs)
                       .sending({"HEAD", {}, {}, false})
                       .is(Verdict::ClientError, 405));
    list.push_back(Behaviour::raw("a GET with a body", sound)
                       .sending({"GET", {}, "shingle", true})
                       .check("is sent", [](const Played &played) {
                           return played.stage.raw->received().back().endsWith("\r\n\r\nshingle");
                       }));
    list.push_back(Behaviour::raw("header fields of the crawl and of the line", sound)
                       .asking([](CrawlSettings &settings) {
                           settings.request.headers = {{"X-One", "crawl"}, {"X-Two", "crawl"}};
                           settings.userAgent = "Probe/7";
                       })
                       .sending({"GET", {{"x-two", "line"}}, {}, false})
                       .check("the crawl's", sawField("X-One: crawl"))
                       .check("the line's", sawField("x-two: line"))
                       .check("the agent", sawField("User-Agent: Probe/7")));
    const QByteArray unchanged = "HTTP/1.1 304 Not Modified\r\nETag: \"tide\"\r\n\r\n";
    for (const QByteArray field : {"If-None-Match", "if-modified-since"})
        list.push_back(Behaviour::answer("unchanged: " + field, unchanged)
                           .sending({"GET", {{field, "\"tide\""}}, {}, false})
                           .is(Verdict::Ok, 304));
    list.push_back(
        Behaviour::answer("unchanged, which nobody asked", unchanged).is(Verdict::BadResponse, 304));
    list.push_back(
        Behaviour::raw("secrets in what is kept of the request", sound)
            .asking([](CrawlSettings &settings) { settings.keepHeaders = true; })
            .sending({"GET", {{"Authorization", "Bearer shell"}, {"X-Tide", "low"}}, {}, false})
            .check("are sent", sawField("Authorization: Bearer shell"))
            .check("are hidden", [](const Played &played) {
                const HeaderList &kept = played.result.lastHop()->requestHeaders;
                return kept.contains({"Authorization", "Bearer ***"}) && kept.contains({"X-Tide", "low"});
            }));
    list.push_back(
        Behaviour::raw("an address with a fragment", rawscripts::answering(rawscripts::soundAnswer()))
            .check("asks for the rest", [](const Played &played) {
                return played.stage.raw->received().back().startsWith("GET / HTTP/1.1\r\n");
            }));
    list.back().open = [sound](Stage &stage) -> QByteArray {
        stage.raw = std::make_unique<RawServer>(sound);
        return stage.raw->address().toEncoded() + "#part";
    };
    list.push_back(Behaviour("percent-encoding is left as it is", [sound](Stage &stage) -> QByteArray {
                       stage.raw = std::make_unique<RawServer>(sound);
                       return stage.raw->address().toEncoded() + "a%2Fb%20c?q=%C3%A9&r=a+b%26";
                   }).check("is asked for so", [](const Played &played) {
        return played.stage.raw->received().back().startsWith("GET /a%2Fb%20c?q=%C3%A9&r=a+b%26 ");
    }));
}

void addProxies(Behaviours &list)
{
    static const SocksProxy socks("diver", "pearl"); // one that is not there is waited for
    list.push_back(Behaviour::site("a proxy that lets nobody through", u"/fast"_qs)
                       .asking([](CrawlSettings &settings) {
                           settings.proxy =
                               QUrl(u"socks5://diver:shell@127.0.0.1:" % QString::number(socks.port()));
                       })
                       .fails(FetchError::ProxyLogin, Verdict::ConnectionFailed)
                       .saying(u"proxy"_qs));
}

} // namespace

Behaviours tlsBehaviours()
{
    const auto trusting = [](CrawlSettings &settings) { settings.insecure = true; };
    const auto refused = [](const QByteArray &name, Certificate certificate) {
        return Behaviour::tls(name, certificate).fails(FetchError::Tls, Verdict::TlsError);
    };
    Behaviours list;
    list.push_back(Behaviour::tls("a sound certificate", Certificate::Sound).titled(u"Raw"_qs));
    list.push_back(refused("a self-signed certificate", Certificate::SelfSigned).saying(u"self-signed"_qs));
    list.push_back(refused("an expired certificate", Certificate::Expired).saying(u"expired"_qs));
    list.push_back(refused("a certificate of another host", Certificate::WrongHost).saying(u"host name"_qs));
    list.push_back(refused("a server that asks for a certificate", Certificate::AsksBack)
                       .seen(0)
                       .saying(u"certificate required"_qs));
    list.push_back(Behaviour::tls("a server that asks for a certificate, a POST", Certificate::AsksBack)
                       .posting("one")
                       .fails(FetchError::Tls, Verdict::TlsError)
                       .seen(0)
                       .saying(u"certificate required"_qs));
    list.push_back(Behaviour::tls("a self-signed certificate, accepted", Certificate::SelfSigned)
                       .asking(trusting)
                       .titled(u"Raw"_qs));
    list.push_back(Behaviour::tls("an expired certificate, accepted", Certificate::Expired)
                       .asking(trusting)
                       .titled(u"Raw"_qs));
    list.push_back(Behaviour::tls("another host's certificate, accepted", Certificate::WrongHost)
                       .asking(trusting)
                       .titled(u"Raw"_qs));
    list.push_back(Behaviour("https where there is only http", [](Stage &stage) -> QByteArray {
                       QUrl url = stage.site.address(u"/fast");
                       url.setScheme(u"https"_qs);
                       return url.toEncoded();
                   }).fails(FetchError::Tls, Verdict::TlsError));
    list.push_back(Behaviour("http where there is only https",
                             [](Stage &stage) -> QByteArray {
                                 stage.tls = std::make_unique<TlsServer>(Certificate::Sound);
                                 QUrl url = stage.tls->address();
                                 url.setScheme(u"http"_qs);
                                 return url.toEncoded();
                             })
                       .fails(FetchError::Reset, Verdict::ConnectionFailed, 3)
                       .seen(0));
    list.push_back(Behaviour("a handshake that is never answered",
                             [](Stage &stage) -> QByteArray {
                                 stage.raw = std::make_unique<RawServer>(rawscripts::silence());
                                 return stage.raw->address(u"/", u"https").toEncoded();
                             })
                       .asking([](CrawlSettings &settings) {
                           settings.limits.connectTimeout = std::chrono::milliseconds(200);
                           settings.limits.retries = 0;
                       })
                       .fails(FetchError::ConnectTimeout, Verdict::Timeout));
    list.push_back(Behaviour("a handshake that is broken off", [](Stage &stage) -> QByteArray {
                       stage.raw =
                           std::make_unique<RawServer>([](RawConnection &connection) { connection.reset(); });
                       return stage.raw->address(u"/", u"https").toEncoded();
                   }).fails(FetchError::Reset, Verdict::ConnectionFailed, 3));
    list.push_back(Behaviour("https that leads down to http",
                             [](Stage &stage) -> QByteArray {
                                 stage.tls = std::make_unique<TlsServer>(
                                     Certificate::Sound,
                                     "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: " +
                                         stage.site.text(u"/fast") + "\r\n\r\n");
                                 return stage.tls->address().toEncoded();
                             })
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .saying(u"from https down to http"_qs));
    return list;
}

Behaviours requestBehaviours()
{
    Behaviours list;
    addAccess(list);
    addRequestMethods(list);
    addProxies(list);
    return list;
}

} // namespace turnstone
