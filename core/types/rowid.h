// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace turnstone {

/// The position of an address in the list of its crawl, from 0; stable for the life of the crawl.
using RowId = quint32;

} // namespace turnstone
