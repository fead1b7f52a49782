// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <utility>
#include <vector>

namespace turnstone {

struct StoreInfo
{
    QString path;
    int version = 0; ///< of the schema
    bool readOnly = false;
    QString readOnlyReason; ///< a sentence, where it is
    qint64 addresses = 0;
    bool lacksAddresses = false; ///< damaged: some are owed that the list has not
    bool lacksHeaders = false;   ///< damaged: the table of header fields is missing; results are read without
    QString logDamage;           ///< a sentence, where what was written last is lost with the log; else empty
};

/// What takes room in a project. Bytes on disk.
struct StoreSizes
{
    qint64 fileBytes = 0;                           ///< all of it, with what is not checkpointed yet
    qint64 freeBytes = 0;                           ///< of that: what compact() would give back
    std::vector<std::pair<QString, qint64>> tables; ///< by table, the largest first; indexes count to theirs
    bool estimated = false;                         ///< the tables are shares by rows, not counted pages
};

/// Which results a project keeps while newer ones come.
struct Retention
{
    enum class Keep : quint8 {
        All,
        LastRuns, ///< and of older ones what is an address's current result
        Days,     ///< all so old; of older ones the first and the current result of each address, and what
                  ///< differs from the result before
    };
    Keep keep = Keep::All;
    int number = 0; ///< of runs or days
};

/// Called now and then during long work; false cancels it. `total` 0: not known.
using StoreProgress = std::function<bool(qint64 done, qint64 total)>;

} // namespace turnstone
