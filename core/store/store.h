// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/fileidentity.h"
#include "core/store/storeinfo.h"
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

class ProjectLock;
class SqlConnection;

/// A project: its addresses, runs and results. One connection; belongs to the thread that opened it.
/// Every writing call is one transaction: all of it is in the file when it returns, or with an Error nothing.
/// Cancelled by its progress is an Error with Code::Cancelled.
class Store final
{
public:
    /// Made by openProject() and createProject(). `lock`: held while this may write, else nothing.
    Store(std::unique_ptr<SqlConnection> connection, StoreInfo info, std::unique_ptr<ProjectLock> lock);
    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    const StoreInfo &info() const { return m_info; }

    // reading

    /// List order, in blocks; false from `take` ends it.
    Outcome readAddresses(const std::function<bool(std::shared_ptr<const AddressBlock>)> &take);
    /// Every address of [first, first + count), in order, whether it has a result or not.
    Outcome readRowStates(RowId first, RowId count, const std::function<void(const RowState &)> &take);
    /// The results that exist, in the order of `rows`. Without a run: the current ones. Code::Unreadable
    /// where one that is there cannot be read whole; bodies only where they are wanted.
    Result<std::vector<FetchResult>> readResults(std::span<const RowId> rows, std::optional<RunId> run = {},
                                                 bool withBodies = true);
    /// The same without their header fields and bodies, which may be what cannot be read.
    Result<std::vector<FetchResult>> readWithoutFields(std::span<const RowId> rows,
                                                       std::optional<RunId> run = {});
    /// Whether the header fields of the run's results, or of the current ones, are where they are looked for.
    /// Of a result that has none, nothing else tells whether they are lost.
    Result<bool> hasHeadersInOrder(std::optional<RunId> run = {});
    /// All results of a run in list order; false from `take` ends it.
    Outcome readRun(RunId run, const std::function<bool(const FetchResult &)> &take, bool withBodies = true);
    /// The verdicts alone of what the run found, in list order.
    Outcome readVerdicts(RunId run, const std::function<void(RowId, Verdict)> &take);
    /// The rows that the project, or one run of it, still owes a fetch, in list order.
    Result<std::vector<RowId>> owedRows(std::optional<RunId> run = {});
    /// Those that are out of the list, in ascending order.
    Result<std::vector<RowId>> removedRows();
    /// Those of the list that have a result and are owed nothing; what is no address was never fetched.
    Result<qint64> finishedAddresses();
    /// Oldest first.
    Result<std::vector<RunInfo>> runs();
    /// The same where figures of them cannot be read: those are marked as damaged.
    Result<std::vector<RunInfo>> readableRuns();
    /// What each run found at the address, oldest first.
    Result<std::vector<HistoryEntry>> history(RowId row);
    /// What differs from run `before` to run `after`, in list order; false from `take` ends it.
    Outcome compare(RunId before, RunId after, const CompareOptions &options,
                    const std::function<bool(const RunDifference &)> &take);
    /// Empty: no note.
    Result<QString> note(RowId row);
    /// Those of [first, first + count), in list order.
    Result<std::vector<std::pair<RowId, QString>>> notes(RowId first, RowId count);
    Result<StoreSizes> sizes();
    Result<Retention> retention();

    // writing

    /// Those of the list from `first` on, which is the number of addresses the project has. Unless told to
    /// keep them, with `***` in the place of passwords and of the values of secret header fields.
    Outcome addAddresses(const AddressList &addresses, RowId first, bool keepsSecrets = false);
    /// Takes rows out of the list, while no run is current: nothing is owed of them, and no later run has
    /// them. They keep their numbers, and earlier runs what they found.
    Outcome removeRows(std::span<const RowId> rows);
    /// Brings them back as they were, with what was owed of them.
    Outcome restoreRows(std::span<const RowId> rows);
    /// A new run, which becomes the current one. It owes nothing yet.
    Outcome beginRun(RunScope scope, const QByteArray &settingsJson);
    /// Goes on with an earlier run: it has no end any more. These are its settings from now on; empty: those
    /// that it had.
    Outcome continueRun(RunId run, const QByteArray &settingsJson);
    /// Whether the file can take the results of what the current run owes: every table is tried with one, of
    /// which nothing stays, and the places where the others belong are looked at. Code::Unreadable where it
    /// cannot.
    Outcome tryOut();
    /// 0: none was begun or continued, or it has ended.
    RunId currentRun() const { return m_run; }
    /// The current run has to fetch these (all). A run that owed one of them will not have it: it
    /// becomes one of some rows, so that what it does not have counts as neither new nor gone.
    Outcome owe(std::span<const RowId> rows);
    Outcome oweAll();
    /// Whichever run owes these, it does no more.
    Outcome forgetOwed(std::span<const RowId> rows);
    /// Results of the current run; each becomes the current one of its address, which then is owed no more.
    /// A second result in the same run replaces the first. A result that was never reached (cancelled,
    /// without an attempt) is left out; a cancelled one stays owed.
    Outcome append(std::span<const ResultBatch> batches, bool withBodies = true);
    /// What `work` does with this store is one transaction: all of it is in the file, or with its Error
    /// nothing.
    Outcome together(const std::function<Outcome()> &work);
    /// Ends the current run. What it still owes is kept, to be gone on with, or forgotten; one that owes
    /// something is not finished but stopped.
    Outcome endRun(RunEnding ending, bool forgetOwed);
    /// Empty: removes it.
    Outcome setNote(RowId row, const QString &text);
    Outcome setRetention(const Retention &retention);
    /// A small step towards what the retention says; false: there is nothing left to do for now. The run that
    /// is current and those that owe something are left alone.
    Result<bool> tidy(qint64 nowMs);
    /// Results of older runs go, except where they are an address's current one.
    Outcome keepLastRuns(int count, const StoreProgress &progress = {});
    Outcome dropBodies(const StoreProgress &progress = {});
    /// Gives free room back to the disk.
    Outcome compact(const StoreProgress &progress = {});
    /// A whole copy at `path`, which is replaced when the copy is complete and on disk, else left as it was.
    Outcome copyTo(const QString &path, const StoreProgress &progress = {});

private:
    struct Workers;
    Outcome write(const std::function<Outcome()> &work);
    Outcome transact(const std::function<Outcome()> &work);
    Outcome writable() const;
    Outcome inRun() const;
    Outcome deleteOwed(std::span<const RowId> rows);
    Result<bool> hasResult(RowId row);
    Result<bool> owesAny();
    Outcome settle(std::span<const RowId> reached, std::span<const RowId> finished);

    StoreInfo m_info;
    std::unique_ptr<ProjectLock> m_lock; // let go of after the connection is closed
    std::unique_ptr<SqlConnection> m_connection;
    FileIdentity m_file; // what the path led to when it was opened
    std::unique_ptr<Workers> m_workers;
    RunId m_run = 0;
    bool m_isTogether = false;
};

} // namespace turnstone
