// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/linesplitter.h"
#include "core/input/listparser.h"

namespace turnstone {

/// An address a line: spaces inside it are encoded, nothing behind it is dropped. A line may hold several, or
/// be a JSON object with a request of its own. Blank lines, those that begin with # and a heading "URL" are
/// nothing.
class LineParser final : public ListParser
{
public:
    explicit LineParser(RowCollector &rows);
    void feed(QByteArrayView text) override { m_lines.feed(text); }
    void finish() override { m_lines.finish(); }

private:
    void take(const LineSplitter::Line &line);

    LineSplitter m_lines;
    qint64 m_line = 0;
    bool m_atBeginning = true;
};

} // namespace turnstone
