// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/htmlpage.h"
#include "app/demosite/magazine.h"
#include "app/demosite/route.h"

#include <QStringBuilder>

namespace turnstone {

namespace {

using std::chrono::milliseconds;
constexpr qint64 Forever = -1;
constexpr qint64 MaxFails = 1'000'000'000;

SiteReply statusPage(int status, const QByteArray &sentence)
{
    SiteReply reply;
    reply.status = status;
    reply.body = messagePage(QByteArray::number(status) + ' ' + reasonPhrase(status), sentence);
    return reply;
}

SiteReply recovered()
{
    SiteReply reply;
    reply.body = messagePage("All is well again", "Earlier requests failed. This one did not.");
    return reply;
}

/// "5" or, on request, the date five seconds from now.
QByteArray retryAfter(const SiteRequest &request)
{
    const qint64 seconds = request.number("after", 1, 0, 1'000'000);
    return request.number("date", 0, 0, 1)
               ? httpDate(std::chrono::system_clock::now() + std::chrono::seconds(seconds))
               : QByteArray::number(seconds);
}

bool failsNow(const SiteRequest &request, SiteState &state, qint64 fails)
{
    return state.failsNow(request.path, request.number("fails", fails, Forever, MaxFails),
                          request.number("cycle", 0, 0, 1) == 1);
}

SiteReply status(const SiteRequest &request, SiteState &)
{
    return statusPage(int(request.tailNumber(200, 200, 999)), "You asked for this, and here it is.");
}

SiteReply flaky(const SiteRequest &request, SiteState &state)
{
    if (!failsNow(request, state, 1))
        return recovered();
    const QByteArray mode = request.value("mode", "503");
    SiteReply reply = statusPage(int(request.number("mode", 503, 400, 599)), "Try again: it may pass.");
    if (mode == "reset")
        reply.ending = SiteReply::Ending::Reset;
    else if (mode == "close")
        reply.ending = SiteReply::Ending::Vanish;
    else if (mode == "timeout")
        reply.delay = std::chrono::hours(1);
    else if (mode == "truncate") {
        reply.status = 200;
        reply.announced = reply.body.size() * 2;
        reply.ending = SiteReply::Ending::Close;
    }
    return reply;
}

SiteReply throttle(const SiteRequest &request, SiteState &state)
{
    if (!failsNow(request, state, 1))
        return recovered();
    SiteReply reply = statusPage(429, "One wader at a time, please.");
    reply.headers = {{"Retry-After", retryAfter(request)}};
    return reply;
}

SiteReply unavailable(const SiteRequest &request, SiteState &state)
{
    if (!failsNow(request, state, Forever))
        return recovered();
    SiteReply reply = statusPage(503, "The hide is closed for a new roof.");
    reply.headers = {{"Retry-After", retryAfter(request)}};
    return reply;
}

SiteReply gone(const SiteRequest &, SiteState &)
{
    return statusPage(410, "This page was taken down for good.");
}

SiteReply teapot(const SiteRequest &, SiteState &)
{
    return statusPage(418, "Short and stout.");
}

SiteReply wrongLength(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    reply.body = magazinePage(1);
    reply.repeatTo = request.number("sent", 5000, 1, 100'000'000);
    reply.announced = request.number("announced", 50'000, 0, 1'000'000'000'000);
    reply.ending = SiteReply::Ending::Close;
    return reply;
}

SiteReply reset(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    reply.delay = milliseconds(request.number("ms", 0, 0, 3'600'000));
    reply.ending = SiteReply::Ending::Reset;
    return reply;
}

SiteReply close(const SiteRequest &, SiteState &)
{
    SiteReply reply;
    reply.ending = SiteReply::Ending::Vanish;
    return reply;
}

constexpr Route FailureRoutes[] = {
    {"status", "/status/404", "any status, with a page", status},
    {"gone", "/gone", "410, a page that will not come back", gone},
    {"teapot", "/teapot", "418", teapot},
    {"flaky", "/flaky/any-key?fails=2&mode=503",
     "fails that many times, then answers; mode: a status, reset, close, timeout or truncate; fails=-1: for "
     "ever; "
     "cycle=1: starts over after the answer",
     flaky},
    {"throttle", "/throttle/any-key?fails=1&after=2",
     "429 with Retry-After that many times, then answers; date=1 says when as a date", throttle},
    {"unavailable", "/unavailable?after=1", "503 with Retry-After; with fails=N it answers after N",
     unavailable},
    {"wrong-length", "/wrong-length?announced=50000&sent=5000",
     "closes before the announced length is reached", wrongLength},
    {"reset", "/reset", "resets the connection instead of answering", reset},
    {"close", "/close", "closes the connection without an answer", close},
};

} // namespace

std::span<const Route> failureRoutes()
{
    return FailureRoutes;
}

} // namespace turnstone
