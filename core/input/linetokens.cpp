// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/linetokens.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"
#include "core/input/markdowntext.h"
#include "core/input/scriptposition.h"
#include "core/input/shelltext.h"
#include "core/input/textmarks.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace turnstone {

namespace {

// Bounds keep the cost of a line linear, whatever it is made of.
constexpr qsizetype LongestScheme = 32;
constexpr qsizetype LongestIpv6 = 48;
constexpr qsizetype LongestLabel = 300;

bool isOneOf(char c, const char *set)
{
    return c != '\0' && std::strchr(set, c) != nullptr;
}

char openerOf(char closer)
{
    switch (closer) {
    case ')':
        return '(';
    case ']':
        return '[';
    case '}':
        return '{';
    default:
        return '\0';
    }
}

/// Splits a line from left to right.
class Tokenizer
{
public:
    Tokenizer(QByteArrayView line, LineMarkup markup)
        : m_line(line)
        , m_isMarkdown(markup == LineMarkup::Markdown)
        , m_spaced(line.contains(' ') || line.contains('\t') || line.contains('"'))
    {}

    std::vector<LineToken> all()
    {
        std::vector<LineToken> tokens;
        while (skipSeparators()) {
            const LineToken token = next();
            if (!token.text.isEmpty())
                tokens.push_back(token);
        }
        return tokens;
    }

private:
    LineToken next()
    {
        const qsizetype begin = m_at;
        m_escapes = LineToken::Escapes::None;
        if (m_isMarkdown) {
            const qsizetype end = markdownDestinationEnd(m_line, begin);
            if (end > begin || isMarkdownDefinition(m_line, begin))
                m_escapes = LineToken::Escapes::Destination;
            if (end > begin) {
                m_at = end;
                return {m_line.sliced(begin, end - begin), false, m_escapes};
            }
        }
        const qsizetype end = tokenEnd();
        m_at = std::max(end, begin + 1);
        const QByteArrayView behind = m_line.sliced(m_at);
        const bool isTemplate = m_line[begin] == '%'; // "<%=https://a.example/%>"
        const bool isLink =
            m_opener == '<' && !isTemplate && (behind.startsWith('>') || behind.startsWith('|'));
        const bool enclosed = isLink || m_escapes == LineToken::Escapes::Quotes;
        if (isLink && m_escapes == LineToken::Escapes::None)
            m_escapes = LineToken::Escapes::Message;
        QByteArrayView text = m_line.sliced(begin, m_at - begin);
        for (qsizetype marks = verbatimMarks(begin); marks > 0 && text.endsWith('='); --marks)
            text.chop(1);
        while (const qsizetype mark = enclosed ? 0 : wideSeparatorBehind(text))
            text.chop(mark);
        text =
            fromWebScheme(enclosed ? text : withoutScriptPosition(trimmed(withoutCommentEnd(text, behind))));
        if (m_escapes == LineToken::Escapes::None && isInAttribute(text))
            m_escapes = LineToken::Escapes::Message;
        if (m_isMarkdown && text.endsWith('\\'))
            text.chop(1); // of the mark behind it
        if (m_isMarkdown && m_escapes == LineToken::Escapes::None && text.contains('\\'))
            m_escapes = LineToken::Escapes::Destination; // those of its text are the same
        LineToken token{text, m_opener == '[' && behind.startsWith("]("), m_escapes};
        if (wordGoesOnBehind(m_at) && isOfCommand()) {
            token.torn = true;
            const QByteArrayView behindText = m_line.sliced(text.end() - m_line.begin());
            const qsizetype rest = firstBlank(behindText.first(std::min(behindText.size(), LongestLabel)));
            token.text = m_line.sliced(text.begin() - m_line.begin(), text.size() + rest);
        }
        return token;
    }

