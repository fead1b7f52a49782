// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

#include <set>
#include <utility>

namespace turnstone {

/// What translators get to see, as lupdate extracts it from the sources; it takes some seconds.
struct Catalogue
{
    std::set<std::pair<QByteArray, QByteArray>> sentences; ///< context and source text
    QStringList plurals;                                   ///< "context: source text" of those with a number
    QStringList unfinished;                                ///< the same, without all forms of it
    QStringList complaints;                                ///< of lupdate
    QString failure;                                       ///< empty: all went well
};

/// Extracts everything anew.
Catalogue extractCatalogue();
/// The plural forms of English, brought up to date in a copy: what is unfinished is missing in the catalogue
/// that is there.
Catalogue updatedPlurals();
/// That catalogue as it is.
Catalogue keptPlurals();

} // namespace turnstone
