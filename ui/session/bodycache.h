// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/resultspool.h"
#include "core/types/fetchresult.h"

#include <QThreadPool>

#include <atomic>

namespace turnstone {

/// The beginnings of the bodies that came in this session, in a temporary file of bounded size: for looking
/// at them without keeping them in the project. A body that cannot be written is left out. Thread-safe.
class BodyCache final
{
public:
    BodyCache() { m_thread.setMaxThreadCount(1); }
    ~BodyCache() { m_thread.waitForDone(); }

    /// Takes the bodies of the batch, on a thread of its own.
    void add(const ResultBatch &batch);
    /// The body of just this result of the row; empty where it is not known.
    QByteArray bodyOf(const FetchResult &result) const;

private:
    void write(const std::vector<FetchResult> &results);

    ResultSpool m_spool;
    QThreadPool m_thread;
    std::atomic_int m_waiting = 0; // batches
    std::atomic_bool m_isOpen = false;
};

} // namespace turnstone