    /// curl https://a.example/"$ID"/x, curl "https://a.example/"'?id=1', curl https://a.example/it\'s
    bool wordGoesOnBehind(qsizetype end) const
    {
        const bool isEscape = end < m_line.size() && m_line[end] == '\\';
        const qsizetype blank = isEscape ? end + 1 : end;
        if (blank < m_line.size() && isBlank(m_line[blank]))
            return m_line[blank - 1] == '\\'; // "a\ b"
        const QByteArrayView marks = m_line.sliced(end);
        const auto next =
            std::find_if_not(marks.begin(), marks.end(), [](char c) { return isOneOf(c, "\"'\\"); });
        const QByteArrayView rest = marks.sliced(next - marks.begin());
        if (rest.size() == marks.size() || rest.isEmpty())
            return false;
        const auto isWord = [](char c) { return isAsciiLetter(c) || isAsciiDigit(c) || isNonAscii(c); };
        if (isOneOf(rest.front(), ".:"))
            return rest.size() > 1 && isWord(rest[1]);
        return isWord(rest.front()) || (isOneOf(rest.front(), "/?=%$~_-{") && !rest.startsWith("/>"));
    }

    /// Whether a command that fetches addresses stands before the token.
    bool isOfCommand()
    {
        if (!m_command)
            m_command = fetchingCommandIn(m_line);
        return *m_command < m_begin;
    }

    /// http://a.example/docs\start.html, as people write it who know files of Windows: a slash. Half a
    /// character (\ud83d) is none.
    bool isFolder(qsizetype at) const
    {
        const QByteArrayView word =
            m_line.sliced(at + 1).first(std::min<qsizetype>(5, m_line.size() - at - 1));
        const bool isCharacter =
            word.size() == 5 && word.front() == 'u' &&
            std::all_of(word.begin() + 1, word.end(), [](char c) { return std::isxdigit(uchar(c)); });
        return !isCharacter && at + 2 < m_line.size() && isAsciiLetter(m_line[at + 1]) &&
               isAsciiLetter(m_line[at + 2]);
    }

    /// Org: =https://a.example/=, Markdown: ==https://a.example/==
    qsizetype verbatimMarks(qsizetype begin) const
    {
        constexpr qsizetype most = 2;
        qsizetype size = 0;
        while (size < most && size < begin && m_line[begin - size - 1] == '=')
            ++size;
        const qsizetype first = begin - size;
        return first == 0 || isBlank(m_line[first - 1]) || m_line[first - 1] == '(' ? size : 0;
    }

    /// <img src="https://a.example/?x=1&amp;y=2">
    bool isInAttribute(QByteArrayView text) const
    {
        QByteArrayView before = m_line.first(text.begin() - m_line.begin());
        if (before.endsWith('"') || before.endsWith('\''))
            before.chop(1);
        return m_isInTag && before.endsWith('=');
    }

    bool isIpv6Start() const
    {
        const qsizetype end = m_line.first(std::min(m_line.size(), m_at + LongestIpv6)).indexOf(']', m_at);
        const auto isPart = [](char c) { return std::isxdigit(uchar(c)) || c == ':' || c == '.'; };
        return end > m_at + 2 && std::count(m_line.begin() + m_at, m_line.begin() + end, ':') >= 2 &&
               std::all_of(m_line.begin() + m_at + 1, m_line.begin() + end, isPart);
    }

    bool skipSeparators()
    {
        m_opener = '\0';
        for (; m_at < m_line.size(); ++m_at) {
            const char c = m_line[m_at];
            if (isOneOf(c, "<>"))
                m_isInTag = c == '<' && m_at + 1 < m_line.size() && isAsciiLetter(m_line[m_at + 1]);
            if (c == '[' && isIpv6Start())
                return true;
            if (const qsizetype mark = textMarkAt(m_line, m_at)) {
                m_at += mark - 1;
                m_opener = '\0';
            } else if (isBlank(c) || isOneOf(c, "\"'`<>()[]{},;|=*!:.?") || isEscapedQuote(m_at) ||
                       isDollarOfQuote()) {
                m_opener = c;
            } else {
                return true;
            }
        }
        return false;
    }

