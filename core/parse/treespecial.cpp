// SPDX-License-Identifier: GPL-3.0-or-later
// TreeBuilder: start tags in selects, templates, framesets and foreign content.
#include "core/parse/treebuilder.h"

namespace turnstone::parse {

TreeBuilder::Done TreeBuilder::startInSelect(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Option:
    case Tag::Optgroup:
        if (m_open.current().is(Tag::Option))
            m_open.pop();
        if (tag.name.tag == Tag::Optgroup && m_open.current().is(Tag::Optgroup))
            m_open.pop();
        insert(tag);
        return Used;
    case Tag::Select:
        if (m_open.inSelectScope(Tag::Select))
            closeSelect();
        return Used;
    case Tag::Input:
    case Tag::Keygen:
    case Tag::Textarea:
        if (!m_open.inSelectScope(Tag::Select))
            return Used;
        closeSelect();
        return Again;
    case Tag::Script:
    case Tag::Template:
        return startInHead(tag);
    default:
        return Used;
    }
}

TreeBuilder::Done TreeBuilder::startInSelectInTable(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Caption:
    case Tag::Table:
    case Tag::Tbody:
    case Tag::Tfoot:
    case Tag::Thead:
    case Tag::Tr:
    case Tag::Td:
    case Tag::Th:
        closeSelect();
        return Again;
    default:
        return startInSelect(tag);
    }
}

TreeBuilder::Done TreeBuilder::startInTemplate(const StartTag &tag)
{
    Mode mode = Mode::InBody;
    switch (tag.name.tag) {
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
    case Tag::Caption:
    case Tag::Colgroup:
    case Tag::Tbody:
    case Tag::Tfoot:
    case Tag::Thead:
        mode = Mode::InTable;
        break;
    case Tag::Col:
        mode = Mode::InColumnGroup;
        break;
    case Tag::Tr:
        mode = Mode::InTableBody;
        break;
    case Tag::Td:
    case Tag::Th:
        mode = Mode::InRow;
        break;
    default:
        break;
    }
    if (!m_templateModes.isEmpty())
        m_templateModes.last() = mode;
    m_mode = mode;
    return Again;
}

TreeBuilder::Done TreeBuilder::startInFrameset(const StartTag &tag)
{
    if (tag.name.tag == Tag::Noframes)
        return {false, Content::RawText};
    if (tag.name.tag == Tag::Frameset && m_mode == Mode::InFrameset)
        insert(tag);
    return Used;
}

TreeBuilder::Done TreeBuilder::startForeign(const StartTag &tag)
{
    const Tag name = tag.name.tag;
    if (has(name, Breakout) || (name == Tag::Font && tag.attributes.isPresentational)) {
        do {
            m_open.pop();
        } while (inForeignContent() && !(m_open.current().flags & (Element::HtmlPoint | Element::MathPoint)));
        return Again;
    }
    insertForeign(tag, m_open.current().space);
    return Used;
}

} // namespace turnstone::parse
