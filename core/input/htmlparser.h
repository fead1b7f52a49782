// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/listparser.h"
#include "core/input/pageencoding.h"

namespace turnstone {

/// The http(s) links of a page or of a browser's bookmarks, up to 64 MiB, in the encoding that it declares.
/// Relative links lead nowhere without their page; they are counted. Of a mail also the addresses in its
/// text, but for what its links show: that is where they lead, or a name for it.
class HtmlParser final : public ListParser
{
public:
    /// A byte-order mark or a header field goes before what a page declares.
    enum class Encoding { Declared, Told };
    enum class Reach { Links, LinksAndText };

    /// `linesBefore`: of the file, above the text.
    explicit HtmlParser(RowCollector &rows, Encoding encoding = Encoding::Declared,
                        Reach reach = Reach::Links, qint64 linesBefore = 0)
        : ListParser(rows)
        , m_isTold(encoding == Encoding::Told)
        , m_reach(reach)
        , m_line(linesBefore + 1)
    {}
    void feed(QByteArrayView text) override;
    void finish() override;

private:
    void readLinks(QByteArrayView page);
    void readLinksAndText(QByteArrayView page);
    bool takeLink(QByteArrayView tag);
    void takeTag(QByteArrayView tag);
    void takeText(QByteArrayView text);
    void endText();

    QByteArray m_text;
    PageEncoding m_encoding;
    const bool m_isTold;
    const Reach m_reach;
    qint64 m_line;
    QByteArray m_shown;      // of a line of text, as far as it is read
    bool m_isInLink = false; // whose target was taken
};

} // namespace turnstone
