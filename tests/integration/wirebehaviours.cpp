// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/behaviour.h"

namespace turnstone {

namespace {

/// What has no status line is like no answer to Qt, which asks again by itself.
Behaviour unusable(const QByteArray &name, const RawServer::Script &script)
{
    return Behaviour::raw(name, script)
        .fails(FetchError::Reset, Verdict::ConnectionFailed, 3)
        .saying(u"what came is not HTTP"_qs);
}

/// A header that Qt drops as a whole; what is left must not be waited for to the end.
Behaviour unreadable(const QByteArray &name, const RawServer::Script &script)
{
    return Behaviour::raw(name, script)
        .fails(FetchError::NotHttp, Verdict::BadResponse, 1, 200)
        .saying(u"header cannot be read"_qs)
        .check("is not waited for",
               [](const Played &played) { return played.result.lastAttempt()->totalUs() < 10'000'000; });
}

Behaviour timesOut(const QByteArray &name, const RawServer::Script &script)
{
    return Behaviour::raw(name, script)
        .asking([](CrawlSettings &settings) {
            settings.limits.timeout = std::chrono::milliseconds(500);
            settings.limits.retries = 0;
        })
        .fails(FetchError::Timeout, Verdict::Timeout);
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
    list.push_back(sound("an HTTP version of the future", scripts::oddVersion()));
    list.push_back(
        Behaviour::raw("a status of four digits", scripts::longStatus()).is(Verdict::BadResponse, 2000));
    list.push_back(timesOut("header fields without an end", scripts::endlessHeaders()));
    list.push_back(timesOut("a header line without an end", scripts::endlessHeaderLine()));
    list.push_back(unreadable("200,000 header fields", scripts::manyHeaders(200'000)));
    list.push_back(unreadable("101 header fields", scripts::manyHeaders(99)));
    list.push_back(unreadable("a header line without a colon", scripts::colonlessHeader()));
    list.push_back(sound("a bare status line, a body, a close",
                         scripts::answeringOnce("HTTP/1.0 200 OK\r\n\r\n" + scripts::soundPage())));
    list.push_back(sound("80 header fields", scripts::manyHeaders(80)));
    list.push_back(sound("a NUL in a header value", scripts::nulInHeader()));
    list.push_back(sound("an answer byte by byte", scripts::byteByByte()));
    list.push_back(sound("one 100 Continue first", scripts::continues(1)));
    list.push_back(sound("20,000 of them first", scripts::continues(20'000)).asking(hurry));
    list.push_back(timesOut("100 Continue without an end", scripts::endlessContinues()));
    // Qt 6.4 takes early hints for the answer.
    list.push_back(
        Behaviour::answer("early hints first",
                          "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + scripts::soundAnswer())
            .is(Verdict::BadResponse, 103));
    list.push_back(Behaviour::raw("101 that nobody asked for", scripts::switchesProtocols())
                       .asking(hurry)
                       .is(Verdict::BadResponse, 101));
    list.push_back(Behaviour::raw("a header that breaks off", scripts::halfHeader())
                       .fails(FetchError::Reset, Verdict::ConnectionFailed, 3));
    list.push_back(truncated("a body that breaks off", scripts::halfBody()).titled(u"Raw"_qs));
    list.push_back(truncated("a reset in the body", scripts::resetInBody()));
    list.push_back(truncated("chunks that break off", scripts::cutChunks()));
    list.push_back(
        Behaviour::site("fewer bytes than announced", u"/wrong-length?announced=50000&sent=5000"_qs)
            .fails(FetchError::Truncated, Verdict::BadResponse, 3, 200)
            .sized(5000));
    // Qt is lenient with these: it takes what it can make sense of for the body.
    list.push_back(Behaviour::raw("a chunk size that is no number", scripts::badChunkSize()));
    list.push_back(Behaviour::raw("a chunk longer than it says", scripts::overlongChunk()));
    list.push_back(Behaviour::raw("more bytes than announced", scripts::surplusBody()).sized(10));
    list.push_back(Behaviour::raw("two lengths that differ", scripts::twoLengths()).sized(10));
    list.push_back(Behaviour::raw("a negative length", scripts::negativeLength()).titled(u"Raw"_qs));
    const auto tooLarge = [](const QByteArray &name, const RawServer::Script &script) {
        return Behaviour::raw(name, script)
            .fails(FetchError::TooLarge, Verdict::TooLarge, 1, 200)
            .check("is not read on", [](const Played &played) { return played.result.bytes < 11'000'000; });
    };
    const QByteArray page = "200 OK\r\nContent-Type: text/html\r\n";
    list.push_back(
        tooLarge("a negative length, no end", scripts::endlessBody(page + "Content-Length: -5\r\n")));
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
