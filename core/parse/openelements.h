// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/htmltag.h"

#include <QByteArrayView>

#include <array>
#include <utility>

namespace turnstone::parse {

enum class Space : quint8 { Html, MathMl, Svg };

/// An element without a node: what is needed of it while it is open.
struct Element
{
    enum Flag : quint8 {
        IsSpecial = 1,
        EndsScope = 2,
        HtmlPoint = 4, ///< HTML integration point
        MathPoint = 8, ///< MathML text integration point
        HasHref = 16,
        IsFormatting = 32
    };

    // Without initialisers, so that a stack of them costs nothing to make.
    quint32 id;
    TagName name;
    Space space;
    quint8 flags;
    quint32 mark; ///< of a table: where text goes that is moved in front of it

    bool is(Tag tag) const { return name.tag == tag && space == Space::Html; }
    bool hasTrait(quint16 trait) const { return space == Space::Html && has(name.tag, trait); }
};

/// The stack of open elements and the list of active formatting elements of the HTML standard, without nodes.
/// Both are bounded: an element nested deeper than MaxDepth is taken for an empty one.
class OpenElements final
{
public:
    static constexpr int MaxDepth = 512;
    static constexpr int MaxFormatting = 64;
    /// An id that no element has.
    static constexpr quint32 NeverOpen = 0xffffffff;

    int depth() const { return m_depth; }
    const Element &current() const { return m_stack[size_t(m_depth - 1)]; }
    const Element &at(int index) const { return m_stack[size_t(index)]; }
    bool contains(Tag tag) const { return m_openCount[size_t(tag)] != 0; }
    /// Tables, selects and templates are only opened with room for what must be inside them.
    bool hasRoom() const { return m_depth <= MaxDepth - 16; }
    /// False: no such element is open. True: there may be one.
    bool mayContain(TagName name, Space space) const { return m_openCount[counterOf(name, space)] != 0; }
    bool inTemplate() const { return contains(Tag::Template); }
    /// The innermost table, when what comes now is moved in front of it (foster parenting); else -1.
    int fosteringTable() const;
    void setMark(int index, quint32 mark) { m_stack[size_t(index)].mark = mark; }
    /// Follows one element: whether it is still open.
    void watch(quint32 id) { m_watchedId = id; }
    bool isWatchedOpen() const { return m_watchedId != 0; }
    /// Clones of links that formatting rules made since the last call: misnested links count as in the DOM.
    quint32 takeClonedLinks() { return std::exchange(m_clonedLinks, 0); }

    /// Returns the element's id, or 0 when it is nested too deeply to be kept.
    quint32 push(TagName name, Space space, quint8 extraFlags = 0)
    {
        if (m_depth == MaxDepth)
            return 0;
        const quint8 flags =
            space == Space::Html ? HtmlFlags[size_t(name.tag)] : foreignFlags(name.tag, space);
        m_stack[size_t(m_depth++)] = {++m_lastId, name, space, quint8(flags | extraFlags), 0};
        ++m_openCount[counterOf(name, space)];
        return m_lastId;
    }
    void pop()
    {
        // The root stays, whatever a hostile page asks for.
        if (m_depth > 1)
            closed(m_stack[size_t(--m_depth)]);
    }
    void popTo(int depth);
    /// Pops up to and including the innermost `tag`.
    void popThrough(Tag tag);
    void popThroughHeading();
    void removeId(quint32 id);
    void popImplied(Tag except = Tag::Other, quint16 trait = Implied);

    bool inScope(Tag tag) const;
    bool inButtonScope(Tag tag) const;
    bool inListScope(Tag tag) const;
    bool inTableScope(Tag tag) const;
    bool inSelectScope(Tag tag) const;
    bool headingInScope() const;
    bool idInScope(quint32 id) const;

    void pushFormatting(TagName name, QByteArrayView source, quint8 extraFlags);
    void pushMarker()
    {
        insertActive(m_formattingCount, Active{{0, {Tag::Other, 0}, Space::Html, 0, 0}, nullptr, 0, false});
    }
    void clearToMarker();
    void clearFormatting() { m_formattingCount = 0; }
    bool needsReconstruction() const
    {
        return m_formattingCount && !m_formatting[size_t(m_formattingCount - 1)].isOpen &&
               !m_formatting[size_t(m_formattingCount - 1)].isMarker();
    }
    void reconstructFormatting();
    bool hasActiveAnchor() const { return findActive(Tag::A) >= 0; }
    void forgetActiveAnchor();
    /// The adoption agency algorithm. False: act as for any other end tag.
    bool adopt(Tag subject);

private:
    struct Active
    {
        Element element;    // id 0: a marker
        const char *source; // of the whole tag, to tell identical ones
        qsizetype length;
        bool isOpen;
        bool isMarker() const { return element.id == 0; }
    };

    static constexpr auto HtmlFlags = [] {
        std::array<quint8, size_t(Tag::Count)> flags{};
        for (size_t i = 0; i < flags.size(); ++i)
            flags[i] = quint8((TagTraits[i] & Special ? Element::IsSpecial : 0) |
                              (TagTraits[i] & Scope ? Element::EndsScope : 0));
        return flags;
    }();
    static quint8 foreignFlags(Tag tag, Space space);

    /// Known names of HTML have a counter each, all others share what is left.
    static size_t counterOf(TagName name, Space space)
    {
        static_assert(size_t(Tag::Other) < 128);
        if (space == Space::Html && name.tag != Tag::Other)
            return size_t(name.tag);
        return 128 + ((name.hash ^ size_t(name.tag)) & 127);
    }

    int indexOf(quint32 id) const;
    int findActive(Tag tag) const;
    int activeIndexOf(quint32 id) const;
    void removeActive(int index);
    void insertActive(int index, const Active &active);
    void removeAt(int index);
    Element cloneOf(const Element &original);
    void closed(const Element &element)
    {
        --m_openCount[counterOf(element.name, element.space)];
        if (element.id == m_watchedId)
            m_watchedId = 0;
        if (element.flags & Element::IsFormatting)
            formattingClosed(element);
    }
    void formattingClosed(const Element &element);
    int furthestBlock(int formattingAt) const;
    void adoptBlock(int formattingAt, int activeAt, int blockAt);
    void adoptBetween(int formattingAt, int *blockAt, int *bookmark);
    template <typename Stop>
    bool scopeHas(Tag tag, Stop stop) const;

    std::array<Element, MaxDepth> m_stack; // uninitialised beyond m_depth
    std::array<Active, MaxFormatting> m_formatting;
    std::array<quint16, 256> m_openCount{};
    int m_depth = 0;
    int m_formattingCount = 0;
    quint32 m_lastId = 0;
    quint32 m_watchedId = 0;
    quint32 m_clonedLinks = 0;
};

} // namespace turnstone::parse
