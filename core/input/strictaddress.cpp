// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/strictaddress.h"

#include "core/input/bytetext.h"
#include "core/input/linefinder.h"
#include "core/input/rowcollector.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cstring>
#include <optional>

namespace turnstone {

namespace {

constexpr qsizetype LongestAuthority = 1024;

/// The size of the tag of a page that a text ends with: "<br/>", "</p>".
qsizetype tagBehind(QByteArrayView text)
{
    constexpr qsizetype longest = 16;
    const qsizetype begin =
        text.endsWith('>') ? text.last(std::min(text.size(), longest)).lastIndexOf('<') : -1;
    if (begin < 0)
        return 0;
    QByteArrayView name = text.last(std::min(text.size(), longest)).sliced(begin + 1).chopped(1);
    const qsizetype size = name.size() + 2;
    if (name.startsWith('/'))
        name = name.sliced(1);
    return !name.isEmpty() && isAsciiLetter(name.front()) ? size : 0;
}

/// Quotes and angle brackets, which no address has as they are.
bool isOfText(char c)
{
    return QByteArrayView("<>\"`").contains(c);
}

/// No address has it as it is: behind it another one may begin.
bool isOfNoAddress(char c)
{
    return isNonAscii(c) || isOfText(c);
}

bool isLineBreak(char c)
{
    return c == '\n' || c == '\r';
}

bool hasBlank(QByteArrayView text)
{
    return firstBlank(text) < text.size();
}

/// The size of the escapes of line breaks and tabs that a text ends with, as dumps have them ("\n", "\\r").
qsizetype escapedBlankBehind(QByteArrayView text)
{
    if (text.size() < 2 || std::strchr("nrt", text.back()) == nullptr || text[text.size() - 2] != '\\')
        return 0;
    const QByteArrayView before = text.chopped(1);
    const auto marks = std::find_if(before.rbegin(), before.rend(), [](char c) { return c != '\\'; });
    return marks - before.rbegin() + 1;
}

/// Browsers read those that stand before the query as slashes; not the second byte of a character.
bool hasBackslash(QByteArrayView text)
{
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c == '?' || c == '#'; });
    const bool utf8 = text.isValidUtf8();
    for (auto at = text.begin(); at != end; ++at) {
        if (*at == '\\' && (utf8 || at == text.begin() || !isNonAscii(at[-1])))
            return true;
    }
    return false;
}

/// "..." and <...>, with a comma behind as in the source text of programs.
QByteArrayView unwrapped(QByteArrayView text)
{
    for (const QByteArrayView pair : {"\"\"", "''", "``", "<>"}) {
        QByteArrayView inner = text;
        if (inner.size() > 2 && isSeparator(inner.back()) && inner[inner.size() - 2] == pair[1])
            inner.chop(1);
        if (inner.size() < 3 || inner.front() != pair[0] || inner.back() != pair[1])
            continue;
        inner = inner.sliced(1, inner.size() - 2);
        if (!inner.contains(pair[0]) && !inner.contains(pair[1]))
            return withoutBlanksAround(inner);
    }
    return text;
}

/// What a string of JSON or YAML with escapes means: "...\u00fc", '...it''s'. Of a control character it is
/// not clear that it is meant ("...\docs\new").
std::optional<QString> meaningOf(QByteArrayView text)
{
    if (text.endsWith(','))
        text.chop(1);
    if (text.size() < 3 || text.front() != text.back())
        return std::nullopt;
    QByteArray inner = text.sliced(1, text.size() - 2).toByteArray();
    if (text.front() == '\'' && inner.contains("''") && !inner.contains("''http")) {
        const auto quotes = inner.count('\'');
        inner.replace("''", "'");
        return inner.count('\'') * 2 == quotes ? std::optional(QString::fromUtf8(inner)) : std::nullopt;
    }
    if (text.front() != '"' || !inner.contains('\\'))
        return std::nullopt;
    const QJsonArray array = QJsonDocument::fromJson('[' + text.toByteArray() + ']').array();
    const QString meaning = array.size() == 1 ? array[0].toString() : QString();
    const bool isClear = !meaning.isEmpty() && std::none_of(meaning.begin(), meaning.end(), [](QChar c) {
        return c.category() == QChar::Other_Control;
    });
    return isClear ? std::optional(meaning) : std::nullopt;
}

