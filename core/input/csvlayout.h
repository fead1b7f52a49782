// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace turnstone {

/// The cells of one line of delimiter-separated values, without their quotes.
QList<QByteArray> splitCells(QByteArrayView line, char delimiter);

/// What the first line of a list says about the lines that follow.
class CsvLayout final
{
public:
    /// Looks at the first line that is not blank. True where it is a header row, and so no address itself.
    /// `delimited`: the text is known to be a table.
    bool readFirstLine(QByteArrayView line, bool delimited);

    /// The text is a table: its cells are looked at one by one.
    bool isTable() const { return m_delimiter != '\0'; }
    char delimiter() const { return m_delimiter; }
    /// The column that holds the addresses; -1 where no header named one.
    int column() const { return m_column; }

private:
    char m_delimiter = '\0';
    int m_column = -1;
};

} // namespace turnstone
