// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/htmltag.h"

#include "core/parse/bytescan.h"

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

} // namespace

TagName readTagName(const char *&p, const char *end)
{
    PackedName name;
    for (int i = 0; p != end && !isA(*p, TagNameEnd); ++i, ++p)
        name.add(i, lowered(*p));
    const quint64 mixed = name.mixed();
    for (size_t at = mixed >> (64 - SlotBits); Names.slots[at].tag != Tag::Other;
         at = (at + 1) % std::size(Names.slots)) {
        if (Names.slots[at].name == name)
            return {Names.slots[at].tag, 0};
    }
    return {Tag::Other, quint32(mixed >> 16)};
}

} // namespace turnstone::parse
