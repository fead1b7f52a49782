// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/lineparser.h"

#include "core/input/linefinder.h"
#include "core/input/strictaddress.h"

namespace turnstone {

LineParser::LineParser(RowCollector &rows, const QByteArray &titleMark)
    : LineListParser(rows)
    , m_titleMark(titleMark)
{}

void LineParser::takeText(QByteArrayView given)
{
    takeStrictly(withoutListMarker(given), line(), m_rows, m_titleMark);
}

} // namespace turnstone
