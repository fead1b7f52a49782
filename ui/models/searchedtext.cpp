// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/searchedtext.h"

#include <algorithm>
#include <cstring>

namespace turnstone {

namespace {

constexpr char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? char(byte | 0x20) : byte;
}

constexpr char upper(char byte)
{
    return byte >= 'a' && byte <= 'z' ? char(byte & ~0x20) : byte;
}

bool beginsFolded(const char *text, QByteArrayView folded)
{
    return std::equal(folded.begin(), folded.end(), text,
                      [](char wanted, char found) { return lower(found) == wanted; });
}

const char *find(const char *from, const char *end, char byte)
{
    const auto *found = static_cast<const char *>(std::memchr(from, byte, size_t(end - from)));
    return found ? found : end;
}

// memchr for both cases of the first letter: an order of magnitude faster than comparing at each byte.
bool containsFolded(QByteArrayView text, QByteArrayView folded)
{
    if (text.size() < folded.size())
        return false;
    const char *const end = text.data() + (text.size() - folded.size() + 1);
    const char small = folded.front();
    const char big = upper(small);
    const char *nextSmall = find(text.data(), end, small);
    const char *nextBig = big == small ? end : find(text.data(), end, big);
    while (nextSmall < end || nextBig < end) {
        const char *const at = std::min(nextSmall, nextBig);
        if (beginsFolded(at, folded))
            return true;
        (at == nextSmall ? nextSmall : nextBig) = find(at + 1, end, *at);
    }
    return false;
}

} // namespace

SearchedText::SearchedText(const QString &text)
    : m_text(text)
    , m_folded(text.toLower().toUtf8())
    , m_isAscii(std::all_of(text.begin(), text.end(), [](QChar each) { return each.unicode() < 0x80; }))
{}

bool SearchedText::isIn(QByteArrayView utf8) const
{
    if (m_folded.isEmpty())
        return utf8.isEmpty();
    if (m_isAscii)
        return containsFolded(utf8, m_folded);
    return QString::fromUtf8(utf8).contains(m_text, Qt::CaseInsensitive);
}

bool equalsFolded(QByteArrayView text, QByteArrayView folded)
{
    return text.size() == folded.size() && beginsFolded(text.data(), folded);
}

} // namespace turnstone
