// SPDX-License-Identifier: GPL-3.0-or-later
// TreeBuilder: start tags of the head and the body.
#include "core/parse/treebuilder.h"

namespace turnstone::parse {

bool TreeBuilder::htmlRulesForStart(Tag tag) const
{
    if (!inForeignContent())
        return true;
    const Element &current = m_open.current();
    if (current.flags & Element::HtmlPoint)
        return true;
    if (current.flags & Element::MathPoint)
        return tag != Tag::Mglyph && tag != Tag::Malignmark;
    return current.space == Space::MathMl && current.name.tag == Tag::AnnotationXml && tag == Tag::Svg;
}

Content TreeBuilder::startTag(const StartTag &tag)
{
    if (!htmlRulesForStart(tag.name.tag)) {
        const Done done = startForeign(tag);
        if (!done.again)
            return done.content;
    }
    return htmlStart(tag);
}

Content TreeBuilder::htmlStart(const StartTag &tag)
{
    for (;;) {
        const Done done = startIn(m_mode, tag);
        if (!done.again)
            return done.content;
    }
}

TreeBuilder::Done TreeBuilder::startIn(Mode mode, const StartTag &tag)
{
    switch (mode) {
    case Mode::Initial:
        m_mode = Mode::BeforeHtml;
        return Again;
    case Mode::BeforeHtml:
        insertImplied(Tag::Html);
        m_mode = Mode::BeforeHead;
        return tag.name.tag == Tag::Html ? Used : Again;
    case Mode::BeforeHead:
        return startBeforeHead(tag);
    case Mode::InHead:
        return startInHead(tag);
    case Mode::InHeadNoscript:
        return startInHeadNoscript(tag);
    case Mode::AfterHead:
        return startAfterHead(tag);
    case Mode::InBody:
        return startInBody(tag);
    case Mode::InTable:
        return startInTable(tag);
    case Mode::InCaption:
        return startInCaption(tag);
    case Mode::InColumnGroup:
        return startInColumnGroup(tag);
    case Mode::InTableBody:
        return startInTableBody(tag);
    case Mode::InRow:
        return startInRow(tag);
    case Mode::InCell:
        return startInCell(tag);
    case Mode::InSelect:
        return startInSelect(tag);
    case Mode::InSelectInTable:
        return startInSelectInTable(tag);
    case Mode::InTemplate:
        return startInTemplate(tag);
    case Mode::InFrameset:
    case Mode::AfterFrameset:
    case Mode::AfterAfterFrameset:
        return startInFrameset(tag);
    case Mode::AfterBody:
    case Mode::AfterAfterBody:
        if (tag.name.tag == Tag::Html)
            return Used;
        m_mode = Mode::InBody;
        return Again;
    }
    return Used;
}

TreeBuilder::Done TreeBuilder::startBeforeHead(const StartTag &tag)
{
    if (tag.name.tag == Tag::Html)
        return Used;
    insertImplied(Tag::Head);
    m_mode = Mode::InHead;
    return tag.name.tag == Tag::Head ? Used : Again;
}

TreeBuilder::Done TreeBuilder::startInHead(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Html:
    case Tag::Head:
        return Used;
    case Tag::Base:
    case Tag::Basefont:
    case Tag::Bgsound:
    case Tag::Link:
    case Tag::Menuitem:
    case Tag::Meta:
        insertVoid(tag);
        return Used;
    case Tag::Title:
        return {false, Content::Rcdata};
    case Tag::Noframes:
    case Tag::Style:
        return {false, Content::RawText};
    case Tag::Script:
        return {false, Content::Script};
    case Tag::Noscript:
        insert(tag);
        m_mode = Mode::InHeadNoscript;
        return Used;
    case Tag::Template:
        startTemplate(tag);
        return Used;
    default:
        m_open.pop();
        m_mode = Mode::AfterHead;
        return Again;
    }
}

TreeBuilder::Done TreeBuilder::startInHeadNoscript(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Basefont:
    case Tag::Bgsound:
    case Tag::Link:
    case Tag::Meta:
    case Tag::Noframes:
    case Tag::Style:
        return startInHead(tag);
    case Tag::Html:
    case Tag::Head:
    case Tag::Noscript:
        return Used;
    default:
        m_open.pop();
        m_mode = Mode::InHead;
        return Again;
    }
}

TreeBuilder::Done TreeBuilder::startAfterHead(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Html:
    case Tag::Head:
        return Used;
    case Tag::Body:
        impliedBody();
        m_framesetOk = false;
        return Used;
    case Tag::Frameset:
        insert(tag);
        m_mode = Mode::InFrameset;
        return Used;
    case Tag::Base:
    case Tag::Basefont:
    case Tag::Bgsound:
    case Tag::Link:
    case Tag::Meta:
    case Tag::Noframes:
    case Tag::Script:
    case Tag::Style:
    case Tag::Template:
    case Tag::Title:
        return startInHead(tag);
    default:
        return impliedBody();
    }
}

