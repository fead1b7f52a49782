// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/terminaltext.h"

#include <utility>

namespace turnstone {

namespace {

constexpr char EscapeCharacter = '\x1b';
constexpr qsizetype LongestSequence = 64;

} // namespace

TerminalText::TerminalText(Handler handler)
    : m_handler(std::move(handler))
{}

void TerminalText::feed(QByteArrayView piece)
{
    if (m_begun.isEmpty() && !piece.contains(EscapeCharacter))
        m_handler(piece);
    else
        feedSlowly(piece);
}

void TerminalText::feedSlowly(QByteArrayView piece)
{
    QByteArray text;
    text.reserve(piece.size() + m_begun.size());
    for (const char c : piece) {
        if (m_begun.isEmpty()) {
            (c == EscapeCharacter ? m_begun : text).append(c);
            continue;
        }
        const bool isFirst = m_begun.size() == 1;
        const bool goesOn = isFirst ? c == '[' : c >= ' ' && c <= '?' && m_begun.size() < LongestSequence;
        if (goesOn)
            m_begun.append(c);
        else if (!isFirst && c >= '@' && c <= '~') // its last character
            m_begun.clear();
        else
            text.append(std::exchange(m_begun, {})).append(c);
    }
    if (!text.isEmpty())
        m_handler(text);
}

void TerminalText::finish()
{
    if (!m_begun.isEmpty())
        m_handler(std::exchange(m_begun, {}));
}

} // namespace turnstone
