// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/escapedtext.h"

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace turnstone {

/// A piece of a line that may be an address, without the brackets, quotes and punctuation around it.
struct LineToken
{
    enum class Escapes : quint8 {
        None,
        Quotes,      ///< \" inside quotes is a quote, as web servers write their logs; so is \'
        Doubled,     ///< '' inside single quotes is one quote, as in YAML and SQL
        Shell,       ///< an apostrophe inside a shell's quotes, a dollar inside PowerShell's
        Bars,        ///< \| in a row of a Markdown table is a bar
        Destination, ///< of a Markdown link: those of CommonMark
        Attribute,   ///< of HTML: &amp; is &
        Message      ///< of a chat, where a link is <address|text>, or in a tag: &amp; is &
    };

    QByteArrayView text;   ///< as it stands
    bool linkText = false; ///< what a link shows: [this](target), <a href="target">this</a>
    Escapes escapes = Escapes::None;
    bool torn = false; ///< of a word of a shell that goes on behind quotes or escapes: nobody knows how

    /// What is meant by it.
    QByteArray unescaped() const;
};

/// Of a line without escapes (see escapedtext.h).
std::vector<LineToken> lineTokens(QByteArrayView line, LineMarkup markup = LineMarkup::None);

} // namespace turnstone
