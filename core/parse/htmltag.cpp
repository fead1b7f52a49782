// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/htmltag.h"

#include "core/parse/bytescan.h"

#include <array>
#include <iterator>

namespace turnstone::parse {

namespace {

/// A lower-case name packed into two words: the whole of it up to 16 bytes, a mix of it beyond.
struct PackedName
{
    quint64 low = 0;
    quint64 high = 0;

    constexpr void add(int index, char c)
    {
        if (index < 8)
            low |= quint64(quint8(c)) << (8 * index);
        else if (index < 16)
            high |= quint64(quint8(c)) << (8 * (index - 8));
        else
            high = (high ^ quint8(c)) * 0x100000001b3ULL + quint64(index);
    }
    constexpr quint64 mixed() const { return (low ^ (high * 0x9e3779b97f4a7c15ULL)) * 0xd6e8feb86659fd93ULL; }
    constexpr bool operator==(const PackedName &) const = default;
};

struct Slot
{
    PackedName name;
    Tag tag = Tag::Other;
};

constexpr int SlotBits = 9;

struct NameTable
{
    Slot slots[1 << SlotBits];

    constexpr NameTable()
        : slots()
    {
#define T(id, text, traits) insert(text, Tag::id);
        TURNSTONE_TAGS(T)
#undef T
    }
    constexpr void insert(const char *text, Tag tag)
    {
        PackedName name;
        for (int i = 0; text[i]; ++i)
            name.add(i, text[i]);
        size_t at = name.mixed() >> (64 - SlotBits);
        while (slots[at].tag != Tag::Other)
            at = (at + 1) % std::size(slots);
        slots[at] = {name, tag};
    }
};

constexpr NameTable Names;

PackedName readByByte(const char *&p, const char *end)
{
    PackedName name;
    for (int i = 0; p != end && !isA(*p, TagNameEnd); ++i, ++p)
        name.add(i, lowered(*p));
    return name;
}

#ifdef __SSE2__
/// For masks: sixteen bytes from `16 - n` on keep the first n of a block.
constexpr auto KeepFirst = [] {
    std::array<quint8, 32> bytes{};
    for (size_t i = 0; i < 16; ++i)
        bytes[i] = 0xff;
    return bytes;
}();

/// Nearly every name ends within sixteen bytes, which are looked at all at once.
PackedName readByBlock(const char *&p, const char *end)
{
    if (end - p < 16)
        return readByByte(p, end);
    __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(' ')), block);
    const __m128i mark =
        _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('>')), _mm_cmpeq_epi8(block, _mm_set1_epi8('/')));
    const int ends = _mm_movemask_epi8(_mm_or_si128(low, mark));
    const int length = ends ? std::countr_zero(unsigned(ends)) : 16;
    if (length == 16 || !isA(p[length], TagNameEnd)) // long, or a control character within it
        return readByByte(p, end);
    p += length;
    const __m128i upper = _mm_and_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8('A' - 1)),
                                        _mm_cmplt_epi8(block, _mm_set1_epi8('Z' + 1)));
    block = _mm_add_epi8(block, _mm_and_si128(upper, _mm_set1_epi8('a' - 'A')));
    block = _mm_and_si128(block,
                          _mm_loadu_si128(reinterpret_cast<const __m128i *>(KeepFirst.data() + 16 - length)));
    return {quint64(_mm_cvtsi128_si64(block)), quint64(_mm_cvtsi128_si64(_mm_unpackhi_epi64(block, block)))};
}
#else
PackedName readByBlock(const char *&p, const char *end)
{
    return readByByte(p, end);
}
#endif

} // namespace

TagName readAnyTagName(const char *&p, const char *end)
{
    const PackedName name = readByBlock(p, end);
    const quint64 mixed = name.mixed();
    for (size_t at = mixed >> (64 - SlotBits); Names.slots[at].tag != Tag::Other;
         at = (at + 1) % std::size(Names.slots)) {
        if (Names.slots[at].name == name)
            return {Names.slots[at].tag, 0};
    }
    return {Tag::Other, quint32(mixed >> 16)};
}

} // namespace turnstone::parse
