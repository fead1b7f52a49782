// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/tablecopier.h"

namespace turnstone {

/// Of a table of addresses, by runs or not, of which rows are there twice in the damaged file ("main") and
/// once in the new one ("found"): where others may be missing. A page stands in the place of another where
/// the keys do not rise in the order of the file. What that one had belonged between two keys that are
/// neighbours in the new file.
Result<std::vector<TableCopier::Gap>> gapsOfMisplaced(SqlConnection &connection, const QString &table,
                                                      bool isOfRuns);

} // namespace turnstone