/// "<https://a.example/?x=1&amp;y=2|What it is>", as chats write links
bool isMessageLink(QByteArrayView text)
{
    return text.startsWith('<') && text.endsWith('>') && hasWebScheme(text.sliced(1)) &&
           (text.contains('|') || text.contains("&amp;"));
}

/// Where the next of several http(s) addresses begins, or the end.
qsizetype nextBegin(QByteArrayView text, qsizetype from)
{
    bool query = false;
    for (qsizetype at = from + 1; at < text.size(); ++at) {
        query = query || text[at - 1] == '?';
        if ((text[at] != 'h' && text[at] != 'H') || !hasWebScheme(text.sliced(at)))
            continue;
        const QByteArrayView before = text.first(at);
        if (blankBehind(before) > 0 || escapedBlankBehind(before) > 0)
            return at;
        if (tagBehind(before) > 0)
            return at;
        // in a query it is rather a part of it
        if ((isSeparator(text[at - 1]) || isOfNoAddress(text[at - 1])) && !query)
            return at;
    }
    return text.size();
}

/// "->" and the like, with a blank before it; 0 where there is none.
qsizetype arrowBehind(QByteArrayView text)
{
    for (const QByteArrayView arrow : {"->", "=>", "-->", "==>", ">", "-"}) {
        if (text.endsWith(arrow) && text.size() > arrow.size() && blankBehind(text.chopped(arrow.size())) > 0)
            return arrow.size();
    }
    return 0;
}

/// In front of another address: "https://a.example/old -> https://a.example/new".
QByteArrayView withoutSeparatorsBehind(QByteArrayView text)
{
    while (!text.isEmpty()) {
        qsizetype size = arrowBehind(text);
        if (size == 0)
            size = std::max({blankBehind(text), escapedBlankBehind(text), wideSeparatorBehind(text),
                             tagBehind(text), qsizetype(isSeparator(text.back()) || isOfText(text.back()))});
        if (size == 0)
            break;
        text.chop(size);
    }
    return text;
}

StrictAddress single(QByteArrayView text)
{
    StrictAddress result{text, {}};
    const bool broken = std::any_of(text.begin(), text.end(), isLineBreak);
    if (broken) {
        result.address.problem = AddressProblem::Ambiguous;
        return result;
    }
    if (mayHoldAnother(text)) {
        result.address.problem = AddressProblem::Ambiguous;
        return result;
    }
    result.address = normalAddress(text);
    const qsizetype fragment = text.indexOf('#');
    const bool isGood = result.address.problem == AddressProblem::None;
    result.spaces = isGood && hasBlank(withoutBlanksAround(fragment < 0 ? text : text.first(fragment)));
    result.backslashes = isGood && hasBackslash(text);
    return result;
}

/// The first tab, or the second of two spaces: what aligns columns; -1 where there is none.
qsizetype gapIn(QByteArrayView text)
{
    qsizetype last = 0; // the size of the space before
    for (qsizetype at = 0; at < text.size(); at += std::max<qsizetype>(last, 1)) {
        if (text[at] == '\t')
            return at;
        const qsizetype space = text[at] == ' ' || isNonAscii(text[at]) ? blankAt(text, at) : 0;
        if (space > 0 && last > 0)
            return at;
        last = space;
    }
    return -1;
}

/// True where it was a list of words that are addresses without a scheme.
bool readBareWords(QByteArrayView text, std::vector<StrictAddress> &found)
{
    const size_t before = found.size();
    const bool hostsOnly = !text.contains('/');
    const auto separatorAt = [&](qsizetype at) -> qsizetype {
        if (const qsizetype blank = blankAt(text, at))
            return blank;
        return isSeparator(text[at]) && (hostsOnly || at + 1 == text.size() || blankAt(text, at + 1) > 0);
    };
    qsizetype at = 0;
    while (at < text.size()) {
        if (const qsizetype separator = separatorAt(at)) {
            at += separator;
            continue;
        }
        qsizetype end = at;
        while (end < text.size() && separatorAt(end) == 0)
            ++end;
        const QByteArrayView word = text.sliced(at, end - at);
        // behind a full address, a name with a query is rather the rest of it: "my backup.zip?key=1"
        const bool goesOn = hasWebScheme(text) && (word.contains('?') || word.contains('#'));
        if (!hasWebScheme(word) && (goesOn || !isBareAddress(word, true))) {
            found.resize(before);
            return false;
        }
        found.push_back(single(word));
        at += word.size();
    }
    return found.size() > before;
}

