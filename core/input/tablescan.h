// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>
#include <vector>

namespace turnstone {

/// One record of a table.
class TableRecord final
{
public:
    int size() const { return int(m_cells.size()); }
    /// Without its quotes and the blanks around it; empty where there is none.
    QByteArrayView cell(int index) const;
    bool isQuoted(int index) const { return m_cells[size_t(index)].quoted; }
    bool isBlank() const;
    qint64 line() const { return m_line; }
    QByteArrayView raw() const { return m_raw; }
    bool isCut() const { return m_cut; }

private:
    friend class TableScan;
    struct Cell
    {
        qsizetype end = 0;
        bool quoted = false;
    };
    QByteArray m_text;
    std::vector<Cell> m_cells;
    QByteArray m_raw;
    qint64 m_line = 0;
    bool m_cut = false;
};

/// Text in pieces of any size -> records (RFC 4180, with any delimiter): quoted cells may hold delimiters,
/// quotes and line breaks. A quote that is not closed within 1 MiB is a character like any other; of a longer
/// line only the beginning is handed over, as cut.
class TableScan final
{
public:
    using Handler = std::function<void(const TableRecord &record)>;

    /// No delimiter ('\0'): every line is one cell.
    TableScan(char delimiter, Handler handler);
    void feed(QByteArrayView text);
    void finish();
    qint64 lines() const { return m_line; }

private:
    qsizetype recordEnd(QByteArrayView text, qsizetype from);
    void take(QByteArrayView raw, bool quotes);
    void takeBroken(bool all);
    void split(QByteArrayView raw, bool quotes);

    const char m_delimiter;
    Handler m_handler;
    TableRecord m_record;
    QByteArray m_unfinished;
    bool m_quoted = false;    // inside quotes
    bool m_wasQuoted = false; // this cell was
    bool m_atCell = true;     // nothing but blanks since the cell began
    bool m_dropping = false;  // the rest of a line that is too long
    bool m_skipLineFeed = false;
    qint64 m_line = 0; // lines handed over
};

} // namespace turnstone
