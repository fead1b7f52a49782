// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/demolist.h"

#include <QStringBuilder>

#include <array>

namespace turnstone {

namespace {

/// "/path" on the site's first host, a whole address where PORT becomes the port, or a "# comment".
constexpr std::array Exhibits = {
    "# never answers: timeout",
    "/slow?ms=3600000",
    "# asks to come back later, and then answers",
    "http://127.0.0.2:PORT/throttle/demo?fails=1&after=2&cycle=1",
    "http://127.0.0.3:PORT/unavailable/demo?fails=1&after=1&cycle=1",
    "# throttles to the end",
    "http://127.0.0.4:PORT/throttle/demo-always?fails=-1&after=1",
    "http://127.0.0.5:PORT/unavailable?after=1",
    "# fails first, answers when tried again",
    "/flaky/demo-503?fails=1&cycle=1",
    "/flaky/demo-500?fails=2&mode=500&cycle=1",
    "/flaky/demo-reset?fails=1&mode=reset&cycle=1",
    "/flaky/demo-truncate?fails=1&mode=truncate&cycle=1",
    "# redirected",
    "/redirect/1",
    "/redirect/5",
    "/redirect-relative/2",
    "/redirect-absolute/2",
    "/redirect-cross/4",
    "/redirect-status/308?to=/page/8",
    "/cookies/set?visitor=turnstone",
    "# broken",
    "/status/404",
    "/gone",
    "/no/such/page",
    "# other client errors",
    "/teapot",
    "/status/400",
    "# blocked",
    "/login",
    "/basic-auth/user/pass",
    "/forbidden",
    "/bot-wall",
    "/legal",
    "# server errors",
    "/status/500",
    "/status/502",
    "# not a usable answer",
    "/redirect-loop",
    "/redirect/50",
    "/redirect-nowhere",
    "/wrong-length",
    "/false-coding",
    "# too large",
    "/endless",
    "/bytes/50000000",
    "# no connection",
    "/reset",
    "http://127.0.0.1:1/",
    "# TLS where there is none",
    "https://127.0.0.1:PORT/",
    "# not an address",
    "http://127.0.0.1:99999/",
    "# slow, but it comes",
    "/slow?ms=800",
    "/drip?bytes=20000&ms=1500",
    "/random?min=50&max=400",
    "# titles in many encodings",
    "/encoding/utf-8",
    "/encoding/utf-16le",
    "/encoding/gbk",
    "/encoding/gb18030?declare=meta",
    "/encoding/big5",
    "/encoding/shift_jis?declare=meta",
    "/encoding/euc-jp?declare=none",
    "/encoding/iso-2022-jp",
    "/encoding/euc-kr",
    "/encoding/windows-1251?declare=none",
    "/encoding/koi8-r",
    "/encoding/windows-1252",
    "/encoding/iso-8859-2?declare=meta",
    "# titles that are hard to read right",
    "/title-entities",
    "/title-in-comment",
    "/title-svg",
    "/hostile-title",
    "/no-title",
    "# other content",
    "/gzip/3",
    "/br/4",
    "/deflate/5",
    "/chunked/6",
    "/json",
    "/picture.png",
    "/document.pdf",
    "/svg",
    "/xhtml",
    "/text",
    "/empty",
    "/no-content",
    "/soft-404",
};

} // namespace

QByteArray demoList(quint16 port, int count)
{
    const QByteArray portText = QByteArray::number(port);
    const QByteArray site = "http://127.0.0.1:" + portText;
    QByteArray list = "# The demo site, one behaviour an address\n" + site + "/\n";
    int addresses = 1;
    for (const char *exhibit : Exhibits) {
        if (*exhibit != '#')
            ++addresses;
        list += (*exhibit == '/' ? site + exhibit : QByteArray(exhibit).replace("PORT", portText)) + '\n';
    }
    if (addresses < count)
        list += "# pages of the magazine, on eight hosts\n";
    for (int page = 1; addresses < count; ++page, ++addresses) {
        list += "http://127.0.0." + QByteArray::number(1 + page % 8) + ':' + portText + "/page/" +
                QByteArray::number(page) + '\n';
    }
    return list;
}

} // namespace turnstone
