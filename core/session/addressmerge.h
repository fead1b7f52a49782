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

/// Addresses are the same where text and request are. A line that is none is a row of its own: the n-th of
/// equal ones is the n-th of those in the list. Where the list has `***` for a secret, what is given with one
/// is that address, and brings it.
MergedAddresses mergeAddresses(const AddressList &list, const AddressList &given);

/// A list that has taken secrets which it lacked.
struct FilledAddresses
{
    AddressList addresses;
    AddressList left; ///< of the given ones, those that brought it none
};

/// The secrets alone, for a list that has none of the other given ones. What nobody can tell from others,
/// since not all of them were given, brings none.
FilledAddresses fillSecrets(const AddressList &list, const AddressList &given);

/// `given` without those lines that are no addresses and stand in the list already: the n-th of equal ones is
/// the n-th of those in the list.
AddressList withoutKnownBadLines(const AddressList &list, const AddressList &given);

} // namespace turnstone
