// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/encodingsniffer.h"

#include "core/parse/utf8check.h"

#include <algorithm>
#include <memory>
#include <uchardet.h>

namespace turnstone::parse {

namespace {

std::optional<SniffedEncoding> byteOrderMark(QByteArrayView body)
{
    if (body.startsWith("\xEF\xBB\xBF"))
        return SniffedEncoding{Encoding::Utf8, 3};
    if (body.startsWith("\xFE\xFF"))
        return SniffedEncoding{Encoding::Utf16Be, 2};
    if (body.startsWith("\xFF\xFE"))
        return SniffedEncoding{Encoding::Utf16Le, 2};
    return {};
}

/// Markup in UTF-16 has a zero in every other byte.
std::optional<Encoding> utf16Pattern(QByteArrayView body)
{
    const qsizetype size = std::min<qsizetype>(body.size() & ~qsizetype(1), 512);
    qsizetype zeros[2] = {0, 0};
    for (qsizetype i = 0; i < size; ++i)
        zeros[i & 1] += body[i] == '\0';
    if (size >= 16 && zeros[1] > size / 4 && zeros[0] < zeros[1] / 8 + 1)
        return Encoding::Utf16Le;
    if (size >= 16 && zeros[0] > size / 4 && zeros[1] < zeros[0] / 8 + 1)
        return Encoding::Utf16Be;
    return {};
}

std::optional<Encoding> guessed(QByteArrayView sample)
{
    const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
    if (uchardet_handle_data(detector.get(), sample.data(), size_t(sample.size())) != 0)
        return {};
    uchardet_data_end(detector.get());
    const QByteArrayView name = uchardet_get_charset(detector.get());
    if (name == "UHC")
        return Encoding::EucKr;
    if (name == "MAC-CYRILLIC")
        return Encoding::MacCyrillic;
    const std::optional<Encoding> encoding = encodingOfLabel(name);
    return encoding == Encoding::Replacement ? std::nullopt : encoding;
}

/// For a body that declares nothing.
Encoding undeclaredEncoding(QByteArrayView body)
{
    if (const auto utf16 = utf16Pattern(body))
        return *utf16;
    const Utf8Check check = checkUtf8(body);
    qsizetype from = check.firstNonAscii;
    if (from < 0) {
        from = body.indexOf('\x1b'); // ISO-2022-JP is made of ASCII bytes and escapes
        if (from < 0)
            return Encoding::Windows1252;
    } else if (check.isValid) {
        return Encoding::Utf8;
    }
    // What comes before the first telling byte tells nothing; 64 KB after it tell enough.
    from = std::max<qsizetype>(from - 256, 0);
    const auto encoding = guessed(body.sliced(from, std::min<qsizetype>(body.size() - from, 64 * 1024)));
    return encoding.value_or(Encoding::Windows1252);
}

} // namespace

SniffedEncoding sniffHtmlEncoding(QByteArrayView body, QByteArrayView headerLabel)
{
    if (const auto mark = byteOrderMark(body))
        return *mark;
    if (const auto encoding = encodingOfLabel(headerLabel))
        return {*encoding, 0};
    const std::optional<Encoding> prescanned = prescanMeta(body);
    const Encoding encoding = prescanned ? *prescanned : undeclaredEncoding(body);
    return {encoding, 0, encoding != Encoding::Utf16Be && encoding != Encoding::Utf16Le};
}

SniffedEncoding sniffXmlEncoding(QByteArrayView body, QByteArrayView headerLabel)
{
    if (const auto mark = byteOrderMark(body))
        return *mark;
    if (const auto encoding = encodingOfLabel(headerLabel))
        return {*encoding, 0};
    return {prescanXmlDeclaration(body).value_or(Encoding::Utf8), 0};
}

} // namespace turnstone::parse
