// SPDX-License-Identifier: GPL-3.0-or-later
// TreeBuilder: text, and what all modes share. The rules for tags are in treestart.cpp, treeend.cpp,
// treetable.cpp.
#include "core/parse/treebuilder.h"

namespace turnstone::parse {

namespace {

QByteArrayView withoutLeadingSpaces(QByteArrayView text)
{
    return {skipSpaces(text.begin(), text.end()), text.end()};
}

bool isBlank(QByteArrayView text)
{
    for (const char c : text) {
        if (!isA(c, SpaceByte) && c != '\0')
            return false;
    }
    return true;
}

bool isAllNuls(QByteArrayView text)
{
    for (const char c : text) {
        if (c != '\0')
            return false;
    }
    return true;
}

} // namespace

TreeBuilder::TreeBuilder(RawFacts *facts)
    : m_facts(facts)
{}

void TreeBuilder::doctype(bool isQuirky)
{
    if (m_mode != Mode::Initial)
        return;
    m_mode = Mode::BeforeHtml;
    m_isQuirky = isQuirky;
}

void TreeBuilder::titleText(QByteArrayView text)
{
    if (!m_open.inTemplate())
        m_facts->takeTitle(text);
}

void TreeBuilder::takeText(QByteArrayView text, TextKind kind)
{
    if (inForeignContent() && !(m_open.current().flags & (Element::HtmlPoint | Element::MathPoint))) {
        if (m_framesetOk && !isBlank(text))
            m_framesetOk = false;
        collect(text, kind == TextKind::Characters ? TextKind::ForeignCharacters : kind);
        return;
    }
    for (;;) {
        if (m_mode < Mode::InBody || m_mode == Mode::InColumnGroup) {
            text = withoutLeadingSpaces(text);
            if (text.isEmpty())
                return;
        }
        switch (m_mode) {
        case Mode::Initial:
            m_mode = Mode::BeforeHtml;
            break;
        case Mode::BeforeHtml:
            insertImplied(Tag::Html);
            m_mode = Mode::BeforeHead;
            break;
        case Mode::BeforeHead:
            insertImplied(Tag::Head);
            m_mode = Mode::InHead;
            break;
        case Mode::InHead:
            m_open.pop();
            m_mode = Mode::AfterHead;
            break;
        case Mode::InHeadNoscript:
            m_open.pop();
            m_mode = Mode::InHead;
            break;
        case Mode::AfterHead:
            impliedBody();
            break;
        case Mode::InColumnGroup:
            if (!m_open.current().is(Tag::Colgroup))
                return;
            m_open.pop();
            m_mode = Mode::InTable;
            break;
        case Mode::InTable:
        case Mode::InTableBody:
        case Mode::InRow:
        case Mode::InBody:
        case Mode::InCaption:
        case Mode::InCell:
        case Mode::InTemplate:
            textInBody(text, kind, isBlank(text));
            return;
        case Mode::InSelect:
        case Mode::InSelectInTable:
            collect(text, kind);
            return;
        case Mode::AfterBody:
        case Mode::AfterAfterBody:
            if (isBlank(text)) {
                textInBody(text, kind, true);
                return;
            }
            m_mode = Mode::InBody;
            break;
        case Mode::InFrameset:
        case Mode::AfterFrameset:
        case Mode::AfterAfterFrameset:
            return;
        }
    }
}

void TreeBuilder::textInBody(QByteArrayView text, TextKind kind, bool blank)
{
    // White space inside a table stays there; everything else is moved out of it.
    const Element &current = m_open.current();
    const bool staysInTable =
        blank && (current.is(Tag::Table) || current.is(Tag::Tbody) || current.is(Tag::Tr) ||
                  current.is(Tag::Thead) || current.is(Tag::Tfoot));
    if (!blank)
        m_framesetOk = false;
    // White space between the parts of a table reopens nothing, as gumbo has it: it would only make empty
    // links.
    const bool betweenParts =
        blank && (m_mode == Mode::InTable || m_mode == Mode::InTableBody || m_mode == Mode::InRow);
    if (!betweenParts && m_open.needsReconstruction() && !isAllNuls(text))
        reconstruct();
    collect(text, kind, staysInTable);
}

void TreeBuilder::collect(QByteArrayView text, TextKind kind, bool staysInTable)
{
    if (!m_open.isWatchedOpen() || m_open.inTemplate() || m_facts->hasEnoughH1())
        return;
    // Only foreign elements of these names hold text here: the scanner skips over those of HTML.
    for (int i = m_open.depth(); --i > 0 && m_open.at(i).space != Space::Html;) {
        const Tag tag = m_open.at(i).name.tag;
        if (tag == Tag::Script || tag == Tag::Style)
            return;
    }
    if (m_open.contains(Tag::Table) && !staysInTable) {
        if (const int table = m_open.fosteringTable(); table >= 0) {
            const quint32 place = m_open.at(table).mark;
            if (m_facts->insertH1Text(place, text, kind))
                m_open.setMark(table, place + 1);
            return;
        }
    }
    m_facts->addH1Text(text, kind);
}

TreeBuilder::Done TreeBuilder::impliedBody()
{
    insertImplied(Tag::Body);
    m_mode = Mode::InBody;
    return Again;
}

void TreeBuilder::noteElement(const StartTag &tag, Space space)
{
    if (tag.name.tag == Tag::Meta && space == Space::Html)
        m_facts->takeDeclaration(tag.attributes);
    if (m_open.inTemplate())
        return;
    switch (tag.name.tag) {
    case Tag::A:
    case Tag::Area:
        m_facts->links +=
            !tag.attributes.href.isNull() || (space != Space::Html && !tag.attributes.xlinkHref.isNull());
        break;
    case Tag::Br:
        collect({}, TextKind::LineBreak);
        break;
    case Tag::Link:
        if (space == Space::Html)
            m_facts->takeLink(tag.attributes);
        break;
    case Tag::Meta:
        if (space == Space::Html)
            m_facts->takeMeta(tag.attributes);
        break;
    case Tag::Base:
        if (space == Space::Html)
            m_facts->takeBase(tag.attributes);
        break;
    default:
        break;
    }
}

void TreeBuilder::insert(const StartTag &tag)
{
    noteElement(tag, Space::Html);
    m_open.push(tag.name, Space::Html);
}

void TreeBuilder::insertVoid(const StartTag &tag)
{
    noteElement(tag, Space::Html);
}

void TreeBuilder::insertImplied(Tag tag)
{
    if (tag == Tag::Head)
        m_hasHead = true;
    else if (tag == Tag::Body)
        m_facts->enterBody();
    m_open.push({tag, 0}, Space::Html);
}

void TreeBuilder::insertHeading(const StartTag &tag)
{
    const quint32 id = m_open.push(tag.name, Space::Html);
    if (tag.name.tag == Tag::H1 && !m_hasH1 && !m_open.inTemplate()) {
        m_hasH1 = true;
        m_open.watch(id);
    }
}

void TreeBuilder::insertFormatting(const StartTag &tag)
{
    noteElement(tag, Space::Html);
    const bool isLink = tag.name.tag == Tag::A && !tag.attributes.href.isNull();
    m_open.pushFormatting(tag.name, tag.source, isLink ? Element::HasHref : 0);
}

void TreeBuilder::insertAnchor(const StartTag &tag)
{
    if (m_open.hasActiveAnchor()) {
        adopt(Tag::A);
        m_open.forgetActiveAnchor();
    }
    reconstruct();
    insertFormatting(tag);
}

void TreeBuilder::insertForeign(const StartTag &tag, Space space)
{
    noteElement(tag, space);
    if (tag.selfClosing)
        return;
    quint8 flags = 0;
    if (tag.name.tag == Tag::AnnotationXml && space == Space::MathMl) {
        const QByteArrayView encoding = tag.attributes.encoding;
        for (const QByteArrayView html :
             {QByteArrayView("text/html"), QByteArrayView("application/xhtml+xml")}) {
            if (encoding.size() == html.size() &&
                equalsIgnoringCase(encoding.data(), html.data(), html.size()))
                flags = Element::HtmlPoint;
        }
    }
    m_open.push(tag.name, space, flags);
}

void TreeBuilder::reconstruct()
{
    if (!m_open.needsReconstruction())
        return;
    m_open.reconstructFormatting();
    countClones();
}

bool TreeBuilder::adopt(Tag subject)
{
    const bool done = m_open.adopt(subject);
    countClones();
    return done;
}

void TreeBuilder::closeP()
{
    if (!m_open.inButtonScope(Tag::P))
        return;
    m_open.popThrough(Tag::P);
}

void TreeBuilder::closeListItem(bool isLi)
{
    m_framesetOk = false;
    for (int i = m_open.depth(); --i > 0;) {
        const Element &element = m_open.at(i);
        const Tag tag = element.name.tag;
        if (element.space == Space::Html && (isLi ? tag == Tag::Li : tag == Tag::Dd || tag == Tag::Dt)) {
            m_open.popTo(i);
            return;
        }
        if ((element.flags & Element::IsSpecial) &&
            !(element.is(Tag::Address) || element.is(Tag::Div) || element.is(Tag::P)))
            return;
    }
}

void TreeBuilder::startTemplate(const StartTag &tag)
{
    if (!m_open.hasRoom())
        return;
    m_open.push(tag.name, Space::Html);
    m_open.pushMarker();
    m_framesetOk = false;
    m_mode = Mode::InTemplate;
    m_templateModes.append(Mode::InTemplate);
}

void TreeBuilder::endTemplate()
{
    if (!m_open.inTemplate())
        return;
    m_open.popImplied(Tag::Other, ImpliedThoroughly);
    m_open.popThrough(Tag::Template);
    m_open.clearToMarker();
    if (!m_templateModes.isEmpty())
        m_templateModes.removeLast();
    resetMode();
}

void TreeBuilder::replaceBody(const StartTag &tag)
{
    if (m_open.depth() < 2 || !m_open.at(1).is(Tag::Body) || !m_framesetOk)
        return;
    m_open.popTo(1);
    m_open.clearFormatting();
    m_facts->forgetBody();
    insert(tag);
    m_mode = Mode::InFrameset;
}

void TreeBuilder::resetMode()
{
    for (int i = m_open.depth(); --i >= 0;) {
        const Element &element = m_open.at(i);
        if (element.space != Space::Html)
            continue;
        switch (element.name.tag) {
        case Tag::Select:
            m_mode = Mode::InSelect;
            for (int j = i; j > 0 && !m_open.at(j).is(Tag::Template); --j) {
                if (m_open.at(j).is(Tag::Table))
                    m_mode = Mode::InSelectInTable;
            }
            return;
        case Tag::Td:
        case Tag::Th:
            m_mode = Mode::InCell;
            return;
        case Tag::Tr:
            m_mode = Mode::InRow;
            return;
        case Tag::Tbody:
        case Tag::Thead:
        case Tag::Tfoot:
            m_mode = Mode::InTableBody;
            return;
        case Tag::Caption:
            m_mode = Mode::InCaption;
            return;
        case Tag::Colgroup:
            m_mode = Mode::InColumnGroup;
            return;
        case Tag::Table:
            m_mode = Mode::InTable;
            return;
        case Tag::Template:
            m_mode = templateMode();
            return;
        case Tag::Head:
            m_mode = Mode::InHead;
            return;
        case Tag::Body:
            m_mode = Mode::InBody;
            return;
        case Tag::Frameset:
            m_mode = Mode::InFrameset;
            return;
        case Tag::Html:
            m_mode = m_hasHead ? Mode::AfterHead : Mode::BeforeHead;
            return;
        default:
            break;
        }
    }
}

} // namespace turnstone::parse
