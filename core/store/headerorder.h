// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/run.h"

#include <optional>

namespace turnstone {

class SqlConnection;

/// Whether the header fields of a run, or of the runs that have current results, are where they are looked
/// for: their keys rise in the order of the file. Where pages have changed places or are there twice they do
/// not, SQLite finds no fields there, and nothing else says that there were any.
Result<bool> areHeadersInOrder(SqlConnection &connection, std::optional<RunId> run);

} // namespace turnstone
