// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/mimemessage.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <vector>

namespace turnstone {

namespace {

constexpr int MaxDelimiters = 20'000; // lines that may begin a part
constexpr int MaxFields = 100'000;
constexpr size_t MaxFieldBytes = 4 * 1024; // what describes a part, each
constexpr size_t MaxFieldsBytes = 1024 * 1024;
constexpr int MaxComments = 32; // of a field: one that does not end is looked for to the end, again and again

qsizetype nextLine(QByteArrayView mail, qsizetype from)
{
    const qsizetype lineFeed = mail.indexOf('\n', from);
    return lineFeed < 0 ? mail.size() : lineFeed + 1;
}

/// Where there are too many lines that may begin a part.
qsizetype boundOf(QByteArrayView mail)
{
    qsizetype at = 0;
    for (int delimiters = 0; (at = mail.indexOf("\n--", at)) >= 0; ++at) {
        if (++delimiters > MaxDelimiters)
            return at + 1;
    }
    return mail.size();
}

} // namespace

MimeMessage::MimeMessage(QByteArrayView mail, Parameters parameters)
    : m_mail(mail)
    , m_bytes{reinterpret_cast<guint8 *>(const_cast<char *>(mail.data())), guint(mail.size())}
{
    static std::once_flag initialised;
    std::call_once(initialised, &g_mime_init);

    m_stream.reset(g_mime_stream_mem_new());
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(m_stream.get()), &m_bytes); // never written to
    g_mime_stream_set_bounds(m_stream.get(), 0, boundOf(mail));
    const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(m_stream.get()));
    g_mime_parser_set_header_regex(parser.get(), "^", &MimeMessage::takeField, this);
    const std::unique_ptr<GMimeParserOptions, decltype(&g_mime_parser_options_free)> options(
        g_mime_parser_options_new(), &g_mime_parser_options_free);
    g_mime_parser_options_set_parameter_compliance_mode(options.get(), parameters);
    m_message.reset(g_mime_parser_construct_message(parser.get(), options.get()));
}

void MimeMessage::takeField(GMimeParser *, const char *name, const char *value, gint64, gpointer message)
{
    static_cast<MimeMessage *>(message)->boundField(name, const_cast<char *>(value));
}

/// GMime has no bounds of its own for fields. This is where it shows what it has read of one, before it makes
/// anything of it: its own copy is cut.
void MimeMessage::boundField(const char *name, char *value)
{
    const bool isOfPart = g_ascii_strncasecmp(name, "Content-", 8) == 0;
    int comments = 0;
    const size_t size = strnlen(value, isOfPart ? MaxFieldBytes : 0);
    char *end =
        std::find_if(value, value + size, [&](char c) { return c == '(' && ++comments > MaxComments; });
    *end = '\0';
    m_fieldBytes += size_t(end - value);
    if (++m_fields == MaxFields || m_fieldBytes > MaxFieldsBytes)
        stop();
}

void MimeMessage::stop()
{
    const qsizetype end = nextLine(m_mail, m_stream->position);
    g_mime_stream_set_bounds(m_stream.get(), 0, std::min<gint64>(end, m_stream->bound_end));
}

void MimeMessage::visit(const std::function<void(GMimeObject *part)> &visitor) const
{
    std::vector<GMimeObject *> open;
    const auto push = [&open](GMimeMessage *message) {
        if (GMimeObject *part = message ? g_mime_message_get_mime_part(message) : nullptr)
            open.push_back(part);
    };
    push(m_message.get());
    while (!open.empty()) {
        GMimeObject *part = open.back();
        open.pop_back();
        visitor(part);
        if (GMIME_IS_MULTIPART(part)) {
            for (int i = g_mime_multipart_get_count(GMIME_MULTIPART(part)); i-- > 0;)
                open.push_back(g_mime_multipart_get_part(GMIME_MULTIPART(part), i));
        } else if (GMIME_IS_MESSAGE_PART(part)) {
            push(g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)));
        }
    }
}

bool MimeMessage::isBroken() const
{
    bool broken = false;
    visit([&broken](GMimeObject *part) { broken = broken || isBrokenMultipart(part); });
    return broken;
}

bool MimeMessage::isBrokenMultipart(GMimeObject *part)
{
    return GMIME_IS_MULTIPART(part) && g_mime_multipart_get_count(GMIME_MULTIPART(part)) == 0;
}

} // namespace turnstone
