// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/storeinfo.h"

namespace turnstone {

/// What was saved of a damaged project, and what of it is known to be lost.
struct Salvaged
{
    qint64 addresses = 0; ///< with those that are lost
    qint64 lostAddresses = 0;
    qint64 runs = 0;
    qint64 results = 0;
    qint64 lostResults = 0; ///< as far as the runs' own counts and what is left of them tell
    qint64 lostFields =
        0; ///< results whose header fields, body or connection may have been there, and are not now
    qint64 lostRuns = 0; ///< whose results are there: when they were is not known any more
    qint64 lostOwed = 0; ///< addresses that had still to be fetched, and are lost behind the end of the list
    qint64 lostFrames = 0;  ///< of the log; each had one page of the file, as it was then
    bool metDamage = false; ///< something could not be read, be it no result

    bool hasDamagedLog = false;
    bool mayListRemoved = false; ///< rows that had been removed may be in the list again

    bool isWhole() const
    {
        return lostAddresses == 0 && lostResults == 0 && lostFields == 0 && lostOwed == 0 && !metDamage;
    }
};

/// Saves what can be read of a damaged project, and of its log, into a new one at `into`, where nothing may
/// be. The damaged one is only copied: nobody may be writing it. What SQLite still reaches is saved, whatever
/// is damaged before and behind it; of a damaged log, all that is behind the damage, too. An address that is
/// lost keeps its place in the list, as one that cannot be fetched.
Result<Salvaged> salvageProject(const QString &path, const QString &into, const StoreProgress &progress = {});

} // namespace turnstone
