// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/columnchoice.h"

#include <QByteArrayView>

#include <optional>

namespace turnstone {

/// How a table is laid out, seen in its beginning.
struct TableLayout
{
    char delimiter = '\0';
    int width = 1;    ///< cells of most records
    int firstRow = 0; ///< the first record of data, from 0: behind the header and what stands above it
    bool hasHeader = false;
    ColumnChoice columns;

    /// `whole`: the sample is all there is. `named`: the file's name says that it is a table; otherwise
    /// nothing where it does not look like one.
    static std::optional<TableLayout> of(QByteArrayView sample, bool whole, bool named);
};

} // namespace turnstone
