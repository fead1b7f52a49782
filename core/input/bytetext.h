// SPDX-License-Identifier: GPL-3.0-or-later
// Small questions about UTF-8 bytes that the readers of this room share.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace turnstone {

inline bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool isAsciiDigit(char c)
{
    return c >= '0' && c <= '9';
}
inline char asciiLower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}
inline bool isNonAscii(char c)
{
    return uchar(c) >= 0x80;
}
/// White space and control characters, NUL included.
inline bool isBlank(char c)
{
    return uchar(c) <= 0x20 || uchar(c) == 0x7F;
}
/// `prefix` in lower case.
bool startsWithNoCase(QByteArrayView text, QByteArrayView prefix);
/// Without blanks, no-break and ideographic spaces and byte-order marks around.
QByteArrayView withoutBlanksAround(QByteArrayView text);
/// At most `limit` bytes of valid UTF-8, cut between characters, blanks as spaces.
QByteArray boundedText(QByteArrayView text, qsizetype limit);

} // namespace turnstone
