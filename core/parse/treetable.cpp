// SPDX-License-Identifier: GPL-3.0-or-later
// TreeBuilder: tags inside tables. Where an element that does not belong there is put does not matter to the
// facts.
#include "core/parse/treebuilder.h"

namespace turnstone::parse {

void TreeBuilder::clearTo(Tag first, Tag second, Tag third)
{
    const auto isOneOf = [=](const Element &e) {
        return e.space == Space::Html &&
               (e.name.tag == Tag::Html || e.name.tag == Tag::Template || e.name.tag == first ||
                (second != Tag::Other && e.name.tag == second) ||
                (third != Tag::Other && e.name.tag == third));
    };
    while (m_open.depth() > 1 && !isOneOf(m_open.current()))
        m_open.pop();
}

bool TreeBuilder::closeTable()
{
    if (!m_open.inTableScope(Tag::Table))
        return false;
    m_open.popThrough(Tag::Table);
    resetMode();
    return true;
}

void TreeBuilder::closeCell()
{
    m_open.popThrough(m_open.inTableScope(Tag::Td) ? Tag::Td : Tag::Th);
    m_open.clearToMarker();
    m_mode = Mode::InRow;
}

void TreeBuilder::closeSelect()
{
    m_open.popThrough(Tag::Select);
    resetMode();
}

TreeBuilder::Done TreeBuilder::startInTable(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Caption:
        clearTo(Tag::Table);
        m_open.pushMarker();
        insert(tag);
        m_mode = Mode::InCaption;
        return Used;
    case Tag::Colgroup:
    case Tag::Col:
        clearTo(Tag::Table);
        insertImplied(Tag::Colgroup);
        m_mode = Mode::InColumnGroup;
        return tag.name.tag == Tag::Col ? Again : Used;
    case Tag::Tbody:
    case Tag::Tfoot:
    case Tag::Thead:
        clearTo(Tag::Table);
        insert(tag);
        m_mode = Mode::InTableBody;
        return Used;
    case Tag::Td:
    case Tag::Th:
    case Tag::Tr:
        clearTo(Tag::Table);
        insertImplied(Tag::Tbody);
        m_mode = Mode::InTableBody;
        return Again;
    case Tag::Table:
        return closeTable() ? Again : Used;
    case Tag::Style:
    case Tag::Script:
    case Tag::Template:
        return startInHead(tag);
    case Tag::Input:
        if (tag.attributes.type.size() == 6 && equalsIgnoringCase(tag.attributes.type.data(), "hidden", 6))
            return Used;
        return startInBody(tag);
    case Tag::Form:
        if (!m_formId && !m_open.inTemplate())
            m_formId = OpenElements::NeverOpen;
        return Used;
    default:
        return startInBody(tag);
    }
}

TreeBuilder::Done TreeBuilder::startInCaption(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Caption:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Tbody:
    case Tag::Td:
    case Tag::Tfoot:
    case Tag::Th:
    case Tag::Thead:
    case Tag::Tr:
        if (!m_open.inTableScope(Tag::Caption))
            return Used;
        m_open.popThrough(Tag::Caption);
        m_open.clearToMarker();
        m_mode = Mode::InTable;
        return Again;
    default:
        return startInBody(tag);
    }
}

TreeBuilder::Done TreeBuilder::startInColumnGroup(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Html:
    case Tag::Col:
        return Used;
    case Tag::Template:
        return startInHead(tag);
    default:
        if (!m_open.current().is(Tag::Colgroup))
            return Used;
        m_open.pop();
        m_mode = Mode::InTable;
        return Again;
    }
}

TreeBuilder::Done TreeBuilder::startInTableBody(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Tr:
    case Tag::Td:
    case Tag::Th:
        clearTo(Tag::Tbody, Tag::Thead, Tag::Tfoot);
        insertImplied(Tag::Tr);
        m_mode = Mode::InRow;
        return tag.name.tag == Tag::Tr ? Used : Again;
    case Tag::Caption:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Tbody:
    case Tag::Tfoot:
    case Tag::Thead:
        return endInTableBody({Tag::Table, 0}).again ? Again : Used;
    default:
        return startInTable(tag);
    }
}

TreeBuilder::Done TreeBuilder::startInRow(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Td:
    case Tag::Th:
        clearTo(Tag::Tr);
        insert(tag);
        m_mode = Mode::InCell;
        m_open.pushMarker();
        return Used;
    case Tag::Caption:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Tbody:
    case Tag::Tfoot:
    case Tag::Thead:
    case Tag::Tr:
        return endInRow({Tag::Table, 0}).again ? Again : Used;
    default:
        return startInTable(tag);
    }
}

