// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/linefinder.h"

#include "core/input/bytetext.h"

#include <algorithm>

namespace turnstone {

namespace {

qsizetype indexOfNoCase(QByteArrayView text, QByteArrayView wanted, qsizetype from)
{
    for (; from + wanted.size() <= text.size(); ++from) {
        if (startsWithNoCase(text.sliced(from), wanted))
            return from;
    }
    return -1;
}

/// The values of href attributes. Relative ones lead nowhere without their page.
bool findHrefs(QByteArrayView line, std::vector<Address> &found)
{
    const size_t before = found.size();
    qsizetype at = 0;
    while ((at = indexOfNoCase(line, "href=", at)) >= 0) {
        at += 5;
        QByteArrayView value = line.sliced(at);
        if (!value.isEmpty() && (value.front() == '"' || value.front() == '\'')) {
            const qsizetype end = value.indexOf(value.front(), 1);
            value = value.sliced(1, (end < 0 ? value.size() : end) - 1);
        } else {
            const auto end =
                std::find_if(value.begin(), value.end(), [](char c) { return isBlank(c) || c == '>'; });
            value = value.first(end - value.begin());
        }
        at += value.size();
        const QByteArray plain = value.toByteArray().replace("&amp;", "&");
        if (hasWebScheme(plain) || plain.startsWith("//") || isBareAddress(plain, true))
            found.push_back(normalAddress(plain));
        if (found.size() > before && found.back().problem != AddressProblem::None &&
            found.back().url.isEmpty())
            found.back().url = plain;
    }
    return found.size() > before;
}

bool hasPath(QByteArrayView bare)
{
    const qsizetype slash = bare.indexOf('/');
    return slash > 0 && slash + 1 < bare.size();
}

/// "www.example.com", "example.com/page": nothing but an address is written like this.
bool isPlainlyMeant(QByteArrayView bare)
{
    return startsWithNoCase(bare, "www.") || hasPath(bare);
}

/// Without scheme, "www." and whatever follows.
QByteArrayView hostIn(QByteArrayView text)
{
    if (hasWebScheme(text))
        text = text.sliced(text.indexOf("://") + 3);
    if (startsWithNoCase(text, "www."))
        text = text.sliced(4);
    const auto end =
        std::find_if(text.begin(), text.end(), [](char c) { return c == '/' || c == '?' || c == '#'; });
    return text.first(end - text.begin());
}

/// "example.org (https://example.org/page)", "https://example.org/ - example.org": the name says where that
/// leads and is nothing to be fetched.
bool isLabel(const LineToken &token, const LineToken *neighbour)
{
    if (!neighbour || !hasWebScheme(neighbour->text) || hasPath(token.text))
        return false;
    const QByteArrayView host = hostIn(neighbour->text);
    const QByteArrayView name = hostIn(token.text);
    return name.size() == host.size() && name.compare(host, Qt::CaseInsensitive) == 0;
}

struct Kinds
{
    qsizetype tokens = 0, web = 0, bare = 0;
};

Kinds countKinds(const std::vector<LineToken> &tokens)
{
    Kinds kinds;
    for (const LineToken &token : tokens) {
        if (token.linkText)
            continue;
        ++kinds.tokens;
        if (hasWebScheme(token.text))
            ++kinds.web;
        else if (isBareAddress(token.text, true))
            ++kinds.bare;
    }
    return kinds;
}

} // namespace

QByteArrayView withoutListMarker(QByteArrayView line)
{
    qsizetype at = 0;
    while (at < line.size() && isAsciiDigit(line[at]))
        ++at;
    const bool bullet = at == 0 && !line.isEmpty() && (line[0] == '-' || line[0] == '*' || line[0] == '+');
    const bool number = at > 0 && at < line.size() && (line[at] == '.' || line[at] == ')');
    if ((bullet || number) && at + 1 < line.size() && isBlank(line[at + 1]))
        return withoutBlanksAround(line.sliced(at + 1));
    return line;
}

AddressProblem findAddresses(QByteArrayView wholeLine, std::vector<Address> &found, BareNames bareNames,
                             LineMarkup markup)
{
    const QByteArrayView line = withoutListMarker(withoutBlanksAround(wholeLine));
    if (indexOfNoCase(line, "href=", 0) >= 0 && findHrefs(line, found))
        return AddressProblem::None;

    const std::vector<LineToken> tokens = lineTokens(line, markup);
    if (tokens.empty())
        return AddressProblem::NoAddress;
    if (tokens.size() == 1) {
        const QByteArrayView text = tokens.front().text;
        if (bareNames == BareNames::OnlyPlain && !text.contains("://") && !isBareAddress(text, true))
            return AddressProblem::NoAddress;
        Address only = normalAddress(tokens.front().unescaped());
        if (only.problem == AddressProblem::None)
            found.push_back(std::move(only));
        return only.problem;
    }

    // Beside full addresses a bare name is rather a word of a cell, and "www.a.example" a word of a log,
    // unless there is no other word.
    const Kinds kinds = countKinds(tokens);
    const bool beside = kinds.web > 0 && kinds.web + kinds.bare < kinds.tokens;
    const auto isMeant = [&](QByteArrayView bare) {
        if (bareNames == BareNames::OnlyPlain)
            return beside ? hasPath(bare) : isPlainlyMeant(bare);
        return bareNames == BareNames::Taken || !beside;
    };
    const bool mayBeLabels = kinds.web > 0 && kinds.bare > 0;
    const size_t foundBefore = found.size();
    AddressProblem problem = AddressProblem::NoAddress;
    bool any = false;
    for (const LineToken &token : tokens) {
        const bool web = hasWebScheme(token.text);
        const bool bare = !web && isBareAddress(token.text, true) && isMeant(token.text);
        if (token.linkText || !(web || bare))
            continue;
        const LineToken *before = &token == &tokens.front() ? nullptr : &token - 1;
        const LineToken *behind = &token == &tokens.back() ? nullptr : &token + 1;
        if (bare && mayBeLabels && (isLabel(token, before) || isLabel(token, behind)))
            continue;
        Address address = normalAddress(token.unescaped());
        if (address.problem == AddressProblem::None)
            any = true;
        else
            address.url = token.text.toByteArray();
        if (!any)
            problem = address.problem;
        found.push_back(std::move(address));
    }
    if (any)
        return AddressProblem::None;
    found.resize(foundBefore);
    return problem;
}

} // namespace turnstone
