// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/addresslist.h"

namespace turnstone {

class Store;

/// All addresses of a project, in memory.
Result<AddressList> readAddressList(Store &store);

} // namespace turnstone
