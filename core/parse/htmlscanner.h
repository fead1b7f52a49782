// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/parse/rawfacts.h"
#include "core/parse/treebuilder.h"

#include <QByteArrayView>

namespace turnstone::parse {

/// Reads a page once, front to back, by the HTML standard's tokenizer, and fills RawFacts.
/// Works on the bytes of any encoding in which the bytes of markup (< > " ' = & / and space) only ever mean
/// themselves: all but UTF-16, UTF-32 and ISO-2022-JP. `page` must outlive `facts`.
class HtmlScanner final
{
public:
    HtmlScanner(QByteArrayView page, RawFacts *facts);
    void run();

private:
    // Each takes the place of the "<" of its construct and returns the byte after it, m_end at the end of the
    // page.
    const char *startTag(const char *p);
    const char *endTag(const char *p);
    const char *declaration(const char *p);
    // Each takes the first byte of the content and returns the byte after it: its end tag is still to be
    // read.
    const char *content(Content kind, Tag tag, const char *p);
    const char *comment(const char *p) const;
    const char *rawText(const char *p, QByteArrayView name) const;
    const char *script(const char *p) const;
    const char *afterGreater(const char *p) const;
    bool isNamed(const char *p, QByteArrayView name) const;

    const char *m_begin;
    const char *m_end;
    RawFacts *m_facts;
    TreeBuilder m_tree;
};

} // namespace turnstone::parse
