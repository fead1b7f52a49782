// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/listruns.h"
#include "core/types/addresslist.h"
#include "core/types/crawlsettings.h"
#include "core/types/crawlstats.h"
#include "ui/session/sessionproject.h"

#include <memory>
#include <optional>
#include <vector>

namespace turnstone {

/// One list and all that belongs to it but its rows, which are in the table. A value: it can be set aside,
/// brought back and let go as a whole.
struct CrawlList final
{
    /// What cannot be read of its project.
    struct Losses
    {
        bool settings = false; ///< of the run that is gone on with: the user's own hold
        qint64 results = 0;    ///< of rows that wait therefore, as if they had none
    };

    /// What is to be fetched as soon as the project has the run that takes it.
    struct Due
    {
        std::vector<RowId> rows;
        std::vector<RowStart> starts; ///< for a list that the crawler does not know yet
        CrawlSettings settings;
        bool hasRun = false;
    };

    AddressList addresses;
    std::vector<RowId> lacking; ///< a secret, be they in the list or removed
    int sent = 0;               ///< so many addresses are known to the crawler
    qint64 toLoad = 0;          ///< while its project is read: so many addresses are to come
    CrawlStats stats;

    std::unique_ptr<SessionProject> project; ///< nullptr: there is no list
    ListRuns runs;
    std::optional<CrawlSettings> runSettings; ///< of the run that is gone on with, in place of the user's own
    Losses losses;
    std::optional<Due> due;
    std::vector<RowId> rechecked; ///< since the run began
    std::vector<RowId> stopped;   ///< before the run began, and started again with it

    bool isCutShort = false; ///< the last run left rows that have an earlier result
    bool isFailing = false;  ///< nothing can be written
    bool isHeld = false;     ///< the crawl waits for that
    bool isTold = true;      ///< that it is settled
};

} // namespace turnstone
