// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/project.h"
#include "core/store/store.h"

#include <QObject>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace turnstone {

/// One thing to do in a project.
struct WriterJob
{
    ResultBatch batch; ///< to be written, or
    bool withBodies = true;
    std::function<Outcome(Store &)> action;
    /// Nothing that has to succeed: its Error goes to `done` and the next job follows.
    bool optional = false;
    QString moveTo; ///< not empty: what follows goes to the file there
    std::function<void(const Outcome &)>
        done; ///< called in the owner's thread; not after a mandatory failure
};

/// What ProjectWriter does in its thread: works off the jobs, those results together that wait together.
/// Where nothing waits it tidies the project, step by step, from the end of each run on.
class WriterHand final : public QObject
{
    Q_OBJECT

public:
    // any thread
    void add(WriterJob job, bool first);

    // the writer's thread
    Outcome open(const QString &path, const StoreProgress &progress);
    Outcome create(const QString &path);
    void work();
    void retry();
    /// Does what can still be done and closes the file.
    void finish();

Q_SIGNALS:
    /// These are done, in the order they came.
    void finished(const std::vector<turnstone::WriterJob> &jobs, const turnstone::Outcome &outcome);
    void stuck(const turnstone::Error &error);
    void runBegun(qint64 run);

private:
    std::vector<WriterJob> takeNext();
    void putBack(std::vector<WriterJob> jobs);
    Outcome perform(const std::vector<WriterJob> &jobs);
    Outcome moveTo(const QString &path);
    Outcome reopen(const QString &path, const StoreProgress &progress = {});
    void tidySoon();
    void tidy();

    std::mutex m_mutex;
    std::deque<WriterJob> m_jobs; // guarded by m_mutex
    std::unique_ptr<Store> m_store;
    QString m_path;
    RunId m_run = 0;
    bool m_stuck = false;
    bool m_isBusy = false; // what it is stuck at: another program locks the file
    bool m_isTidy = true;  // nothing ended since all was
    bool m_isTidyingSoon = false;
};

} // namespace turnstone
