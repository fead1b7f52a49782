// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandsyntax.h"
#include "core/base/error.h"
#include "core/types/crawlsettings.h"

#include <QStringList>

#include <optional>

namespace turnstone {

/// What `turnstone` was asked to do.
struct GuiOptions
{
    QStringList inputs;                    ///< addresses and files
    QString column;                        ///< of tables and JSON among them; empty: the likeliest
    QStringList otherFiles;                ///< what else was read: of --data-file and --header
    std::optional<CrawlSettings> settings; ///< nothing: those the user keeps
    QStringList crawlArguments;            ///< what `settings` were made of
    bool start = false;
    QStringList exportFiles;
    bool quitWhenDone = false;
    QString lagReport; ///< a file for how responsive the window was
    QString message;   ///< help or version: print it and end
};

/// Its own options; help and the manual are made of them.
CommandSyntax guiSyntax();
/// Besides its own options it takes those of `turnstone-cli crawl`.
Result<GuiOptions> parseGuiOptions(const QStringList &arguments);
/// Those of a run that is gone on with, but for what the options say.
Result<CrawlSettings> settingsOver(const CrawlSettings &base, const GuiOptions &options);

} // namespace turnstone
