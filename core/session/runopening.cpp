// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/runopening.h"

#include "core/store/projectwriter.h"
#include "core/types/crawlsettingsjson.h"

#include <optional>

namespace turnstone {

void RunOpening::writeTo(ProjectWriter &writer) const
{
    const QByteArray json = crawlSettingsToJson(settings);
    const std::optional<std::vector<RowId>> some =
        owes == Owes::Rows ? std::optional(rows) : std::optional<std::vector<RowId>>();
    if (!back.empty())
        writer.restoreRows(back);
    if (earlier == 0)
        writer.beginRunOf(scope, json, some);
    else if (owes == Owes::AsBefore)
        writer.continueRun(earlier, json);
    else
        writer.continueRunOf(earlier, json, some);
}

} // namespace turnstone
