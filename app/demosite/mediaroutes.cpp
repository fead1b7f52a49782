// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/compress.h"
#include "app/demosite/htmlpage.h"
#include "app/demosite/magazine.h"
#include "app/demosite/mediafiles.h"
#include "app/demosite/route.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringBuilder>

namespace turnstone {

namespace {

SiteReply file(const char *contentType, const QByteArray &bytes)
{
    SiteReply reply;
    reply.contentType = contentType;
    reply.body = bytes;
    return reply;
}

SiteReply coded(const SiteRequest &request, QByteArray (*code)(const QByteArray &), const char *coding)
{
    SiteReply reply;
    reply.headers = {{"Content-Encoding", coding}, {"Vary", "Accept-Encoding"}};
    reply.body = code(magazinePage(quint64(request.tailNumber(1, 0, 1'000'000'000))));
    return reply;
}

SiteReply gzip(const SiteRequest &request, SiteState &)
{
    return coded(request, gzipped, "gzip");
}

SiteReply deflate(const SiteRequest &request, SiteState &)
{
    return coded(request, deflated, "deflate");
}

SiteReply brotli(const SiteRequest &request, SiteState &)
{
    return coded(request, brotlied, "br");
}

SiteReply falselyCoded(const SiteRequest &request, SiteState &)
{
    SiteReply reply;
    reply.headers = {{"Content-Encoding", request.value("coding", "gzip")}};
    reply.body = magazinePage(1);
    return reply;
}

/// A body without an end of its own: sand, grain by grain.
SiteReply sand(qint64 bytes)
{
    SiteReply reply = file("application/octet-stream", QByteArray(64 * 1024, '.'));
    for (qsizetype at = 0; at < reply.body.size(); at += 64)
        reply.body[at + 63] = '\n';
    reply.repeatTo = bytes;
    return reply;
}

SiteReply bytes(const SiteRequest &request, SiteState &)
{
    const qint64 count = request.tailNumber(1'000'000, 0, 1'000'000'000);
    return count == 0 ? file("application/octet-stream", {}) : sand(count);
}

SiteReply endless(const SiteRequest &request, SiteState &)
{
    SiteReply reply = sand(SiteReply::Endless);
    if (request.number("html", 0, 0, 1)) {
        reply.contentType = "text/html; charset=utf-8";
        reply.body = magazinePage(1);
    }
    reply.framing =
        request.number("chunked", 0, 0, 1) ? SiteReply::Framing::Chunked : SiteReply::Framing::UntilClose;
    return reply;
}

SiteReply echo(const SiteRequest &request, SiteState &)
{
    QJsonArray fields;
    for (const auto &[name, value] : request.headers)
        fields.append(QJsonArray{QString::fromUtf8(name), QString::fromUtf8(value)});
    const QJsonObject all{{QStringLiteral("method"), QString::fromUtf8(request.method)},
                          {QStringLiteral("path"), QString::fromUtf8(request.path)},
                          {QStringLiteral("query"), QString::fromUtf8(request.query)},
                          {QStringLiteral("headers"), fields},
                          {QStringLiteral("body"), QString::fromUtf8(request.body)}};
    return file("application/json", QJsonDocument(all).toJson());
}

SiteReply json(const SiteRequest &, SiteState &)
{
    return file(
        "application/json",
        "{\n  \"place\": \"Texel\",\n  \"tides\": [\n    {\"high\": \"06:12\", \"metres\": 1.9},\n"
        "    {\"low\": \"12:20\", \"metres\": 0.3}\n  ],\n  \"title\": \"<title>Not a title</title>\"\n}\n");
}

SiteReply png(const SiteRequest &, SiteState &)
{
    return file("image/png", pngPicture());
}

SiteReply gif(const SiteRequest &, SiteState &)
{
    return file("image/gif", gifPicture());
}

SiteReply svg(const SiteRequest &, SiteState &)
{
    return file("image/svg+xml", svgPicture());
}

SiteReply pdf(const SiteRequest &, SiteState &)
{
    return file("application/pdf", pdfDocument());
}

SiteReply text(const SiteRequest &, SiteState &)
{
    return file("text/plain; charset=utf-8", "Low water 12:20. <title>Plain text has no title.</title>\n");
}

SiteReply xhtml(const SiteRequest &, SiteState &)
{
    return file(
        "application/xhtml+xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>"
        "<title>Well-formed waders &amp; co</title></head>\n<body><h1>Well-formed waders</h1>\n"
        "<p><a href=\"/page/1\">Latest</a></p></body>\n</html>\n");
}

constexpr Route MediaRoutes[] = {
    {"gzip", "/gzip/1", "a page of the magazine, gzip-coded", gzip},
    {"deflate", "/deflate/1", "likewise, in zlib format", deflate},
    {"br", "/br/1", "likewise, brotli-coded", brotli},
    {"false-coding", "/false-coding?coding=gzip", "announces a coding that the body does not have",
     falselyCoded},
    {"bytes", "/bytes/1000000", "that many bytes, up to 1 GB", bytes},
    {"endless", "/endless?html=0&chunked=0", "sends for as long as the client listens", endless},
    {"echo", "/echo", "method, headers and body of the request, as JSON", echo},
    {"json", "/json", "JSON", json},
    {"picture.png", "/picture.png", "a PNG picture", png},
    {"picture.gif", "/picture.gif", "a GIF picture", gif},
    {"svg", "/svg", "an SVG picture with a title", svg},
    {"document.pdf", "/document.pdf", "a PDF document", pdf},
    {"text", "/text", "plain text", text},
    {"xhtml", "/xhtml", "a page that is XML", xhtml},
};

} // namespace

std::span<const Route> mediaRoutes()
{
    return MediaRoutes;
}

} // namespace turnstone
