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
    /// `titleMark`: what stands between an address and its title, if anything does.
    explicit LineParser(RowCollector &rows, const QByteArray &titleMark = {});
    void feed(QByteArrayView text) override { m_lines.feed(text); }
    void finish() override { m_lines.finish(); }

private:
    void take(const LineSplitter::Line &line);

    void takeLine(QByteArrayView text);

    const QByteArray m_titleMark;
    LineSplitter m_lines;
    qint64 m_line = 0;
    bool m_atBeginning = true;
};

} // namespace turnstone
