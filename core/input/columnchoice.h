// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/strictaddress.h"

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <vector>

namespace turnstone {

/// Which column of a table, or member of JSON and XML, holds the addresses: by what its cells hold, then by
/// its name. Shown a sample cell by cell.
class ColumnChoice final
{
public:
    void setName(int column, const QString &name);
    void see(int column, QByteArrayView cell);

    /// The likeliest column; -1 where none holds addresses.
    int best() const;
    /// The column of this name in any case, or of this number (from 1) where no name is that; -1: none.
    int named(const QString &name) const;
    /// Those besides `chosen` whose cells are addresses.
    std::vector<int> others(int chosen) const;
    QStringList names() const;
    bool holdsAddresses(int column) const;
    /// What stands before the titles that follow its addresses.
    QByteArray titleMark(int column) const;

    /// A column's name that says that it holds addresses: "url", "Page URL", "Adresse".
    static bool isAddressName(const QString &name);
    /// What may stand over a list of addresses: one of these, or "Website", "Pages".
    static bool isListName(const QString &name);

private:
    struct Column
    {
        QString name;
        qint64 cells = 0;  ///< that are not empty
        qint64 web = 0;    ///< http(s) addresses
        qint64 bare = 0;   ///< without a scheme
        qint64 deep = 0;   ///< of both, those with a path
        qint64 inside = 0; ///< a text with an address in it
        TitleMark marks;
    };
    static double score(const Column &column);
    static bool isRather(const Column &one, const Column &other);
    Column &at(int column);

    std::vector<Column> m_columns;
};

} // namespace turnstone
