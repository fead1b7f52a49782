// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/escapedtext.h"

#include "core/input/bytetext.h"

#include <QString>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace turnstone {

namespace {

constexpr qsizetype LongestPath = 260; // of Windows; the cost of a line stays linear

bool isQuote(char c)
{
    return c == '"' || c == '\'';
}

bool endsWithNoCase(QByteArrayView text, QByteArrayView ending)
{
    return text.size() >= ending.size() && startsWithNoCase(text.last(ending.size()), ending);
}

bool isWordEnd(char c)
{
    return isBlank(c) || isQuote(c);
}

/// The number that `digits` hexadecimal digits make at the beginning; -1 where they are none.
int hexNumber(QByteArrayView text, qsizetype digits)
{
    if (text.size() < digits ||
        !std::all_of(text.begin(), text.begin() + digits, [](char c) { return std::isxdigit(uchar(c)); }))
        return -1;
    return text.first(digits).toByteArray().toInt(nullptr, 16);
}

void appendCharacter(QByteArray &out, char c)
{
    if (isQuote(c))
        out.append('\\');
    out.append(isBlank(c) ? ' ' : c);
}

/// Reads the escapes of C, JSON and regular expressions from left to right.
class ProgramText
{
public:
    explicit ProgramText(QByteArrayView line)
        : m_line(line)
        , m_isUtf8(line.isValidUtf8())
    {
        m_out.reserve(line.size());
    }

    QByteArray plain()
    {
        while (m_at < m_line.size()) {
            if (m_line[m_at] != '\\')
                takePlain();
            else if (!m_isUtf8 && m_at > 0 && uchar(m_line[m_at - 1]) > 0x80)
                takeSecondByte();
            else if (isWindowsPath())
                takeWord();
            else
                takeEscape();
        }
        return m_out;
    }

private:
    QByteArrayView rest() const { return m_line.sliced(m_at); }

    void takePlain()
    {
        if (m_line[m_at] == '=' && m_at >= m_targetEnd && endsWithNoCase(m_line.first(m_at), "href"))
            m_targetEnd = m_at + 1 + targetSize(rest().sliced(1));
        m_out.append(m_line[m_at++]);
    }

    /// Of an href attribute whose quotes are not escaped, so that in it a backslash is one.
    static qsizetype targetSize(QByteArrayView text)
    {
        if (text.isEmpty() || text.front() == '\\')
            return 0;
        const bool isQuoted = isQuote(text.front());
        const auto isEnd = [&](char c) { return isQuoted ? c == text.front() : isBlank(c) || c == '>'; };
        return std::find_if(text.begin() + isQuoted, text.end(), isEnd) - text.begin();
    }

    /// Of a character in Shift_JIS or Big5.
    void takeSecondByte()
    {
        m_out.append("%5C");
        ++m_at;
    }

    QByteArrayView word() const
    {
        const QByteArrayView text = rest().first(std::min(rest().size(), LongestPath));
        return text.first(std::find_if(text.begin(), text.end(), isWordEnd) - text.begin());
    }

    /// C:\new or \\server\new
    bool isWindowsPath() const
    {
        const QByteArrayView before = m_line.first(m_at);
        const qsizetype size = before.size();
        const bool isFirst = size == 0 || isWordEnd(before.back());
        const bool isServer =
            isFirst && rest().startsWith("\\\\") && rest().size() > 2 && isAsciiLetter(rest()[2]);
        const bool isDrive = before.endsWith(':') && size > 1 && isAsciiLetter(before[size - 2]) &&
                             (size == 2 || !isAsciiLetter(before[size - 3]));
        return (isServer || isDrive) && !word().contains(":/") && !word().contains(":\\");
    }

    void takeWord()
    {
        const qsizetype size = word().size();
        m_out.append(rest().first(size));
        m_at += size;
    }

    void takeEscape()
    {
        while (m_at < m_line.size() && m_line[m_at] == '\\')
            ++m_at;
        const char c = m_at < m_line.size() ? m_line[m_at] : '\0';
        const bool isBreak = c == 'n' || c == 'r' || c == 't';
        if (isBreak && m_at < m_targetEnd)
            m_out.append('\\');
        else if (isBreak)
            take(1, ' ');
        else if (const char character = manualCharacter(rest()))
            take(3, character);
        else if (rest().startsWith("&.")) // of DocBook's pages of manuals: no parameter begins so
            ++m_at;
        else if (std::ispunct(uchar(c)))
            take(1, c);
        else if (const qsizetype font = m_at < m_targetEnd ? 0 : fontSize(rest()))
            m_at += font;
        else if (const int byte = c == 'x' ? hexNumber(rest().sliced(1), 2) : -1; byte >= 0)
            take(3, char(byte));
        else if (c != 'u' || !takeUtf16())
            m_out.append('\\');
    }

    /// Of a page of a manual (roff): "fB", "f(CW", "f[B]". It stands within words.
    static qsizetype fontSize(QByteArrayView text)
    {
        constexpr qsizetype longest = 8;
        if (text.size() < 2 || text[0] != 'f')
            return 0;
        if (text[1] == '[')
            return text.first(std::min(text.size(), longest)).indexOf(']') + 1;
        const qsizetype size = text[1] == '(' ? 4 : 2;
        const bool isFont = size == 4 || QByteArrayView("BIRP").contains(text[1]);
        return isFont && size <= text.size() ? size : 0;
    }

