// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/addressmerge.h"

#include "core/input/addressset.h"

#include <algorithm>

namespace turnstone {

MergedAddresses mergeAddresses(const AddressList &list, const AddressList &given)
{
    AddressSet set(list);
    MergedAddresses merged;
    merged.rows.reserve(size_t(given.size()));
    for (RowId row = 0; row < RowId(given.size()); ++row) {
        const AddressProblem problem = given.problem(row);
        merged.rows.push_back(problem == AddressProblem::None ? set.add(given.at(row), given.request(row)).row
                                                              : set.addBadOnce(given.at(row), problem).row);
    }
    std::sort(merged.rows.begin(), merged.rows.end());
    merged.rows.erase(std::unique(merged.rows.begin(), merged.rows.end()), merged.rows.end());
    merged.addresses = list;
    merged.addresses.append(set.takeNew());
    return merged;
}

} // namespace turnstone
