// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/mimereader.h"

#include "core/input/mimemessage.h"

#include <QByteArrayList>

#include <algorithm>
#include <cstring>

namespace turnstone {

namespace {

constexpr int MaxDepth = 2; // of mails that are encoded within each other

/// RFC 2045, 6.7 (3): blanks at the end of a line were added on the way.
QByteArray withoutBlanksAtEnds(QByteArrayView text)
{
    QByteArray kept;
    kept.reserve(text.size());
    while (!text.isEmpty()) {
        const qsizetype lineFeed = text.indexOf('\n');
        QByteArrayView line = text.first(lineFeed < 0 ? text.size() : lineFeed);
        text = text.sliced(lineFeed < 0 ? text.size() : lineFeed + 1);
        while (line.endsWith(' ') || line.endsWith('\t'))
            line.chop(1);
        kept.append(line);
        if (lineFeed >= 0)
            kept.append('\n');
    }
    return kept;
}

QByteArray decoded(QByteArrayView text, GMimeContentEncoding encoding)
{
    if (encoding != GMIME_CONTENT_ENCODING_BASE64 && encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
        encoding != GMIME_CONTENT_ENCODING_UUENCODE)
        return text.toByteArray();
    const bool isQuotedPrintable = encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
    QByteArray encoded = isQuotedPrintable ? withoutBlanksAtEnds(text) : text.toByteArray();
    if (encoding == GMIME_CONTENT_ENCODING_BASE64)
        encoded.append("==="); // where its own are missing, GMime would drop the last bytes
    const Owned<GMimeFilter> filter(g_mime_filter_basic_new(encoding, FALSE));
    char *bytes = nullptr;
    size_t size = 0, before = 0;
    g_mime_filter_filter(filter.get(), encoded.data(), size_t(encoded.size()), 0, &bytes, &size, &before);
    return QByteArray(bytes, qsizetype(size));
}

/// What GMime did not take apart further; null where it did.
QByteArrayView bodyOf(GMimeObject *part, QByteArrayView mail)
{
    if (GMIME_IS_PART(part)) {
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
        if (!content)
            return {};
        const GMimeStream *stream = g_mime_data_wrapper_get_stream(content);
        return mail.sliced(stream->bound_start, stream->bound_end - stream->bound_start);
    }
    if (!MimeMessage::isBrokenMultipart(part))
        return {};
    const char *text = g_mime_multipart_get_prologue(GMIME_MULTIPART(part));
    GMimeHeader *type = g_mime_header_list_get_header(g_mime_object_get_header_list(part), "Content-Type");
    const qsizetype header = type ? mail.indexOf("\n\n", g_mime_header_get_offset(type)) : -1;
    if (!text || header < 0)
        return {};
    const QByteArrayView rest = mail.sliced(header + 2);
    return rest.first(std::min(rest.size(), qsizetype(strlen(text))));
}

GMimeContentEncoding encodingOf(GMimeObject *part)
{
    const char *name = g_mime_object_get_header(part, "Content-Transfer-Encoding");
    return name ? g_mime_content_encoding_from_string(name) : GMIME_CONTENT_ENCODING_DEFAULT;
}

/// Of "utf-8 (Unicode)": utf-8.
QByteArray charsetOf(GMimeObject *part)
{
    return QByteArray(g_mime_object_get_content_type_parameter(part, "charset")).split('(').first().trimmed();
}

bool isType(GMimeObject *part, const char *type, const char *subtype)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type, subtype);
}

MimeText::Kind kindOf(GMimeObject *part)
{
    if (isType(part, "text", "html") || isType(part, "text", "x-amp-html"))
        return MimeText::Kind::Html;
    const bool isContentLines = isType(part, "text", "calendar") || isType(part, "text", "vcard") ||
                                isType(part, "text", "x-vcard") || isType(part, "text", "directory");
    return isContentLines ? MimeText::Kind::ContentLines : MimeText::Kind::Plain;
}

bool hasParameter(GMimeObject *part, const char *name, const char *value)
{
    const char *given = g_mime_object_get_content_type_parameter(part, name);
    return given && g_ascii_strcasecmp(given, value) == 0;
}

/// RFC 3676, 4.1: a space ends a line that goes on in the next one of as many ">".
QByteArray withoutFlow(QByteArrayView text)
{
    QByteArray joined;
    joined.reserve(text.size());
    qsizetype depthBefore = -1; // of a line that goes on
    while (!text.isEmpty()) {
        const qsizetype lineFeed = text.indexOf('\n');
        QByteArrayView line = text.first(lineFeed < 0 ? text.size() : lineFeed);
        text = text.sliced(lineFeed < 0 ? text.size() : lineFeed + 1);
        if (line.endsWith('\r'))
            line.chop(1);
        const qsizetype depth =
            std::find_if(line.begin(), line.end(), [](char c) { return c != '>'; }) - line.begin();
        QByteArrayView content = line.sliced(depth);
        if (content.startsWith(' '))
            content = content.sliced(1);
        const bool goesOn = content.endsWith(' ') && content != "-- ";
        if (depth == depthBefore) {
            joined.chop(1);
            joined.append(goesOn ? content.chopped(1) : content);
        } else {
            joined.append(line.first(depth)).append(goesOn ? content.chopped(1) : content);
        }
        joined.append('\n');
        depthBefore = goesOn ? depth : -1;
    }
    return joined;
}

std::unique_ptr<MimeMessage> messageOf(QByteArrayView mail)
{
    auto message = std::make_unique<MimeMessage>(mail, GMIME_RFC_COMPLIANCE_LOOSE);
    if (!message->isBroken())
        return message;
    auto strict = std::make_unique<MimeMessage>(mail, GMIME_RFC_COMPLIANCE_STRICT);
    return strict->isBroken() ? std::move(message) : std::move(strict);
}

} // namespace

MimeReader::MimeReader(Handler handler)
    : m_handler(std::move(handler))
{}

void MimeReader::read(QByteArrayView mail)
{
    read(mail, 0, 0);
}

void MimeReader::read(QByteArrayView mail, qint64 linesBefore, int depth)
{
    const std::unique_ptr<MimeMessage> message = messageOf(mail);
    qsizetype at = 0;
    const auto skipTo = [&](qsizetype end) {
        linesBefore += std::count(mail.begin() + at, mail.begin() + std::max(at, end), '\n');
        at = std::max(at, end);
    };
    message->visit([&](GMimeObject *part) {
        const QByteArrayView body = bodyOf(part, mail);
        const bool isMail = isType(part, "message", "rfc822"); // encoded, or within too many
        const bool isText =
            (GMIME_IS_TEXT_PART(part) && !isType(part, "text", "rfc822-headers")) || GMIME_IS_MULTIPART(part);
        if (body.isEmpty() || !(isMail || isText))
            return;
        skipTo(body.data() - mail.data());
        QByteArray text = decoded(body, encodingOf(part));
        if (hasParameter(part, "format", "flowed") && hasParameter(part, "delsp", "yes"))
            text = withoutFlow(text);
        if (isMail && depth < MaxDepth)
            read(QByteArray(text).replace("\r\n", "\n"), linesBefore, depth + 1);
        else
            m_handler({text, charsetOf(part), kindOf(part), linesBefore});
    });
    skipTo(message->end());
    if (at < mail.size())
        m_handler({mail.sliced(at).toByteArray(), {}, MimeText::Kind::Plain, linesBefore});
}

} // namespace turnstone
