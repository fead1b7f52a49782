// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/addresslist.h"

#include <functional>
#include <memory>

namespace turnstone {

class SqlConnection;

/// Writes the addresses of the list from `first` on; inside the caller's transaction. Without `keepsSecrets`
/// as others may see them.
Outcome insertAddresses(SqlConnection &connection, const AddressList &addresses, RowId first,
                        bool keepsSecrets);
/// All addresses in list order, in blocks; false from `take` ends it.
Outcome selectAddresses(SqlConnection &connection,
                        const std::function<bool(std::shared_ptr<const AddressBlock>)> &take);

} // namespace turnstone
