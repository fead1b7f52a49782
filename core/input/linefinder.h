// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/addresstext.h"

#include <vector>

namespace turnstone {

/// What follows "- ", "* ", "12. " or "3) " at the beginning of a line.
QByteArrayView withoutListMarker(QByteArrayView line);

/// Names without a scheme among other words: in a pasted text they are meant; in a log, a mail or a page of
/// Markdown only those that begin with www. or have a path.
enum class BareNames { Taken, OnlyPlain };

/// Finds the addresses of one line: alone, in prose, brackets, quotes, Markdown, HTML or unannounced CSV.
/// Appends them to `found`; among others an http(s) address that fails is appended as given, with its
/// problem. Where there is none it appends nothing and says why.
AddressProblem findAddresses(QByteArrayView line, std::vector<Address> &found,
                             BareNames bareNames = BareNames::Taken);

} // namespace turnstone
