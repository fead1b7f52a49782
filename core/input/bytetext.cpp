// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/bytetext.h"

#include <QString>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

// U+00A0, U+200B, U+2060, U+3000, U+FEFF, what changes the direction of a text, and what mails and pages put
// behind a word (U+00AD, U+034F, U+180E, U+200C, U+200D, U+2028, U+2029, U+202F, U+FFFC): copied along, never
// seen
constexpr auto WideBlanks = std::to_array<QByteArrayView>(
    {"\xC2\xA0",     "\xE2\x80\x8B", "\xE2\x81\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF",
     "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC",
     "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8",
     "\xE2\x81\xA9", "\xC2\xAD",     "\xCD\x8F",     "\xE1\xA0\x8E", "\xE2\x80\x8C",
     "\xE2\x80\x8D", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xEF\xBF\xBC"});

} // namespace

bool startsWithNoCase(QByteArrayView text, QByteArrayView prefix)
{
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(),
                      [](char wanted, char c) { return asciiLower(c) == wanted; });
}

QByteArrayView withoutBlanksAround(QByteArrayView text)
{
    bool again = true;
    while (again) {
        while (!text.isEmpty() && isBlank(text.front()))
            text = text.sliced(1);
        while (!text.isEmpty() && isBlank(text.back()))
            text.chop(1);
        again = false;
        if (text.isEmpty() || !(isNonAscii(text.front()) || isNonAscii(text.back())))
            return text;
        for (const QByteArrayView blank : WideBlanks) {
            if (text.startsWith(blank)) {
                text = text.sliced(blank.size());
                again = true;
            }
            if (text.endsWith(blank)) {
                text.chop(blank.size());
                again = true;
            }
        }
    }
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
