// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/projectlock.h"
#include "core/store/resultinserter.h"
#include "core/store/resultreader.h"
#include "core/store/sqlconnection.h"
#include "core/store/store.h"
#include "core/store/tidying.h"

namespace turnstone {

/// The Store in a SQLite file. Made by openProject() and createProject().
class SqliteStore final : public Store
{
public:
    /// `lock`: held while this may write, else nothing.
    SqliteStore(std::unique_ptr<SqlConnection> connection, StoreInfo info, std::unique_ptr<ProjectLock> lock);
    ~SqliteStore() override;

    const StoreInfo &info() const override { return m_info; }

    Outcome readAddresses(const std::function<bool(std::shared_ptr<const AddressBlock>)> &take) override;
    Outcome readRowStates(RowId first, RowId count,
                          const std::function<void(const RowState &)> &take) override;
    Result<std::vector<FetchResult>> readResults(std::span<const RowId> rows,
                                                 std::optional<RunId> run) override;
    Outcome readRun(RunId run, const std::function<bool(const FetchResult &)> &take) override;
    Outcome readVerdicts(RunId run, const std::function<void(RowId, Verdict)> &take) override;
    Result<std::vector<RowId>> owedRows(std::optional<RunId> run) override;
    Result<qint64> finishedAddresses() override;
    Result<std::vector<RunInfo>> runs() override;
    Result<std::vector<HistoryEntry>> history(RowId row) override;
    Outcome compare(RunId before, RunId after, const CompareOptions &options,
                    const std::function<bool(const RunDifference &)> &take) override;
    Result<QString> note(RowId row) override;
    Result<StoreSizes> sizes() override;
    Result<Retention> retention() override;

    Outcome addAddresses(const AddressList &addresses, RowId first) override;
    Outcome beginRun(RunScope scope, const QByteArray &settingsJson) override;
    Outcome continueRun(RunId run, const QByteArray &settingsJson) override;
    RunId currentRun() const override { return m_run; }
    Outcome owe(std::span<const RowId> rows) override;
    Outcome oweAll() override;
    Outcome forgetOwed(std::span<const RowId> rows) override;
    Outcome append(std::span<const ResultBatch> batches, bool withBodies) override;
    Outcome together(const std::function<Outcome()> &work) override;
    Outcome endRun(RunEnding ending, bool forgetOwed) override;
    Outcome setNote(RowId row, const QString &text) override;
    Outcome setRetention(const Retention &retention) override;
    Result<bool> tidy(qint64 nowMs) override;
    Outcome keepLastRuns(int count, const StoreProgress &progress) override;
    Outcome dropBodies(const StoreProgress &progress) override;
    Outcome compact(const StoreProgress &progress) override;
    Outcome copyTo(const QString &path, const StoreProgress &progress) override;

private:
    Outcome write(const std::function<Outcome()> &work);
    Outcome transact(const std::function<Outcome()> &work);
    Outcome writable() const;
    Outcome inRun() const;
    Outcome insertResult(const FetchResult &result, bool withBody, VerdictTally &tally);
    Outcome deleteOwed(std::span<const RowId> rows);
    Result<bool> hasResult(RowId row);
    Outcome settle(std::span<const RowId> reached, std::span<const RowId> finished);

    StoreInfo m_info;
    std::unique_ptr<ProjectLock> m_lock; // let go of after the connection is closed
    std::unique_ptr<SqlConnection> m_connection;
    FileIdentity m_file; // what the path led to when it was opened
    ResultInserter m_inserter;
    ResultReader m_reader;
    Tidying m_tidying;
    RunId m_run = 0;
    bool m_isTogether = false;
};

} // namespace turnstone
