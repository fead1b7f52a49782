// SPDX-License-Identifier: GPL-3.0-or-later
// The part of OpenElements that deals with misnested formatting: active formatting elements and adoption
// agency.
#include "core/parse/openelements.h"

#include <algorithm>

namespace turnstone::parse {

int OpenElements::activeIndexOf(quint32 id) const
{
    for (int i = m_formattingCount; --i >= 0;) {
        if (m_formatting[size_t(i)].element.id == id)
            return i;
    }
    return -1;
}

void OpenElements::formattingClosed(const Element &element)
{
    if (const int active = activeIndexOf(element.id); active >= 0)
        m_formatting[size_t(active)].isOpen = false;
}

int OpenElements::findActive(Tag tag) const
{
    for (int i = m_formattingCount; --i >= 0;) {
        const Active &active = m_formatting[size_t(i)];
        if (active.isMarker())
            return -1;
        if (active.element.is(tag))
            return i;
    }
    return -1;
}

void OpenElements::removeActive(int index)
{
    std::copy(m_formatting.begin() + index + 1, m_formatting.begin() + m_formattingCount,
              m_formatting.begin() + index);
    --m_formattingCount;
}

void OpenElements::insertActive(int index, const Active &active)
{
    // A page with more open formatting than this is hostile or hopeless: the oldest is forgotten.
    if (m_formattingCount == MaxFormatting) {
        removeActive(0);
        index = std::max(index - 1, 0);
    }
    if (index < m_formattingCount)
        std::copy_backward(m_formatting.begin() + index, m_formatting.begin() + m_formattingCount,
                           m_formatting.begin() + m_formattingCount + 1);
    m_formatting[size_t(index)] = active;
    ++m_formattingCount;
}

void OpenElements::pushFormatting(TagName name, QByteArrayView source, quint8 extraFlags)
{
    const quint32 id = push(name, Space::Html, quint8(Element::IsFormatting | extraFlags));
    if (!id)
        return;
    // At most three identical elements are kept after the last marker: the standard's Noah's Ark clause.
    int identical = 0;
    int earliest = -1;
    for (int i = m_formattingCount; --i >= 0 && !m_formatting[size_t(i)].isMarker();) {
        const Active &active = m_formatting[size_t(i)];
        if (active.element.name == name && QByteArrayView(active.source, active.length) == source) {
            ++identical;
            earliest = i;
        }
    }
    if (identical >= 3)
        removeActive(earliest);
    insertActive(m_formattingCount, {current(), source.data(), source.size(), true});
}

void OpenElements::clearToMarker()
{
    while (m_formattingCount > 0) {
        if (m_formatting[size_t(--m_formattingCount)].isMarker())
            return;
    }
}

Element OpenElements::cloneOf(const Element &original)
{
    if ((original.flags & Element::HasHref) && !inTemplate())
        ++m_clonedLinks;
    Element clone = original;
    clone.id = ++m_lastId;
    return clone;
}

void OpenElements::reconstructFormatting()
{
    int first = m_formattingCount;
    while (first > 0 && !m_formatting[size_t(first - 1)].isMarker() &&
           !m_formatting[size_t(first - 1)].isOpen)
        --first;
    for (int i = first; i < m_formattingCount; ++i) {
        if (m_depth == MaxDepth)
            return;
        Active &active = m_formatting[size_t(i)];
        active.element = cloneOf(active.element);
        active.isOpen = true;
        m_stack[size_t(m_depth++)] = active.element;
        ++m_openCount[size_t(active.element.name.tag)];
    }
}

void OpenElements::forgetActiveAnchor()
{
    if (const int index = findActive(Tag::A); index >= 0) {
        const quint32 id = m_formatting[size_t(index)].element.id;
        removeActive(index);
        removeId(id);
    }
}

int OpenElements::furthestBlock(int formattingAt) const
{
    for (int i = formattingAt + 1; i < m_depth; ++i) {
        if (at(i).flags & Element::IsSpecial)
            return i;
    }
    return -1;
}

bool OpenElements::adopt(Tag subject)
{
    // Nearly always the innermost element of both lists is closed: the algorithm then comes to just this.
    if (m_formattingCount && current().is(subject) &&
        m_formatting[size_t(m_formattingCount - 1)].element.id == current().id) {
        --m_formattingCount;
        pop();
        return true;
    }
    if (current().is(subject) && activeIndexOf(current().id) < 0) {
        pop();
        return true;
    }
    for (int round = 0; round < 8; ++round) {
        const int activeAt = findActive(subject);
        if (activeAt < 0)
            return false;
        const int formattingAt = indexOf(m_formatting[size_t(activeAt)].element.id);
        if (formattingAt < 0) {
            removeActive(activeAt);
            return true;
        }
        if (!inScope(subject))
            return true;
        const int blockAt = furthestBlock(formattingAt);
        if (blockAt < 0) {
            popTo(formattingAt);
            removeActive(activeAt);
            return true;
        }
        adoptBlock(formattingAt, activeAt, blockAt);
    }
    return true;
}

/// Steps of the algorithm from the bookmark on: the formatting element moves inside the furthest block.
void OpenElements::adoptBlock(int formattingAt, int activeAt, int blockAt)
{
    const quint32 formattingId = at(formattingAt).id;
    const quint32 blockId = at(blockAt).id;
    int bookmark = activeAt + 1;
    adoptBetween(formattingAt, &blockAt, &bookmark);

    activeAt = activeIndexOf(formattingId);
    Active moved = m_formatting[size_t(activeAt)];
    moved.element = cloneOf(moved.element);
    moved.isOpen = true;
    if (activeAt < bookmark)
        --bookmark;
    removeActive(activeAt);
    insertActive(bookmark, moved);

    removeId(formattingId);
    const int place = indexOf(blockId) + 1;
    std::copy_backward(m_stack.begin() + place, m_stack.begin() + m_depth, m_stack.begin() + m_depth + 1);
    m_stack[size_t(place)] = moved.element;
    ++m_depth;
    ++m_openCount[size_t(moved.element.name.tag)];
}

/// The inner loop: elements between the two are cloned, or leave the stack.
void OpenElements::adoptBetween(int formattingAt, int *blockAt, int *bookmark)
{
    bool first = true;
    int count = 0;
    for (int i = *blockAt - 1; i > formattingAt; --i) {
        int active = activeIndexOf(at(i).id);
        if (++count > 3 && active >= 0) {
            removeActive(active);
            if (active < *bookmark)
                --*bookmark;
            active = -1;
        }
        if (active < 0) {
            removeAt(i);
            --*blockAt;
            continue;
        }
        Element &clone = m_formatting[size_t(active)].element;
        clone = cloneOf(clone);
        m_stack[size_t(i)] = clone;
        if (first)
            *bookmark = active + 1;
        first = false;
    }
}

} // namespace turnstone::parse