TreeBuilder::Done TreeBuilder::startInBody(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Html:
    case Tag::Caption:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Frame:
    case Tag::Head:
    case Tag::Tbody:
    case Tag::Td:
    case Tag::Tfoot:
    case Tag::Th:
    case Tag::Thead:
    case Tag::Tr:
        return Used;
    case Tag::Base:
    case Tag::Basefont:
    case Tag::Bgsound:
    case Tag::Link:
    case Tag::Menuitem:
    case Tag::Meta:
    case Tag::Noframes:
    case Tag::Script:
    case Tag::Style:
    case Tag::Template:
    case Tag::Title:
        return startInHead(tag);
    case Tag::Body:
        if (m_open.depth() > 1 && m_open.at(1).is(Tag::Body) && !m_open.inTemplate())
            m_framesetOk = false;
        return Used;
    case Tag::Frameset:
        replaceBody(tag);
        return Used;
    case Tag::Address:
    case Tag::Article:
    case Tag::Aside:
    case Tag::Blockquote:
    case Tag::Center:
    case Tag::Details:
    case Tag::Dialog:
    case Tag::Dir:
    case Tag::Div:
    case Tag::Dl:
    case Tag::Fieldset:
    case Tag::Figcaption:
    case Tag::Figure:
    case Tag::Footer:
    case Tag::Header:
    case Tag::Hgroup:
    case Tag::Main:
    case Tag::Menu:
    case Tag::Nav:
    case Tag::Ol:
    case Tag::P:
    case Tag::Section:
    case Tag::Summary:
    case Tag::Ul:
        closeP();
        insert(tag);
        return Used;
    case Tag::H1:
    case Tag::H2:
    case Tag::H3:
    case Tag::H4:
    case Tag::H5:
    case Tag::H6:
        closeP();
        if (m_open.current().hasTrait(Heading))
            m_open.pop();
        insertHeading(tag);
        return Used;
    case Tag::Pre:
    case Tag::Listing:
        closeP();
        insert(tag);
        m_framesetOk = false;
        return Used;
    case Tag::Form:
        insertForm(tag);
        return Used;
    case Tag::Li:
        closeListItem(true);
        closeP();
        insert(tag);
        return Used;
    case Tag::Dd:
    case Tag::Dt:
        closeListItem(false);
        closeP();
        insert(tag);
        return Used;
    case Tag::Plaintext:
        closeP();
        insert(tag);
        return {false, Content::PlainText};
    case Tag::Button:
        if (m_open.inScope(Tag::Button))
            m_open.popThrough(Tag::Button);
        reconstruct();
        insert(tag);
        m_framesetOk = false;
        return Used;
    case Tag::A:
        insertAnchor(tag);
        return Used;
    case Tag::Nobr:
        reconstruct();
        if (m_open.inScope(Tag::Nobr)) {
            adopt(Tag::Nobr);
            reconstruct();
        }
        insertFormatting(tag);
        return Used;
    case Tag::Applet:
    case Tag::Marquee:
    case Tag::Object:
        reconstruct();
        insert(tag);
        m_open.pushMarker();
        m_framesetOk = false;
        return Used;
    case Tag::Table:
        if (!m_isQuirky)
            closeP();
        m_framesetOk = false;
        if (m_open.hasRoom()) {
            insert(tag);
            m_open.setMark(m_open.depth() - 1, quint32(m_facts->h1.size()));
            m_mode = Mode::InTable;
        }
        return Used;
    case Tag::Area:
    case Tag::Br:
    case Tag::Embed:
    case Tag::Image:
    case Tag::Img:
    case Tag::Keygen:
    case Tag::Wbr:
        reconstruct();
        insertVoid(tag);
        m_framesetOk = false;
        return Used;
    case Tag::Input:
        reconstruct();
        if (tag.attributes.type.size() != 6 || !equalsIgnoringCase(tag.attributes.type.data(), "hidden", 6))
            m_framesetOk = false;
        return Used;
    case Tag::Param:
    case Tag::Source:
    case Tag::Track:
        return Used;
    case Tag::Hr:
    case Tag::Isindex:
        closeP();
        m_framesetOk = false;
        return Used;
    case Tag::Textarea:
        m_framesetOk = false;
        return {false, Content::Rcdata};
    case Tag::Xmp:
        closeP();
        reconstruct();
        m_framesetOk = false;
        return {false, Content::RawText};
    case Tag::Iframe:
        m_framesetOk = false;
        return {false, Content::RawText};
    case Tag::Noembed:
        return {false, Content::RawText};
    case Tag::Select:
        reconstruct();
        m_framesetOk = false;
        if (m_open.hasRoom()) {
            insert(tag);
            m_mode = m_mode >= Mode::InTable && m_mode <= Mode::InCell && m_mode != Mode::InColumnGroup
                         ? Mode::InSelectInTable
                         : Mode::InSelect;
        }
        return Used;
    case Tag::Optgroup:
    case Tag::Option:
        if (m_open.current().is(Tag::Option))
            m_open.pop();
        reconstruct();
        insert(tag);
        return Used;
    case Tag::Rb:
    case Tag::Rtc:
    case Tag::Rp:
    case Tag::Rt:
        if (m_open.inScope(Tag::Ruby))
            m_open.popImplied(tag.name.tag == Tag::Rp || tag.name.tag == Tag::Rt ? Tag::Rtc : Tag::Other);
        insert(tag);
        return Used;
    case Tag::Math:
    case Tag::Svg:
        reconstruct();
        insertForeign(tag, tag.name.tag == Tag::Svg ? Space::Svg : Space::MathMl);
        return Used;
    default:
        reconstruct();
        if (has(tag.name.tag, Formatting))
            insertFormatting(tag);
        else
            insert(tag);
        return Used;
    }
}

void TreeBuilder::insertForm(const StartTag &tag)
{
    const bool inTemplate = m_open.inTemplate();
    if (m_formId && !inTemplate)
        return;
    closeP();
    const quint32 id = m_open.push(tag.name, Space::Html);
    if (!inTemplate)
        m_formId = id;
}

} // namespace turnstone::parse
