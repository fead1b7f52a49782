// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/linelistparser.h"

#include "core/input/bytetext.h"
#include "core/input/columnchoice.h"
#include "core/input/linefinder.h"

namespace turnstone {

LineListParser::LineListParser(RowCollector &rows, qint64 linesBefore)
    : ListParser(rows)
    , m_lines([this](const LineSplitter::Line &line) { take(line); })
    , m_line(linesBefore)
{}

void LineListParser::takeCut(QByteArrayView text)
{
    m_rows.addBad(m_line, text, AddressProblem::TooLong);
}

/// A request of its own, or an object of any kind, as programs log them.
void LineListParser::takeJson(QByteArrayView text)
{
    const JsonLine request = readJsonLine(text);
    if (request.address.problem == AddressProblem::NoAddress && mayHoldAddress(text))
        takeText(text);
    else
        m_rows.add(m_line, text, request);
}

void LineListParser::take(const LineSplitter::Line &line)
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
    if (text.isEmpty() || (text.front() == '#' && hasComments() && !line.continues))
        return;
    const bool first = std::exchange(m_atBeginning, false);
    if (line.cut)
        takeCut(text);
    else if (beginsJsonObject(text))
        takeJson(text);
    else if (!first || !ColumnChoice::isListName(QString::fromUtf8(text)))
        takeText(text);
}

} // namespace turnstone
