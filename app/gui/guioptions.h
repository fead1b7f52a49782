// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/crawlsettings.h"

#include <QStringList>

#include <optional>

namespace turnstone {

/// What `turnstone` was asked to do.
struct GuiOptions
{
    QStringList inputs;                    ///< addresses and files
    std::optional<CrawlSettings> settings; ///< nothing: those the user keeps
    bool start = false;
    QStringList exportFiles;
    bool quitWhenDone = false;
    QString lagReport; ///< a file for how responsive the window was
    QString message;   ///< help or version: print it and end
};

/// Besides its own options it takes those of `turnstone-cli crawl`.
Result<GuiOptions> parseGuiOptions(const QStringList &arguments);

} // namespace turnstone
