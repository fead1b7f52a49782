// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/bytescan.h"

#include <QByteArrayView>

namespace turnstone::parse {

/// The attributes that decide something, as raw bytes. Null: absent. The first of a name counts.
struct TagAttributes
{
    QByteArrayView href;
    QByteArrayView xlinkHref;
    QByteArrayView name;
    QByteArrayView content;
    QByteArrayView rel;
    QByteArrayView type;
    QByteArrayView encoding;
    QByteArrayView charset;
    QByteArrayView httpEquiv;
    bool isPresentational = false; ///< color, face or size: ends foreign content on a font tag

    void take(QByteArrayView attribute, QByteArrayView value);
};

/// Reads the attributes of a tag from the byte after its name and hands each to `sink(name, value)`, a value
/// without quotes. Returns the byte after the tag's `>`, or nullptr when the page ends inside the tag.
template <typename Sink>
const char *scanAttributes(const char *p, const char *end, bool *selfClosing, Sink sink)
{
    for (;;) {
        while (p != end && isA(*p, BlankOrSlash))
            ++p;
        if (p == end)
            return nullptr;
        if (*p == '>') {
            *selfClosing = p[-1] == '/';
            return p + 1;
        }
        const char *const name = p++; // even a leading = belongs to the name
        while (p != end && !isA(*p, AttrNameEnd))
            ++p;
        const QByteArrayView attribute(name, p);
        p = skipSpaces(p, end);
        if (p == end)
            return nullptr;
        if (*p != '=') {
            sink(attribute, QByteArrayView(p, qsizetype(0)));
            continue;
        }
        p = skipSpaces(p + 1, end);
        if (p == end)
            return nullptr;
        const char *value = p;
        if (*p == '"' || *p == '\'') {
            ++value;
            p = findByte(value, end, *p);
            if (p == end)
                return nullptr;
            sink(attribute, QByteArrayView(value, p));
            ++p;
            if (p != end && *p == '>') {
                *selfClosing = false;
                return p + 1;
            }
        } else {
            while (p != end && !isA(*p, UnquotedEnd))
                ++p;
            sink(attribute, QByteArrayView(value, p));
            if (p != end && *p == '>') {
                *selfClosing = false;
                return p + 1;
            }
        }
    }
}

} // namespace turnstone::parse
