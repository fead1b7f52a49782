// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/escapedtext.h"
#include "core/input/inputreport.h"
#include "core/input/tablelayout.h"

#include <optional>

namespace turnstone {

/// What a text is, by the name of its file and by its beginning.
struct ListFormat
{
    /// Whether a text that could be both is a list, an address a line, or prose.
    enum class Manner { Strict, Lenient };

    ListKind kind = ListKind::Lines;
    LineMarkup markup = LineMarkup::None; ///< of prose
    QByteArray titleMark; ///< of lines: what stands between an address and its title in all of them, "-"
    std::optional<TableLayout> table; ///< where it is one

    /// `sample`: its beginning in UTF-8, `whole`: all of it. Endings that say nothing are looked through.
    static ListFormat of(const QString &fileName, QByteArrayView sample, bool whole, Manner manner);
};

} // namespace turnstone
