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
    /// More than its end follows its quotes, so that nobody knows what they were to hold.
    bool isBroken(int index) const { return m_cells[size_t(index)].broken; }
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
        bool broken = false;
    };
    QByteArray m_text;
    std::vector<Cell> m_cells;
    QByteArray m_raw;
    qint64 m_line = 0;
    bool m_cut = false;
};

/// Text in pieces of any size -> records (RFC 4180, with any delimiter): quoted cells may hold delimiters,
/// quotes and line breaks. A quote is a character like any other where it is not closed within 1 MiB, or is
/// closed on a later line and more than the cell's end follows. Of a longer line only the beginning is handed
/// over, as cut.
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
    enum class Place : quint8 {
        CellBegin, // nothing but blanks yet
        InCell,
        Quoted,
        QuoteSeen, // inside quotes: their end, or the first of two
        BehindQuotes,
    };
    qsizetype offsetOf(qsizetype at, qsizetype begin) const { return m_unfinished.size() + at - begin; }
    qsizetype recordEnd(QByteArrayView text, qsizetype from);
    void take(QByteArrayView raw, bool quotes);
    void takeUnquoted(bool all);
    void giveUp(bool all);
    void readAgain();
    void beginRecord();
    void split(QByteArrayView raw, bool quotes);

    const char m_delimiter;
    Handler m_handler;
    TableRecord m_record;
    QByteArray m_unfinished;
    Place m_place = Place::CellBegin;
    qsizetype m_opened = 0;      // where in the record the last quotes begin
    bool m_severalLines = false; // these go over a line break
    bool m_isStray = false;      // and are none
    qsizetype m_stray = -1;      // where in the record a quote stands that is a character
    bool m_dropping = false;     // the rest of a line that is too long
    bool m_skipLineFeed = false;
    qint64 m_line = 0; // lines handed over
};

} // namespace turnstone
