// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/openelements.h"

#include <algorithm>

namespace turnstone::parse {

quint8 OpenElements::foreignFlags(Tag tag, Space space)
{
    const quint16 traits = traitsOf(tag);
    const bool svgName = tag == Tag::Title || tag == Tag::Desc || tag == Tag::ForeignObject;
    if (!(traits & (ForeignSpecial | ForeignScopeOnly)) || svgName != (space == Space::Svg))
        return 0;
    return quint8(Element::EndsScope | (traits & ForeignSpecial ? Element::IsSpecial : 0) |
                  (traits & MathPoint ? Element::MathPoint : 0) | (svgName ? Element::HtmlPoint : 0));
}

void OpenElements::popTo(int depth)
{
    while (m_depth > std::max(depth, 1))
        pop();
}

void OpenElements::popThrough(Tag tag)
{
    while (m_depth > 1) {
        const bool last = current().is(tag);
        pop();
        if (last)
            return;
    }
}

void OpenElements::popThroughHeading()
{
    while (m_depth > 1) {
        const bool last = current().hasTrait(Heading);
        pop();
        if (last)
            return;
    }
}

void OpenElements::popImplied(Tag except, quint16 trait)
{
    while (m_depth > 1 && current().hasTrait(trait) && !current().is(except))
        pop();
}

int OpenElements::indexOf(quint32 id) const
{
    for (int i = m_depth; --i >= 0;) {
        if (at(i).id == id)
            return i;
    }
    return -1;
}

void OpenElements::removeAt(int index)
{
    const Element element = at(index);
    std::copy(m_stack.begin() + index + 1, m_stack.begin() + m_depth, m_stack.begin() + index);
    --m_depth;
    closed(element);
}

int OpenElements::fosteringTable() const
{
    for (int i = m_depth; --i > 0;) {
        const Element &element = at(i);
        if (element.is(Tag::Table))
            return i;
        if (element.is(Tag::Td) || element.is(Tag::Th) || element.is(Tag::Caption) ||
            element.is(Tag::Template))
            return -1;
    }
    return -1;
}

void OpenElements::removeId(quint32 id)
{
    if (const int index = indexOf(id); index > 0)
        removeAt(index);
}

template <typename Stop>
bool OpenElements::scopeHas(Tag tag, Stop stop) const
{
    if (!contains(tag))
        return false;
    for (int i = m_depth; --i >= 0;) {
        if (at(i).is(tag))
            return true;
        if (stop(at(i)))
            return false;
    }
    return false;
}

bool OpenElements::inScope(Tag tag) const
{
    return scopeHas(tag, [](const Element &e) { return e.flags & Element::EndsScope; });
}

bool OpenElements::inButtonScope(Tag tag) const
{
    return scopeHas(tag, [](const Element &e) { return e.flags & Element::EndsScope || e.is(Tag::Button); });
}

bool OpenElements::inListScope(Tag tag) const
{
    return scopeHas(
        tag, [](const Element &e) { return e.flags & Element::EndsScope || e.is(Tag::Ol) || e.is(Tag::Ul); });
}

bool OpenElements::inTableScope(Tag tag) const
{
    return scopeHas(
        tag, [](const Element &e) { return e.is(Tag::Table) || e.is(Tag::Template) || e.is(Tag::Html); });
}

bool OpenElements::inSelectScope(Tag tag) const
{
    return scopeHas(tag, [](const Element &e) { return !e.is(Tag::Optgroup) && !e.is(Tag::Option); });
}

bool OpenElements::headingInScope() const
{
    for (int i = m_depth; --i >= 0;) {
        if (at(i).hasTrait(Heading))
            return true;
        if (at(i).flags & Element::EndsScope)
            return false;
    }
    return false;
}

bool OpenElements::idInScope(quint32 id) const
{
    for (int i = m_depth; --i >= 0;) {
        if (at(i).id == id)
            return true;
        if (at(i).flags & Element::EndsScope)
            return false;
    }
    return false;
}

} // namespace turnstone::parse
