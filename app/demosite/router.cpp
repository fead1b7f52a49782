// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/router.h"

#include "app/demosite/htmlpage.h"

namespace turnstone {

Router::Router()
    : m_chapters{{"Pages", pageRoutes()},           {"Redirects", redirectRoutes()},
                 {"Failures", failureRoutes()},     {"Closed doors", accessRoutes()},
                 {"Other content", mediaRoutes()},  {"Encodings", encodingRoutes()},
                 {"Titles", titleRoutes()},         {"Oddities", oddRoutes()},
                 {"The site itself", countRoutes()}}
{
    for (const Chapter &chapter : m_chapters) {
        for (const Route &route : chapter.routes)
            m_routes.insert(route.name, &route);
    }
    m_index = indexPage();
}

SiteReply Router::answer(const SiteRequest &request, SiteState &state) const
{
    if (const Route *route = m_routes.value(request.name()))
        return route->answer(request, state);
    SiteReply reply;
    if (request.path == "/") {
        reply.body = m_index;
        return reply;
    }
    reply.status = 404;
    reply.body =
        messagePage("Page not found", "The tide has taken this page. Try the <a href=\"/\">index</a>.");
    return reply;
}

QByteArray Router::indexPage() const
{
    QByteArray main = "<p>A small magazine about shore birds, made for trying out a crawler. Each path below "
                      "shows one behaviour; every 127.x.y.z host serves them all.</p>\n";
    for (const Chapter &chapter : m_chapters) {
        main.append("<h2>").append(chapter.title).append("</h2>\n<table>\n");
        for (const Route &route : chapter.routes) {
            const QByteArray example = htmlEscaped(route.example);
            main.append("<tr><td><a href=\"").append(example).append("\"><code>").append(example);
            main.append("</code></a></td><td>").append(htmlEscaped(route.shows)).append("</td></tr>\n");
        }
        main.append("</table>\n");
    }
    return htmlPage({.title = "The Tideline, a demo site",
                     .description = "Every behaviour of a web server that a crawler meets, on one machine.",
                     .heading = "The Tideline",
                     .canonical = "/",
                     .main = main});
}

} // namespace turnstone
