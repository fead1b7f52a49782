// SPDX-License-Identifier: GPL-3.0-or-later
// The columns and roles of the result table, shared by model, delegate, view and tests.
#pragma once

#include "ui/models/rowdetail.h"

#include <QString>
#include <Qt>

#include <optional>

namespace turnstone {

/// In the order of the table. Those from Number on are shown only to those who ask for them.
enum class ResultColumn {
    Verdict,
    Title,
    Address,
    Type,
    Size,
    FirstByte,
    Total,
    Tries,
    Number,
    Status,
    Redirects,
    Host,
    Note,
    Reason,
    FinalAddress,
    Description,
    Heading,
    Canonical,
};
inline constexpr int ResultColumnCount = 18;

enum ResultRole {
    RowClassRole = Qt::UserRole + 1, ///< int: RowClass::index()
    RowIdRole,                       ///< uint: the row's place in the list
    PlainTextRole,                   ///< QString: the value without units, for the clipboard
};

QString resultColumnTitle(ResultColumn column);
/// Stable: the window remembers columns by it.
QLatin1StringView resultColumnId(ResultColumn column);
constexpr bool isNumeric(ResultColumn column)
{
    return column >= ResultColumn::Size && column <= ResultColumn::Redirects;
}
constexpr bool isShownAtFirst(ResultColumn column)
{
    return column < ResultColumn::Number;
}
/// What rows hold only while it is shown; nothing: they always have it.
std::optional<RowDetail> detailOf(ResultColumn column);

} // namespace turnstone
