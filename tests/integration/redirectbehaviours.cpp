// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/behaviour.h"

#include <QSet>
#include <QStringBuilder>

#include <algorithm>

namespace turnstone {

namespace {

QByteArray moved(const QByteArray &location, const char *status = "302 Found")
{
    return QByteArray("HTTP/1.1 ") + status + "\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
}

/// Leads the first request of "/" to `location`, and answers anything else soundly.
RawServer::Script leadingOnce(const QByteArray &location)
{
    return [location](RawConnection &connection) {
        for (QByteArray request = connection.readRequest(); !request.isEmpty();
             request = connection.readRequest())
            connection.send(request.startsWith("GET / ") ? moved(location) : rawscripts::soundAnswer());
    };
}

bool holdsShell(const HeaderList &headers)
{
    return std::any_of(headers.begin(), headers.end(),
                       [](const auto &header) { return header.second.contains("shell"); });
}

QByteArray lastRequest(const Played &played)
{
    return played.stage.raw->received().back();
}

Behaviour unfit(const QByteArray &name, const QByteArray &location, const QString &why)
{
    return Behaviour::answer(name, moved(location))
        .fails(FetchError::BadRedirect, Verdict::BadResponse, 1, 302)
        .saying(why);
}

void addMethods(Behaviours &list)
{
    const auto echo = [](int status) { return u"/redirect-status/%1?to=/echo"_qs.arg(status); };
    const auto body = [](const char *part) {
        return [part](const Played &played) { return played.result.body.contains(part); };
    };
    const auto keep = [](CrawlSettings &settings) { settings.keepBodyBytes = 100'000; };
    for (const int status : {301, 302, 303}) {
        list.push_back(Behaviour::site(QByteArray::number(status) + " makes a POST a GET", echo(status))
                           .posting("shingle")
                           .asking(keep)
                           .is(Verdict::Redirected, 200)
                           .after(1)
                           .check("is a GET", body("\"method\": \"GET\""))
                           .check("has no body", body("\"body\": \"\"")));
    }
    for (const int status : {307, 308}) {
        list.push_back(
            Behaviour::site(QByteArray::number(status) + " keeps a POST and its body", echo(status))
                .posting("shingle")
                .asking(keep)
                .is(Verdict::Redirected, 200)
                .after(1)
                .check("is a POST", body("\"method\": \"POST\""))
                .check("has its body", body("\"body\": \"shingle\"")));
    }
    list.push_back(Behaviour::site("302 keeps a PUT", echo(302))
                       .sending({"PUT", {}, "shingle", true})
                       .asking(keep)
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("is a PUT", body("\"method\": \"PUT\"")));
    list.push_back(Behaviour::site("303 keeps a HEAD", echo(303))
                       .sending({"HEAD", {}, {}, false})
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("is a HEAD", [](const Played &played) {
                           return played.result.lastHop()->method == "HEAD" && played.result.bytes == 0;
                       }));
}

void addCredentials(Behaviours &list)
{
    const RequestSpec withSecrets{
        "GET",
        {{"Authorization", "Bearer shell"}, {"Cookie", "pearl=1"}, {"Host", "own.test"}, {"X-Kept", "yes"}},
        {},
        false};
    list.push_back(Behaviour::raw("credentials stay with their origin", leadingOnce("/next"))
                       .sending(withSecrets)
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("sends Authorization again", [](const Played &played) {
                           return lastRequest(played).contains("Authorization: Bearer shell");
                       }));
    list.push_back(
        Behaviour("credentials are dropped elsewhere",
                  [](Stage &stage) -> QByteArray {
                      stage.raw =
                          std::make_unique<RawServer>(rawscripts::answering(rawscripts::soundAnswer()));
                      const QString target =
                          QString::fromLatin1(stage.raw->address().toEncoded().toPercentEncoding());
                      return stage.site.text(QString(u"/redirect-to?to=" % target));
                  })
            .sending(withSecrets)
            .is(Verdict::Redirected, 200)
            .after(1)
            .check("does not send Authorization",
                   [](const Played &played) { return !lastRequest(played).contains("Authorization"); })
            .check("does not send Cookie",
                   [](const Played &played) { return !lastRequest(played).contains("pearl"); })
            .check("does not send Host",
                   [](const Played &played) { return !lastRequest(played).contains("own.test"); })
            .check("does not send what may be a secret",
                   [](const Played &played) { return !lastRequest(played).contains("X-Kept"); }));
}

void addChains(Behaviours &list)
{
    list.push_back(
        Behaviour::site("a chain of paths", u"/redirect/3"_qs).is(Verdict::Redirected, 200).after(3));
    list.push_back(
        Behaviour::site("whole addresses", u"/redirect-absolute/2"_qs).is(Verdict::Redirected, 200).after(2));
    list.push_back(Behaviour::site("relative paths with dots", u"/redirect-relative/2"_qs)
                       .is(Verdict::Redirected, 200)
                       .after(2)
                       .check("resolves the dots", [](const Played &played) {
                           return played.result.lastHop()->url.endsWith("/redirect-relative/0");
                       }));
    list.push_back(Behaviour::site("from host to host", u"/redirect-cross/6"_qs)
                       .is(Verdict::Redirected, 200)
                       .after(6)
                       .check("went over six hosts", [](const Played &played) {
                           QSet<QString> hosts;
                           for (const Hop &hop : played.result.lastAttempt()->hops)
                               hosts.insert(QUrl(QString::fromLatin1(hop.url)).host());
                           return hosts.size() > 5;
                       }));
    list.push_back(Behaviour::site("a redirect into a 404", u"/redirect-to?to=/status/404"_qs)
                       .is(Verdict::Broken, 404)
                       .after(1));
    static const RefusingPort closed;
    list.push_back(Behaviour::answer("a redirect into a closed port",
                                     moved("http://127.0.0.1:" + QByteArray::number(closed.port()) + '/'))
                       .fails(FetchError::Refused, Verdict::ConnectionFailed, 3)
                       .after(1));
    list.push_back(Behaviour::site("a loop of two", u"/redirect-loop?length=2"_qs)
                       .fails(FetchError::RedirectLoop, Verdict::BadResponse, 1, 302)
                       .after(2));
    list.push_back(Behaviour::site("a loop that cookies might end", u"/redirect-loop?length=2"_qs)
                       .asking([](CrawlSettings &settings) { settings.cookies = true; })
                       .fails(FetchError::TooManyRedirects, Verdict::BadResponse, 1, 302)
                       .after(10));
    list.push_back(Behaviour::answer("an address that leads to itself", moved("/"))
                       .fails(FetchError::RedirectLoop, Verdict::BadResponse, 1, 302));
    list.push_back(Behaviour::site("as many hops as the limit", u"/redirect/10"_qs)
                       .is(Verdict::Redirected, 200)
                       .after(10));
    list.push_back(Behaviour::site("one hop more than the limit", u"/redirect/11"_qs)
                       .fails(FetchError::TooManyRedirects, Verdict::BadResponse, 1, 302)
                       .after(10));
    list.push_back(Behaviour::site("no hop allowed", u"/redirect/1"_qs)
                       .asking([](CrawlSettings &settings) { settings.limits.maxRedirects = 0; })
                       .fails(FetchError::TooManyRedirects, Verdict::BadResponse, 1, 302));
}

} // namespace

Behaviours redirectBehaviours()
{
    namespace scripts = rawscripts;
    Behaviours list;
    addChains(list);
    addMethods(list);
    addCredentials(list);
    list.push_back(Behaviour::site("a redirect to nowhere", u"/redirect-nowhere"_qs)
                       .fails(FetchError::BadRedirect, Verdict::BadResponse, 1, 302));
    list.push_back(unfit("an empty Location", "", u"no target"_qs));
    list.push_back(unfit("a redirect to ftp:", "ftp://127.0.0.1/x", u"ftp"_qs));
    list.push_back(unfit("a redirect to a script", "javascript:alert(1)", u"javascript"_qs));
    list.push_back(unfit("a redirect to a file", "file:///etc/hostname", u"file"_qs));
    list.push_back(unfit("a redirect to no host", "http://", u"redirect"_qs));
    list.push_back(unfit("a redirect to a bad port", "http://127.0.0.1:99999/", u"redirect"_qs));
    list.push_back(unfit("a Location of 20,000 bytes", '/' + QByteArray(20'000, 'x'), u"16,384"_qs));
    list.push_back(Behaviour::raw("a Location in UTF-8 bytes", leadingOnce("/caf\xc3\xa9 au lait"))
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("asks for it percent-encoded", [](const Played &played) {
                           return lastRequest(played).startsWith("GET /caf%C3%A9%20au%20lait ");
                       }));
    list.push_back(Behaviour::raw("a Location in Latin-1 bytes", leadingOnce("/caf\xe9"))
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("asks for the same bytes", [](const Played &played) {
                           return lastRequest(played).startsWith("GET /caf%E9 ");
                       }));
    list.push_back(
        Behaviour("a Location with credentials",
                  [](Stage &stage) -> QByteArray {
                      stage.raw = std::make_unique<RawServer>([](RawConnection &connection) {
                          for (QByteArray request = connection.readRequest(); !request.isEmpty();
                               request = connection.readRequest()) {
                              const qsizetype host = request.indexOf("Host: ") + 6;
                              const QByteArray self =
                                  request.sliced(host, request.indexOf('\r', host) - host);
                              connection.send(request.startsWith("GET / ")
                                                  ? moved("http://user:shell@" + self + "/next")
                                                  : rawscripts::soundAnswer());
                          }
                      });
                      return stage.raw->address().toEncoded();
                  })
            .asking([](CrawlSettings &settings) { settings.keepHeaders = true; })
            .is(Verdict::Redirected, 200)
            .after(1)
            .check("sends none",
                   [](const Played &played) { return !lastRequest(played).contains("Authorization"); })
            .check("shows none", [](const Played &played) {
                const Hop &first = played.result.lastAttempt()->hops.front();
                return !first.location.contains("shell") && !holdsShell(first.responseHeaders) &&
                       !played.result.lastHop()->url.contains("shell") &&
                       !played.row.join(' ').contains("shell");
            }));
    const QByteArray found = "302 Found\r\nLocation: /next\r\nContent-Type: text/html\r\n";
    const auto goingOn = [](const QByteArray &name, const RawServer::Script &first) {
        return Behaviour::raw(name,
                              [first](RawConnection &connection) {
                                  if (connection.number() == 0)
                                      first(connection);
                                  else
                                      rawscripts::answering(rawscripts::soundAnswer())(connection);
                              })
            .is(Verdict::Redirected, 200)
            .after(1)
            .titled(u"Raw"_qs);
    };
    list.push_back(
        goingOn("a redirect with a stalled body", scripts::stalledAfter(found + "Content-Length: 1000\r\n")));
    list.push_back(goingOn("a redirect with a body cut short",
                           scripts::answeringOnce("HTTP/1.1 " + found + "Content-Length: 1000\r\n\r\n<p>")));
    list.push_back(goingOn("a redirect with a body over the limit", scripts::endlessBody(found)));
    list.push_back(goingOn("a redirect that announces a body over the limit",
                           scripts::stalledAfter(found + "Content-Length: 1000000000\r\n")));
    list.push_back(Behaviour::raw("a Location with a stray percent sign", leadingOnce("/50%/caf%C3%A9?x=%26"))
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("leaves its escapes alone", [](const Played &played) {
                           return lastRequest(played).contains(" /50%25/caf%C3%A9?x=%26 ");
                       }));
    list.push_back(Behaviour::raw("the same Location twice", leadingOnce("/next\r\nLocation: /next"))
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("asks for it",
                              [](const Played &played) { return lastRequest(played).contains(" /next "); }));
    list.push_back(Behaviour::raw("two Locations that differ", leadingOnce("/one\r\nLocation: /two"))
                       .fails(FetchError::NotHttp, Verdict::BadResponse)
                       .saying(u"two different targets"_qs)
                       .byQt("it takes the last", [](Behaviour &behaviour) {
                           behaviour.is(Verdict::Redirected, 200).after(1).saying({});
                           behaviour.error = FetchError::None;
                       }));
    list.push_back(Behaviour::raw("a Location with a fragment", leadingOnce("/next#part"))
                       .is(Verdict::Redirected, 200)
                       .after(1)
                       .check("does not send the fragment",
                              [](const Played &played) { return !lastRequest(played).contains("part"); }));
    return list;
}

} // namespace turnstone
