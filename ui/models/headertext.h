// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QString>

namespace turnstone {

/// True where at least one hop has kept header fields.
bool hasHeaders(const FetchResult &result);

/// Request and response fields of every hop of every attempt as plain text, a title line ("▸ ...") before
/// each. With `filter` only fields that contain it, whatever the case. Bounded to about 250,000 characters.
QString headerText(const FetchResult &result, const QString &filter = {});

} // namespace turnstone
