// SPDX-License-Identifier: GPL-3.0-or-later
// TreeBuilder: end tags outside of tables.
#include "core/parse/treebuilder.h"

namespace turnstone::parse {

void TreeBuilder::endTag(TagName name)
{
    if (inForeignContent())
        endForeign(name);
    else
        htmlEnd(name);
}

void TreeBuilder::htmlEnd(TagName name)
{
    while (endIn(m_mode, name).again) {
    }
}

TreeBuilder::Done TreeBuilder::endIn(Mode mode, TagName name)
{
    const bool opensBody = name.tag == Tag::Body || name.tag == Tag::Html || name.tag == Tag::Br;
    switch (mode) {
    case Mode::Initial:
        m_mode = Mode::BeforeHtml;
        return Again;
    case Mode::BeforeHtml:
        if (!opensBody && name.tag != Tag::Head)
            return Used;
        insertImplied(Tag::Html);
        m_mode = Mode::BeforeHead;
        return Again;
    case Mode::BeforeHead:
        if (!opensBody && name.tag != Tag::Head)
            return Used;
        insertImplied(Tag::Head);
        m_mode = Mode::InHead;
        return Again;
    case Mode::InHead:
        return endInHead(name);
    case Mode::InHeadNoscript:
        if (name.tag != Tag::Noscript && name.tag != Tag::Br)
            return Used;
        m_open.pop();
        m_mode = Mode::InHead;
        return name.tag == Tag::Br ? Again : Used;
    case Mode::AfterHead:
        if (name.tag == Tag::Template)
            endTemplate();
        return opensBody ? impliedBody() : Used;
    case Mode::InTable:
        return endInTable(name);
    case Mode::InCaption:
        return endInCaption(name);
    case Mode::InColumnGroup:
        return endInColumnGroup(name);
    case Mode::InTableBody:
        return endInTableBody(name);
    case Mode::InRow:
        return endInRow(name);
    case Mode::InCell:
        return endInCell(name);
    case Mode::InSelect:
        return endInSelect(name);
    case Mode::InSelectInTable:
        return endInSelectInTable(name);
    case Mode::InTemplate:
        if (name.tag == Tag::Template)
            endTemplate();
        return Used;
    case Mode::InBody:
        return endInBody(name);
    case Mode::AfterBody:
    case Mode::AfterAfterBody:
        return endAfterBody(name);
    case Mode::InFrameset:
        if (name.tag == Tag::Frameset && m_open.depth() > 1) {
            m_open.pop();
            if (!m_open.current().is(Tag::Frameset))
                m_mode = Mode::AfterFrameset;
        }
        return Used;
    case Mode::AfterFrameset:
        if (name.tag == Tag::Html)
            m_mode = Mode::AfterAfterFrameset;
        return Used;
    case Mode::AfterAfterFrameset:
        return Used;
    }
    return Used;
}

TreeBuilder::Done TreeBuilder::endInHead(TagName name)
{
    switch (name.tag) {
    case Tag::Head:
        m_open.pop();
        m_mode = Mode::AfterHead;
        return Used;
    case Tag::Body:
    case Tag::Html:
    case Tag::Br:
        m_open.pop();
        m_mode = Mode::AfterHead;
        return Again;
    case Tag::Template:
        endTemplate();
        return Used;
    default:
        return Used;
    }
}

TreeBuilder::Done TreeBuilder::endInBody(TagName name)
{
    switch (name.tag) {
    case Tag::Template:
        endTemplate();
        return Used;
    case Tag::Body:
    case Tag::Html:
        if (!m_open.inScope(Tag::Body))
            return Used;
        m_mode = Mode::AfterBody;
        return name.tag == Tag::Html ? Again : Used;
    case Tag::Address:
    case Tag::Article:
    case Tag::Aside:
    case Tag::Blockquote:
    case Tag::Button:
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
    case Tag::Listing:
    case Tag::Main:
    case Tag::Menu:
    case Tag::Nav:
    case Tag::Ol:
    case Tag::Pre:
    case Tag::Section:
    case Tag::Summary:
    case Tag::Ul:
    case Tag::Dd:
    case Tag::Dt:
        if (m_open.inScope(name.tag))
            m_open.popThrough(name.tag);
        return Used;
    case Tag::Form:
        endForm();
        return Used;
    case Tag::P:
        closeP();
        return Used;
    case Tag::Li:
        if (m_open.inListScope(Tag::Li))
            m_open.popThrough(Tag::Li);
        return Used;
    case Tag::H1:
    case Tag::H2:
    case Tag::H3:
    case Tag::H4:
    case Tag::H5:
    case Tag::H6:
        if (m_open.headingInScope())
            m_open.popThroughHeading();
        return Used;
    case Tag::Applet:
    case Tag::Marquee:
    case Tag::Object:
        if (m_open.inScope(name.tag)) {
            m_open.popThrough(name.tag);
            m_open.clearToMarker();
        }
        return Used;
    case Tag::Br:
        reconstruct();
        collect({}, TextKind::LineBreak);
        return Used;
    default:
        if (!has(name.tag, Formatting) || !adopt(name.tag))
            endAnyOther(name);
        return Used;
    }
}

void TreeBuilder::endForm()
{
    if (m_open.inTemplate()) {
        if (m_open.inScope(Tag::Form))
            m_open.popThrough(Tag::Form);
        return;
    }
    const quint32 id = std::exchange(m_formId, 0);
    if (!id || !m_open.idInScope(id))
        return;
    m_open.popImplied();
    m_open.removeId(id);
}

void TreeBuilder::endAnyOther(TagName name)
{
    if (!m_open.mayContain(name, Space::Html))
        return;
    for (int i = m_open.depth(); --i > 0;) {
        const Element &element = m_open.at(i);
        if (element.space == Space::Html && element.name == name) {
            m_open.popTo(i);
            return;
        }
        if (element.flags & Element::IsSpecial)
            return;
    }
}

TreeBuilder::Done TreeBuilder::endInSelect(TagName name)
{
    switch (name.tag) {
    case Tag::Optgroup:
        if (m_open.current().is(Tag::Option) && m_open.depth() > 1 &&
            m_open.at(m_open.depth() - 2).is(Tag::Optgroup))
            m_open.pop();
        if (m_open.current().is(Tag::Optgroup))
            m_open.pop();
        return Used;
    case Tag::Option:
        if (m_open.current().is(Tag::Option))
            m_open.pop();
        return Used;
    case Tag::Select:
        if (m_open.inSelectScope(Tag::Select))
            closeSelect();
        return Used;
    case Tag::Template:
        endTemplate();
        return Used;
    default:
        return Used;
    }
}

TreeBuilder::Done TreeBuilder::endInSelectInTable(TagName name)
{
    switch (name.tag) {
    case Tag::Caption:
    case Tag::Table:
    case Tag::Tbody:
    case Tag::Tfoot:
    case Tag::Thead:
    case Tag::Tr:
    case Tag::Td:
    case Tag::Th:
        if (!m_open.inTableScope(name.tag))
            return Used;
        closeSelect();
        return Again;
    default:
        return endInSelect(name);
    }
}

TreeBuilder::Done TreeBuilder::endAfterBody(TagName name)
{
    if (name.tag == Tag::Html && m_mode == Mode::AfterBody) {
        m_mode = Mode::AfterAfterBody;
        return Used;
    }
    m_mode = Mode::InBody;
    return Again;
}

void TreeBuilder::endForeign(TagName name)
{
    if (name.tag == Tag::P || name.tag == Tag::Br) {
        while (inForeignContent() && !(m_open.current().flags & (Element::HtmlPoint | Element::MathPoint)))
            m_open.pop();
        htmlEnd(name);
        return;
    }
    const bool mayBeOpen = m_open.mayContain(name, Space::Svg);
    for (int i = m_open.depth(); mayBeOpen && --i > 0 && m_open.at(i).space != Space::Html;) {
        if (m_open.at(i).name == name) {
            m_open.popTo(i);
            return;
        }
    }
    htmlEnd(name);
}

} // namespace turnstone::parse
