// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/verdict.h"

#include <QByteArray>
#include <QString>
#include <QXmlStreamWriter>

#include <initializer_list>
#include <utility>

namespace turnstone {

/// A piece of a page, element by element; every text and attribute is escaped.
class HtmlFragment final
{
public:
    using Attributes = std::initializer_list<std::pair<const char *, QString>>;

    HtmlFragment();
    void open(const char *name, Attributes attributes = {});
    void close();
    void text(const QString &text);
    /// open(), text() and close().
    void element(const char *name, Attributes attributes, const QString &content = {});
    /// An element that has no end, such as input.
    void empty(const char *name, Attributes attributes);
    /// Text of the web, whose direction stays inside; as a link where it is an address in full.
    void foreign(const QString &content);
    void link(const QString &address);
    /// The verdict as shape, word and colour; `status` where it is positive.
    void badge(Verdict verdict, qint64 status);
    void icon(Verdict verdict);

    QByteArray take() { return std::move(m_html); }

private:
    void write(Attributes attributes);

    QByteArray m_html;
    QXmlStreamWriter m_xml;
};

/// The class that gives an element the verdict's colour.
QString verdictClass(Verdict verdict);

/// 2026-01-31 23:59:59 UTC
QString momentText(qint64 msSinceEpoch);

} // namespace turnstone
