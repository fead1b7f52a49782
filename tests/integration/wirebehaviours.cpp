// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/behaviour.h"

namespace turnstone {

namespace {

/// What is no HTTP, by the end of its first line.
Behaviour unusable(const QByteArray &name, const RawServer::Script &script)
{
    return Behaviour::raw(name, script)
        .fails(FetchError::NotHttp, Verdict::BadResponse)
        .saying(u"is not valid HTTP"_qs)
        .byQt("what has no status line is like no answer to it, and it asks again by itself",
              [](Behaviour &behaviour) {
                  behaviour.fails(FetchError::Reset, Verdict::ConnectionFailed, 3)
                      .saying(u"what arrived is not HTTP"_qs);
              });
}

/// A header that cannot be believed. Nothing is waited for any more.
Behaviour unreadable(const QByteArray &name, const RawServer::Script &script, const QString &why)
{
    return Behaviour::raw(name, script)
        .fails(FetchError::NotHttp, Verdict::BadResponse)
        .saying(why)
        .check("is not waited for",
               [](const Played &played) { return played.result.lastAttempt()->totalUs() < 10'000'000; });
}

/// Qt drops such a header as a whole, and knows the status.
void qtDropsTheHeader(Behaviour &behaviour)
{
    behaviour.fails(FetchError::NotHttp, Verdict::BadResponse, 1, 200).saying(u"header cannot be read"_qs);
}

void qtTakesIt(Behaviour &behaviour)
{
    behaviour.is(Verdict::Ok, 200).saying({});
    behaviour.error = FetchError::None;
}

void qtWaits(Behaviour &behaviour)
{
    behaviour.asking([](CrawlSettings &settings) {
        settings.limits.timeout = std::chrono::milliseconds(500);
        settings.limits.retries = 0;
    });
    behaviour.fails(FetchError::Timeout, Verdict::Timeout).saying({});
}

RawServer::Script endlessStatusLine()
{
    return [](RawConnection &connection) {
        connection.readRequest();
        while (connection.send(QByteArray(16384, 's'))) {
        }
    };
}

Behaviour sound(const QByteArray &name, const RawServer::Script &script)
{
    return Behaviour::raw(name, script).titled(u"Raw"_qs);
}

Behaviour truncated(const QByteArray &name, const RawServer::Script &script)
{
    return Behaviour::raw(name, script).fails(FetchError::Truncated, Verdict::BadResponse, 3, 200);
}

void hurry(CrawlSettings &settings)
{
    settings.limits.timeout = std::chrono::milliseconds(2000);
    settings.limits.retries = 0;
}

} // namespace

/// What no HTTP library would send.
Behaviours wireBehaviours()
{
    namespace scripts = rawscripts;
    Behaviours list;
    list.push_back(unusable("bytes that are nothing like HTTP", scripts::garbage()));
    list.push_back(unusable("a body without a header, as in HTTP/0.9", scripts::http09()));
    list.push_back(unusable("a status line without a status", scripts::noStatus()));
    list.push_back(unusable("a status line without an end", endlessStatusLine()));
    list.push_back(unreadable("an HTTP version of the future", scripts::oddVersion(), u"HTTP version"_qs)
                       .byQt("it looks at no version", [](Behaviour &behaviour) {
                           qtTakesIt(behaviour);
                           behaviour.titled(u"Raw"_qs);
                       }));
    list.push_back(unreadable("a status of four digits", scripts::longStatus(), u"response code"_qs)
                       .byQt("it takes any number for a status", [](Behaviour &behaviour) {
                           behaviour.is(Verdict::BadResponse, 2000).saying({});
                           behaviour.error = FetchError::None;
                       }));
    list.push_back(unreadable("header fields without an end", scripts::endlessHeaders(), u"1,000 fields"_qs)
                       .byQt("it reads them all", qtWaits));
    list.push_back(unreadable("a header line without an end", scripts::endlessHeaderLine(), u"over 100 KB"_qs)
                       .byQt("it reads all of it", qtWaits));
    list.push_back(unreadable("200,000 header fields", scripts::manyHeaders(200'000), u"1,000 fields"_qs)
                       .byQt("it drops the header", qtDropsTheHeader));
    list.push_back(sound("101 header fields", scripts::manyHeaders(99))
                       .byQt("it takes 100 fields", [](Behaviour &behaviour) {
                           qtDropsTheHeader(behaviour);
                           behaviour.title.reset();
                       }));
    list.push_back(unreadable("1,100 header fields", scripts::manyHeaders(1'100), u"1,000 fields"_qs)
                       .byQt("it drops the header", qtDropsTheHeader));
    list.push_back(
        unreadable("a header line without a colon", scripts::colonlessHeader(), u"without colon"_qs)
            .byQt("it drops the header", qtDropsTheHeader));
    list.push_back(sound("a bare status line, a body, a close",
                         scripts::answeringOnce("HTTP/1.0 200 OK\r\n\r\n" + scripts::soundPage())));
    list.push_back(sound("a bare status line, and the body much later",
                         scripts::withoutFields(std::chrono::milliseconds(2'500)))
                       .byQt("it cannot tell that from a header that it dropped", [](Behaviour &behaviour) {
                           qtDropsTheHeader(behaviour);
                           behaviour.title.reset();
                       }));
    list.push_back(sound("80 header fields", scripts::manyHeaders(80)));
    list.push_back(unreadable("a NUL in a header value", scripts::nulInHeader(), u"Nul byte"_qs)
                       .byQt("it takes it as it is", [](Behaviour &behaviour) {
                           qtTakesIt(behaviour);
                           behaviour.titled(u"Raw"_qs);
                       }));
    list.push_back(sound("an answer byte by byte", scripts::byteByByte()));
    list.push_back(sound("one 100 Continue first", scripts::continues(1)));
    list.push_back(
        unreadable("20,000 of them first", scripts::continues(20'000), u"Too large response headers"_qs)
            .asking(hurry)
            .byQt("it passes over any number of them", [](Behaviour &behaviour) {
                qtTakesIt(behaviour);
                behaviour.titled(u"Raw"_qs);
            }));
    list.push_back(unreadable("100 Continue without an end", scripts::endlessContinues(),
                              u"Too large response headers"_qs)
                       .byQt("it passes over any number of them", qtWaits));
    list.push_back(
        Behaviour::answer("early hints first",
                          "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + scripts::soundAnswer())
            .titled(u"Raw"_qs)
            .byQt("it takes early hints for the answer",
                  [](Behaviour &behaviour) { behaviour.is(Verdict::BadResponse, 103).title.reset(); }));
    list.push_back(
        unreadable("101 that nobody asked for", scripts::switchesProtocols(), u"another protocol"_qs)
            .asking(hurry)
            .byQt("it takes it for the answer", [](Behaviour &behaviour) {
                behaviour.is(Verdict::BadResponse, 101).saying({});
                behaviour.error = FetchError::None;
            }));
    list.push_back(Behaviour::raw("a header that breaks off", scripts::halfHeader())
                       .fails(FetchError::Reset, Verdict::ConnectionFailed, 3));
    list.push_back(truncated("a body that breaks off", scripts::halfBody()).titled(u"Raw"_qs));
    list.push_back(truncated("a reset in the body", scripts::resetInBody()));
    list.push_back(truncated("chunks that break off", scripts::cutChunks()));
    list.push_back(
        Behaviour::site("fewer bytes than announced", u"/wrong-length?announced=50000&sent=5000"_qs)
            .fails(FetchError::Truncated, Verdict::BadResponse, 3, 200)
            .sized(5000));
    const char *const lenient = "it takes what it can make sense of for the body";
    for (const auto &[name, script] : {std::pair("a chunk size that is no number", scripts::badChunkSize()),
                                       std::pair("a chunk longer than it says", scripts::overlongChunk())})
        list.push_back(Behaviour::raw(name, script)
                           .fails(FetchError::BadEncoding, Verdict::BadResponse, 1, 200)
                           .byQt(lenient, qtTakesIt));
    list.push_back(Behaviour::raw("more bytes than announced", scripts::surplusBody()).sized(10));
    list.push_back(unreadable("two lengths that differ", scripts::twoLengths(), u"two different values"_qs)
                       .byQt(lenient, [](Behaviour &behaviour) {
                           qtTakesIt(behaviour);
                           behaviour.sized(10);
                       }));
    list.push_back(unreadable("a negative length", scripts::negativeLength(), u"Content-Length"_qs)
                       .byQt(lenient, [](Behaviour &behaviour) {
                           qtTakesIt(behaviour);
                           behaviour.titled(u"Raw"_qs);
                       }));
    const auto tooLarge = [](const QByteArray &name, const RawServer::Script &script) {
        return Behaviour::raw(name, script)
            .fails(FetchError::TooLarge, Verdict::TooLarge, 1, 200)
            .check("is not read on", [](const Played &played) { return played.result.bytes < 11'000'000; });
    };
    const QByteArray page = "200 OK\r\nContent-Type: text/html\r\n";
    list.push_back(
        tooLarge("a body announced beyond all numbers",
                 rawscripts::answering("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                                       "Content-Length: 99999999999999999999\r\n\r\n<title>a</title>")));
    list.push_back(
        unreadable("a folded Transfer-Encoding",
                   rawscripts::answeringOnce("HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n chunked\r\n\r\n"
                                             "400\r\n<title>cut off</title>"),
                   u"folded"_qs)
            .byQt("it unfolds it, and sees that it breaks off", [](Behaviour &behaviour) {
                behaviour.fails(FetchError::Truncated, Verdict::BadResponse, 3, 200).saying(u"broke off"_qs);
            }));
    list.push_back(unreadable("a negative length, no end",
                              scripts::endlessBody(page + "Content-Length: -5\r\n"), u"Content-Length"_qs)
                       .byQt(lenient, [](Behaviour &behaviour) {
                           behaviour.fails(FetchError::TooLarge, Verdict::TooLarge, 1, 200).saying({});
                       }));
    list.push_back(
        tooLarge("a length and chunks, no end", scripts::endlessChunks(page + "Content-Length: 10\r\n")));
    list.push_back(tooLarge("a body announced over the limit",
                            scripts::stalledAfter(page + "Content-Length: 10000001\r\n"))
                       .sized(0)
                       .saying(u"10,000,001 bytes"_qs));
    list.push_back(Behaviour::answer("HEAD of a body over the limit",
                                     "HTTP/1.1 " + page + "Content-Length: 10000001\r\n\r\n")
                       .sending({"HEAD", {}, {}, false}));
    list.push_back(Behaviour::site("a body until the connection ends", u"/until-close/7"_qs));
    list.push_back(Behaviour::site("chunks", u"/chunked/7"_qs));
    list.push_back(
        Behaviour::answer("bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 18\n\n<title>Raw</title>")
            .titled(u"Raw"_qs));
    list.push_back(
        Behaviour::answer("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 18\r\n\r\n<title>Raw</title>")
            .titled(u"Raw"_qs));
    return list;
}

} // namespace turnstone