    /// 'https://a.example/?where={"a":1}', of which the quotes are the address's own.
    bool isInSingleQuotes(qsizetype at)
    {
        if (m_opener != '\'')
            return false;
        qsizetype &closing = m_closing[0];
        while (closing <= at ||
               (closing < m_line.size() && !isBlank(m_line[closing]) && m_line[closing] != '\''))
            closing = std::max(closing, at) + 1;
        return closing < m_line.size() && m_line[closing] == '\'';
    }

    /// https://a.example/1·https://b.example/2: behind what no address has as it is. In a query it may be a
    /// part of it, but for one that has a password.
    bool touchesAnother(qsizetype at, bool inQuery) const
    {
        const QByteArrayView rest = m_line.sliced(at);
        if (at == m_begin || !isNonAscii(m_line[at - 1]) || !hasWebScheme(rest))
            return false;
        const QByteArrayView host = rest.sliced(rest.indexOf(':') + 3)
                                        .first(std::min(rest.size() - rest.indexOf(':') - 3, LongestLabel));
        const auto end =
            std::find_if(host.begin(), host.end(), [](char c) { return isBlank(c) || isOneOf(c, "/?#"); });
        return !inQuery || std::find(host.begin(), end, '@') != end;
    }

    /// $'https://a.example/it\'s', as browsers copy requests for a shell.
    bool isDollarOfQuote() const { return m_line.sliced(m_at).startsWith("$'"); }

    /// https://user:some,word@a.example/: cut there, the user would be asked as a host. Behind a host or a
    /// port another value may follow: https://a.example:81,bob@b.example
    bool isOfLogin(qsizetype authority, qsizetype at) const
    {
        const QByteArrayView before = m_line.sliced(authority, at - authority);
        const QByteArrayView rest =
            m_line.sliced(at + 1).first(std::min(m_line.size() - at - 1, LongestLabel));
        const auto end = std::find_if(rest.begin(), rest.end(),
                                      [](char c) { return isBlank(c) || isOneOf(c, "/?#\"'<>`@"); });
        if (end == rest.end() || *end != '@')
            return false;
        const qsizetype colon = before.indexOf(':');
        if (colon < 0)
            return std::find(rest.begin(), end, ':') != end;
        return colon + 1 == before.size() ||
               !std::all_of(before.begin() + colon + 1, before.end(), isAsciiDigit);
    }

    /// Commas and the like belong to addresses and stand between them; what is around them tells.
    bool isDelimiter(qsizetype at, bool inAuthority) const
    {
        const QByteArrayView after = m_line.sliced(at + 1);
        if (inAuthority || after.isEmpty() || blankAt(after, 0) > 0 || isOneOf(after.front(), "\"'<"))
            return true;
        if (hasWebScheme(after) || startsWithNoCase(after, "www.") || m_opener == m_line[at])
            return true;
        return m_begin == 0 && m_spaced;
    }

    /// <address|text> in chats, [[address|text]] and {{address|text}} in wikis, !address|width=200! in Jira.
    bool isLinkBar(qsizetype at, bool inQuery) const
    {
        if (m_opener != '<' || m_isMarkdown)
            return m_opener == '!' ||
                   (isOneOf(m_opener, "[{") && m_begin > 1 && m_line[m_begin - 2] == m_opener);
        // That of a query is rather the address's own: <https://a.example/?titles=A|B>.
        const QByteArrayView rest =
            m_line.sliced(at + 1).first(std::min(m_line.size() - at - 1, LongestLabel));
        const QByteArrayView label = rest.first(std::max<qsizetype>(0, rest.indexOf('>')));
        return !inQuery || std::any_of(label.begin(), label.end(), isBlank) || isBareAddress(label, true) ||
               m_line.sliced(m_begin, std::min(at - m_begin, LongestLabel)).contains("&amp;");
    }

