// SPDX-License-Identifier: GPL-3.0-or-later
// The columns and roles of the result table, shared by model, delegate, view and tests.
#pragma once

#include <QString>
#include <Qt>

namespace turnstone {

/// In the order of the table. Their ids are stable: the window remembers widths and visibility by them.
enum class ResultColumn { Verdict, Title, Address, Type, Size, FirstByte, Total, Tries };
inline constexpr int ResultColumnCount = 8;

enum ResultRole {
    RowClassRole = Qt::UserRole + 1, ///< int: RowClass::index()
    RowIdRole,                       ///< uint: the row's place in the list
    PlainTextRole,                   ///< QString: the value without units, for the clipboard
};

QString resultColumnTitle(ResultColumn column);
constexpr bool isNumeric(ResultColumn column)
{
    return column >= ResultColumn::Size;
}

} // namespace turnstone
