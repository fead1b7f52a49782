// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/addressmerge.h"

#include "core/input/addressset.h"
#include "core/types/missingsecrets.h"

#include <algorithm>

namespace turnstone {

MergedAddresses mergeAddresses(const AddressList &list, const AddressList &given)
{
    SecretRows secrets(list);
    AddressSet set(list);
    MergedAddresses merged;
    merged.rows.reserve(size_t(given.size()));
    for (RowId row = 0; row < RowId(given.size()); ++row) {
        const AddressProblem problem = given.problem(row);
        if (const std::optional<RowId> known = secrets.take(given, row))
            merged.rows.push_back(*known);
        else if (problem == AddressProblem::None)
            merged.rows.push_back(set.add(given.at(row), given.request(row)).row);
        else
            merged.rows.push_back(set.addBadOnce(given.at(row), problem).row);
    }
    std::sort(merged.rows.begin(), merged.rows.end());
    merged.rows.erase(std::unique(merged.rows.begin(), merged.rows.end()), merged.rows.end());
    merged.ambiguous = secrets.ambiguous();
    merged.addresses = secrets.filled(list);
    merged.addresses.append(set.takeNew());
    return merged;
}

} // namespace turnstone
