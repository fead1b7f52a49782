// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <algorithm>

namespace turnstone {

/// The media type that a Content-Type field names (RFC 9110, 8.3.1): lower case, without parameters. Where a
/// server names several, the first counts.
inline QByteArray mediaTypeIn(QByteArrayView field)
{
    const auto end = std::find_if(field.begin(), field.end(), [](char c) { return c == ';' || c == ','; });
    return field.first(end - field.begin()).trimmed().toByteArray().toLower();
}

} // namespace turnstone
