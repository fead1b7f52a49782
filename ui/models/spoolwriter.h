// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/resultspool.h"
#include "core/types/fetchresult.h"

#include <QObject>
#include <QThread>

#include <deque>
#include <memory>

namespace turnstone {

/// Writes batches into a ResultSpool on a thread of its own, in the order given. After an error nothing more
/// is written and nothing is dropped until retry(). Waits for what it holds when it is destroyed.
class SpoolWriter final : public QObject
{
    Q_OBJECT

public:
    explicit SpoolWriter(std::shared_ptr<ResultSpool> spool, QObject *parent = nullptr);
    ~SpoolWriter() override;

    void append(const ResultBatch &batch);
    /// Tries again what failed.
    void retry();
    /// True when everything given so far is readable from the spool.
    bool isDrained() const { return m_waiting.empty(); }
    qsizetype backlog() const { return m_backlog; }

Q_SIGNALS:
    void failed(const QString &message);
    void drained();

private:
    void writeNext();
    void onWritten(const QString &error);

    std::shared_ptr<ResultSpool> m_spool;
    std::deque<ResultBatch> m_waiting; // the first is the one being written
    qsizetype m_backlog = 0;
    bool m_writing = false;
    bool m_stuck = false;
    QThread m_thread;
    QObject m_hand; // lives in m_thread
};

} // namespace turnstone
