// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/listparser.h"

namespace turnstone {

/// The http(s) links of a page or of a browser's bookmarks, up to 64 MiB. Relative links lead nowhere without
/// their page; they are counted.
class HtmlParser final : public ListParser
{
public:
    explicit HtmlParser(RowCollector &rows)
        : ListParser(rows)
    {}
    void feed(QByteArrayView text) override;
    void finish() override;

private:
    void takeTag(QByteArrayView tag);

    QByteArray m_text;
    qint64 m_line = 1;
};

} // namespace turnstone
