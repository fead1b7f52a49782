// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/input/urllistreader.h"

#include <QStringList>

#include <vector>

namespace turnstone {

/// A line that gave no address, and where it stands.
struct BadInput
{
    QString file; ///< empty: on the command line itself
    BadLine line;
};

struct GivenAddresses
{
    AddressList addresses;
    qint64 duplicates = 0; ///< given again, here or there
    qint64 bad = 0;
    std::vector<BadInput> badLines; ///< the first few
};

/// Reads all arguments into one list, in their order: "-" is standard input, a name of a file that exists is
/// a list, anything else is an address. What looks like a file but is none is an Error.
Result<GivenAddresses> readInputs(const QStringList &arguments);

} // namespace turnstone
