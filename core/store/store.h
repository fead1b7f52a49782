// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/addresslist.h"
#include "core/types/fetchresult.h"
#include "core/types/history.h"
#include "core/types/rowstate.h"
#include "core/types/run.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
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

/// A project: its addresses, runs and results. One connection; belongs to the thread that opened it.
/// Every writing call is one transaction: all of it is in the file when it returns, or with an Error nothing.
/// Cancelled by its progress is an Error with Code::Cancelled.
class Store
{
public:
    virtual ~Store() = default;

    virtual const StoreInfo &info() const = 0;

    // reading

    /// List order, in blocks; false from `take` ends it.
    virtual Outcome readAddresses(const std::function<bool(std::shared_ptr<const AddressBlock>)> &take) = 0;
    /// Every address of [first, first + count), in order, whether it has a result or not.
    virtual Outcome readRowStates(RowId first, RowId count,
                                  const std::function<void(const RowState &)> &take) = 0;
    /// The results that exist, in the order of `rows`. Without a run: the current ones.
    virtual Result<std::vector<FetchResult>> readResults(std::span<const RowId> rows,
                                                         std::optional<RunId> run = {}) = 0;
    /// All results of a run in list order; false from `take` ends it.
    virtual Outcome readRun(RunId run, const std::function<bool(const FetchResult &)> &take) = 0;
    /// The verdicts alone of what the run found, in list order.
    virtual Outcome readVerdicts(RunId run, const std::function<void(RowId, Verdict)> &take) = 0;
    /// The rows that the project, or one run of it, still owes a fetch, in list order.
    virtual Result<std::vector<RowId>> owedRows(std::optional<RunId> run = {}) = 0;
    /// Those that have a result and are owed nothing; what is no address was never fetched.
    virtual Result<qint64> finishedAddresses() = 0;
    /// Oldest first.
    virtual Result<std::vector<RunInfo>> runs() = 0;
    /// What each run found at the address, oldest first.
    virtual Result<std::vector<HistoryEntry>> history(RowId row) = 0;
    /// What differs from run `before` to run `after`, in list order; false from `take` ends it.
    virtual Outcome compare(RunId before, RunId after, const CompareOptions &options,
                            const std::function<bool(const RunDifference &)> &take) = 0;
    /// Empty: no note.
    virtual Result<QString> note(RowId row) = 0;
    virtual Result<StoreSizes> sizes() = 0;
    virtual Result<Retention> retention() = 0;

    // writing

    /// Those of the list from `first` on, which is the number of addresses the project has.
    virtual Outcome addAddresses(const AddressList &addresses, RowId first) = 0;
    /// A new run, which becomes the current one. It owes nothing yet.
    virtual Outcome beginRun(RunScope scope, const QByteArray &settingsJson) = 0;
    /// Goes on with an earlier run: it has no end any more. These are its settings from now on; empty: those
    /// that it had.
    virtual Outcome continueRun(RunId run, const QByteArray &settingsJson) = 0;
    /// 0: none was begun or continued, or it has ended.
    virtual RunId currentRun() const = 0;
    /// The current run has to fetch these (all).
    virtual Outcome owe(std::span<const RowId> rows) = 0;
    virtual Outcome oweAll() = 0;
    /// Whichever run owes these, it does no more.
    virtual Outcome forgetOwed(std::span<const RowId> rows) = 0;
    /// Results of the current run; each becomes the current one of its address, which then is owed no more.
    /// A second result in the same run replaces the first. A result that was never reached (cancelled,
    /// without an attempt) is left out; a cancelled one stays owed.
    virtual Outcome append(std::span<const ResultBatch> batches, bool withBodies = true) = 0;
    /// What `work` does with this store is one transaction: all of it is in the file, or with its Error
    /// nothing.
    virtual Outcome together(const std::function<Outcome()> &work) = 0;
    /// Ends the current run. What it still owes is kept, to be gone on with, or forgotten.
    virtual Outcome endRun(RunEnding ending, bool forgetOwed) = 0;
    /// Empty: removes it.
    virtual Outcome setNote(RowId row, const QString &text) = 0;
    virtual Outcome setRetention(const Retention &retention) = 0;
    /// A small step towards what the retention says; false: there is nothing left to do for now. The run that
    /// is current and those that owe something are left alone.
    virtual Result<bool> tidy(qint64 nowMs) = 0;
    /// Results of older runs go, except where they are an address's current one.
    virtual Outcome keepLastRuns(int count, const StoreProgress &progress = {}) = 0;
    virtual Outcome dropBodies(const StoreProgress &progress = {}) = 0;
    /// Gives free room back to the disk.
    virtual Outcome compact(const StoreProgress &progress = {}) = 0;
    /// A whole copy at `path`, which is replaced when the copy is complete and on disk, else left as it was.
    virtual Outcome copyTo(const QString &path, const StoreProgress &progress = {}) = 0;
};

} // namespace turnstone
