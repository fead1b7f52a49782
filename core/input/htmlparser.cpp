// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/htmlparser.h"

#include "core/input/bytetext.h"
#include "core/input/strictaddress.h"

#include <QCoreApplication>

#include <algorithm>
#include <gumbo.h>
#include <memory>

namespace turnstone {

namespace {

bool isTag(QByteArrayView text, QByteArrayView name)
{
    return startsWithNoCase(text.sliced(1), name) && text.size() > name.size() + 1 &&
           (isBlank(text[name.size() + 1]) || text[name.size() + 1] == '>' || text[name.size() + 1] == '/');
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
        m_rows.fail(
            QCoreApplication::translate("HtmlParser", "%1 is larger than 64 MiB, too large for a page.")
                .arg(m_rows.source().name));
        return;
    }
    m_text.append(text);
}

void HtmlParser::takeTag(QByteArrayView tag)
{
    const QByteArray href = hrefOf(tag);
    const QByteArrayView target = withoutBlanksAround(href);
    if (hasWebScheme(target) || target.startsWith("//"))
        takeStrictly(target, m_line, m_rows);
    else if (!target.isEmpty())
        ++m_rows.source().passed;
}

void HtmlParser::finish()
{
    if (m_rows.error())
        return;
    const QByteArrayView text = m_text;
    qsizetype counted = 0;
    for (qsizetype at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
        const QByteArrayView rest = text.sliced(at);
        if (const qsizetype silent = silentEnd(rest)) {
            at += silent;
        } else if (isTag(rest, "a") || isTag(rest, "area")) {
            m_line += std::count(text.begin() + counted, text.begin() + at, '\n');
            counted = at;
            const qsizetype size = tagEnd(rest);
            takeTag(rest.first(size));
            at += size;
        } else {
            ++at;
        }
    }
    m_rows.countLines(std::count(text.begin(), text.end(), '\n') + (text.endsWith('\n') ? 0 : 1));
}

} // namespace turnstone
