// SPDX-License-Identifier: GPL-3.0-or-later
// Whose settings hold where a run is gone on with, and what they lack. Pure.
#pragma once

#include "core/base/error.h"
#include "core/types/crawlsettings.h"
#include "core/types/run.h"

#include <QByteArrayList>

namespace turnstone {

/// Those of the run. What a project does not keep is that of `own` where nothing else differs: the proxy, and
/// the header fields all together. An Error where they cannot be read.
Result<CrawlSettings> settingsOf(const RunInfo &run, const CrawlSettings &own = {});
/// Whether a project says the same of both.
bool isSameInProject(const CrawlSettings &a, const CrawlSettings &b);

/// The names of header fields that have `***` for a value, each once.
QByteArrayList missingHeaders(const CrawlSettings &settings);
/// The proxy has a user and no password: either it has none, or a project did not keep it.
bool lacksProxyPassword(const CrawlSettings &settings);
/// `***` stands for the key of the proxy, and is never sent.
bool lacksProxyKey(const CrawlSettings &settings);

} // namespace turnstone
