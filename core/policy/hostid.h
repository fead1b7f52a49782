// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace turnstone {

/// A host within one HostTable: dense, from 0.
using HostId = quint32;

} // namespace turnstone
