// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/textmarks.h"

#include "core/input/bytetext.h"

#include <QList>
#include <QString>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

constexpr qsizetype LongestTag = 16;
constexpr qsizetype LongestMacro = 64;

// Full-width punctuation and typographic quotes: where one stands, a text in that script goes on.
constexpr auto WidePunctuation = std::to_array<QByteArrayView>({
    "\xE3\x80\x81", "\xE3\x80\x82", "\xE3\x80\x88", "\xE3\x80\x89", "\xE3\x80\x8A", "\xE3\x80\x8B",
    "\xE3\x80\x8C", "\xE3\x80\x8D", "\xE3\x80\x8E", "\xE3\x80\x8F", "\xE3\x80\x90", "\xE3\x80\x91",
    "\xEF\xBC\x81", "\xEF\xBC\x88", "\xEF\xBC\x89", "\xEF\xBC\x8C", "\xEF\xBC\x9A", "\xEF\xBC\x9B",
    "\xEF\xBC\x9F", "\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\xB9",
    "\xE2\x80\xBA", "\xEF\xBC\x9C", "\xEF\xBC\x9E", "\xE2\x80\xA6", "\xE2\x80\xA2", "\xC2\xAB",
    "\xC2\xBB",     "\xE2\x80\x8B", "\xEF\xBB\xBF",
});

// Of a page's source, quoted in a text: "&lt;a href=&quot;https://a.example/&quot;&gt;".
constexpr auto EscapedMarks = std::to_array<QByteArrayView>({"&lt;", "&gt;", "&quot;", "&nbsp;"});

/// "[/url]", "[/QUOTE]": the end tags of BBCode
qsizetype endTagSize(QByteArrayView rest)
{
    const qsizetype end = rest.first(std::min(rest.size(), LongestTag)).indexOf(']');
    const bool isTag =
        end > 2 && rest[1] == '/' && std::all_of(rest.begin() + 2, rest.begin() + end, isAsciiLetter);
    return isTag ? end + 1 : 0;
}

/// "{quote}", "{color:red}": the macros that surround text in Jira; "{id}" is a part of an address.
qsizetype macroSize(QByteArrayView rest)
{
    constexpr std::array<QByteArrayView, 5> macros{"quote", "color", "code", "noformat", "panel"};
    const auto found = std::find_if(macros.begin(), macros.end(), [rest](QByteArrayView macro) {
        return rest.sliced(1).startsWith(macro) && rest.size() > macro.size() + 1 &&
               (rest[macro.size() + 1] == '}' || rest[macro.size() + 1] == ':');
    });
    if (found == macros.end())
        return 0;
    return rest.first(std::min(rest.size(), LongestMacro)).indexOf('}') + 1;
}

template <size_t N>
qsizetype markOf(const std::array<QByteArrayView, N> &marks, QByteArrayView rest)
{
    const auto found = std::find_if(marks.begin(), marks.end(),
                                    [rest](QByteArrayView mark) { return rest.startsWith(mark); });
    return found == marks.end() ? 0 : found->size();
}

} // namespace

qsizetype textMarkAt(QByteArrayView line, qsizetype at)
{
    const QByteArrayView rest = line.sliced(at);
    switch (rest.front()) {
    case '&':
        return markOf(EscapedMarks, rest);
    case '[':
        return endTagSize(rest);
    case '{':
        return macroSize(rest);
    default:
        if (!isNonAscii(rest.front()))
            return 0;
        return std::max(markOf(WidePunctuation, rest), blankAt(rest, 0));
    }
}

qsizetype punctuationBehind(QByteArrayView text)
{
    if (text.isEmpty() || !isNonAscii(text.back()))
        return 0;
    qsizetype begin = text.size() - 1;
    while (begin > 0 && text.size() - begin < 4 && (uchar(text[begin]) & 0xC0) == 0x80)
        --begin;
    const QByteArrayView last = text.sliced(begin);
    const QList<uint> characters = last.isValidUtf8() ? QString::fromUtf8(last).toUcs4() : QList<uint>();
    return characters.size() == 1 && QChar::isPunct(characters.front()) ? last.size() : 0;
}

} // namespace turnstone