/// "https://a.example/1<br>https://b.example/": another one behind what no address has as it is. In a query
/// it is rather a part of it.
bool touchesAnotherScheme(QByteArrayView text)
{
    const qsizetype query = text.contains('?') ? text.indexOf('?') : text.size();
    for (qsizetype at = text.indexOf("://", 1); at >= 0 && at < query; at = text.indexOf("://", at + 1)) {
        const qsizetype begin = at - (asciiLower(text[at - 1]) == 's' ? 5 : 4);
        if (begin > 0 && hasWebScheme(text.sliced(begin)) && isOfNoAddress(text[begin - 1]))
            return true;
    }
    return false;
}

QByteArray titleMarkOf(QByteArrayView line)
{
    const QByteArrayView rest = withoutBlanksAround(line.sliced(firstBlank(line)));
    if (rest.startsWith('(') && rest.endsWith(')'))
        return "(";
    if (rest.startsWith('[') && rest.endsWith(']'))
        return "[";
    const QByteArrayView mark = rest.first(firstBlank(rest));
    if (mark.size() == 3 && mark.front() >= '1' && mark.front() <= '5' && isAsciiDigit(mark[1]) &&
        isAsciiDigit(mark[2]))
        return "200";
    for (const QByteArrayView known : {"-", "--", "|", ":", "=>", "->", "\xE2\x80\x93", "\xE2\x80\x94"}) {
        if (mark == known && mark.size() < rest.size())
            return mark.toByteArray();
    }
    return {};
}

} // namespace

bool beginsWithAddress(QByteArrayView text)
{
    if (hasWebScheme(text))
        return true;
    if (text.startsWith("//") && text.size() > 2 && text[2] != '/')
        return beginsWithAddress(text.sliced(2));
    const QByteArrayView head = text.first(std::min(text.size(), LongestAuthority));
    const auto end = std::find_if(head.begin(), head.end(),
                                  [](char c) { return c == '/' || c == '?' || c == '#' || isSeparator(c); });
    const QByteArrayView host = head.first(firstBlank(head.first(end - head.begin())));
    if (host.isEmpty() || !isBareAddress(host, false))
        return false;
    // behind the name of a host, only a path makes more words parts of an address
    const QByteArrayView rest = head.sliced(host.size());
    return rest.isEmpty() || rest[0] == '/' || rest[0] == '?' || rest[0] == '#';
}

void readStrictly(QByteArrayView given, std::vector<StrictAddress> &found)
{
    const QByteArrayView text = unwrapped(withoutBlanksAround(given));
    if (!hasWebScheme(text)) {
        const bool words = hasBlank(text) || std::any_of(text.begin(), text.end(), isSeparator);
        if (words && readBareWords(text, found))
            return;
    }
    qsizetype begin = 0;
    while (begin < text.size()) {
        const qsizetype end = nextBegin(text, begin);
        QByteArrayView piece = text.sliced(begin, end - begin);
        if (end < text.size())
            piece = withoutSeparatorsBehind(piece);
        else if (begin > 0)
            piece.chop(tagBehind(piece));
        const size_t before = found.size();
        if (!hasBlank(piece) || !readBareWords(piece, found)) {
            found.resize(before);
            found.push_back(single(withoutBlanksAround(piece)));
        }
        begin = end;
    }
}