    /// AsciiDoc: https://a.example/page[What it is]
    bool isLinkText(qsizetype at) const
    {
        const char before = m_line[at - 1], after = at + 1 < m_line.size() ? m_line[at + 1] : '\0';
        return (isAsciiLetter(before) || isAsciiDigit(before) || before == '+') &&
               (isAsciiLetter(after) || after == ']');
    }

    bool isEscapedQuote(qsizetype at) const
    {
        return m_line[at] == '\\' && at + 1 < m_line.size() && isOneOf(m_line[at + 1], "\"'");
    }

    /// "https://a.example/?q=\"words\"": a quote inside of quotes, which are closed behind it.
    bool isQuoteInside(qsizetype at)
    {
        const char quote = m_line[at];
        if (m_opener != quote || (m_begin > 1 && m_line[m_begin - 2] == '\\'))
            return false;
        qsizetype &closing = m_closing[quote == '"'];
        while (closing <= at || (closing < m_line.size() && !isBlank(m_line[closing]) &&
                                 (m_line[closing] != quote || m_line[closing - 1] == '\\')))
            closing = std::max(closing, at) + 1;
        return closing < m_line.size() && m_line[closing] == quote;
    }

    /// 'https://a.example/it''s': the first of two quotes that are one, inside of others.
    bool isDoubledQuote(qsizetype at) const
    {
        const QByteArrayView behind = m_line.sliced(at + 1);
        return m_opener == '\'' && !(m_begin > 1 && m_line[m_begin - 2] == '\'') && behind.size() > 1 &&
               behind[0] == '\'' && (isAsciiLetter(behind[1]) || isAsciiDigit(behind[1])) &&
               !hasWebScheme(behind.sliced(1));
    }

    /// 'https://a.example/it'\''s', 'https://a.example/it'"'"'s' and, of PowerShell,
    /// "https://a.example/?`$top=5".
    qsizetype shellQuoteSize(qsizetype at) const
    {
        const QByteArrayView rest = m_line.sliced(at);
        if (m_opener == '"')
            return rest.startsWith("`$") ? 2 : 0;
        if (m_opener != '\'' || rest.front() != '\'')
            return 0;
        return rest.startsWith("'\\''") ? 4 : rest.startsWith("'\"'\"'") ? 5 : 0;
    }

    /// What ends a word of a shell command: https://a.example/install.sh|sh
    bool isShellOperator(qsizetype at)
    {
        return m_opener != '<' && m_opener != '"' && m_opener != '\'' &&
               beginsNextCommand(m_line.sliced(at)) && isOfCommand();
    }

