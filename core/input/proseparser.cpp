// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/proseparser.h"

#include "core/input/bytetext.h"
#include "core/input/columnchoice.h"
#include "core/input/linefinder.h"

namespace turnstone {

ProseParser::ProseParser(RowCollector &rows, From from, qint64 linesBefore)
    : ListParser(rows)
    , m_from(from)
    , m_lines([this](const LineSplitter::Line &line) { take(line); })
    , m_line(linesBefore)
{}

void ProseParser::take(const LineSplitter::Line &line)
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
    if (text.isEmpty() || (text.front() == '#' && m_from != From::Markdown && !line.continues))
        return;
    const bool first = std::exchange(m_atBeginning, false);
    if (line.cut && (m_from == From::Paste || text.contains("://")))
        m_rows.addBad(m_line, text, AddressProblem::TooLong);
    else if (line.cut)
        ++m_rows.source().passed;
    else if (beginsJsonObject(text))
        m_rows.add(m_line, text, readJsonLine(text));
    else if (!first || !ColumnChoice::isListName(QString::fromUtf8(text)))
        takeText(text);
}

void ProseParser::takeText(QByteArrayView text)
{
    m_found.clear();
    const AddressProblem problem =
        findAddresses(text, m_found, m_from == From::Paste ? BareNames::Taken : BareNames::OnlyPlain);
    for (const Address &address : m_found)
        m_rows.add(m_line, address.problem == AddressProblem::None ? text : QByteArrayView(address.url),
                   address);
    if (!m_found.empty())
        return;
    // what was meant as an address is a bad line in any text
    if (m_from == From::Paste || (problem != AddressProblem::NoAddress && hasWebScheme(text)))
        m_rows.addBad(m_line, text, problem);
    else
        ++m_rows.source().passed;
}

} // namespace turnstone
