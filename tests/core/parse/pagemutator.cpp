// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/parse/pagemutator.h"

namespace turnstone {

namespace {

constexpr const char *Snippets[] = {
    "<",
    ">",
    "&",
    "&amp",
    "&#",
    "\"",
    "'",
    "=",
    "/",
    "-",
    "--",
    "-->",
    "<!--",
    "<!",
    "</",
    "<?",
    "]]>",
    "<![CDATA[",
    "<title>",
    "</title>",
    "<h1>",
    "</h1>",
    "<a href=x>",
    "</a>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<textarea>",
    "</textarea>",
    "<svg>",
    "</svg>",
    "<math>",
    "</math>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "</tr>",
    "<select>",
    "</select>",
    "<option>",
    "<template>",
    "</template>",
    "<noscript>",
    "</noscript>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<li>",
    "</li>",
    "<ul>",
    "</ul>",
    "<br>",
    "</br>",
    "<body>",
    "</body>",
    "<head>",
    "</head>",
    "<html>",
    "</html>",
    "<frameset>",
    "<form>",
    "</form>",
    "<button>",
    "<object>",
    "</object>",
    "<caption>",
    "<colgroup>",
    "<col>",
    "<link rel=canonical href=/c>",
    "<base href=/b/>",
    "<meta name=description content=d>",
    "<meta name=robots content=r>",
    "<iframe>",
    "</iframe>",
    "<xmp>",
    "</xmp>",
    "<font color=red>",
    "<nobr>",
    "<area href>",
    "<foreignObject>",
    "<desc>",
    "<mtext>",
    "<annotation-xml>",
    "<plaintext>",
    "<!doctype html>",
    "<h2>",
    "</h2>",
    "<x-y>",
    "</x-y>",
    " ",
    "\n",
    "\f",
    "text",
    "<img src=a/>",
};

} // namespace

QByteArray PageMutator::anyTag(const QByteArray &page, qsizetype *at)
{
    *at = page.indexOf('<', below(page.size() + 1));
    if (*at < 0)
        *at = page.indexOf('<');
    const qsizetype close = *at < 0 ? -1 : page.indexOf('>', *at);
    return close < 0 ? QByteArray() : page.mid(*at, close - *at + 1);
}

void PageMutator::change(QByteArray &page)
{
    if (page.isEmpty())
        page = anyPage();
    qsizetype at = 0;
    switch (below(10)) {
    case 0:
        page[below(page.size())] = char(m_random());
        return;
    case 1:
        page.remove(below(page.size()), 1 + below(8));
        return;
    case 2:
    case 3:
        page.remove(at, anyTag(page, &at).size());
        return;
    case 4: {
        const QByteArray tag = anyTag(page, &at);
        page.insert(below(page.size()), tag);
        return;
    }
    case 5:
    case 6:
        page.insert(below(page.size()), Snippets[below(std::size(Snippets))]);
        return;
    case 7:
        anyTag(page, &at);
        page.insert(std::max<qsizetype>(at, 0), Snippets[below(std::size(Snippets))]);
        return;
    case 8:
        if (below(4) == 0)
            page.truncate(below(page.size()));
        return;
    default: {
        const QByteArray &other = anyPage();
        const qsizetype from = below(other.size());
        page.insert(below(page.size()), other.mid(from, 1 + below(300)));
        return;
    }
    }
}

QByteArray PageMutator::next()
{
    QByteArray page = anyPage();
    for (int changes = 1 + below(5); changes > 0; --changes)
        change(page);
    return page;
}

} // namespace turnstone
