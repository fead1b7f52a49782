// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/listparser.h"
#include "core/input/tablelayout.h"
#include "core/input/tablescan.h"

namespace turnstone {

/// One column of a table; the others are not looked at.
class TableParser final : public ListParser
{
public:
    /// `wish`: the column's name or number; empty: the likeliest. One that is not there is an error of
    /// `rows`.
    TableParser(RowCollector &rows, const TableLayout &layout, const QString &wish);
    void feed(QByteArrayView text) override { m_scan.feed(text); }
    void finish() override;

private:
    void take(const TableRecord &record);
    void addBad(const TableRecord &record, AddressProblem problem);
    QByteArray withoutSecretCells(QByteArrayView line) const;
    bool looksLikeRow(QByteArrayView line, QByteArrayView own) const;
    bool tellHiddenRows(const TableRecord &record, QByteArrayView own);
    bool isSwallowed(const TableRecord &record) const;
    bool isTorn(const TableRecord &record) const;

    TableScan m_scan;
    const char m_delimiter;
    const int m_width;
    const int m_firstRow;
    const bool m_hasHeader;
    int m_column = -1;
    QByteArray m_titleMark;
    int m_secret = -1; // the first column whose cells nobody else may see
    int m_records = 0; // until the first of data
};

} // namespace turnstone
