// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/terminaltext.h"

#include <utility>

namespace turnstone {

namespace {

constexpr char EscapeCharacter = '\x1b';
constexpr char Bell = '\a';
constexpr qsizetype LongestSequence = 64;
constexpr qsizetype LongestCommand = 16 * 1024;

/// The target of "ESC ] 8 ; parameters ; address", a link; of anything else nothing.
QByteArray linkOf(QByteArrayView command)
{
    const qsizetype end = command.indexOf(';', 4);
    return command.startsWith("\x1b]8;") && end > 0 ? command.sliced(end + 1).toByteArray() : QByteArray();
}

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

void TerminalText::finish()
{
    if (m_begun.startsWith("\x1b]"))
        m_handler(m_begun);
    m_begun.clear();
}

void TerminalText::feedSlowly(QByteArrayView piece)
{
    QByteArray text;
    text.reserve(piece.size() + m_begun.size());
    for (const char c : piece) {
        if (m_begun.isEmpty())
            (c == EscapeCharacter ? m_begun : text).append(c);
        else
            goOn(c, text);
    }
    if (!text.isEmpty())
        m_handler(text);
}

/// The next character of what has begun. "ESC ( B" is no text in front of ESC [ only, as terminals reset
/// their colours: ISO-2022-JP has it, too.
void TerminalText::goOn(char c, QByteArray &text)
{
    const qsizetype size = m_begun.size();
    const char kind = size > 1 ? m_begun[1] : '\0';
    const bool isReset = kind == '(' && (size == 2 ? c == 'B' : size == 3 && c == EscapeCharacter);
    const bool isSequence = kind == '[' && c >= ' ' && c <= '?' && size < LongestSequence;
    const bool isBegin = size == 1 && (c == '[' || c == ']' || c == '(');
    if (kind == ']')
        takeCommand(c, text);
    else if (isBegin || isReset || isSequence)
        m_begun.append(c);
    else if (kind == '(' && size == 4 && c == '[')
        m_begun = "\x1b[";
    else if (kind == '[' && c >= '@' && c <= '~')
        m_begun.clear();
    else
        giveBack(c, text);
}

/// It was none.
void TerminalText::giveBack(char c, QByteArray &text)
{
    text.append(std::exchange(m_begun, {}));
    if (c == EscapeCharacter)
        m_begun.append(c);
    else
        text.append(c);
}

/// Of a command, which ends with BEL or ESC \.
void TerminalText::takeCommand(char c, QByteArray &text)
{
    const bool isEnd = c == Bell || (c == '\\' && m_begun.back() == EscapeCharacter);
    if (!isEnd && m_begun.size() < LongestCommand && c != '\n') {
        m_begun.append(c);
        return;
    }
    if (!isEnd) {
        giveBack(c, text);
        return;
    }
    const QByteArray command = std::exchange(m_begun, {});
    const QByteArray link = linkOf(c == Bell ? QByteArrayView(command) : QByteArrayView(command).chopped(1));
    if (!link.isEmpty())
        text.append(link).append("  "); // what is shown of it is another value
}

} // namespace turnstone
