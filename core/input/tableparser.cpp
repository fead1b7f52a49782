// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/tableparser.h"

#include "core/input/bytetext.h"
#include "core/input/strictaddress.h"

#include <QCoreApplication>

#include <algorithm>

namespace turnstone {

namespace {

int likeliestColumn(const TableLayout &layout)
{
    if (const int best = layout.columns.best(); best >= 0)
        return best;
    const QStringList names = layout.columns.names();
    for (auto test : {&ColumnChoice::isAddressName, &ColumnChoice::isListName}) {
        const auto found = std::find_if(names.begin(), names.end(), test);
        if (found != names.end())
            return int(found - names.begin());
    }
    return layout.width == 1 ? 0 : -1;
}

} // namespace

TableParser::TableParser(RowCollector &rows, const TableLayout &layout, const QString &wish)
    : ListParser(rows)
    , m_scan(layout.delimiter, [this](const TableRecord &record) { take(record); })
    , m_width(layout.width)
    , m_firstRow(layout.firstRow)
    , m_hasHeader(layout.hasHeader)
    , m_column(wish.isEmpty() ? likeliestColumn(layout) : layout.columns.named(wish))
{
    InputSource &source = rows.source();
    source.delimiter = layout.delimiter;
    source.columns = layout.columns.names();
    source.column = m_column;
    source.others = layout.columns.others(m_column);
    if (m_column < 0 && !wish.isEmpty())
        rows.fail(noSuchColumn(source, wish));
}

/// More cells than columns, and no quotes that say where the address ends: a comma may be a part of it.
bool TableParser::isTorn(const TableRecord &record) const
{
    int size = record.size();
    while (size > 0 && record.cell(size - 1).isEmpty())
        --size;
    if (size <= m_width || record.isQuoted(m_column) || m_column + 1 >= size)
        return false;
    const QByteArrayView next = record.cell(m_column + 1);
    return !record.isQuoted(m_column + 1) && !next.isEmpty() &&
           std::none_of(next.begin(), next.end(), isBlank);
}

void TableParser::take(const TableRecord &record)
{
    if (m_records < m_firstRow) {
        const bool header = ++m_records == m_firstRow && m_hasHeader;
        if (!header && !record.isBlank())
            ++m_rows.source().passed;
        return;
    }
    const QByteArrayView cell = record.cell(m_column);
    if (record.isCut())
        m_rows.addBad(record.line(), record.raw(), AddressProblem::TooLong);
    else if (m_column < 0 && !record.isBlank())
        m_rows.addBad(record.line(), record.raw(), AddressProblem::NoAddress);
    else if (cell.isEmpty() && !record.isBlank())
        ++m_rows.source().empty;
    else if (!cell.isEmpty() && isTorn(record))
        m_rows.addBad(record.line(), record.raw(), AddressProblem::Ambiguous);
    else if (isNormalAddress(cell))
        m_rows.addNormal(record.line(), cell, cell);
    else if (!cell.isEmpty())
        takeStrictly(cell, record.line(), m_rows);
}

void TableParser::finish()
{
    m_scan.finish();
    m_rows.countLines(m_scan.lines());
}

} // namespace turnstone