bool mayHoldAnother(QByteArrayView text)
{
    const auto isAsked = [](QByteArrayView before) { // what follows is a part of this address
        return std::any_of(before.begin(), before.end(),
                           [](char c) { return QByteArrayView("/?&=").contains(c); });
    };
    const auto isOfAddress = [&isAsked](QByteArrayView word) {
        const auto begin = std::find_if_not(
            word.begin(), word.end(), [](char c) { return QByteArrayView("([{<\"'|,;-*_").contains(c); });
        const QByteArrayView bare = word.sliced(begin - word.begin());
        const qsizetype scheme = word.indexOf(":/"), login = word.indexOf('@');
        const bool hasScheme = scheme > 0 && isAsciiLetter(word[scheme - 1]) && !isAsked(word.first(scheme));
        const bool hasLogin = login > 0 && word.first(login).contains(':') && !isAsked(word.first(login));
        return hasScheme || hasLogin || (bare.startsWith("//") && bare.size() > 2) ||
               startsWithNoCase(bare, "www.");
    };
    const qsizetype fragment = text.indexOf('#'); // it is never sent
    const QByteArrayView sent = fragment < 0 ? text : text.first(fragment);
    if (touchesAnotherScheme(sent) || holdsAnotherLogin(sent))
        return true;
    qsizetype begin = 0; // of the word
    for (qsizetype at = 1; at < sent.size(); ++at) {
        const qsizetype blank = blankBehind(sent.first(at));
        if (blank == 0)
            continue;
        if (begin > 0 && isOfAddress(sent.sliced(begin, at - blank - begin)))
            return true;
        begin = at;
    }
    return begin > 0 && isOfAddress(sent.sliced(begin));
}

QByteArray TitleMark::see(QByteArrayView text)
{
    const QByteArrayView first = text.first(firstBlank(text));
    if (first.size() == text.size() || !areAddresses(first))
        return {};
    const QByteArray mark = titleMarkOf(text);
    m_agreed = m_agreed && !mark.isEmpty() && (m_worded++ == 0 || mark == m_mark);
    m_mark = mark;
    return mark;
}

QByteArray TitleMark::common() const
{
    return m_agreed && m_worded > 1 ? m_mark : QByteArray();
}

void takeExtract(QByteArrayView part, QByteArrayView whole, qint64 line, RowCollector &rows)
{
    std::vector<StrictAddress> found;
    readStrictly(part, found);
    for (const StrictAddress &each : found) {
        rows.add(line, whole, each.address);
        if (each.address.problem == AddressProblem::None)
            rows.note(InputNote::Kind::Extract, line, whole, each.address.url);
    }
}

bool areAddresses(QByteArrayView text)
{
    std::vector<StrictAddress> found;
    readStrictly(text, found);
    return std::all_of(found.begin(), found.end(), [](const StrictAddress &each) {
        return each.address.problem == AddressProblem::None;
    });
}

void takeStrictly(QByteArrayView given, qint64 line, RowCollector &rows, QByteArrayView titleMark)
{
    const QByteArrayView whole = withoutBlanksAround(given);
    const QByteArrayView first = whole.first(firstBlank(whole));
    if (!titleMark.isEmpty() && titleMarkOf(whole) == titleMark && areAddresses(first)) {
        takeExtract(first, whole, line, rows);
        return;
    }
    if (const std::optional<QString> meaning = meaningOf(whole)) {
        if (meaning->isValidUtf16())
            takeStrictly(meaning->toUtf8(), line, rows);
        else
            rows.addBad(line, whole, AddressProblem::BadSyntax);
        return;
    }
    const bool isMessage = isMessageLink(whole);
    const QByteArrayView text = isMessage ? whole : unwrapped(whole);
    if (const qsizetype gap = gapIn(text); gap > 0 && areAddresses(text.first(gap))) {
        const QByteArrayView rest = withoutBlanksAround(text.sliced(gap));
        // no address has one, so what follows it is another cell
        if (!hasWebScheme(rest) && !rest.startsWith('#')) {
            takeExtract(text.first(gap), text, line, rows);
            return;
        }
    }
    const bool begins = beginsWithAddress(text);
    std::vector<Address> inside;
    if (!begins && mayHoldAddress(text))
        findAddresses(text, inside, BareNames::Alone);
    if (!inside.empty()) {
        for (const Address &address : inside) {
            rows.add(line, address.problem == AddressProblem::None ? text : QByteArrayView(address.url),
                     address);
            if (address.problem == AddressProblem::None)
                rows.note(InputNote::Kind::Extract, line, text, address.url);
        }
        return;
    }
    std::vector<StrictAddress> found;
    readStrictly(text, found);
    for (const StrictAddress &each : found) {
        rows.add(line, each.text, each.address);
        if (each.spaces)
            rows.note(InputNote::Kind::Spaces, line, each.text, each.address.url);
        if (each.backslashes)
            rows.note(InputNote::Kind::Backslashes, line, each.text, each.address.url);
    }
}

} // namespace turnstone
