// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/linefinder.h"

#include "core/input/bytetext.h"

#include <algorithm>

namespace turnstone {

namespace {

bool isTarget(const LineToken &token)
{
    return token.escapes == LineToken::Escapes::Attribute;
}

qsizetype indexOfNoCase(QByteArrayView text, QByteArrayView wanted, qsizetype from)
{
    for (; from + wanted.size() <= text.size(); ++from) {
        if (startsWithNoCase(text.sliced(from), wanted))
            return from;
    }
    return -1;
}

/// Of an href attribute, behind its "=".
QByteArrayView attributeValue(QByteArrayView text)
{
    if (text.startsWith("\\\"") || text.startsWith("\\'")) { // of a page in a dump
        const qsizetype end = text.indexOf(text.first(2), 2);
        return text.sliced(2, (end < 0 ? text.size() : end) - 2);
    }
    if (!text.isEmpty() && (text.front() == '"' || text.front() == '\'')) {
        const qsizetype end = text.indexOf(text.front(), 1);
        return text.sliced(1, (end < 0 ? text.size() : end) - 1);
    }
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return isBlank(c) || c == '>'; });
    return text.first(end - text.begin());
}

/// What HTML links of a line are made of, in their order.
struct HtmlLinks
{
    std::vector<LineToken> targets;
    std::vector<QByteArrayView> shown; ///< their tags, and the texts before </a> without the tags in them
};

/// Where a character next stands, asked for places in their order: each part of a line is looked at once.
class NextPlaceOf
{
public:
    NextPlaceOf(QByteArrayView line, char wanted)
        : m_line(line)
        , m_wanted(wanted)
    {}

    /// The line's size if it does not.
    qsizetype from(qsizetype at)
    {
        if (m_place < at) {
            const qsizetype found = m_line.indexOf(m_wanted, at);
            m_place = found < 0 ? m_line.size() : found;
        }
        return m_place;
    }

private:
    QByteArrayView m_line;
    char m_wanted;
    qsizetype m_place = -1;
};

HtmlLinks findHtmlLinks(QByteArrayView line)
{
    HtmlLinks links;
    NextPlaceOf closes(line, '>');
    qsizetype tag = -1; // the last "<"
    qsizetype seen = 0;
    qsizetype at = indexOfNoCase(line, "href=", 0);
    while (at >= 0) {
        if (const qsizetype open = line.sliced(seen, at - seen).lastIndexOf('<'); open >= 0)
            tag = seen + open;
        const bool isInTag = tag >= 0 && closes.from(tag) > at;
        const QByteArrayView value = attributeValue(line.sliced(at + 5));
        seen = at;
        at = value.end() - line.begin();
        const qsizetype next = indexOfNoCase(line, "href=", at);
        const LineToken target{value, false, LineToken::Escapes::Attribute};
        const QByteArray plain = target.unescaped();
        // relative ones lead nowhere without their page
        if (hasWebScheme(plain) || plain.startsWith("//") || isBareAddress(plain, true)) {
            links.targets.push_back(target);
            if (isInTag) // what its other attributes hold is not what it leads to
                links.shown.push_back(line.first(closes.from(at)).sliced(tag));
            const QByteArrayView before = line.first(next < 0 ? line.size() : next);
            if (const qsizetype end = indexOfNoCase(before, "</a", at); end >= 0) {
                const QByteArrayView link = line.first(end + 1);
                while ((at = link.indexOf('>', at)) >= 0) {
                    const qsizetype text = at;
                    at = link.indexOf('<', at);
                    links.shown.push_back(link.sliced(text, at - text));
                }
            }
        }
        at = next;
    }
    return links;
}

/// The targets of the HTML links in place of what the tokens hold of them.
std::vector<LineToken> withHtmlLinks(const std::vector<LineToken> &tokens, const HtmlLinks &links)
{
    std::vector<LineToken> all;
    auto target = links.targets.begin();
    const auto takeTarget = [&] {
        // "https://a.example/?href=https://b.example/" is no link
        const bool inside = !all.empty() && !isTarget(all.back()) && !all.back().linkText &&
                            (hasWebScheme(all.back().text) || isBareAddress(all.back().text, true)) &&
                            all.back().text.end() > target->text.begin();
        if (!inside)
            all.push_back(*target);
        ++target;
    };
    auto shown = links.shown.begin();
    for (LineToken token : tokens) {
        const char *const begin = token.text.begin();
        while (target != links.targets.end() && target->text.begin() <= begin)
            takeTarget();
        if (!all.empty() && isTarget(all.back()) && begin < all.back().text.end())
            continue;
        while (shown != links.shown.end() && shown->end() <= begin)
            ++shown;
        token.linkText = token.linkText || (shown != links.shown.end() && shown->begin() <= begin);
        all.push_back(token);
    }
    while (target != links.targets.end())
        takeTarget();
    return all;
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

Address addressOf(const LineToken &token)
{
    return token.torn ? Address{{}, AddressProblem::Ambiguous} : normalAddress(token.unescaped());
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
        if (isTarget(token) || hasWebScheme(token.text))
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
    if ((bullet || number) && at + 1 < line.size() && blankAt(line, at + 1) > 0)
        return withoutBlanksAround(line.sliced(at + 1));
    return line;
}

bool mayHoldAddress(QByteArrayView text)
{
    return text.contains("://") || text.contains(":\\/") || text.contains(":\\\\/");
}

AddressProblem findAddresses(QByteArrayView wholeLine, std::vector<Address> &found, BareNames bareNames,
                             LineMarkup markup)
{
    const QByteArray plain = withoutEscapes(wholeLine, markup);
    const QByteArrayView line = withoutListMarker(withoutBlanksAround(plain));
    std::vector<LineToken> tokens = lineTokens(line, markup);
    if (const HtmlLinks links = findHtmlLinks(line); !links.targets.empty())
        tokens = withHtmlLinks(tokens, links);
    if (tokens.empty())
        return AddressProblem::NoAddress;
    if (tokens.size() == 1 && !isTarget(tokens.front())) {
        const QByteArrayView text = tokens.front().text;
        if (bareNames == BareNames::OnlyPlain && !text.contains("://") && !isBareAddress(text, true))
            return AddressProblem::NoAddress;
        Address only = addressOf(tokens.front());
        if (only.problem == AddressProblem::Ambiguous)
            only.url = text.toByteArray();
        if (!only.url.isEmpty())
            found.push_back(only);
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
        const bool web = isTarget(token) || hasWebScheme(token.text);
        const bool bare = !web && isBareAddress(token.text, true) && isMeant(token.text);
        if (token.linkText || !(web || bare))
            continue;
        const LineToken *before = &token == &tokens.front() ? nullptr : &token - 1;
        const LineToken *behind = &token == &tokens.back() ? nullptr : &token + 1;
        if (bare && mayBeLabels && (isLabel(token, before) || isLabel(token, behind)))
            continue;
        Address address = addressOf(token);
        if (address.problem != AddressProblem::None)
            address.url = token.text.toByteArray();
        any = any || address.problem == AddressProblem::None ||
              address.problem == AddressProblem::Ambiguous || isTarget(token);
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
