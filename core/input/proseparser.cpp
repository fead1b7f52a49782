// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/proseparser.h"

#include "core/input/bytetext.h"
#include "core/input/linefinder.h"

namespace turnstone {

ProseParser::ProseParser(RowCollector &rows, From from, LineMarkup markup, qint64 linesBefore)
    : LineListParser(rows, linesBefore)
    , m_from(from)
    , m_markup(markup)
{}

void ProseParser::takeCut(QByteArrayView text)
{
    if (m_from == From::Paste || text.contains("://"))
        LineListParser::takeCut(text);
    else
        ++m_rows.source().passed;
}

void ProseParser::takeText(QByteArrayView text)
{
    m_found.clear();
    const AddressProblem problem = findAddresses(
        text, m_found, m_from == From::Paste ? BareNames::Taken : BareNames::OnlyPlain, m_markup);
    for (const Address &address : m_found)
        m_rows.add(line(), address.problem == AddressProblem::None ? text : QByteArrayView(address.url),
                   address);
    if (!m_found.empty())
        return;
    // what was meant as an address is a bad line in any text
    if (m_from == From::Paste || (problem != AddressProblem::NoAddress && hasWebScheme(text)))
        m_rows.addBad(line(), text, problem);
    else
        ++m_rows.source().passed;
}

} // namespace turnstone
