// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/doctype.h"

#include "core/parse/bytescan.h"

#include <algorithm>

namespace turnstone::parse {

namespace {

// The public identifiers of the standard's list, by the beginnings that they share.
constexpr QByteArrayView QuirkyPublicIds[] = {
    "+//silmaril//dtd html pro",
    "-//as//dtd html 3.0",
    "-//advasoft ltd//dtd html 3.0",
    "-//ietf//dtd html",
    "-//metrius//dtd metrius",
    "-//microsoft//dtd internet explorer",
    "-//netscape comm. corp.//dtd",
    "-//o'reilly and associates//dtd html",
    "-//sq//dtd html 2.0",
    "-//softquad software//dtd hotmetal",
    "-//softquad//dtd hotmetal",
    "-//spyglass//dtd html 2.0",
    "-//sun microsystems corp.//dtd hotjava",
    "-//w3c//dtd html 3",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental",
    "-//w3c//dtd w3 html",
    "-//w3o//dtd w3 html",
    "-//webtechs//dtd mozilla html",
};
// Only without a system identifier.
constexpr QByteArrayView QuirkyWithoutSystemId[] = {
    "-//w3c//dtd html 4.01 frameset//",
    "-//w3c//dtd html 4.01 transitional//",
};

bool begins(QByteArrayView text, QByteArrayView lowerCase)
{
    return text.size() >= lowerCase.size() &&
           equalsIgnoringCase(text.data(), lowerCase.data(), lowerCase.size());
}

/// The quoted string at `p`, which moves behind it; null: there is none.
QByteArrayView takeQuoted(const char *&p, const char *end)
{
    p = skipSpaces(p, end);
    if (p == end || (*p != '"' && *p != '\''))
        return {};
    const char *const value = p + 1;
    p = findByte(value, end, *p);
    const QByteArrayView quoted(value, p);
    p += p != end;
    return quoted;
}

} // namespace

bool isQuirkyDoctype(QByteArrayView text)
{
    const char *p = skipSpaces(text.begin(), text.end());
    const char *const end = text.end();
    const char *const name = p;
    while (p != end && *p != '>' && !isA(*p, SpaceByte))
        ++p;
    if (p - name != 4 || !begins({name, p}, "html"))
        return true;
    p = skipSpaces(p, end);
    if (p == end)
        return true;
    if (*p == '>')
        return false;
    const QByteArrayView keyword(p, end);
    const auto isIn = [](QByteArrayView id, const auto &list) {
        return std::any_of(std::begin(list), std::end(list),
                           [id](QByteArrayView start) { return begins(id, start); });
    };
    if (begins(keyword, "system")) {
        p += 6;
        return takeQuoted(p, end).isNull();
    }
    if (!begins(keyword, "public"))
        return true;
    p += 6;
    const QByteArrayView publicId = takeQuoted(p, end);
    if (publicId.isNull() || isIn(publicId, QuirkyPublicIds))
        return true;
    return takeQuoted(p, end).isNull() && isIn(publicId, QuirkyWithoutSystemId);
}

} // namespace turnstone::parse
