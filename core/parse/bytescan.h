// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <bit>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace turnstone::parse {

enum ByteClass : quint8 {
    SpaceByte = 1,    ///< tab, line feed, form feed, carriage return, space
    TagNameEnd = 2,   ///< space / >
    AttrNameEnd = 4,  ///< space / > =
    UnquotedEnd = 8,  ///< space >
    LetterByte = 16,  ///< A-Z a-z
    UpperByte = 32,   ///< A-Z
    BlankOrSlash = 64 ///< space /
};

inline constexpr std::array<quint8, 256> ByteClasses = [] {
    std::array<quint8, 256> classes{};
    for (const char c : {'\t', '\n', '\f', '\r', ' '})
        classes[quint8(c)] = SpaceByte | TagNameEnd | AttrNameEnd | UnquotedEnd | BlankOrSlash;
    classes['/'] = TagNameEnd | AttrNameEnd | BlankOrSlash;
    classes['>'] = TagNameEnd | AttrNameEnd | UnquotedEnd;
    classes['='] = AttrNameEnd;
    for (int c = 'A'; c <= 'Z'; ++c) {
        classes[size_t(c)] = LetterByte | UpperByte;
        classes[size_t(c) + 32] = LetterByte;
    }
    return classes;
}();

inline bool isA(char c, ByteClass what)
{
    return ByteClasses[quint8(c)] & what;
}

inline char lowered(char c)
{
    return isA(c, UpperByte) ? char(c + 32) : c;
}

/// The first `wanted` in [p, end), or end.
inline const char *findByte(const char *p, const char *end, char wanted)
{
#ifdef __SSE2__
    const __m128i pattern = _mm_set1_epi8(wanted);
    while (end - p >= 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
        if (const int hits = _mm_movemask_epi8(_mm_cmpeq_epi8(block, pattern)))
            return p + std::countr_zero(unsigned(hits));
        p += 16;
    }
#endif
    while (p != end && *p != wanted)
        ++p;
    return p;
}

/// The first byte of [p, end) that is no white space, or end.
inline const char *skipSpaces(const char *p, const char *end)
{
    while (p != end && isA(*p, SpaceByte))
        ++p;
    return p;
}

/// Whether [p, p + length) is `lowerCase` when ASCII case is ignored.
inline bool equalsIgnoringCase(const char *p, const char *lowerCase, qsizetype length)
{
    for (qsizetype i = 0; i < length; ++i) {
        if (lowered(p[i]) != lowerCase[i])
            return false;
    }
    return true;
}

} // namespace turnstone::parse
