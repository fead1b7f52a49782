// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/addresslist.h"

#include <optional>
#include <vector>

namespace turnstone {

/// A list that has taken in another one.
struct MergedAddresses
{
    AddressList addresses;          ///< those of the list, then what was new to it
    std::vector<RowId> rows;        ///< where the given ones stand in it; ascending, each once
    std::optional<RowId> ambiguous; ///< see SecretRows: `rows` may be those of others, then
};

/// Addresses are the same where text and request are, lines that are none where their text is. Where the list
/// has `***` for a secret, what is given with one is that address, and brings it.
MergedAddresses mergeAddresses(const AddressList &list, const AddressList &given);

} // namespace turnstone
