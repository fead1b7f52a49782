// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/addresslist.h"

#include <optional>
#include <span>
#include <vector>

namespace turnstone {

/// A list that has taken in another one.
struct MergedAddresses
{
    AddressList addresses;          ///< those of the list, then what was new to it
    std::vector<RowId> rows;        ///< where the given ones stand in it; ascending, each once
    std::vector<RowId> back;        ///< those of them that had been removed
    std::optional<RowId> ambiguous; ///< see SecretRows: `rows` may be those of others, then
};

/// Addresses are the same where text and request are. A line that is none is a row of its own: the n-th of
/// equal ones is the n-th of those in the list. Where the list has `***` for a secret, what is given with one
/// is that address, and brings it. What was `removed` (ascending) and is given again is back in its place,
/// unless it lacks a secret or is no address: such a row is never another's.
MergedAddresses mergeAddresses(const AddressList &list, const AddressList &given,
                               std::span<const RowId> removed = {});

/// A list that has taken secrets which it lacked.
struct FilledAddresses
{
    AddressList addresses;
    AddressList left; ///< of the given ones, those that brought it none
};

/// The secrets alone, for a list that has none of the other given ones. What nobody can tell from others,
/// since not all of them were given, brings none; nor does what was `removed`, as above.
FilledAddresses fillSecrets(const AddressList &list, const AddressList &given,
                            std::span<const RowId> removed = {});

/// `given` without those lines that are no addresses and stand in the list already, not `removed`: the n-th
/// of equal ones is the n-th of those in the list.
AddressList withoutKnownBadLines(const AddressList &list, const AddressList &given,
                                 std::span<const RowId> removed = {});

} // namespace turnstone