TreeBuilder::Done TreeBuilder::startInCell(const StartTag &tag)
{
    switch (tag.name.tag) {
    case Tag::Caption:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Tbody:
    case Tag::Td:
    case Tag::Tfoot:
    case Tag::Th:
    case Tag::Thead:
    case Tag::Tr:
        if (!m_open.inTableScope(Tag::Td) && !m_open.inTableScope(Tag::Th))
            return Used;
        closeCell();
        return Again;
    default:
        return startInBody(tag);
    }
}

TreeBuilder::Done TreeBuilder::endInTable(TagName name)
{
    switch (name.tag) {
    case Tag::Table:
        closeTable();
        return Used;
    case Tag::Body:
    case Tag::Caption:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Html:
    case Tag::Tbody:
    case Tag::Td:
    case Tag::Tfoot:
    case Tag::Th:
    case Tag::Thead:
    case Tag::Tr:
        return Used;
    case Tag::Template:
        endTemplate();
        return Used;
    default:
        return endInBody(name);
    }
}

TreeBuilder::Done TreeBuilder::endInCaption(TagName name)
{
    switch (name.tag) {
    case Tag::Caption:
    case Tag::Table:
        if (!m_open.inTableScope(Tag::Caption))
            return Used;
        m_open.popThrough(Tag::Caption);
        m_open.clearToMarker();
        m_mode = Mode::InTable;
        return name.tag == Tag::Table ? Again : Used;
    case Tag::Body:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Html:
    case Tag::Tbody:
    case Tag::Td:
    case Tag::Tfoot:
    case Tag::Th:
    case Tag::Thead:
    case Tag::Tr:
        return Used;
    default:
        return endInBody(name);
    }
}

TreeBuilder::Done TreeBuilder::endInColumnGroup(TagName name)
{
    if (name.tag == Tag::Col)
        return Used;
    if (name.tag == Tag::Template) {
        endTemplate();
        return Used;
    }
    if (!m_open.current().is(Tag::Colgroup))
        return Used;
    m_open.pop();
    m_mode = Mode::InTable;
    return name.tag == Tag::Colgroup ? Used : Again;
}

TreeBuilder::Done TreeBuilder::endInTableBody(TagName name)
{
    switch (name.tag) {
    case Tag::Tbody:
    case Tag::Tfoot:
    case Tag::Thead:
        if (!m_open.inTableScope(name.tag))
            return Used;
        clearTo(Tag::Tbody, Tag::Thead, Tag::Tfoot);
        m_open.pop();
        m_mode = Mode::InTable;
        return Used;
    case Tag::Table:
        if (!m_open.inTableScope(Tag::Tbody) && !m_open.inTableScope(Tag::Thead) &&
            !m_open.inTableScope(Tag::Tfoot))
            return Used;
        clearTo(Tag::Tbody, Tag::Thead, Tag::Tfoot);
        m_open.pop();
        m_mode = Mode::InTable;
        return Again;
    case Tag::Body:
    case Tag::Caption:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Html:
    case Tag::Td:
    case Tag::Th:
    case Tag::Tr:
        return Used;
    default:
        return endInTable(name);
    }
}

TreeBuilder::Done TreeBuilder::endInRow(TagName name)
{
    switch (name.tag) {
    case Tag::Tbody:
    case Tag::Tfoot:
    case Tag::Thead:
        if (!m_open.inTableScope(name.tag))
            return Used;
        [[fallthrough]];
    case Tag::Tr:
    case Tag::Table:
        if (!m_open.inTableScope(Tag::Tr))
            return Used;
        clearTo(Tag::Tr);
        m_open.pop();
        m_mode = Mode::InTableBody;
        return name.tag == Tag::Tr ? Used : Again;
    case Tag::Body:
    case Tag::Caption:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Html:
    case Tag::Td:
    case Tag::Th:
        return Used;
    default:
        return endInTable(name);
    }
}

TreeBuilder::Done TreeBuilder::endInCell(TagName name)
{
    switch (name.tag) {
    case Tag::Td:
    case Tag::Th:
        if (!m_open.inTableScope(name.tag))
            return Used;
        m_open.popThrough(name.tag);
        m_open.clearToMarker();
        m_mode = Mode::InRow;
        return Used;
    case Tag::Table:
    case Tag::Tbody:
    case Tag::Tfoot:
    case Tag::Thead:
    case Tag::Tr:
        if (!m_open.inTableScope(name.tag))
            return Used;
        closeCell();
        return Again;
    case Tag::Body:
    case Tag::Caption:
    case Tag::Col:
    case Tag::Colgroup:
    case Tag::Html:
        return Used;
    default:
        return endInBody(name);
    }
}

} // namespace turnstone::parse
