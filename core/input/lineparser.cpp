// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/lineparser.h"

#include "core/input/bytetext.h"
#include "core/input/columnchoice.h"
#include "core/input/linefinder.h"
#include "core/input/strictaddress.h"

#include <algorithm>

namespace turnstone {

LineParser::LineParser(RowCollector &rows, const QByteArray &titleMark)
    : ListParser(rows)
    , m_titleMark(titleMark)
    , m_lines([this](const LineSplitter::Line &line) { take(line); })
{}

void LineParser::take(const LineSplitter::Line &line)
{
    if (!line.continues) {
        ++m_line;
        m_rows.countLines(1);
    }
    if (!line.cut && isNormalAddress(line.text)) {
        m_atBeginning = false;
        m_rows.addNormal(m_line, line.text, line.text);
        return;
    }
    const QByteArrayView text = withoutBlanksAround(line.text);
    if (text.isEmpty() || (text.front() == '#' && !line.continues))
        return;
    const bool first = std::exchange(m_atBeginning, false);
    if (line.cut)
        m_rows.addBad(m_line, text, AddressProblem::TooLong);
    else if (beginsJsonObject(text))
        m_rows.add(m_line, text, readJsonLine(text));
    else if (!first || !ColumnChoice::isListName(QString::fromUtf8(text)))
        takeLine(withoutListMarker(text));
}

void LineParser::takeLine(QByteArrayView text)
{
    const auto blank = std::find_if(text.begin(), text.end(), isBlank);
    const QByteArrayView first = text.first(blank - text.begin());
    if (!m_titleMark.isEmpty() && titleMarkOf(text) == m_titleMark && areAddresses(first))
        takeExtract(first, text, m_line, m_rows);
    else
        takeStrictly(text, m_line, m_rows);
}

} // namespace turnstone
