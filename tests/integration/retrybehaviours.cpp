// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/behaviour.h"

#include <QLocale>
#include <QStringBuilder>

namespace turnstone {

namespace {

using std::chrono::milliseconds;

QString keyed(const QByteArray &key, const QString &query)
{
    return u"/flaky/" % QString::fromLatin1(key) % u'?' % query;
}

/// Fails once, then answers: the first attempt must hold `error` and `status`.
Behaviour passing(const QByteArray &key, const QString &mode, FetchError error, int status)
{
    return Behaviour::site(key + " once, then sound", keyed(key, u"fails=1&mode="_qs % mode))
        .is(Verdict::Ok, 200, 2)
        .titled(u"All is well again | The Tideline"_qs)
        .check("keeps the first failure", [error, status](const Played &played) {
            const FetchAttempt &first = played.result.attempts.front();
            return first.error == error && first.status() == status;
        });
}

/// Runs `first` on the first connection and answers soundly on all others.
RawServer::Script firstOnly(const RawServer::Script &first)
{
    return [first, second = rawscripts::answering(rawscripts::soundAnswer())](RawConnection &connection) {
        (connection.number() == 0 ? first : second)(connection);
    };
}

Behaviour askedToWait(const QByteArray &name, const QByteArray &field, std::function<bool(qint64)> fits)
{
    const QByteArray refusal =
        "HTTP/1.1 429 Slow down\r\nContent-Length: 0\r\nConnection: close\r\nRetry-After: ";
    return Behaviour::raw(name, firstOnly(rawscripts::answeringOnce(refusal + field + "\r\n\r\n")))
        .asking([](CrawlSettings &settings) { settings.limits.maxBackoff = milliseconds(150); })
        .is(Verdict::Ok, 200, 2)
        .check("notes what was asked for",
               [fits](const Played &played) { return fits(played.result.attempts.front().retryAfterMs); })
        .check("waited as long as the cap allows", [](const Played &played) {
            const qint64 asked = played.result.attempts.front().retryAfterMs;
            return played.result.attempts.back().waitUs >= std::min<qint64>(asked, 150) * 1000;
        });
}

/// Its status and fields have said all, whatever becomes of the body.
Behaviour throttledWithABadBody(const QByteArray &name, const RawServer::Script &refusal)
{
    return Behaviour::raw(name, firstOnly(refusal))
        .asking([](CrawlSettings &settings) {
            settings.request.method = "POST";
            settings.limits.maxBackoff = milliseconds(150);
            settings.limits.timeout = milliseconds(400);
            settings.limits.maxBodyBytes = 5000;
        })
        .is(Verdict::Ok, 200, 2)
        .check("waited as long as the server asked for", [](const Played &played) {
            return played.result.attempts.front().error == FetchError::None &&
                   played.result.attempts.back().waitUs >= 150'000;
        });
}

QByteArray httpDateIn(int seconds)
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc().addSecs(seconds), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_qs)
        .toLatin1();
}

void addRefusals(Behaviours &list)
{
    list.push_back(Behaviour("a closed port",
                             [](Stage &stage) -> QByteArray {
                                 stage.refusing = std::make_unique<RefusingPort>();
                                 return "http://127.0.0.1:" + QByteArray::number(stage.refusing->port()) +
                                        '/';
                             })
                       .fails(FetchError::Refused, Verdict::ConnectionFailed, 3)
                       .saying(u"refused"_qs));
    list.push_back(Behaviour::site("reset to the end", u"/reset"_qs)
                       .fails(FetchError::Reset, Verdict::ConnectionFailed, 3));
    list.push_back(Behaviour::raw("reset before the request is read", rawscripts::resetAtOnce())
                       .fails(FetchError::Reset, Verdict::ConnectionFailed, 3)
                       .seen(0));
    list.push_back(Behaviour::raw("reset after the request", rawscripts::resetAfterRequest())
                       .fails(FetchError::Reset, Verdict::ConnectionFailed, 3));
    list.push_back(Behaviour::raw("closed after the request, to the end", rawscripts::closeAfterRequest())
                       .fails(FetchError::Reset, Verdict::ConnectionFailed, 3));
    list.push_back(
        Behaviour::raw("a POST that is never answered is sent once", rawscripts::closeAfterRequest())
            .posting("{}")
            .fails(FetchError::Reset, Verdict::ConnectionFailed)
            .seen(1));
    list.push_back(
        Behaviour::raw("an empty POST that is never answered is sent once", rawscripts::closeAfterRequest())
            .posting("")
            .fails(FetchError::Reset, Verdict::ConnectionFailed)
            .seen(1));
    list.push_back(Behaviour::raw("a POST that is reset is sent once", rawscripts::resetAfterRequest())
                       .posting("{}")
                       .fails(FetchError::Reset, Verdict::ConnectionFailed)
                       .seen(1));
    list.push_back(
        Behaviour::raw("a PUT that is never answered is tried again", rawscripts::closeAfterRequest())
            .sending({"PUT", {}, "{}", true})
            .fails(FetchError::Reset, Verdict::ConnectionFailed, 3));
}

