// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/addresstext.h"

#include <vector>

namespace turnstone {

/// Finds the addresses of one line: alone, in prose, brackets, quotes, Markdown, HTML or unannounced CSV.
/// Appends them to `found`; among others an http(s) address that fails is appended as given, with its
/// problem. Where there is none it appends nothing and says why.
AddressProblem findAddresses(QByteArrayView line, std::vector<Address> &found);

} // namespace turnstone