    qsizetype tokenEnd()
    {
        m_begin = m_at;
        const QByteArrayView rest = m_line.sliced(m_begin);
        const qsizetype colon = rest.first(std::min(rest.size(), LongestScheme)).indexOf(':');
        const bool scheme = colon > 0 && rest.sliced(colon + 1).startsWith("//") &&
                            std::all_of(rest.begin(), rest.begin() + colon,
                                        [](char c) { return isAsciiLetter(c) || c == '-'; });
        const qsizetype authority = m_begin + (scheme ? colon + 3 : 0);
        qsizetype at = authority;
        bool isWeb = scheme, inAuthority = true, inQuery = false;
        std::array<int, 3> depth{};
        for (; at < m_line.size(); ++at) {
            const char c = m_line[at];
            isWeb = isWeb || (c == '/' && m_line.sliced(m_begin, at - m_begin).endsWith(":/"));
            if (isEscapedQuote(at)) {
                if (!isQuoteInside(at + 1))
                    break;
                m_escapes = LineToken::Escapes::Quotes;
                ++at;
                continue;
            }
            if (c == '\\' && isWeb && !m_isMarkdown && !isFolder(at))
                break; // an escape of no known kind: no address has it
            if (m_isMarkdown && c == '|' && m_line[at - 1] == '\\') {
                if (m_escapes == LineToken::Escapes::None)
                    m_escapes = LineToken::Escapes::Bars;
                continue;
            }
            if (const qsizetype size = shellQuoteSize(at)) {
                m_escapes = LineToken::Escapes::Shell;
                at += size - 1;
                continue;
            }
            if (c == '\'' && isDoubledQuote(at)) {
                m_escapes = LineToken::Escapes::Doubled;
                ++at;
                continue;
            }
            if (c == '"' && isInSingleQuotes(at))
                continue;
            if (c == '\'' && !isWeb && hasWebScheme(m_line.sliced(at + 1)))
                break; // src='https://a.example/': what is quoted is a token of its own
            if (isBlank(c) || isOneOf(c, "\"<>`") || (c == '\'' && m_opener == '\'') ||
                textMarkAt(m_line, at) || touchesAnother(at, inQuery))
                break;
            if (isOneOf(c, "/?#"))
                inAuthority = false;
            inQuery = inQuery || c == '?';
            if (c == '[' && !inAuthority && !inQuery && isLinkText(at))
                break;
            if (c == ']' && m_line.sliced(at).startsWith("](") && hasWebScheme(m_line.sliced(at + 2)))
                break; // the text of a link in Markdown, and its target
            if (scheme && inAuthority && isOneOf(c, ",;|") && isOfLogin(authority, at))
                continue;
            if (isOneOf(c, "|;&") && isShellOperator(at))
                break;
            if (isOneOf(c, ",;|") && isDelimiter(at, inAuthority))
                break;
            if (c == '*' && isWeb && m_line.sliced(m_begin).startsWith("/*") &&
                m_line.sliced(at).startsWith("*/"))
                break;
            if (c == '|' && isLinkBar(at, inQuery))
                break;
            if (c == '!' && m_opener == '!' && m_line.sliced(at + 1).startsWith(':'))
                break; // Textile: !https://a.example/picture.png!:https://a.example/
            if (isOneOf(c, "([{")) {
                if (inAuthority && c != '[')
                    break;
                ++depth[size_t(std::strchr("([{", c) - "([{")];
            }
            if (const char opener = openerOf(c)) {
                int &open = depth[opener == '(' ? 0 : opener == '[' ? 1 : 2];
                if (open == 0 && (m_opener == opener || inAuthority || (isWeb && isOpenBefore(opener))))
                    break;
                open = std::max(0, open - 1);
            }
        }
        return at;
    }

    /// (see https://a.example/1)and more, {{cite|url=https://a.example/1}}{{cite|url=https://a.example/2}}
    bool isOpenBefore(char opener)
    {
        for (; m_counted < m_begin; ++m_counted) {
            const char c = m_line[m_counted];
            if (isOneOf(c, "([{"))
                ++m_open[uchar(c)];
            else if (const char own = openerOf(c))
                m_open[uchar(own)] = std::max(0, m_open[uchar(own)] - 1);
        }
        return m_open[uchar(opener)] > 0;
    }

    /// Of a comment or a template in the source text of a program, which `behind` may end: "*/", "-->", "%>".
    static QByteArrayView withoutCommentEnd(QByteArrayView text, QByteArrayView behind)
    {
        if (text.endsWith("*/") && !text.endsWith("/*/"))
            return text.chopped(2);
        const char mark = behind.startsWith('>') && text.endsWith("--")        ? '-'
                          : !behind.isEmpty() && isOneOf(behind.front(), ">}") ? '%'
                                                                               : '\0';
        while (mark != '\0' && text.endsWith(mark))
            text.chop(1);
        return text;
    }

