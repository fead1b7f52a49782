// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/lineparser.h"

#include "core/input/bytetext.h"
#include "core/input/linefinder.h"
#include "core/input/strictaddress.h"

#include <algorithm>

namespace turnstone {

LineParser::LineParser(RowCollector &rows, const QByteArray &titleMark)
    : LineListParser(rows)
    , m_titleMark(titleMark)
{}

void LineParser::takeText(QByteArrayView given)
{
    const QByteArrayView text = withoutListMarker(given);
    const QByteArrayView first = text.first(firstBlank(text));
    if (!m_titleMark.isEmpty() && titleMarkOf(text) == m_titleMark && areAddresses(first))
        takeExtract(first, text, line(), m_rows);
    else
        takeStrictly(text, line(), m_rows);
}

} // namespace turnstone
