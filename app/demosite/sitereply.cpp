// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/sitereply.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

struct Phrase
{
    int status;
    const char *text;
};

constexpr std::array Phrases = {
    Phrase{200, "OK"},
    Phrase{201, "Created"},
    Phrase{202, "Accepted"},
    Phrase{203, "Non-Authoritative Information"},
    Phrase{204, "No Content"},
    Phrase{205, "Reset Content"},
    Phrase{206, "Partial Content"},
    Phrase{300, "Multiple Choices"},
    Phrase{301, "Moved Permanently"},
    Phrase{302, "Found"},
    Phrase{303, "See Other"},
    Phrase{304, "Not Modified"},
    Phrase{305, "Use Proxy"},
    Phrase{307, "Temporary Redirect"},
    Phrase{308, "Permanent Redirect"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{402, "Payment Required"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{406, "Not Acceptable"},
    Phrase{407, "Proxy Authentication Required"},
    Phrase{408, "Request Timeout"},
    Phrase{409, "Conflict"},
    Phrase{410, "Gone"},
    Phrase{411, "Length Required"},
    Phrase{412, "Precondition Failed"},
    Phrase{413, "Content Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{416, "Range Not Satisfiable"},
    Phrase{417, "Expectation Failed"},
    Phrase{418, "I'm a teapot"},
    Phrase{421, "Misdirected Request"},
    Phrase{422, "Unprocessable Content"},
    Phrase{423, "Locked"},
    Phrase{424, "Failed Dependency"},
    Phrase{425, "Too Early"},
    Phrase{426, "Upgrade Required"},
    Phrase{428, "Precondition Required"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{451, "Unavailable For Legal Reasons"},
    Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"},
    Phrase{502, "Bad Gateway"},
    Phrase{503, "Service Unavailable"},
    Phrase{504, "Gateway Timeout"},
    Phrase{505, "HTTP Version Not Supported"},
    Phrase{507, "Insufficient Storage"},
    Phrase{511, "Network Authentication Required"},
};

void appendField(QByteArray &block, QByteArrayView name, QByteArrayView value)
{
    block.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

QByteArray reasonPhrase(int status)
{
    const auto *found = std::find_if(Phrases.begin(), Phrases.end(),
                                     [status](const Phrase &phrase) { return phrase.status == status; });
    return found == Phrases.end() ? "Unknown" : found->text;
}

QByteArray headerBlock(const SiteReply &reply, bool keepAlive)
{
    QByteArray block;
    block.reserve(512);
    block.append("HTTP/1.1 ").append(QByteArray::number(reply.status)).append(' ');
    block.append(reply.reason.isEmpty() ? reasonPhrase(reply.status) : reply.reason).append("\r\n");
    appendField(block, "Server", "Turnstone demo site");
    if (!reply.contentType.isEmpty() && !reply.isBodiless())
        appendField(block, "Content-Type", reply.contentType);
    for (const auto &[name, value] : reply.headers)
        appendField(block, name, value);
    if (!reply.isBodiless() || reply.announced >= 0) {
        if (reply.framing == SiteReply::Framing::Chunked)
            appendField(block, "Transfer-Encoding", "chunked");
        else if (reply.framing == SiteReply::Framing::Length)
            appendField(block, "Content-Length",
                        QByteArray::number(reply.announced >= 0 ? reply.announced : reply.bodyBytes()));
    }
    appendField(block, "Connection", keepAlive ? "keep-alive" : "close");
    return block.append("\r\n");
}

QByteArray httpDate(std::chrono::system_clock::time_point moment)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(moment.time_since_epoch()).count();
    return QLocale::c()
        .toString(QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'")
        .toLatin1();
}

} // namespace turnstone
