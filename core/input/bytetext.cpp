// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/bytetext.h"

#include <QString>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

// White_Space of Unicode beyond ASCII
constexpr auto WideBlanks = std::to_array<QByteArrayView>(
    {"\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
     "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89",
     "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"});

// U+200B, U+2060, U+FEFF, what changes the direction of a text, and what mails and pages put behind a word
// (U+00AD, U+034F, U+180E, U+200C, U+200D, U+FFFC): copied along, never seen
constexpr auto Unseen = std::to_array<QByteArrayView>(
    {"\xE2\x80\x8B", "\xE2\x81\xA0", "\xEF\xBB\xBF", "\xE2\x80\x8E", "\xE2\x80\x8F",
     "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE",
     "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9", "\xC2\xAD",
     "\xCD\x8F",     "\xE1\xA0\x8E", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xEF\xBF\xBC"});

// Commas, semicolons, full stops, bars, bullets, arrows and dashes
constexpr auto WideSeparators = std::to_array<QByteArrayView>(
    {"\xE3\x80\x81", "\xEF\xBC\x8C", "\xEF\xBC\x9B", "\xE3\x80\x82", "\xEF\xBD\xA1",
     "\xEF\xBD\x9C", "\xE2\x80\xA2", "\xC2\xB7",     "\xE2\x88\x99", "\xE2\x8B\x85",
     "\xE2\x97\x8F", "\xE2\x97\xA6", "\xE2\x96\xAA", "\xE2\x80\xA3", "\xE2\x86\x92",
     "\xE2\x87\x92", "\xE2\x9E\x9C", "\xE2\x80\x93", "\xE2\x80\x94", "\xD8\x8C",
     "\xD8\x9B",     "\xDB\x94",     "\xE0\xA5\xA4", "\xE3\x83\xBB", "\xC2\xBB"});

template <size_t N>
qsizetype beginOf(const std::array<QByteArrayView, N> &characters, QByteArrayView text)
{
    const auto found = std::find_if(characters.begin(), characters.end(),
                                    [text](QByteArrayView each) { return text.startsWith(each); });
    return found == characters.end() ? 0 : found->size();
}

template <size_t N>
qsizetype endOf(const std::array<QByteArrayView, N> &characters, QByteArrayView text)
{
    const auto found = std::find_if(characters.begin(), characters.end(),
                                    [text](QByteArrayView each) { return text.endsWith(each); });
    return found == characters.end() ? 0 : found->size();
}

qsizetype blankBefore(QByteArrayView text)
{
    const qsizetype blank = blankAt(text, 0);
    return blank > 0 || !isNonAscii(text.front()) ? blank : beginOf(Unseen, text);
}

} // namespace

qsizetype blankAt(QByteArrayView text, qsizetype at)
{
    const bool beginsCharacter = uchar(text[at]) >= 0xC2;
    return beginsCharacter ? beginOf(WideBlanks, text.sliced(at)) : isBlank(text[at]);
}

qsizetype firstBlank(QByteArrayView text)
{
    qsizetype at = 0;
    while (at < text.size() && blankAt(text, at) == 0)
        ++at;
    return at;
}

qsizetype blankBehind(QByteArrayView text)
{
    if (text.isEmpty() || !isNonAscii(text.back()))
        return !text.isEmpty() && isBlank(text.back());
    const qsizetype blank = endOf(WideBlanks, text);
    return blank > 0 ? blank : endOf(Unseen, text);
}

qsizetype wideSeparatorBehind(QByteArrayView text)
{
    return text.isEmpty() || !isNonAscii(text.back()) ? 0 : endOf(WideSeparators, text);
}

bool startsWithNoCase(QByteArrayView text, QByteArrayView prefix)
{
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(),
                      [](char wanted, char c) { return asciiLower(c) == wanted; });
}

QByteArrayView withoutBlanksAround(QByteArrayView text)
{
    while (!text.isEmpty()) {
        const qsizetype blank = blankBefore(text);
        if (blank == 0)
            break;
        text = text.sliced(blank);
    }
    while (const qsizetype blank = blankBehind(text))
        text.chop(blank);
    return text;
}

QByteArray boundedText(QByteArrayView text, qsizetype limit)
{
    qsizetype size = std::min(text.size(), limit);
    while (size > 0 && size < text.size() && (uchar(text[size]) & 0xC0) == 0x80)
        --size;
    QByteArray bounded = text.first(size).toByteArray();
    std::replace_if(bounded.begin(), bounded.end(), isBlank, ' ');
    if (!QByteArrayView(bounded).isValidUtf8()) {
        bounded = QString::fromUtf8(bounded).toUtf8();
        // each broken byte has become three
        if (bounded.size() > limit)
            return boundedText(bounded, limit);
    }
    return bounded;
}

} // namespace turnstone
