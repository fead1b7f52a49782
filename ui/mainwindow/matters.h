// SPDX-License-Identifier: GPL-3.0-or-later
// What the window speaks of in its MessageBar. Each matter has a line of its own there, which ends with it.
#pragma once

namespace turnstone::matter {

inline constexpr auto Network = "network";        ///< it is down
inline constexpr auto Writing = "writing";        ///< the project cannot be written
inline constexpr auto Opening = "opening";        ///< of a project, and what Start does with it
inline constexpr auto StopFirst = "stop first";   ///< before another project is opened
inline constexpr auto SetAside = "set aside";     ///< a list that can be brought back
inline constexpr auto LeftBehind = "left behind"; ///< a project that nobody named
inline constexpr auto Discarded = "discarded";    ///< such a one, as long as it can be brought back
inline constexpr auto Unchecked = "unchecked";    ///< rows that a stop kept from being checked again
inline constexpr auto Changes = "changes";        ///< their export
inline constexpr auto Export = "export ";         ///< of results; its number follows

} // namespace turnstone::matter
