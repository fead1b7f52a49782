// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/rowid.h"

#include <QString>

#include <span>

namespace turnstone {

/// The rows as a JSON array: how a statement takes any number of them as one value, for json_each().
inline QString rowListJson(std::span<const RowId> rows)
{
    QString json;
    json.reserve(qsizetype(rows.size()) * 8 + 2);
    json += u'[';
    for (const RowId row : rows) {
        if (json.size() > 1)
            json += u',';
        json += QString::number(row);
    }
    json += u']';
    return json;
}

} // namespace turnstone
