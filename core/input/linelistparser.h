// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/linesplitter.h"
#include "core/input/listparser.h"

namespace turnstone {

/// What is read line by line. An address in its normal form and a JSON object with a request are taken as
/// they are, one without as text; blank lines, those that begin with # and a heading "URL" are nothing.
class LineListParser : public ListParser
{
public:
    /// `linesBefore`: of the file, above the text.
    explicit LineListParser(RowCollector &rows, qint64 linesBefore = 0);
    void feed(QByteArrayView text) final { m_lines.feed(text); }
    void finish() final { m_lines.finish(); }

protected:
    /// All other lines, without the blanks around.
    virtual void takeText(QByteArrayView text) = 0;
    /// The beginning of a line that is too long.
    virtual void takeCut(QByteArrayView text);
    virtual bool hasComments() const { return true; }
    qint64 line() const { return m_line; }

private:
    void take(const LineSplitter::Line &line);
    void takeJson(QByteArrayView text);

    LineSplitter m_lines;
    qint64 m_line;
    bool m_atBeginning = true;
};

} // namespace turnstone