Behaviour sentAgain(const Behaviour &lost)
{
    return Behaviour(lost)
        .is(Verdict::Ok, 200, 2)
        .seen(2)
        .byQt("it sends again by itself, in the same try", [](Behaviour &behaviour) {
            behaviour.is(Verdict::Ok, 200, 1).check("counts both sends", [](const Played &played) {
                return played.result.lastHop()->sends == 2;
            });
        });
}

} // namespace

Behaviours retryBehaviours()
{
    Behaviours list;
    list.push_back(passing("503", u"503"_qs, FetchError::None, 503));
    list.push_back(passing("500", u"500"_qs, FetchError::None, 500));
    // Qt sends a GET again by itself, which shows in the number of sends.
    list.push_back(
        sentAgain(Behaviour::site("reset once, then sound", keyed("reset", u"fails=1&mode=reset"_qs))));
    list.push_back(passing("truncate", u"truncate"_qs, FetchError::Truncated, 200));
    list.push_back(
        passing("timeout", u"timeout"_qs, FetchError::Timeout, 0).asking([](CrawlSettings &settings) {
            settings.limits.timeout = milliseconds(300);
        }));
    list.push_back(
        sentAgain(Behaviour::raw("closed once, then sound", firstOnly(rawscripts::closeAfterRequest())))
            .titled(u"Raw"_qs));
    list.push_back(Behaviour::site("fails longer than there are tries", keyed("long", u"fails=9&mode=502"_qs))
                       .is(Verdict::ServerError, 502, 3)
                       .saying(u"3 attempts"_qs));
    list.push_back(Behaviour::site("no retries wanted", keyed("none", u"fails=1"_qs))
                       .asking([](CrawlSettings &settings) { settings.limits.retries = 0; })
                       .is(Verdict::ServerError, 503, 1));
    list.push_back(Behaviour::site("five retries wanted", keyed("five", u"fails=5"_qs))
                       .asking([](CrawlSettings &settings) { settings.limits.retries = 5; })
                       .is(Verdict::Ok, 200, 6));
    list.push_back(Behaviour::site("a POST is tried again after 503", keyed("post", u"fails=1"_qs))
                       .posting("{}")
                       .is(Verdict::Ok, 200, 2));
    list.push_back(askedToWait("429 with Retry-After in seconds", "3", [](qint64 ms) { return ms == 3000; }));
    list.push_back(askedToWait("429 with Retry-After of 0", "0", [](qint64 ms) { return ms == 0; }));
    list.push_back(
        askedToWait("429 with two Retry-After", "1\r\nRetry-After: 3", [](qint64 ms) { return ms == 3000; }));
    list.push_back(askedToWait("429 with Retry-After in fractions of seconds", "2.5",
                               [](qint64 ms) { return ms == 3000; }));
    list.push_back(askedToWait("429 with Retry-After as a date", httpDateIn(3600),
                               [](qint64 ms) { return ms > 3'000'000 && ms <= 3'600'000; }));
    list.push_back(askedToWait("429 with Retry-After in the past", httpDateIn(-3600),
                               [](qint64 ms) { return ms == 0; }));
    list.push_back(
        askedToWait("429 with a Retry-After that is neither", "soon", [](qint64 ms) { return ms == -1; }));
    const QByteArray refusal = "HTTP/1.1 429 Slow down\r\nConnection: close\r\nRetry-After: 1\r\n";
    list.push_back(
        throttledWithABadBody("a POST to a 429 whose body is cut short",
                              rawscripts::answeringOnce(refusal + "Content-Length: 200\r\n\r\nno")));
    list.push_back(
        throttledWithABadBody("a POST to a 429 with a body over the limit",
                              rawscripts::answeringOnce(refusal + "Content-Length: 900000\r\n\r\n")));
    list.push_back(throttledWithABadBody(
        "a POST to a 429 that is not the gzip it says",
        rawscripts::answeringOnce(refusal + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nno")));
    list.push_back(throttledWithABadBody("a POST to a 429 whose body stalls",
                                         rawscripts::stalledAfter("429 Slow down\r\nRetry-After: 1\r\n")));
    list.push_back(askedToWait("429 with an absurd Retry-After", "99999999999999999999",
                               [](qint64 ms) { return ms > 1'000'000'000; }));
    list.push_back(Behaviour::site("429 to the end", u"/throttle/end?fails=-1&after=0"_qs)
                       .is(Verdict::Throttled, 429, 3));
    addRefusals(list);
    return list;
}

Behaviours timeoutBehaviours()
{
    const auto hurried = [](CrawlSettings &settings) {
        settings.limits.timeout = milliseconds(250);
        settings.limits.retries = 1;
    };
    const auto timesOut = [hurried](Behaviour behaviour, int status) {
        return behaviour.asking(hurried)
            .fails(FetchError::Timeout, Verdict::Timeout, 2, status)
            .check("took as long as it may", [](const Played &played) {
                const qint64 us = played.result.lastAttempt()->totalUs();
                return us >= 240'000 && us < 1'500'000;
            });
    };
    Behaviours list;
    list.push_back(Behaviour("nobody takes the connection",
                             [](Stage &stage) -> QByteArray {
                                 stage.deaf = std::make_unique<DeafPort>();
                                 return "http://127.0.0.1:" + QByteArray::number(stage.deaf->port()) + '/';
                             })
                       .asking([](CrawlSettings &settings) {
                           settings.limits.connectTimeout = milliseconds(150);
                           settings.limits.retries = 1;
                       })
                       .fails(FetchError::ConnectTimeout, Verdict::Timeout, 2)
                       .check("gave up in time", [](const Played &played) {
                           const qint64 us = played.result.lastAttempt()->totalUs();
                           return us >= 140'000 && us < 1'500'000;
                       }));
    list.push_back(timesOut(Behaviour::site("no first byte", u"/slow?ms=60000"_qs), 0));
    list.push_back(timesOut(Behaviour::raw("silence after the request", rawscripts::silence()), 0));
    list.push_back(timesOut(Behaviour::site("a body that drips", u"/drip?bytes=20000&ms=60000"_qs), 200));
    list.push_back(timesOut(Behaviour::raw("a body that stalls", rawscripts::stalledBody()), 200));
    list.push_back(timesOut(Behaviour::raw("a header that comes byte by byte", rawscripts::byteByByte()), 0)
                       .asking([](CrawlSettings &settings) { settings.limits.timeout = milliseconds(60); })
                       .fails(FetchError::Timeout, Verdict::Timeout, 2));
    list.back().checks.clear();
    list.push_back(
        timesOut(Behaviour::site("a redirect into silence", u"/redirect-to?to=/slow%3Fms%3D60000"_qs), 0)
            .after(1));
    list.push_back(Behaviour::raw("a POST into silence is sent once", rawscripts::silence())
                       .posting("{}")
                       .asking(hurried)
                       .fails(FetchError::Timeout, Verdict::Timeout)
                       .seen(1));
    return list;
}

} // namespace turnstone
