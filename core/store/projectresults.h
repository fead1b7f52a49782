// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/resultsource.h"
#include "core/types/run.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <functional>
#include <memory>

namespace turnstone {

class Store;

/// Reads a project on a connection and in a thread of its own, beside whoever writes it. Callable from any
/// thread; every call waits for its answer.
class ProjectResults final : public ResultSource
{
public:
    ProjectResults();
    ~ProjectResults() override;

    /// Opens the file, or changes over to another one. On failure what was open before stays open.
    Outcome open(const QString &path);

    bool has(RowId row) const override;
    /// Without a body where that is damaged.
    Result<std::optional<FetchResult>> read(RowId row) const override;
    Result<std::vector<FetchResult>> read(std::span<const RowId> rows) const override;
    /// From now on read() gives what this run found, and nothing else. Before any other thread reads.
    void readWithin(RunId run) { m_run = run; }
    /// Any other reading: `action` runs in the reader's thread. Code::Unreadable where nothing is open.
    Outcome run(const std::function<Outcome(Store &)> &action) const;

private:
    QThread m_thread;
    mutable QObject m_hand;         // lives in m_thread
    std::optional<RunId> m_run;     // else the current results
    std::unique_ptr<Store> m_store; // touched in m_thread only
};

} // namespace turnstone
