// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/htmlpage.h"
#include "app/demosite/magazine.h"
#include "app/demosite/route.h"

#include <QStringBuilder>

namespace turnstone {

namespace {

using std::chrono::milliseconds;
constexpr qint64 HourMs = 3'600'000;

SiteReply page(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    reply.body = magazinePage(quint64(request.tailNumber(1, 0, std::numeric_limits<qint64>::max() - 1)));
    return reply;
}

SiteReply fast(const SiteRequest &, SiteState &)
{
    SiteReply reply;
    reply.body = "<!DOCTYPE html><title>Quick as a sanderling</title><p>That was all.</p>\n";
    return reply;
}

SiteReply lateAfter(milliseconds delay)
{
    SiteReply reply;
    reply.delay = delay;
    reply.body =
        messagePage("Worth the wait", "This answer came " + QByteArray::number(qint64(delay.count())) +
                                          " ms late, like the last oystercatcher of the evening.");
    return reply;
}

SiteReply slow(const SiteRequest &request, SiteState &)
{
    return lateAfter(milliseconds(request.number("ms", 1000, 0, HourMs)));
}

SiteReply random(const SiteRequest &request, SiteState &state)
{
    const qint64 least = request.number("min", 20, 0, HourMs);
    const qint64 most = request.number("max", 500, least, HourMs);
    return lateAfter(milliseconds(std::uniform_int_distribution<qint64>(least, most)(state.random)));
}

SiteReply drip(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    reply.body = messagePage("Drip by drip", "This page trickles in like the tide over flat sand.");
    reply.repeatTo = request.number("bytes", 0, 0, 100'000'000);
    reply.spread = milliseconds(request.number("ms", 2000, 0, HourMs));
    reply.pieces = int(request.number("pieces", 20, 1, 100'000));
    reply.delay = milliseconds(request.number("delay", 0, 0, HourMs));
    return reply;
}

SiteReply chunked(const SiteRequest &request, SiteState &state)
{
    SiteReply reply = page(request, state);
    reply.framing = SiteReply::Framing::Chunked;
    reply.pieces = 8;
    return reply;
}

SiteReply untilClose(const SiteRequest &request, SiteState &state)
{
    SiteReply reply = page(request, state);
    reply.framing = SiteReply::Framing::UntilClose;
    return reply;
}

constexpr Route PageRoutes[] = {
    {"page", "/page/1", "a page of the magazine, one for every number: about 10 KB with 60 links", page},
    {"fast", "/fast", "as little as a page can be", fast},
    {"slow", "/slow?ms=1000", "answers after that many milliseconds", slow},
    {"random", "/random?min=20&max=500", "answers after a random time between these, in milliseconds",
     random},
    {"drip", "/drip?bytes=20000&ms=2000&pieces=20", "sends its body in pieces, spread over that time", drip},
    {"chunked", "/chunked/7", "a page of the magazine in eight chunks, its length not announced", chunked},
    {"until-close", "/until-close/7", "a page that ends where the connection ends", untilClose},
};

} // namespace

std::span<const Route> pageRoutes()
{
    return PageRoutes;
}

} // namespace turnstone
