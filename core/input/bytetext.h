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
/// Between values of a line: a comma, a semicolon, a bar.
inline bool isSeparator(char c)
{
    return c == ',' || c == ';' || c == '|';
}
/// The size of the white space that begins at a place: isBlank(), or a space or line break beyond ASCII
/// (U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000). 0 where there is none.
qsizetype blankAt(QByteArrayView text, qsizetype at);
/// Where the first of them begins, or the end.
qsizetype firstBlank(QByteArrayView text);
/// The size of the white space that a text ends with, or of a character that is never seen, such as U+200B
/// and U+FEFF; 0 where there is none.
qsizetype blankBehind(QByteArrayView text);
/// The size of a separator beyond ASCII that a text ends with: a comma, bullet, arrow or dash; 0 where there
/// is none. Any of them may be a part of an address as well.
qsizetype wideSeparatorBehind(QByteArrayView text);
/// `prefix` in lower case.
bool startsWithNoCase(QByteArrayView text, QByteArrayView prefix);
/// Without white space and characters that are never seen around.
QByteArrayView withoutBlanksAround(QByteArrayView text);
/// At most `limit` bytes of valid UTF-8, cut between characters, blanks as spaces.
QByteArray boundedText(QByteArrayView text, qsizetype limit);

} // namespace turnstone
