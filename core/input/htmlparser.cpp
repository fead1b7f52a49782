// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/htmlparser.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"
#include "core/input/linefinder.h"
#include "core/input/linesplitter.h"
#include "core/input/strictaddress.h"
#include "core/parse/characterreferences.h"
#include "core/parse/encodingsniffer.h"
#include "core/parse/textdecoder.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <gumbo.h>
#include <memory>
#include <span>
#include <vector>

namespace turnstone {

namespace {

constexpr QByteArrayView Replacement = "\xEF\xBF\xBD";

// What stands on either side of these is one word.
constexpr auto InlineTags = std::to_array<QByteArrayView>(
    {"b",      "/b",      "code",  "/code", "em", "/em",   "font",   "/font", "i",
     "/i",     "mark",    "/mark", "s",     "/s", "small", "/small", "span",  "/span",
     "strong", "/strong", "tt",    "/tt",   "u",  "/u",    "wbr"});

bool isTag(QByteArrayView text, QByteArrayView name)
{
    return startsWithNoCase(text.sliced(1), name) && text.size() > name.size() + 1 &&
           (isBlank(text[name.size() + 1]) || text[name.size() + 1] == '>' || text[name.size() + 1] == '/');
}

bool isAnyTag(QByteArrayView text, std::span<const QByteArrayView> names)
{
    return std::any_of(names.begin(), names.end(), [text](auto name) { return isTag(text, name); });
}

/// Or a doctype, or an instruction. "a < b" and "<3" begin none.
bool beginsTag(QByteArrayView text)
{
    const char c = text.startsWith('<') && text.size() > 1 ? text[1] : '\0';
    return isAsciiLetter(c) || c == '/' || c == '!' || c == '?';
}

/// Behind the end of the tag that begins here.
qsizetype tagEnd(QByteArrayView text)
{
    char quote = '\0';
    for (qsizetype at = 1; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if ((c == '"' || c == '\'') && text[at - 1] == '=')
            quote = c;
        else if (c == '>')
            return at + 1;
    }
    return text.size();
}

qsizetype endOf(QByteArrayView text, QByteArrayView closing)
{
    for (qsizetype at = 1; at + closing.size() <= text.size(); ++at) {
        if (text[at] == closing.front() && startsWithNoCase(text.sliced(at), closing))
            return at + closing.size();
    }
    return text.size();
}

/// What stands between tags where nothing is a link: comments, scripts.
qsizetype silentEnd(QByteArrayView text)
{
    if (text.startsWith("<!--"))
        return endOf(text, "-->");
    for (const QByteArrayView name : {"script", "style", "textarea", "title"}) {
        if (isTag(text, name))
            return endOf(text, QByteArray("</" + name.toByteArray()));
    }
    return 0;
}

/// Calls `visit` with the tags of these names and where they stand, until it returns false.
template <typename Visit>
void visitTags(QByteArrayView text, std::initializer_list<QByteArrayView> names, Visit &&visit)
{
    for (qsizetype at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
        const QByteArrayView rest = text.sliced(at);
        if (const qsizetype silent = silentEnd(rest)) {
            at += silent;
        } else if (isAnyTag(rest, {names.begin(), names.end()})) {
            const qsizetype size = tagEnd(rest);
            if (!visit(rest.first(size), at))
                return;
            at += size;
        } else {
            ++at;
        }
    }
}

/// What a page says that is not in UTF-8: at its beginning as browsers look for it, else wherever it stands.
std::optional<parse::Encoding> declaredEncoding(QByteArrayView page)
{
    const bool mayBeJapanese = page.contains('\x1B'); // ISO-2022-JP, which has ASCII bytes only
    if (page.isValidUtf8() && !mayBeJapanese)
        return {};
    std::optional<parse::Encoding> declared = parse::prescanMeta(page);
    if (!declared) {
        visitTags(page, {"meta"}, [&declared](QByteArrayView tag, qsizetype) {
            declared = parse::prescanMeta(tag);
            return !declared.has_value();
        });
    }
    if (declared == parse::Encoding::Utf8 || declared == parse::Encoding::Replacement ||
        (page.isValidUtf8() && declared != parse::Encoding::Iso2022Jp))
        return {};
    return declared;
}

const GumboElement *findLink(const GumboNode *node)
{
    if (node->type != GUMBO_NODE_ELEMENT)
        return nullptr;
    const GumboElement &element = node->v.element;
    if (gumbo_get_attribute(&element.attributes, "href"))
        return &element;
    for (unsigned i = 0; i < element.children.length; ++i) {
        if (const auto *found = findLink(static_cast<const GumboNode *>(element.children.data[i])))
            return found;
    }
    return nullptr;
}

/// Of one tag, which gumbo reads as a page of its own: nothing in it can be nested deeply.
QByteArray hrefOf(QByteArrayView tag)
{
    const auto destroy = [](GumboOutput *output) { gumbo_destroy_output(&kGumboDefaultOptions, output); };
    const std::unique_ptr<GumboOutput, decltype(destroy)> page(
        gumbo_parse_with_options(&kGumboDefaultOptions, tag.data(), size_t(tag.size())), destroy);
    const GumboElement *link = findLink(page->root);
    return link ? QByteArray(gumbo_get_attribute(&link->attributes, "href")->value) : QByteArray();
}

} // namespace

void HtmlParser::feed(QByteArrayView text)
{
    if (m_rows.error())
        return;
    if (m_text.size() + text.size() > MaxDocumentBytes) {
        m_text.clear();
        m_rows.fail(QCoreApplication::translate("HtmlParser",
                                                "%1 is larger than 64 MiB, which is too large for a page.")
                        .arg(m_rows.source().name));
        return;
    }
    m_text.append(text);
}

/// False where the tag leads to no address.
bool HtmlParser::takeLink(QByteArrayView tag)
{
    QByteArray href = hrefOf(m_encoding.toUtf8(tag));
    if (href.contains(Replacement)) // bytes that mean nothing stay what they are
        href = hrefOf(percentEncodedBytes(tag));
    href = m_encoding.sentTarget(href);
    href.removeIf([](char c) { return c == '\t' || c == '\n' || c == '\r'; }); // as the URL standard has it
    const QByteArrayView target = withoutBlanksAround(href);
    const bool leads = hasWebScheme(target) || target.startsWith("//");
    if (leads) // whatever blanks it has are of the one address
        m_rows.add(m_line, target, normalAddress(target));
    else if (!target.isEmpty())
        ++m_rows.source().passed;
    return leads;
}

void HtmlParser::readLinks(QByteArrayView page)
{
    qsizetype counted = 0;
    visitTags(page, {"a", "area"}, [&](QByteArrayView tag, qsizetype at) {
        m_line += std::count(page.begin() + counted, page.begin() + at, '\n');
        counted = at;
        takeLink(tag);
        return true;
    });
}

void HtmlParser::readLinksAndText(QByteArrayView page)
{
    while (!page.isEmpty()) {
        qsizetype size = silentEnd(page);
        if (size > 0) {
            m_line += std::count(page.begin(), page.begin() + size, '\n');
        } else if (beginsTag(page)) {
            size = tagEnd(page);
            takeTag(page.first(size));
            m_line += std::count(page.begin(), page.begin() + size, '\n');
        } else {
            const qsizetype next = page.indexOf('<', 1);
            size = next < 0 ? page.size() : next;
            takeText(page.first(size));
        }
        page = page.sliced(size);
    }
    endText();
}

void HtmlParser::takeTag(QByteArrayView tag)
{
    if (isAnyTag(tag, InlineTags))
        return;
    endText();
    if (isTag(tag, "a"))
        m_isInLink = takeLink(tag);
    else if (isTag(tag, "/a"))
        m_isInLink = false;
    else if (isTag(tag, "area"))
        takeLink(tag);
}

void HtmlParser::takeText(QByteArrayView text)
{
    while (!text.isEmpty()) {
        const qsizetype lineFeed = text.indexOf('\n');
        if (!m_isInLink)
            m_shown.append(text.first(lineFeed < 0 ? text.size() : lineFeed));
        if (lineFeed < 0)
            return;
        endText();
        ++m_line;
        text = text.sliced(lineFeed + 1);
    }
}

void HtmlParser::endText()
{
    const QByteArray shown = std::exchange(m_shown, {});
    if (withoutBlanksAround(shown).isEmpty())
        return;
    QByteArray text = m_encoding.toUtf8(shown);
    if (!text.isValidUtf8() || text.contains(Replacement))
        text = percentEncodedBytes(shown);
    std::vector<Address> found;
    LineSplitter lines([&](const LineSplitter::Line &line) {
        findAddresses(line.text, found, BareNames::OnlyPlain);
        for (const Address &address : std::exchange(found, {}))
            m_rows.add(m_line,
                       address.problem == AddressProblem::None ? line.text : QByteArrayView(address.url),
                       address);
    });
    lines.feed(parse::resolvedText(QString::fromUtf8(text)).toUtf8());
    lines.finish();
}

void HtmlParser::finish()
{
    if (m_rows.error())
        return;
    const std::optional<parse::Encoding> declared = m_isTold ? std::nullopt : declaredEncoding(m_text);
    m_encoding = PageEncoding(declared);
    if (declared && !parse::TextDecoder::isAsciiCompatible(*declared))
        m_text = decodedByLabel(m_text, parse::encodingName(*declared).toLatin1());
    const QByteArrayView text = m_text;
    if (m_reach == Reach::Links)
        readLinks(text);
    else
        readLinksAndText(text);
    m_rows.countLines(std::count(text.begin(), text.end(), '\n') + (text.endsWith('\n') ? 0 : 1));
}

} // namespace turnstone
