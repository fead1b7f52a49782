// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/input/urllistreader.h"

#include <QStringList>

namespace turnstone {

struct GivenAddresses
{
    AddressList addresses;
    InputReport report;
};

/// Reads all arguments into one list, in their order: "-" is standard input, a name of a file that exists is
/// a list, anything else is an address. What looks like a file but is none is an Error, as is a list that has
/// no column of the name `column`, where one is named.
Result<GivenAddresses> readInputs(const QStringList &arguments, const QString &column = {});

} // namespace turnstone
