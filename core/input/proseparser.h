// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/escapedtext.h"
#include "core/input/linelistparser.h"

namespace turnstone {

/// Addresses wherever they stand in a text, cut free of what is around them.
class ProseParser final : public LineListParser
{
public:
    enum class From {
        Paste, ///< a line without an address is a bad row
        File,  ///< such a line is just text; bare names are taken where nothing else can be meant
    };

    /// `linesBefore`: of the file, above the text.
    ProseParser(RowCollector &rows, From from, LineMarkup markup = LineMarkup::None, qint64 linesBefore = 0);

private:
    void takeText(QByteArrayView text) override;
    void takeCut(QByteArrayView text) override;
    bool hasComments() const override { return m_markup != LineMarkup::Markdown; } // there # is a heading

    const From m_from;
    const LineMarkup m_markup;
    std::vector<Address> m_found; // reused from line to line
};

} // namespace turnstone
