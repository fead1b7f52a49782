// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/linesplitter.h"
#include "core/input/listparser.h"

namespace turnstone {

/// Addresses wherever they stand in a text, cut free of what is around them.
class ProseParser final : public ListParser
{
public:
    enum class From {
        Paste,    ///< a line without an address is a bad row
        File,     ///< such a line is just text; bare names are taken where nothing else can be meant
        Markdown, ///< as in File; "#" begins a heading
    };

    /// `linesBefore`: of the file, above the text.
    ProseParser(RowCollector &rows, From from, qint64 linesBefore = 0);
    void feed(QByteArrayView text) override { m_lines.feed(text); }
    void finish() override { m_lines.finish(); }

private:
    void take(const LineSplitter::Line &line);
    void takeText(QByteArrayView text);

    const From m_from;
    LineSplitter m_lines;
    std::vector<Address> m_found; // reused from line to line
    qint64 m_line;
    bool m_atBeginning = true;
};

} // namespace turnstone
