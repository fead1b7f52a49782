// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/parse/gumboreference.h"

#include "core/parse/facttext.h"

#include <gumbo.h>
#include <memory>

namespace turnstone {

namespace {

QString attribute(const GumboElement &element, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&element.attributes, name);
    return found ? QString::fromUtf8(found->value) : QString();
}

/// Walks a tree without recursion: gumbo has no limit of depth.
template <typename Enter>
void walk(const GumboNode *root, Enter enter)
{
    std::vector<const GumboNode *> open{root};
    while (!open.empty()) {
        const GumboNode *node = open.back();
        open.pop_back();
        if (!enter(node) || node->type != GUMBO_NODE_ELEMENT)
            continue;
        const GumboVector &children = node->v.element.children;
        for (unsigned i = children.length; i-- > 0;)
            open.push_back(static_cast<const GumboNode *>(children.data[i]));
    }
}

bool isText(const GumboNode *node)
{
    return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
           node->type == GUMBO_NODE_CDATA;
}

/// Elements whose text is no part of a heading.
bool isSilent(const GumboElement &element)
{
    switch (element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
        return true;
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_XMP:
        return element.tag_namespace == GUMBO_NAMESPACE_HTML;
    default:
        return false;
    }
}

QString textOf(const GumboNode *root)
{
    QString text;
    walk(root, [&text, root](const GumboNode *node) {
        if (isText(node))
            text += QString::fromUtf8(node->v.text.text);
        if (node->type != GUMBO_NODE_ELEMENT)
            return false;
        if (node->v.element.tag == GUMBO_TAG_BR)
            text += u' ';
        return node == root || !isSilent(node->v.element);
    });
    return text;
}

/// gumbo shows control characters and noncharacters as U+FFFD; the standard keeps them.
QString asGumboShows(QString text)
{
    for (QChar &c : text) {
        const char16_t unit = c.unicode();
        const bool isControl =
            (unit < 0x20 && unit != u'\t' && unit != u'\n' && unit != u'\f' && unit != u'\r') ||
            (unit >= 0x7F && unit <= 0x9F);
        if (isControl || (unit >= 0xFDD0 && unit <= 0xFDEF) || unit >= 0xFFFE)
            c = QChar(QChar::ReplacementCharacter);
    }
    return text;
}

} // namespace

PageFacts gumboFacts(const QByteArray &utf8, const QUrl &url)
{
    const auto destroy = [](GumboOutput *output) { gumbo_destroy_output(&kGumboDefaultOptions, output); };
    const std::unique_ptr<GumboOutput, decltype(destroy)> output(
        gumbo_parse_with_options(&kGumboDefaultOptions, utf8.constData(), size_t(utf8.size())), destroy);
    PageFacts facts;
    QString canonical, base;
    bool hasTitle = false, hasH1 = false, hasBase = false;
    const auto keepFirst = [](QString &fact, const QString &value) {
        if (fact.isEmpty())
            fact = parse::collapsed(value);
    };
    walk(output->root, [&](const GumboNode *node) {
        if (node->type != GUMBO_NODE_ELEMENT)
            return false;
        const GumboElement &element = node->v.element;
        if (element.tag == GUMBO_TAG_A || element.tag == GUMBO_TAG_AREA)
            facts.links += gumbo_get_attribute(&element.attributes, "href") != nullptr;
        if (element.tag_namespace != GUMBO_NAMESPACE_HTML)
            return true;
        if (element.tag == GUMBO_TAG_TITLE && !std::exchange(hasTitle, true)) {
            facts.title = parse::collapsed(textOf(node));
        } else if (element.tag == GUMBO_TAG_H1 && !std::exchange(hasH1, true)) {
            facts.h1 = parse::collapsed(textOf(node));
        } else if (element.tag == GUMBO_TAG_META) {
            const QString name = attribute(element, "name").toLower();
            if (name == u"description")
                keepFirst(facts.description, attribute(element, "content"));
            else if (name == u"robots")
                keepFirst(facts.robots, attribute(element, "content"));
        } else if (element.tag == GUMBO_TAG_LINK && canonical.isEmpty()) {
            for (const QString &token : attribute(element, "rel").simplified().toLower().split(u' ')) {
                if (token == u"canonical")
                    canonical = attribute(element, "href").trimmed();
            }
        } else if (element.tag == GUMBO_TAG_BASE && gumbo_get_attribute(&element.attributes, "href") &&
                   !std::exchange(hasBase, true)) {
            base = attribute(element, "href");
        }
        return true;
    });
    facts.canonical = parse::resolvedAddress(canonical, base, url);
    return facts;
}

QString difference(const PageFacts &ours, const PageFacts &gumbo)
{
    const auto differ = [](const char *fact, const QString &a, const QString &b) {
        return QStringLiteral("%1: ours \"%2\" gumbo \"%3\"")
            .arg(QLatin1String(fact), a.left(200), b.left(200));
    };
    if (asGumboShows(ours.title) != asGumboShows(gumbo.title))
        return differ("title", ours.title, gumbo.title);
    if (asGumboShows(ours.h1) != asGumboShows(gumbo.h1))
        return differ("h1", ours.h1, gumbo.h1);
    if (asGumboShows(ours.description) != asGumboShows(gumbo.description))
        return differ("description", ours.description, gumbo.description);
    if (ours.canonical != gumbo.canonical)
        return differ("canonical", ours.canonical, gumbo.canonical);
    if (asGumboShows(ours.robots) != asGumboShows(gumbo.robots))
        return differ("robots", ours.robots, gumbo.robots);
    if (ours.links != gumbo.links)
        return differ("links", QString::number(ours.links), QString::number(gumbo.links));
    return {};
}

} // namespace turnstone
