// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/addresstext.h"
#include "core/input/linetokens.h"

#include <vector>

namespace turnstone {

/// What follows "- ", "* ", "12. " or "3) " at the beginning of a line.
QByteArrayView withoutListMarker(QByteArrayView line);

/// Names without a scheme among other words.
enum class BareNames {
    Taken,     ///< they are meant, as in a pasted text
    OnlyPlain, ///< those that begin with www. or have a path are, as in a log, a mail or a page of Markdown;
               ///< beside a full address those that have a path
    Alone,     ///< they are where no full address stands beside them, as in a cell
};

/// Whether "://" stands in it, be it with escapes. What does not hold it has bare names at most.
bool mayHoldAddress(QByteArrayView text);

/// Finds the addresses of one line: alone, in prose, brackets, quotes, Markdown, HTML or unannounced CSV.
/// A name beside a full address of the same host is its label, no address. Appends to `found`; among others
/// an http(s) address that fails is appended as given, with its problem, and so is one that is ambiguous even
/// alone. Where there is none it appends nothing and says why.
AddressProblem findAddresses(QByteArrayView line, std::vector<Address> &found,
                             BareNames bareNames = BareNames::Taken, LineMarkup markup = LineMarkup::None);

} // namespace turnstone
