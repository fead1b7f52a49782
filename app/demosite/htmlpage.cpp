// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/htmlpage.h"

#include <QStringBuilder>

namespace turnstone {

namespace {

constexpr QByteArrayView Style = R"(<style>
body { margin: 0; font: 16px/1.5 Georgia, serif; color: #1d2b33; background: #f6f3ec; }
header { display: flex; gap: 2rem; align-items: baseline; padding: 1rem 2rem; background: #23404d; }
header a { color: #f6f3ec; text-decoration: none; }
header .name { font-size: 1.5rem; font-style: italic; }
main { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 1fr); gap: 2rem; max-width: 70rem;
  margin: 2rem auto; padding: 0 2rem; }
h1 { font-size: 2.2rem; line-height: 1.15; margin: 0 0 .5rem; grid-column: 1 / -1; }
.byline { color: #6a7b82; font-style: italic; }
table { border-collapse: collapse; }
td, th { padding: .25rem .75rem .25rem 0; text-align: left; border-bottom: 1px solid #d8d2c4; }
.shop { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0; }
.shop li { width: 11rem; padding: .75rem; background: #fff; border-radius: 4px; }
.price { font-weight: bold; color: #a3441f; }
footer { padding: 1.5rem 2rem; background: #e7e1d3; font-size: .875rem; }
footer a { margin-right: 1rem; }
</style>
)";

constexpr QByteArrayView Masthead = R"(<header><a class="name" href="/">The Tideline</a><nav>
<a href="/page/1">Latest</a> <a href="/page/2">Field notes</a> <a href="/page/3">Places</a>
<a href="/page/4">Species</a> <a href="/page/5">Shop</a> <a href="/page/6">Letters</a>
</nav></header>
)";

constexpr QByteArrayView Colophon = R"(<footer>
<a href="/page/10">About us</a><a href="/page/11">Our ringers</a><a href="/page/12">Delivery and returns</a>
<a href="/page/13">Gift vouchers</a><a href="/page/14">Privacy</a><a href="/page/15">Write to the editor</a>
<p>The Tideline, founded on a wet Tuesday. All birds in these pages are wild and unpaid.</p>
</footer>
)";

} // namespace

QByteArray htmlEscaped(QByteArray text)
{
    return text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
}

QByteArray htmlPage(const HtmlPage &page)
{
    QByteArray html;
    html.reserve(4096 + page.main.size());
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    html.append(page.title).append("</title>\n");
    if (!page.description.isEmpty())
        html.append("<meta name=\"description\" content=\"").append(page.description).append("\">\n");
    if (!page.canonical.isEmpty())
        html.append("<link rel=\"canonical\" href=\"").append(page.canonical).append("\">\n");
    html.append(page.head).append(Style).append("</head>\n<body>\n").append(Masthead);
    html.append("<main>\n<h1>").append(page.heading.isEmpty() ? page.title : page.heading).append("</h1>\n");
    html.append(page.main).append("</main>\n").append(Colophon).append("</body>\n</html>\n");
    return html;
}

QByteArray messagePage(const QByteArray &title, const QByteArray &sentence)
{
    return htmlPage(
        {.title = title + " | The Tideline", .heading = title, .main = "<p>" + sentence + "</p>\n"});
}

} // namespace turnstone
