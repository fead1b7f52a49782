// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/tableparser.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"
#include "core/input/linesplitter.h"
#include "core/input/strictaddress.h"
#include "core/types/secretfields.h"
#include "core/types/secrets.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>
#include <vector>

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

/// But for the column that is read; -1: none.
int firstSecretColumn(const QStringList &names, int column)
{
    for (int i = 0; i < names.size(); ++i) {
        if (i != column && isSecretName(names[i].toUtf8()))
            return i;
    }
    return -1;
}

} // namespace

TableParser::TableParser(RowCollector &rows, const TableLayout &layout, const QString &wish)
    : ListParser(rows)
    , m_scan(layout.delimiter, [this](const TableRecord &record) { take(record); })
    , m_delimiter(layout.delimiter)
    , m_width(layout.width)
    , m_firstRow(layout.firstRow)
    , m_hasHeader(layout.hasHeader)
    , m_column(wish.isEmpty() ? likeliestColumn(layout) : layout.columns.named(wish))
    , m_titleMark(layout.columns.titleMark(m_column))
    , m_secret(firstSecretColumn(layout.columns.names(), m_column))
{
    InputSource &source = rows.source();
    source.delimiter = layout.delimiter;
    source.columns = layout.columns.names();
    source.column = m_column;
    source.others = layout.columns.others(m_column);
    if (m_column < 0 && !wish.isEmpty())
        rows.fail(noSuchColumn(source, wish));
}

/// Whatever quotes it has: a cell begins at its delimiter or behind it. In a piece of a record with fewer
/// cells it could be any of them.
QByteArray TableParser::withoutSecretCells(QByteArrayView line) const
{
    if (m_secret < 0)
        return line.toByteArray();
    qsizetype begin = 0;
    const bool isWhole = line.count(m_delimiter) >= m_width - 1;
    for (int cell = 0; isWhole && cell < m_secret; ++cell)
        begin = line.indexOf(m_delimiter, begin) + 1;
    return line.first(begin).toByteArray() + Hidden.toByteArray();
}

void TableParser::addBad(const TableRecord &record, AddressProblem problem)
{
    m_rows.addBad(record.line(), withoutSecretCells(record.raw()), problem);
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

/// A line inside the quotes of a record that could be a row of its own, of another address: two stray quotes
/// make a cell of all that stands between them.
bool TableParser::looksLikeRow(QByteArrayView line, QByteArrayView own) const
{
    QByteArrayView address;
    int cells = 0;
    bool others = false;
    for (qsizetype end = 0; end >= 0 && cells <= m_width; ++cells) {
        end = line.indexOf(m_delimiter);
        const QByteArrayView cell = end < 0 ? line : line.first(end);
        if (cells == m_column)
            address = cell;
        else
            others = others || !(withoutBlanksAround(cell).isEmpty() || hasWebScheme(cell));
        line = line.sliced(end < 0 ? line.size() : end + 1);
    }
    const bool opens = address.startsWith('"') && m_column + 1 < m_width;
    while (opens && address.startsWith('"'))
        address = address.sliced(1);
    if (opens && address.endsWith('"'))
        address.chop(1);
    return cells == m_width && others && address != own && hasWebScheme(address) && !address.contains('"') &&
           std::none_of(address.begin(), address.end(), isBlank);
}

/// True where nothing else may be taken of the record.
bool TableParser::tellHiddenRows(const TableRecord &record, QByteArrayView own)
{
    const auto hasBreak = [](QByteArrayView text) { return text.contains('\n') || text.contains('\r'); };
    if (m_width < 2 || m_column < 0 || !hasBreak(record.raw()))
        return false;
    std::vector<std::pair<qint64, QByteArray>> all, hidden;
    qint64 number = record.line() - 1;
    LineSplitter lines([&](const LineSplitter::Line &line) {
        number += line.continues ? 0 : 1;
        all.emplace_back(number, line.text.toByteArray());
        if (looksLikeRow(line.text, own))
            hidden.push_back(all.back());
    });
    lines.feed(record.raw());
    lines.finish();
    bool isTold = !hidden.empty() && hasBreak(own);
    for (int i = m_width; i < record.size(); ++i)
        isTold = isTold || hasWebScheme(record.cell(i)); // the end of a swallowed row
    for (const auto &[line, text] : isTold ? all : hidden)
        m_rows.addBad(line, withoutSecretCells(text), AddressProblem::Ambiguous);
    return isTold;
}

/// Quotes that are wrong have taken the address into another cell.
bool TableParser::isSwallowed(const TableRecord &record) const
{
    for (int i = 0; i < record.size() && record.cell(m_column).isEmpty(); ++i) {
        if (record.isBroken(i) && record.cell(i).contains("://"))
            return true;
    }
    return false;
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
    if (tellHiddenRows(record, cell))
        return;
    if (record.isCut())
        addBad(record, AddressProblem::TooLong);
    else if (m_column < 0 && !record.isBlank())
        addBad(record, AddressProblem::NoAddress);
    else if (isSwallowed(record) || (!cell.isEmpty() && record.isBroken(m_column)))
        addBad(record, AddressProblem::Ambiguous);
    else if (cell.isEmpty() && !record.isBlank())
        ++m_rows.source().empty;
    else if (!cell.isEmpty() && isTorn(record))
        addBad(record, AddressProblem::Ambiguous);
    else if (isNormalAddress(cell))
        m_rows.addNormal(record.line(), cell, cell);
    else if (!cell.isEmpty())
        takeStrictly(cell, record.line(), m_rows, m_titleMark);
}

void TableParser::finish()
{
    m_scan.finish();
    m_rows.countLines(m_scan.lines());
}

} // namespace turnstone
