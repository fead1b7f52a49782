// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/htmlpage.h"
#include "app/demosite/magazine.h"
#include "app/demosite/route.h"

#include <QStringBuilder>

namespace turnstone {

namespace {

SiteReply empty(const SiteRequest &, SiteState &)
{
    return {};
}

SiteReply noContent(const SiteRequest &, SiteState &)
{
    SiteReply reply;
    reply.status = 204;
    return reply;
}

SiteReply headLies(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    reply.body = magazinePage(1);
    if (request.method == "HEAD") {
        reply.status = 405;
        reply.headers = {{"Allow", "GET"}};
    }
    return reply;
}

SiteReply softMissing(const SiteRequest &, SiteState &)
{
    SiteReply reply;
    reply.body = messagePage("Page not found", "Sorry, we could not find that page (but we say 200).");
    return reply;
}

SiteReply wrongType(const SiteRequest &, SiteState &)
{
    SiteReply reply;
    reply.contentType = "text/plain";
    reply.body = magazinePage(1);
    return reply;
}

SiteReply noType(const SiteRequest &, SiteState &)
{
    SiteReply reply;
    reply.contentType.clear();
    reply.body = magazinePage(1);
    return reply;
}

SiteReply manyHeaders(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    reply.body = messagePage("Many headers", "This answer has a long preface.");
    const qint64 count = request.number("count", 80, 0, 10'000);
    for (qint64 index = 0; index < count; ++index)
        reply.headers.emplace_back("X-Grain-" + QByteArray::number(index), "sand");
    return reply;
}

SiteReply robots(const SiteRequest &, SiteState &)
{
    SiteReply reply;
    reply.contentType = "text/plain; charset=utf-8";
    reply.body = "User-agent: *\nDisallow: /private/\nAllow: /\n";
    return reply;
}

SiteReply closedToRobots(const SiteRequest &, SiteState &)
{
    SiteReply reply;
    reply.body = messagePage("The warden's diary", "Robots are asked not to read this.");
    return reply;
}

constexpr Route OddRoutes[] = {
    {"empty", "/empty", "200 with nothing", empty},
    {"no-content", "/no-content", "204", noContent},
    {"head-lies", "/head-lies", "405 for HEAD, 200 for GET", headLies},
    {"soft-404", "/soft-404", "says 200, means 404", softMissing},
    {"wrong-type", "/wrong-type", "a page that calls itself plain text", wrongType},
    {"no-type", "/no-type", "a page that does not say what it is", noType},
    {"many-headers", "/many-headers?count=80", "that many header fields", manyHeaders},
    {"robots.txt", "/robots.txt", "rules for robots", robots},
    {"private", "/private/diary", "what robots.txt asks robots not to read", closedToRobots},
};

} // namespace

std::span<const Route> oddRoutes()
{
    return OddRoutes;
}

} // namespace turnstone