    /// Of a page of a manual, too: "(la" and "(ra" around an address. '\0': none.
    static char manualCharacter(QByteArrayView text)
    {
        constexpr auto known = std::to_array<std::pair<QByteArrayView, char>>({{"(hy", '-'},
                                                                               {"(la", '<'},
                                                                               {"(ra", '>'},
                                                                               {"(lq", '"'},
                                                                               {"(rq", '"'},
                                                                               {"(dq", '"'},
                                                                               {"(aq", '\''},
                                                                               {"(ti", '~'}});
        const auto found = std::find_if(known.begin(), known.end(),
                                        [text](const auto &each) { return text.startsWith(each.first); });
        return found == known.end() ? '\0' : found->second;
    }

    void take(qsizetype size, char meaning)
    {
        appendCharacter(m_out, meaning);
        m_at += size;
    }

    /// "u0026", "ud83d\ude00"; false for half a character.
    bool takeUtf16()
    {
        const int first = hexNumber(rest().sliced(1), 4);
        if (first < 0)
            return false;
        if (first < 0x80) {
            take(5, char(first));
            return true;
        }
        QString character{QChar(char16_t(first))};
        const QByteArrayView behind = rest().sliced(5);
        const qsizetype marks =
            std::find_if(behind.begin(), behind.end(), [](char c) { return c != '\\'; }) - behind.begin();
        qsizetype size = 5;
        if (character.front().isHighSurrogate() && marks > 0 && behind.sliced(marks).startsWith('u')) {
            if (const int second = hexNumber(behind.sliced(marks + 1), 4); second >= 0) {
                character.append(QChar(char16_t(second)));
                size += marks + 5;
            }
        }
        if (!character.isValidUtf16())
            return false;
        m_out.append(character.toUtf8());
        m_at += size;
        return true;
    }

    const QByteArrayView m_line;
    const bool m_isUtf8;
    qsizetype m_at = 0;
    qsizetype m_targetEnd = 0; // of the last href attribute
    QByteArray m_out;
};

struct Escape
{
    QByteArrayView written;
    QByteArrayView meaning;
};

constexpr auto TexEscapes = std::to_array<Escape>({
    {"\\\\", " "},
    {"\\_", "_"},
    {"\\&", "&"},
    {"\\#", "#"},
    {"\\%", "%"},
    {"\\$", "$"},
    {"\\{", "{"},
    {"\\}", "}"},
    {"\\~", "~"},
    {"\\sim", "~"},
    {"\\textasciitilde", "~"},
    {"\\textunderscore", "_"},
});

constexpr auto ContentLineEscapes = std::to_array<Escape>({
    {"\\n", " "},
    {"\\N", " "},
    {"\\,", ","},
    {"\\;", ";"},
    {"\\:", ":"}, // as some write it
    {"\\\\", "\\"},
});

template <size_t N>
const Escape *escapeAt(const std::array<Escape, N> &escapes, QByteArrayView rest)
{
    const auto found = std::find_if(escapes.begin(), escapes.end(),
                                    [rest](const Escape &each) { return rest.startsWith(each.written); });
    return found == escapes.end() ? nullptr : &*found;
}

QByteArray withoutContentLineEscapes(QByteArrayView line)
{
    QByteArray out;
    out.reserve(line.size());
    for (qsizetype at = 0; at < line.size();) {
        const Escape *escape = line[at] == '\\' ? escapeAt(ContentLineEscapes, line.sliced(at)) : nullptr;
        out.append(escape ? escape->meaning : line.sliced(at, 1));
        at += escape ? escape->written.size() : 1;
    }
    return out;
}

/// "{\_}", "{~}" and "$\sim$" are what is in them.
qsizetype texGroupEnd(QByteArrayView rest, QByteArrayView inner)
{
    const char closer = rest.front() == '{' ? '}' : '$';
    return rest.size() > inner.size() + 1 && rest[inner.size() + 1] == closer ? inner.size() + 2 : 0;
}

QByteArray withoutTexEscapes(QByteArrayView line)
{
    QByteArray out;
    out.reserve(line.size());
    for (qsizetype at = 0; at < line.size();) {
        const QByteArrayView rest = line.sliced(at);
        if (rest.startsWith("{~}")) {
            out.append('~');
            at += 3;
            continue;
        }
        const bool opens = rest.front() == '{' || rest.front() == '$';
        const Escape *escape = escapeAt(TexEscapes, rest.sliced(opens));
        const qsizetype group = opens && escape ? texGroupEnd(rest, escape->written) : 0;
        if (!escape || (opens && group == 0)) {
            out.append(rest.front());
            ++at;
            continue;
        }
        out.append(escape->meaning);
        at += group > 0 ? group : escape->written.size();
        if (group == 0 && line.sliced(at).startsWith("{}"))
            at += 2;
    }
    return out;
}

/// A command copied for cmd of Windows, or a further line of one, where ^ makes the next character a plain
/// one: curl ^"https://a.example/?x=1^&y=2^" ^
bool isCmdLine(QByteArrayView line)
{
    const QByteArrayView text = withoutBlanksAround(line);
    return (text.startsWith("curl ") || text.startsWith('-')) && text.contains("^\"");
}

QByteArray withoutCarets(QByteArrayView line)
{
    QByteArray out;
    for (qsizetype at = 0; at < line.size(); ++at) {
        at += line[at] == '^' && at + 1 < line.size() && !isBlank(line[at + 1]);
        out.append(line[at]);
    }
    return out;
}

} // namespace

QByteArray withoutEscapes(QByteArrayView line, LineMarkup markup)
{
    switch (markup) {
    case LineMarkup::None:
        if (isCmdLine(line))
            return ProgramText(withoutCarets(line)).plain();
        return line.contains('\\') ? ProgramText(line).plain() : line.toByteArray();
    case LineMarkup::ContentLine:
        return withoutContentLineEscapes(line);
    case LineMarkup::Tex:
        return withoutTexEscapes(line);
    case LineMarkup::Markdown:
        break;
    }
    return line.toByteArray();
}

} // namespace turnstone
