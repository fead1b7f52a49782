// SPDX-License-Identifier: GPL-3.0-or-later
// Columns and roles of the host model, shared by its views and tests.
#pragma once

#include <Qt>

namespace turnstone {

enum class HostColumn : int {
    Host,
    InFlight,
    Limit, ///< editable: requests in flight allowed ("1 of 6" in trouble); 0 gives the general limit back
    Delay, ///< editable: ms from one start to the next; -1 gives the general delay back
    Waiting,
    WillRetry,
    Finished,
    Errors,
    Rate,
    TtfbP50,
    TtfbP95,
    TotalP50,
    TotalP95,
    State,
};

inline constexpr int HostColumnCount = 14;

enum HostRole : int {
    HostNameRole = Qt::UserRole, ///< QString, as the engine knows it
    HostSortRole,                ///< double or QString: what the column sorts by
    HostConditionRole,           ///< HostCondition as int
    HostColorRole,               ///< hostStateColor() as int
};

} // namespace turnstone
