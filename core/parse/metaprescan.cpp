// SPDX-License-Identifier: GPL-3.0-or-later
// The HTML standard's algorithm to prescan a byte stream to determine its encoding.
#include "core/parse/bytescan.h"
#include "core/parse/encodingsniffer.h"
#include "core/parse/tagattributes.h"

#include <algorithm>

namespace turnstone::parse {

namespace {

bool is(QByteArrayView text, QByteArrayView lowerCase)
{
    return text.size() == lowerCase.size() && equalsIgnoringCase(text.data(), lowerCase.data(), text.size());
}

/// The label in the content attribute of <meta http-equiv=content-type>: "text/html; charset=..."
QByteArrayView labelInContent(QByteArrayView content)
{
    const char *p = content.begin();
    const char *const end = content.end();
    for (;; ++p) {
        if (end - p < 7)
            return {};
        if (!equalsIgnoringCase(p, "charset", 7))
            continue;
        const char *after = skipSpaces(p + 7, end);
        if (after == end || *after != '=')
            continue;
        after = skipSpaces(after + 1, end);
        if (after == end)
            return {};
        if (*after == '"' || *after == '\'') {
            const char *const close = std::find(after + 1, end, *after);
            return close == end ? QByteArrayView() : QByteArrayView(after + 1, close);
        }
        return {after, std::find_if(after, end, [](char c) { return c == ';' || isA(c, SpaceByte); })};
    }
}

Encoding asMetaMeansIt(Encoding encoding)
{
    // The declaration could be read, so it cannot be UTF-16.
    if (encoding == Encoding::Utf16Be || encoding == Encoding::Utf16Le)
        return Encoding::Utf8;
    return encoding == Encoding::UserDefined ? Encoding::Windows1252 : encoding;
}

/// Gathers the attributes of one meta element; the first of a name counts.
struct MetaElement
{
    bool hasPragma = false;
    bool sawPragma = false, sawContent = false, sawCharset = false;
    std::optional<bool> needsPragma;
    std::optional<Encoding> encoding;

    void take(QByteArrayView name, QByteArrayView value)
    {
        if (is(name, "http-equiv") && !std::exchange(sawPragma, true)) {
            hasPragma = is(value, "content-type");
        } else if (is(name, "content") && !std::exchange(sawContent, true)) {
            const auto found = encodingOfLabel(labelInContent(value));
            if (found && !sawCharset) {
                encoding = found;
                needsPragma = true;
            }
        } else if (is(name, "charset") && !std::exchange(sawCharset, true)) {
            encoding = encodingOfLabel(value);
            needsPragma = false;
        }
    }

    std::optional<Encoding> result() const
    {
        if (!needsPragma || (*needsPragma && !hasPragma) || !encoding)
            return {};
        return asMetaMeansIt(*encoding);
    }
};

} // namespace

std::optional<Encoding> encodingInMeta(QByteArrayView charset)
{
    const std::optional<Encoding> encoding = encodingOfLabel(charset);
    return encoding ? std::optional(asMetaMeansIt(*encoding)) : std::nullopt;
}

std::optional<Encoding> encodingInMetaContent(QByteArrayView content)
{
    return encodingInMeta(labelInContent(content));
}

std::optional<Encoding> prescanXmlDeclaration(QByteArrayView body)
{
    body = body.first(std::min<qsizetype>(body.size(), 1024));
    if (body.startsWith(QByteArrayView("<\0?\0x\0", 6)))
        return Encoding::Utf16Le;
    if (body.startsWith(QByteArrayView("\0<\0?\0x", 6)))
        return Encoding::Utf16Be;
    if (!body.startsWith("<?xml"))
        return {};
    const qsizetype close = body.indexOf('>');
    if (close < 0)
        return {};
    body = body.first(close);
    const qsizetype at = body.indexOf("encoding");
    if (at < 0)
        return {};
    const char *const end = body.end();
    const auto skipControls = [end](const char *p) {
        while (p != end && quint8(*p) <= 0x20)
            ++p;
        return p;
    };
    const char *p = skipControls(body.begin() + at + 8);
    if (p == end || *p != '=')
        return {};
    p = skipControls(p + 1);
    if (p == end || (*p != '"' && *p != '\''))
        return {};
    const char *const quote = std::find(p + 1, end, *p);
    if (quote == end)
        return {};
    const auto encoding = encodingOfLabel({p + 1, quote});
    return encoding == Encoding::Utf16Be || encoding == Encoding::Utf16Le ? Encoding::Utf8 : encoding;
}

std::optional<Encoding> prescanMeta(QByteArrayView body)
{
    const std::optional<Encoding> fallback = prescanXmlDeclaration(body);
    if (fallback == Encoding::Utf16Be || fallback == Encoding::Utf16Le)
        return fallback;
    const char *const end = body.begin() + std::min<qsizetype>(body.size(), 1024);
    const char *p = body.begin();
    while ((p = findByte(p, end, '<')) != end) {
        const auto begins = [p, end](QByteArrayView text) {
            return end - p >= text.size() && equalsIgnoringCase(p, text.data(), text.size());
        };
        bool selfClosing = false;
        if (begins("<!--")) {
            const char *const close = std::search(p + 2, end, "-->", "-->" + 3);
            if (close == end)
                return fallback;
            p = close + 3;
        } else if (begins("<meta") && end - p > 5 && isA(p[5], BlankOrSlash)) {
            MetaElement meta;
            p = scanAttributes(p + 5, end, &selfClosing, [&meta](QByteArrayView name, QByteArrayView value) {
                meta.take(name, value);
            });
            if (!p)
                return fallback;
            if (const auto encoding = meta.result())
                return encoding;
        } else if (end - p > 2 && (isA(p[1], LetterByte) || (p[1] == '/' && isA(p[2], LetterByte)))) {
            p = std::find_if(p + 1, end, [](char c) { return isA(c, UnquotedEnd); });
            p = scanAttributes(p, end, &selfClosing, [](QByteArrayView, QByteArrayView) {});
            if (!p)
                return fallback;
        } else if (end - p > 1 && (p[1] == '!' || p[1] == '/' || p[1] == '?')) {
            p = findByte(p, end, '>');
        } else {
            ++p;
        }
    }
    return fallback;
}

} // namespace turnstone::parse
