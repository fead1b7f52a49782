// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/shelltext.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace turnstone {

namespace {

constexpr auto Commands = std::to_array<QByteArrayView>(
    {"curl", "curl.exe", "wget", "wget2", "aria2c", "git clone", "iwr", "irm", "Invoke-WebRequest"});

bool isWordPart(char c)
{
    return isAsciiLetter(c) || isAsciiDigit(c) || c == '-' || c == '_' || c == '.' || isNonAscii(c);
}

bool isArgument(QByteArrayView text)
{
    if (text.isEmpty() || !isBlank(text.front()))
        return false;
    const auto word = std::find_if_not(text.begin(), text.end(), isBlank);
    const QByteArrayView rest = text.sliced(word - text.begin());
    return !rest.isEmpty() && (std::strchr("-\"'$", rest.front()) != nullptr || hasWebScheme(rest));
}

qsizetype commandIn(QByteArrayView line, QByteArrayView name, qsizetype from)
{
    for (qsizetype at = line.indexOf(name, from); at >= 0; at = line.indexOf(name, at + 1)) {
        const bool begins = at == 0 || !isWordPart(line[at - 1]);
        if (begins && isArgument(line.sliced(at + name.size())))
            return at;
    }
    return line.size();
}

} // namespace

ShellCommands::ShellCommands(QByteArrayView line)
    : m_line(line)
{
    findNext(0);
}

void ShellCommands::findNext(qsizetype from)
{
    m_begin = m_line.size();
    for (const QByteArrayView name : Commands)
        m_begin = std::min(m_begin, commandIn(m_line, name, from));
    m_at = m_begin;
    m_quote = '\0';
}

/// What stands at m_at, outside of quotes.
bool ShellCommands::ends() const
{
    const QByteArrayView rest = m_line.sliced(m_at);
    const bool isBeforeBlank = rest.size() > 1 && isBlank(rest[1]);
    return QByteArrayView("`)<|").contains(rest[0]) || rest.startsWith("&&") || isNextCommand(rest) ||
           ((rest[0] == ';' || rest[0] == ',') && isBeforeBlank);
}

bool ShellCommands::hasUnquoted(qsizetype place)
{
    while (m_at < place) {
        const char c = m_line[m_at];
        if (m_quote == '\0' && ends()) {
            findNext(m_at + 1);
            continue;
        }
        if (c == '\\')
            ++m_at;
        else if (m_quote == '\0' && (c == '"' || c == '\''))
            m_quote = c;
        else if (c == m_quote)
            m_quote = '\0';
        ++m_at;
    }
    return m_begin < place && m_quote == '\0';
}

bool isNextCommand(QByteArrayView text)
{
    if (text.size() < 2 || text[0] != ';' || !isAsciiLetter(text[1]))
        return false;
    const auto end = std::find_if_not(text.begin() + 1, text.end(), isWordPart);
    return end == text.end() || *end != '=';
}

} // namespace turnstone
