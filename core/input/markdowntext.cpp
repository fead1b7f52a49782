// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/markdowntext.h"

#include "core/input/bytetext.h"
#include "core/parse/characterreferences.h"

#include <QString>

#include <algorithm>
#include <cctype>

namespace turnstone {

namespace {

constexpr int DeepestBrackets = 32;        // as in cmark: the cost of a line stays linear
constexpr qsizetype LongestReference = 40; // "&CounterClockwiseContourIntegral;"

bool isEscape(QByteArrayView text, qsizetype at)
{
    return text[at] == '\\' && at + 1 < text.size() && std::ispunct(uchar(text[at + 1]));
}

qsizetype enclosedEnd(QByteArrayView line, qsizetype at)
{
    for (; at < line.size() && line[at] != '<'; ++at) {
        if (line[at] == '>')
            return at;
        at += isEscape(line, at);
    }
    return -1;
}

qsizetype bareEnd(QByteArrayView line, qsizetype at)
{
    int depth = 0;
    for (; at < line.size() && depth <= DeepestBrackets; ++at) {
        const char c = line[at];
        if (isBlank(c) || (c == ')' && depth == 0))
            return depth == 0 ? at : -1;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        at += isEscape(line, at);
    }
    return -1;
}

/// Of the reference that begins here, with its "&" and ";"; 0 where none does.
qsizetype referenceSize(QByteArrayView text)
{
    const qsizetype end = text.first(std::min(text.size(), LongestReference)).indexOf(';');
    const bool named = end > 1 && std::all_of(text.begin() + 1, text.begin() + end, [](char c) {
                           return isAsciiLetter(c) || isAsciiDigit(c) || c == '#';
                       });
    return named ? end + 1 : 0;
}

} // namespace

qsizetype markdownDestinationEnd(QByteArrayView line, qsizetype begin)
{
    const QByteArrayView before = line.first(begin);
    if (before.endsWith("](<") || (before.endsWith('<') && isMarkdownDefinition(line, begin - 1)))
        return enclosedEnd(line, begin);
    return before.endsWith("](") ? bareEnd(line, begin) : -1;
}

bool isMarkdownDefinition(QByteArrayView line, qsizetype begin)
{
    return line.startsWith('[') && !line.startsWith("[^") && // which is a footnote
           withoutBlanksAround(line.first(begin)).endsWith("]:");
}

QByteArray withoutMarkdownEscapes(QByteArrayView destination)
{
    QByteArray out;
    for (qsizetype at = 0; at < destination.size(); ++at) {
        const QByteArrayView rest = destination.sliced(at);
        if (isEscape(destination, at)) {
            const char c = destination[++at];
            if (c == '\\')
                out.append("%5C"); // itself, not the slash that browsers make of one
            else
                out.append(c);
        } else if (const qsizetype size = rest.startsWith('&') ? referenceSize(rest) : 0) {
            out.append(parse::resolvedText(QString::fromLatin1(rest.first(size))).toUtf8());
            at += size - 1;
        } else {
            out.append(destination[at]);
        }
    }
    return out;
}

} // namespace turnstone
