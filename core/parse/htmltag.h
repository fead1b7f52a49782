// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/bytescan.h"

#include <QtGlobal>

#include <array>

namespace turnstone::parse {

/// What the tree rules of the HTML standard need to know about an element by its name alone.
enum TagTrait : quint16 {
    Special = 1,            ///< the "special" category
    Scope = 2,              ///< ends every scope
    Implied = 4,            ///< its end tag may be implied
    ImpliedThoroughly = 8,  ///< likewise, where a template closes
    Heading = 16,           ///< h1 to h6
    Formatting = 32,        ///< goes to the list of active formatting elements
    Breakout = 64,          ///< a start tag that ends foreign content
    ReadsAttributes = 128,  ///< its attributes decide something
    MathPoint = 256,        ///< as a MathML element: text integration point
    ForeignSpecial = 512,   ///< as a foreign element: special, and ends every scope
    ForeignScopeOnly = 1024 ///< as a foreign element: ends every scope but is not special
};

#define TURNSTONE_TAGS(T)                                                                                    \
    T(A, "a", Formatting | ReadsAttributes)                                                                  \
    T(Address, "address", Special)                                                                           \
    T(AnnotationXml, "annotation-xml", ReadsAttributes | ForeignSpecial)                                     \
    T(Applet, "applet", Special | Scope)                                                                     \
    T(Area, "area", Special | ReadsAttributes)                                                               \
    T(Article, "article", Special)                                                                           \
    T(Aside, "aside", Special)                                                                               \
    T(B, "b", Formatting | Breakout)                                                                         \
    T(Base, "base", Special | ReadsAttributes)                                                               \
    T(Basefont, "basefont", Special)                                                                         \
    T(Bgsound, "bgsound", Special)                                                                           \
    T(Big, "big", Formatting | Breakout)                                                                     \
    T(Blockquote, "blockquote", Special | Breakout)                                                          \
    T(Body, "body", Special | Breakout)                                                                      \
    T(Br, "br", Special | Breakout)                                                                          \
    T(Button, "button", Special)                                                                             \
    T(Caption, "caption", Special | Scope | ImpliedThoroughly)                                               \
    T(Center, "center", Special | Breakout)                                                                  \
    T(Code, "code", Formatting | Breakout)                                                                   \
    T(Col, "col", Special)                                                                                   \
    T(Colgroup, "colgroup", Special | ImpliedThoroughly)                                                     \
    T(Dd, "dd", Special | Implied | ImpliedThoroughly | Breakout)                                            \
    T(Desc, "desc", ForeignSpecial)                                                                          \
    T(Details, "details", Special)                                                                           \
    T(Dialog, "dialog", 0)                                                                                   \
    T(Dir, "dir", Special)                                                                                   \
    T(Div, "div", Special | Breakout)                                                                        \
    T(Dl, "dl", Special | Breakout)                                                                          \
    T(Dt, "dt", Special | Implied | ImpliedThoroughly | Breakout)                                            \
    T(Em, "em", Formatting | Breakout)                                                                       \
    T(Embed, "embed", Special | Breakout)                                                                    \
    T(Fieldset, "fieldset", Special)                                                                         \
    T(Figcaption, "figcaption", Special)                                                                     \
    T(Figure, "figure", Special)                                                                             \
    T(Font, "font", Formatting | ReadsAttributes)                                                            \
    T(Footer, "footer", Special)                                                                             \
    T(ForeignObject, "foreignobject", ForeignSpecial)                                                        \
    T(Form, "form", Special)                                                                                 \
    T(Frame, "frame", Special)                                                                               \
    T(Frameset, "frameset", Special)                                                                         \
    T(H1, "h1", Special | Heading | Breakout)                                                                \
    T(H2, "h2", Special | Heading | Breakout)                                                                \
    T(H3, "h3", Special | Heading | Breakout)                                                                \
    T(H4, "h4", Special | Heading | Breakout)                                                                \
    T(H5, "h5", Special | Heading | Breakout)                                                                \
    T(H6, "h6", Special | Heading | Breakout)                                                                \
    T(Head, "head", Special | Breakout)                                                                      \
    T(Header, "header", Special)                                                                             \
    T(Hgroup, "hgroup", Special)                                                                             \
    T(Hr, "hr", Special | Breakout)                                                                          \
    T(Html, "html", Special | Scope)                                                                         \
    T(I, "i", Formatting | Breakout)                                                                         \
    T(Iframe, "iframe", Special)                                                                             \
    T(Image, "image", 0)                                                                                     \
    T(Img, "img", Special | Breakout)                                                                        \
    T(Input, "input", Special | ReadsAttributes)                                                             \
    T(Isindex, "isindex", Special)                                                                           \
    T(Keygen, "keygen", Special)                                                                             \
    T(Li, "li", Special | Implied | ImpliedThoroughly | Breakout)                                            \
    T(Link, "link", Special | ReadsAttributes)                                                               \
    T(Listing, "listing", Special | Breakout)                                                                \
    T(Main, "main", Special)                                                                                 \
    T(Malignmark, "malignmark", 0)                                                                           \
    T(Marquee, "marquee", Special | Scope)                                                                   \
    T(Math, "math", 0)                                                                                       \
    T(Menu, "menu", Special | Breakout)                                                                      \
    T(Menuitem, "menuitem", Special)                                                                         \
    T(Meta, "meta", Special | Breakout | ReadsAttributes)                                                    \
    T(Mglyph, "mglyph", 0)                                                                                   \
    T(Mi, "mi", MathPoint | ForeignSpecial)                                                                  \
    T(Mn, "mn", MathPoint | ForeignSpecial)                                                                  \
    T(Mo, "mo", MathPoint | ForeignSpecial)                                                                  \
    T(Ms, "ms", MathPoint | ForeignSpecial)                                                                  \
    T(Mtext, "mtext", MathPoint | ForeignSpecial)                                                            \
    T(Nav, "nav", Special)                                                                                   \
    T(Nobr, "nobr", Formatting | Breakout)                                                                   \
    T(Noembed, "noembed", Special)                                                                           \
    T(Noframes, "noframes", Special)                                                                         \
    T(Noscript, "noscript", Special)                                                                         \
    T(Object, "object", Special | Scope)                                                                     \
    T(Ol, "ol", Special | Breakout)                                                                          \
    T(Optgroup, "optgroup", Implied | ImpliedThoroughly)                                                     \
    T(Option, "option", Implied | ImpliedThoroughly)                                                         \
    T(P, "p", Special | Implied | ImpliedThoroughly | Breakout)                                              \
    T(Param, "param", Special)                                                                               \
    T(Plaintext, "plaintext", Special)                                                                       \
    T(Pre, "pre", Special | Breakout)                                                                        \
    T(Rb, "rb", Implied | ImpliedThoroughly)                                                                 \
    T(Rp, "rp", Implied | ImpliedThoroughly)                                                                 \
    T(Rt, "rt", Implied | ImpliedThoroughly)                                                                 \
    T(Rtc, "rtc", Implied | ImpliedThoroughly)                                                               \
    T(Ruby, "ruby", Breakout)                                                                                \
    T(S, "s", Formatting | Breakout)                                                                         \
    T(Script, "script", Special)                                                                             \
    T(Section, "section", Special)                                                                           \
    T(Select, "select", Special)                                                                             \
    T(Small, "small", Formatting | Breakout)                                                                 \
    T(Source, "source", Special)                                                                             \
    T(Span, "span", Breakout)                                                                                \
    T(Strike, "strike", Formatting | Breakout)                                                               \
    T(Strong, "strong", Formatting | Breakout)                                                               \
    T(Style, "style", Special)                                                                               \
    T(Sub, "sub", Breakout)                                                                                  \
    T(Summary, "summary", Special)                                                                           \
    T(Sup, "sup", Breakout)                                                                                  \
    T(Svg, "svg", 0)                                                                                         \
    T(Table, "table", Special | Scope | Breakout)                                                            \
    T(Tbody, "tbody", Special | ImpliedThoroughly)                                                           \
    T(Td, "td", Special | Scope | ImpliedThoroughly)                                                         \
    T(Template, "template", Special | Scope)                                                                 \
    T(Textarea, "textarea", Special)                                                                         \
    T(Tfoot, "tfoot", Special | ImpliedThoroughly)                                                           \
    T(Th, "th", Special | Scope | ImpliedThoroughly)                                                         \
    T(Thead, "thead", Special | ImpliedThoroughly)                                                           \
    T(Title, "title", Special | ForeignScopeOnly)                                                            \
    T(Tr, "tr", Special | ImpliedThoroughly)                                                                 \
    T(Track, "track", Special)                                                                               \
    T(Tt, "tt", Formatting | Breakout)                                                                       \
    T(U, "u", Formatting | Breakout)                                                                         \
    T(Ul, "ul", Special | Breakout)                                                                          \
    T(Var, "var", Breakout)                                                                                  \
    T(Wbr, "wbr", Special)                                                                                   \
    T(Xmp, "xmp", Special)

enum class Tag : quint8 {
#define T(id, name, traits) id,
    TURNSTONE_TAGS(T)
#undef T
        Other, ///< any other name; told apart by TagName::hash
    Count
};

/// A name as it was read: the tag it is known as, and a hash that tells unknown names apart.
struct TagName
{
    Tag tag;
    quint32 hash; ///< 0 for known tags

