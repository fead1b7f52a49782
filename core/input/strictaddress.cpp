// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/strictaddress.h"

#include "core/input/bytetext.h"
#include "core/input/linefinder.h"
#include "core/input/rowcollector.h"

#include <algorithm>
#include <cstring>

namespace turnstone {

namespace {

constexpr qsizetype LongestAuthority = 1024;

bool isSeparator(char c)
{
    return c == ',' || c == ';' || c == '|';
}

bool isLineBreak(char c)
{
    return c == '\n' || c == '\r';
}

bool hasBlank(QByteArrayView text)
{
    return std::any_of(text.begin(), text.end(), isBlank);
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
        if (isBlank(text[at - 1]))
            return at;
        // in a query it is rather a part of it
        if (isSeparator(text[at - 1]) && !query)
            return at;
    }
    return text.size();
}

/// In front of another address: "https://a.example/old -> https://a.example/new".
QByteArrayView withoutSeparatorsBehind(QByteArrayView text)
{
    const auto chopBlanks = [&text] {
        while (!text.isEmpty() && (isBlank(text.back()) || isSeparator(text.back())))
            text.chop(1);
    };
    chopBlanks();
    for (const QByteArrayView arrow : {"->", "=>", "-->", "==>", ">", "-", "\xE2\x86\x92", "\xE2\x87\x92"}) {
        if (text.endsWith(arrow) && text.size() > arrow.size() &&
            isBlank(text.chopped(arrow.size()).back())) {
            text.chop(arrow.size());
            chopBlanks();
            break;
        }
    }
    return text;
}

StrictAddress single(QByteArrayView text)
{
    StrictAddress result{text, {}, false};
    const bool broken = std::any_of(text.begin(), text.end(), isLineBreak);
    if (broken) {
        result.address.problem = AddressProblem::Ambiguous;
        return result;
    }
    result.address = normalAddress(text);
    const qsizetype fragment = text.indexOf('#');
    result.spaces = result.address.problem == AddressProblem::None &&
                    hasBlank(withoutBlanksAround(fragment < 0 ? text : text.first(fragment)));
    return result;
}

/// The first tab or two spaces: what aligns columns; -1 where there is none.
qsizetype gapIn(QByteArrayView text)
{
    const qsizetype tab = text.indexOf('\t');
    const qsizetype spaces = text.indexOf("  ");
    return tab < 0 || spaces < 0 ? std::max(tab, spaces) : std::min(tab, spaces);
}

/// True where it was a list of words that are addresses without a scheme.
bool readBareWords(QByteArrayView text, std::vector<StrictAddress> &found)
{
    const size_t before = found.size();
    const bool hostsOnly = !text.contains('/');
    const auto separates = [&](qsizetype at) {
        return isBlank(text[at]) ||
               (isSeparator(text[at]) && (hostsOnly || at + 1 == text.size() || isBlank(text[at + 1])));
    };
    qsizetype at = 0;
    while (at < text.size()) {
        if (separates(at)) {
            ++at;
            continue;
        }
        qsizetype end = at;
        while (end < text.size() && !separates(end))
            ++end;
        const QByteArrayView word = text.sliced(at, end - at);
        if (!hasWebScheme(word) && !isBareAddress(word, true)) {
            found.resize(before);
            return false;
        }
        found.push_back({word, normalAddress(word), false});
        at += word.size();
    }
    return found.size() > before;
}

} // namespace

bool beginsWithAddress(QByteArrayView text)
{
    if (hasWebScheme(text))
        return true;
    if (text.startsWith("//") && text.size() > 2 && text[2] != '/')
        return beginsWithAddress(text.sliced(2));
    const QByteArrayView head = text.first(std::min(text.size(), LongestAuthority));
    const auto end = std::find_if(head.begin(), head.end(), [](char c) {
        return c == '/' || c == '?' || c == '#' || isBlank(c) || isSeparator(c);
    });
    const QByteArrayView host = head.first(end - head.begin());
    if (host.isEmpty() || !isBareAddress(host, false))
        return false;
    // behind the name of a host, only a path makes more words parts of an address
    return end == head.end() || *end == '/' || *end == '?' || *end == '#';
}

void readStrictly(QByteArrayView given, std::vector<StrictAddress> &found)
{
    const QByteArrayView text = unwrapped(withoutBlanksAround(given));
    if (!hasWebScheme(text)) {
        const bool words = hasBlank(text) || std::any_of(text.begin(), text.end(), isSeparator);
        if (!words || !readBareWords(text, found))
            found.push_back(single(text));
        return;
    }
    qsizetype begin = 0;
    while (begin < text.size()) {
        const qsizetype end = nextBegin(text, begin);
        QByteArrayView piece = text.sliced(begin, end - begin);
        if (end < text.size())
            piece = withoutSeparatorsBehind(piece);
        const size_t before = found.size();
        if (!hasBlank(piece) || !readBareWords(piece, found)) {
            found.resize(before);
            found.push_back(single(withoutBlanksAround(piece)));
        }
        begin = end;
    }
}

QByteArray titleMarkOf(QByteArrayView line)
{
    const auto firstEnd = std::find_if(line.begin(), line.end(), isBlank);
    const QByteArrayView rest = withoutBlanksAround(line.sliced(firstEnd - line.begin()));
    if (rest.startsWith('(') && rest.endsWith(')'))
        return "(";
    if (rest.startsWith('[') && rest.endsWith(']'))
        return "[";
    const auto markEnd = std::find_if(rest.begin(), rest.end(), isBlank);
    const QByteArrayView mark = rest.first(markEnd - rest.begin());
    if (mark.size() == 3 && mark.front() >= '1' && mark.front() <= '5' && isAsciiDigit(mark[1]) &&
        isAsciiDigit(mark[2]))
        return "200";
    for (const QByteArrayView known : {"-", "--", "|", ":", "=>", "->", "\xE2\x80\x93", "\xE2\x80\x94"}) {
        if (mark == known && markEnd != rest.end())
            return mark.toByteArray();
    }
    return {};
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

void takeStrictly(QByteArrayView given, qint64 line, RowCollector &rows)
{
    const QByteArrayView whole = withoutBlanksAround(given);
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
    }
}

} // namespace turnstone
