// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/htmlpage.h"
#include "app/demosite/magazine.h"
#include "app/demosite/route.h"

#include <QStringBuilder>

namespace turnstone {

namespace {

constexpr qint64 MaxHops = 1'000'000;

SiteReply redirectTo(const QByteArray &location, int status = 302)
{
    SiteReply reply;
    reply.status = status;
    reply.body = messagePage("Moved with the tide",
                             "This page is <a href=\"" + htmlEscaped(location) + "\">here</a> now.");
    reply.headers = {{"Location", location}};
    return reply;
}

SiteReply arrived()
{
    SiteReply reply;
    reply.body = magazinePage(1);
    return reply;
}

QByteArray numbered(const char *path, qint64 number)
{
    return path + QByteArray::number(number);
}

SiteReply chain(const SiteRequest &request, SiteState &)
{
    const qint64 hops = request.tailNumber(1, 0, MaxHops);
    return hops == 0 ? arrived() : redirectTo(numbered("/redirect/", hops - 1));
}

SiteReply absolute(const SiteRequest &request, SiteState &)
{
    const qint64 hops = request.tailNumber(1, 0, MaxHops);
    return hops == 0 ? arrived()
                     : redirectTo("http://" + request.host + numbered("/redirect-absolute/", hops - 1));
}

SiteReply relative(const SiteRequest &request, SiteState &)
{
    const qint64 hops = request.tailNumber(1, 0, MaxHops);
    return hops == 0 ? arrived() : redirectTo(numbered("../redirect-relative/./", hops - 1));
}

SiteReply cross(const SiteRequest &request, SiteState &state)
{
    const qint64 hops = request.tailNumber(1, 0, MaxHops);
    if (hops == 0)
        return arrived();
    const QByteArray host = "http://127.0.0." + QByteArray::number(2 + hops % 250) + ':';
    return redirectTo(host + QByteArray::number(state.port) + numbered("/redirect-cross/", hops - 1));
}

SiteReply loop(const SiteRequest &request, SiteState &)
{
    const qint64 length = request.number("length", 2, 1, 100);
    const qint64 here = request.tailNumber(0, 0, length);
    return redirectTo(numbered("/redirect-loop/", (here + 1) % length) +
                      "?length=" + QByteArray::number(length));
}

SiteReply withStatus(const SiteRequest &request, SiteState &)
{
    return redirectTo(request.value("to", "/echo"), int(request.tailNumber(302, 300, 399)));
}

SiteReply anywhere(const SiteRequest &request, SiteState &)
{
    return redirectTo(request.value("to", "/page/1"), int(request.number("status", 302, 300, 399)));
}

SiteReply nowhere(const SiteRequest &, SiteState &)
{
    SiteReply reply = redirectTo("/page/1");
    reply.headers.clear();
    return reply;
}

constexpr Route RedirectRoutes[] = {
    {"redirect", "/redirect/3", "a chain of that many hops, each to a path of this host", chain},
    {"redirect-absolute", "/redirect-absolute/3", "likewise, by whole addresses", absolute},
    {"redirect-relative", "/redirect-relative/3", "likewise, by relative paths with dots", relative},
    {"redirect-cross", "/redirect-cross/3", "each hop leads to another 127.0.0.x host", cross},
    {"redirect-loop", "/redirect-loop?length=2", "goes round in circles of that length", loop},
    {"redirect-status", "/redirect-status/307?to=/echo",
     "one hop with that status; /echo shows what became of it", withStatus},
    {"redirect-to", "/redirect-to?to=/page/2&status=302", "one hop to any address", anywhere},
    {"redirect-nowhere", "/redirect-nowhere", "a redirect that does not say where to", nowhere},
};

} // namespace

std::span<const Route> redirectRoutes()
{
    return RedirectRoutes;
}

} // namespace turnstone