    static QByteArrayView trimmed(QByteArrayView text)
    {
        if (text.isEmpty() || !(isOneOf(text.back(), ".,;:!?'*>\")]}") || punctuationBehind(text) > 0))
            return text;
        std::array<qsizetype, 256> counts{};
        for (const char c : text)
            ++counts[uchar(c)];
        while (!text.isEmpty()) {
            if (const qsizetype size = punctuationBehind(text)) {
                text.chop(size);
                continue;
            }
            const char last = text.back();
            const char opener = openerOf(last);
            const bool unbalanced = opener && counts[uchar(opener)] < counts[uchar(last)];
            if (!unbalanced && !isOneOf(last, ".,;:!?'*>\""))
                break;
            --counts[uchar(last)];
            text.chop(1);
        }
        return text;
    }

    /// Up to what closes a bracket that was opened before: "(bot;+https://a.example/)+Safari/537.36".
    static QByteArrayView untilClosed(QByteArrayView text, QByteArrayView before)
    {
        for (const char closer : {')', ']', '}'}) {
            const char opener = openerOf(closer);
            qsizetype open = std::count(before.begin(), before.end(), closer) -
                             std::count(before.begin(), before.end(), opener);
            if (open >= 0)
                continue;
            open = 0;
            for (qsizetype at = 0; at < text.size() && open >= 0; ++at) {
                open += text[at] == opener ? 1 : text[at] == closer ? -1 : 0;
                if (open < 0)
                    text = text.first(at);
            }
        }
        return text;
    }

    /// "see:https://a/" and text that touches an address in scripts without spaces.
    static QByteArrayView fromWebScheme(QByteArrayView text)
    {
        const qsizetype colon = text.indexOf("://");
        if (colon < 5 || hasWebScheme(text))
            return text;
        for (const qsizetype size : {qsizetype(5), qsizetype(4)}) {
            const qsizetype begin = colon - size;
            const bool boundary = begin == 0 || !isAsciiLetter(text[begin - 1]);
            if (!boundary || !hasWebScheme(text.sliced(begin)) || isBareAddress(text, true))
                continue;
            const char mark = begin > 0 && isOneOf(text[begin - 1], "_~*+-^%@$") ? text[begin - 1] : '\0';
            qsizetype marks = 0; // "_https://a.example/_", "++https://a.example/++"
            while (mark != '\0' && begin > marks && text[begin - 1 - marks] == mark && text.back() == mark) {
                text.chop(1);
                ++marks;
            }
            return untilClosed(text.sliced(begin), text.first(begin));
        }
        return text;
    }

    const QByteArrayView m_line;
    const bool m_isMarkdown;
    const bool m_spaced; ///< the line has more than one word, or quotes
    qsizetype m_at = 0;
    qsizetype m_begin = 0;
    std::optional<qsizetype> m_command; ///< where one of a shell begins, once it is asked for
    bool m_isInTag = false;             ///< of HTML or XML
    char m_opener = '\0';               ///< the separator right before the token
    std::array<int, 256> m_open{};      ///< brackets in what is counted of the line
    qsizetype m_counted = 0;
    std::array<qsizetype, 2> m_closing{}; ///< of single and double quotes around the token, or a blank before
    LineToken::Escapes m_escapes = LineToken::Escapes::None;
};

} // namespace

QByteArray LineToken::unescaped() const
{
    switch (escapes) {
    case Escapes::None:
        break;
    case Escapes::Quotes:
        return text.toByteArray().replace("\\\"", "\"").replace("\\'", "'");
    case Escapes::Doubled:
        return text.toByteArray().replace("''", "'");
    case Escapes::Shell:
        return text.toByteArray().replace("'\\''", "'").replace("'\"'\"'", "'").replace("`$", "$");
    case Escapes::Bars:
        return text.toByteArray().replace("\\|", "|");
    case Escapes::Destination:
        return withoutMarkdownEscapes(text);
    case Escapes::Attribute:
    case Escapes::Message:
        return text.toByteArray().replace("&amp;", "&");
    }
    return text.toByteArray();
}

std::vector<LineToken> lineTokens(QByteArrayView line, LineMarkup markup)
{
    return Tokenizer(line, markup).all();
}

} // namespace turnstone
