// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/crawlsettings.h"

namespace turnstone {

/// All settings of a run as a JSON object, so that it can be gone on with. The password of a proxy is left
/// out: it has no place in a file that is handed on. Without keepSecrets secret header fields are `***`.
QByteArray crawlSettingsToJson(const CrawlSettings &settings);
/// What the object does not say keeps its default; what is out of its type or range is an Error.
Result<CrawlSettings> crawlSettingsFromJson(const QByteArray &json);

} // namespace turnstone
