// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/listparser.h"
#include "core/input/pageencoding.h"

namespace turnstone {

/// The http(s) links of a page or of a browser's bookmarks, up to 64 MiB, in the encoding that it declares.
/// Relative links lead nowhere without their page; they are counted.
class HtmlParser final : public ListParser
{
public:
    /// A byte-order mark or a header field goes before what a page declares.
    enum class Encoding { Declared, Told };

    /// `linesBefore`: of the file, above the text.
    explicit HtmlParser(RowCollector &rows, Encoding encoding = Encoding::Declared, qint64 linesBefore = 0)
        : ListParser(rows)
        , m_isTold(encoding == Encoding::Told)
        , m_line(linesBefore + 1)
    {}
    void feed(QByteArrayView text) override;
    void finish() override;

private:
    void takeTag(QByteArrayView tag);

    QByteArray m_text;
    PageEncoding m_encoding;
    const bool m_isTold;
    qint64 m_line;
};

} // namespace turnstone
