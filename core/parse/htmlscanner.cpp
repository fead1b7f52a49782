// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/htmlscanner.h"

#include "core/parse/bytescan.h"
#include "core/parse/doctype.h"

namespace turnstone::parse {

HtmlScanner::HtmlScanner(QByteArrayView page, RawFacts *facts)
    : m_begin(page.begin())
    , m_end(page.end())
    , m_facts(facts)
    , m_tree(facts)
{}

void HtmlScanner::run()
{
    const char *text = m_begin;
    const char *p = m_begin;
    for (;;) {
        p = findByte(p, m_end, '<');
        // A "<" that begins no markup is text.
        const char next = m_end - p > 1 ? p[1] : '\0';
        const bool isMarkup =
            isA(next, LetterByte) || next == '!' || next == '?' || (next == '/' && m_end - p > 2);
        if (p != m_end && !isMarkup) {
            ++p;
            continue;
        }
        if (p != text)
            m_tree.text({text, p}, TextKind::Characters);
        if (p == m_end)
            return;
        if (next == '/')
            p = endTag(p);
        else if (next == '!' || next == '?')
            p = declaration(p);
        else
            p = startTag(p);
        text = p;
    }
}

const char *HtmlScanner::afterGreater(const char *p) const
{
    p = findByte(p, m_end, '>');
    return p == m_end ? p : p + 1;
}

const char *HtmlScanner::startTag(const char *p)
{
    StartTag tag;
    const char *const begin = p++;
    tag.name = readTagName(p, m_end);
    if (has(tag.name.tag, ReadsAttributes)) {
        p = scanAttributes(p, m_end, &tag.selfClosing, [&tag](QByteArrayView name, QByteArrayView value) {
            tag.attributes.take(name, value);
        });
    } else if (p != m_end && *p == '>') {
        ++p;
    } else {
        p = scanAttributes(p, m_end, &tag.selfClosing, [](QByteArrayView, QByteArrayView) {});
    }
    if (!p)
        return m_end;
    tag.source = {begin, p};
    const Content kind = m_tree.startTag(tag);
    return kind == Content::Data ? p : content(kind, tag.name.tag, p);
}

const char *HtmlScanner::endTag(const char *p)
{
    p += 2;
    if (!isA(*p, LetterByte))
        return afterGreater(p); // </> vanishes, anything else is a comment
    const TagName name = readTagName(p, m_end);
    if (p != m_end && *p == '>') {
        ++p;
    } else {
        bool selfClosing = false;
        p = scanAttributes(p, m_end, &selfClosing, [](QByteArrayView, QByteArrayView) {});
    }
    if (!p)
        return m_end;
    m_tree.endTag(name);
    return p;
}

const char *HtmlScanner::declaration(const char *p)
{
    if (p[1] == '?')
        return afterGreater(p);
    p += 2;
    if (isNamed(p, "--"))
        return comment(p + 2);
    if (isNamed(p, "doctype")) {
        const char *const after = afterGreater(p);
        m_tree.doctype(isQuirkyDoctype({p + 7, after}));
        return after;
    }
    if (m_end - p >= 7 && QByteArrayView(p, 7) == "[CDATA[" && m_tree.inForeignContent()) {
        p += 7;
        const char *close = p;
        while ((close = findByte(close, m_end, ']')) != m_end && !isNamed(close, "]]>"))
            ++close;
        if (close != p)
            m_tree.text({p, close}, TextKind::Literal);
        return close == m_end ? close : close + 3;
    }
    return afterGreater(p);
}

bool HtmlScanner::isNamed(const char *p, QByteArrayView name) const
{
    return m_end - p >= name.size() && equalsIgnoringCase(p, name.data(), name.size());
}

/// From the byte after "<!--". The ends are --> and --!>, and at the very start > and ->.
const char *HtmlScanner::comment(const char *p) const
{
    const char *const begin = p;
    while ((p = findByte(p, m_end, '>')) != m_end) {
        const qsizetype length = p - begin;
        if (length == 0 || (length == 1 && p[-1] == '-'))
            return p + 1;
        if (length >= 2 && p[-1] == '-' && p[-2] == '-')
            return p + 1;
        if (length >= 3 && p[-1] == '!' && p[-2] == '-' && p[-3] == '-')
            return p + 1;
        ++p;
    }
    return m_end;
}

const char *HtmlScanner::content(Content kind, Tag tag, const char *p)
{
    const char *end = m_end;
    switch (kind) {
    case Content::Data:
        return p;
    case Content::PlainText:
        m_tree.text({p, m_end}, TextKind::Literal);
        return m_end;
    case Content::Script:
        end = script(p);
        break;
    case Content::Rcdata:
    case Content::RawText:
        end = rawText(p, tag == Tag::Title      ? QByteArrayView("title")
                         : tag == Tag::Textarea ? QByteArrayView("textarea")
                         : tag == Tag::Style    ? QByteArrayView("style")
                         : tag == Tag::Xmp      ? QByteArrayView("xmp")
                         : tag == Tag::Iframe   ? QByteArrayView("iframe")
                         : tag == Tag::Noembed  ? QByteArrayView("noembed")
                                                : QByteArrayView("noframes"));
        break;
    }
    if (tag == Tag::Title)
        m_tree.titleText({p, end});
    if (end == m_end)
        return m_end;
    // The end tag itself: the element was never put on the stack, so only its end is looked for.
    end += 2;
    readTagName(end, m_end);
    bool selfClosing = false;
    end = scanAttributes(end, m_end, &selfClosing, [](QByteArrayView, QByteArrayView) {});
    return end ? end : m_end;
}

/// The place of the end tag `</name`, or the end of the page.
const char *HtmlScanner::rawText(const char *p, QByteArrayView name) const
{
    while ((p = findByte(p, m_end, '<')) != m_end) {
        const char *const after = p + 2 + name.size();
        if (m_end - p > name.size() + 2 && p[1] == '/' && isNamed(p + 2, name) && isA(*after, TagNameEnd))
            return p;
        ++p;
    }
    return m_end;
}

/// Script data, with its escaped (<!--) and double escaped (<!-- <script) states.
const char *HtmlScanner::script(const char *p) const
{
    enum class State { Plain, Escaped, DoubleEscaped } state = State::Plain;
    const auto isScript = [this](const char *name) {
        return m_end - name > 6 && isNamed(name, "script") && isA(name[6], TagNameEnd);
    };
    int dashes = 0;
    while (p != m_end) {
        if (state == State::Plain) {
            p = findByte(p, m_end, '<');
            if (m_end - p < 2)
                return m_end;
            if (p[1] == '/' && isScript(p + 2))
                return p;
            if (isNamed(p, "<!--")) {
                state = State::Escaped;
                dashes = 2;
                p += 4;
            } else {
                ++p;
            }
            continue;
        }
        const char c = *p++;
        if (c == '-') {
            ++dashes;
            continue;
        }
        if (c == '>' && dashes >= 2)
            state = State::Plain;
        dashes = 0;
        if (c != '<')
            continue;
        if (p != m_end && *p == '/' && isScript(p + 1)) {
            if (state == State::Escaped)
                return p - 1;
            state = State::Escaped;
            p += 8;
        } else if (state == State::Escaped && isScript(p)) {
            state = State::DoubleEscaped;
            p += 7;
        }
    }
    return m_end;
}

} // namespace turnstone::parse
