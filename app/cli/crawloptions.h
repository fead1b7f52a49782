// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/report/resultwriter.h"
#include "core/types/crawlsettings.h"

#include <QStringList>

#include <optional>

namespace turnstone {

/// What `turnstone-cli crawl` was asked to do, checked.
struct CrawlOptions
{
    enum class Progress { Auto, Always, Never };

    QStringList arguments; ///< as given
    CrawlSettings settings;
    QString project;                    ///< empty: none
    bool goesOn = false;                ///< with the project's last run
    int run = 0;                        ///< or with this one; 0: the last
    bool isOnly = false;                ///< the inputs are rows of the project to be checked again
    QStringList inputs;                 ///< addresses, files, "-"
    QString column;                     ///< of tables and JSON among them; empty: the likeliest
    QString dataFile;                   ///< the file of --data-file; empty: none
    HeaderList headers;                 ///< of --header
    bool lacksProxyPassword = false;    ///< that of `base`, which is not kept and was not given again
    QStringList headerFiles;            ///< those of --header @FILE
    QStringList outputs;                ///< files, "-" for standard output
    std::optional<ExportFormat> format; ///< of outputs whose name does not say theirs
    Progress progress = Progress::Auto;
    bool quiet = false;
    bool table = false; ///< a table for people on standard output
    QString logLevel;   ///< empty: the default
    QString help;       ///< not empty: only to be printed

    bool wantsProgress() const;
};

/// Reads the arguments behind "crawl"; settings that they do not name are those of `base`, whose hidden
/// header fields they may fill. An Error is one sentence that names the option and what it takes. `headers`:
/// those of an earlier reading, since a file of them may be a pipe.
Result<CrawlOptions> parseCrawlOptions(const QStringList &arguments, const CrawlSettings &base = {},
                                       const std::optional<HeaderList> &headers = {});

} // namespace turnstone
