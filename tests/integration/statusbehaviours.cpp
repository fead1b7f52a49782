// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/behaviour.h"

#include <QStringBuilder>

namespace turnstone {

namespace {

struct Row
{
    Verdict verdict;
    std::vector<int> once;  // statuses that are final
    std::vector<int> again; // statuses that are tried again
};

} // namespace

/// Every status that a server may end with.
Behaviours statusBehaviours()
{
    const std::vector<Row> rows = {
        {Verdict::Ok, {200, 201, 202, 203, 206, 226, 299}, {}},
        {Verdict::Broken, {404, 410}, {}},
        {Verdict::Blocked, {401, 403, 407, 451}, {}},
        {Verdict::ClientError,
         {400, 402, 405, 406, 409, 411, 412, 413, 414, 415, 416, 418, 422, 431, 499},
         {408, 425}},
        {Verdict::Throttled, {}, {429}},
        {Verdict::ServerError, {501, 505, 507, 511, 520, 599}, {500, 502, 503, 504}},
        {Verdict::BadResponse, {300, 305, 306, 399, 600, 999}, {}},
    };
    Behaviours list;
    for (const Row &row : rows) {
        const auto add = [&](int status, int attempts) {
            const QString number = QString::number(status);
            list.push_back(Behaviour::site("status " + number.toLatin1(), u"/status/" % number)
                               .is(row.verdict, status, attempts)
                               .saying(number)
                               .check("has the page's title", [number](const Played &played) {
                                   return played.result.facts.title.contains(number);
                               }));
        };
        for (const int status : row.once)
            add(status, 1);
        for (const int status : row.again)
            add(status, 3);
    }
    list.push_back(Behaviour::site("204 has no body", u"/no-content"_qs).is(Verdict::Ok, 204).sized(0));
    list.push_back(
        Behaviour::answer("205 has no body", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n")
            .is(Verdict::Ok, 205)
            .sized(0));
    list.push_back(
        Behaviour::answer("304 that nobody asked for", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n")
            .is(Verdict::BadResponse, 304));
    list.push_back(Behaviour::site("503 with Retry-After is a throttle", u"/unavailable?after=0"_qs)
                       .is(Verdict::Throttled, 503, 3)
                       .saying(u"0 s"_qs));
    list.push_back(Behaviour::site("a bot wall is told apart from 403", u"/bot-wall"_qs)
                       .is(Verdict::Blocked, 403)
                       .saying(u"Cloudflare"_qs)
                       .check("keeps the wall's name", [](const Played &played) {
                           return played.result.lastAttempt()->challenge == u"Cloudflare";
                       }));
    list.push_back(
        Behaviour::answer("a bot wall behind 200 is only a page",
                          "HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\n<title>Just a moment...</title>"
                          "Welcome")
            .titled(u"Just a moment..."_qs));
    list.push_back(Behaviour::answer("a status without a phrase", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n")
                       .is(Verdict::Broken, 404));
    return list;
}

} // namespace turnstone