    bool operator==(const TagName &other) const { return tag == other.tag && hash == other.hash; }
};

inline constexpr quint16 TagTraits[] = {
#define T(id, name, traits) quint16(traits),
    TURNSTONE_TAGS(T)
#undef T
        0};

inline quint16 traitsOf(Tag tag)
{
    return TagTraits[size_t(tag)];
}
inline bool has(Tag tag, quint16 trait)
{
    return traitsOf(tag) & trait;
}

/// The known names of one and of two bytes, which most tags have.
struct ShortNames
{
    static constexpr size_t Width = 37;
    std::array<quint8, 256> index{}; ///< of letters and digits, without case; anything else: the last
    std::array<Tag, Width * Width> tags{};

    constexpr ShortNames()
    {
        index.fill(quint8(Width - 1));
        for (size_t i = 0; i < 26; ++i)
            index['a' + i] = index['A' + i] = quint8(i);
        for (size_t i = 0; i < 10; ++i)
            index['0' + i] = quint8(26 + i);
        tags.fill(Tag::Other);
#define T(id, name, traits) add(name, Tag::id);
        TURNSTONE_TAGS(T)
#undef T
    }
    /// Of one byte: the column that no second one has.
    constexpr Tag &at(char first, char second)
    {
        return tags[index[quint8(first)] * Width + (second ? index[quint8(second)] : Width - 1)];
    }
    constexpr void add(const char *name, Tag tag)
    {
        if (!name[1] || !name[2])
            at(name[0], name[1]) = tag;
    }
};
inline constexpr ShortNames KnownShortNames;

/// As readTagName(), with a look at the whole table for each.
TagName readAnyTagName(const char *&p, const char *end);

/// Reads a tag name that begins at `p`; sets `p` to the byte after it (white space, / or >) or to `end`.
inline TagName readTagName(const char *&p, const char *end)
{
    if (end - p > 2) {
        const bool isOne = isA(p[1], TagNameEnd);
        if (isOne || isA(p[2], TagNameEnd)) {
            const auto &[index, tags] = KnownShortNames;
            const size_t second = isOne ? ShortNames::Width - 1 : index[quint8(p[1])];
            const Tag tag = tags[index[quint8(*p)] * ShortNames::Width + second];
            if (tag != Tag::Other && (isOne || second != ShortNames::Width - 1)) {
                p += isOne ? 1 : 2;
                return {tag, 0};
            }
        }
    }
    return readAnyTagName(p, end);
}

} // namespace turnstone::parse
