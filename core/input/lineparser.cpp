// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/lineparser.h"

#include "core/input/bytetext.h"
#include "core/input/linefinder.h"
#include "core/input/strictaddress.h"

namespace turnstone {

namespace {

/// "https://a.example/1 \" in a command of a shell, which goes on in the next line.
QByteArrayView withoutContinuation(QByteArrayView line)
{
    const bool goesOn = line.endsWith('\\') && blankBehind(line.chopped(1)) > 0;
    return goesOn ? withoutBlanksAround(line.chopped(1)) : line;
}

} // namespace

LineParser::LineParser(RowCollector &rows, const QByteArray &titleMark)
    : LineListParser(rows)
    , m_titleMark(titleMark)
{}

void LineParser::takeText(QByteArrayView given)
{
    takeStrictly(withoutContinuation(withoutListMarker(given)), line(), m_rows, m_titleMark);
}

} // namespace turnstone
