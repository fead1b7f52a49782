// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectreading.h"

#include "core/store/store.h"

namespace turnstone {

Result<AddressList> readAddressList(Store &store)
{
    AddressList addresses;
    const Outcome read = store.readAddresses([&addresses](std::shared_ptr<const AddressBlock> block) {
        addresses.append(std::move(block));
        return true;
    });
    if (!read)
        return read.error();
    return addresses;
}

} // namespace turnstone
