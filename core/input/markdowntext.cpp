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

struct Reference
{
    qsizetype size = 0; ///< with its "&" and ";"; 0: none
    QString meaning;
};

/// The reference that begins here. Its name has to be a whole one, unlike in HTML: "&section;" is none.
Reference referenceAt(QByteArrayView text)
{
    const qsizetype end = text.first(std::min(text.size(), LongestReference)).indexOf(';');
    const bool named = end > 1 && std::all_of(text.begin() + 1, text.begin() + end, [](char c) {
                           return isAsciiLetter(c) || isAsciiDigit(c) || c == '#';
                       });
    if (!named)
        return {};
    const QString meaning = parse::resolvedText(QString::fromLatin1(text.first(end + 1)));
    const bool whole = !meaning.endsWith(u';') || meaning.size() == 1; // "&semi;"
    return whole ? Reference{end + 1, meaning} : Reference{};
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
        } else if (const Reference reference = rest.startsWith('&') ? referenceAt(rest) : Reference();
                   reference.size > 0) {
            out.append(reference.meaning.toUtf8());
            at += reference.size - 1;
        } else {
            out.append(destination[at]);
        }
    }
    return out;
}

} // namespace turnstone
