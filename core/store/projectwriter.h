// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/store.h"
#include "core/types/addresslist.h"
#include "core/types/fetchresult.h"
#include "core/types/run.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace turnstone {

class WriterHand;
struct WriterJob;

/// Writes a project in one thread of its own, in the order asked; nothing here waits but open(), create()
/// and the destructor, which finishes what is waiting. After an error nothing is written and nothing dropped
/// until retry(), or until saveAs() found a better place. Signals come in the thread this lives in.
class ProjectWriter final : public QObject
{
    Q_OBJECT

public:
    explicit ProjectWriter(QObject *parent = nullptr);
    ~ProjectWriter() override;

    /// Once, before anything else. An existing project; a newer version is an Error here. `progress` as of
    /// openProject(), in the writer's thread.
    Outcome open(const QString &path, const StoreProgress &progress = {});
    Outcome create(const QString &path);

    void addAddresses(const AddressList &addresses, RowId first, bool keepsSecrets = false);
    /// Store::removeRows() and Store::restoreRows(); rowsChanged() tells what the runs owe then.
    void removeRows(std::vector<RowId> rows);
    void restoreRows(std::vector<RowId> rows);
    /// runBegun() tells its number. A run that owes something is begun or gone on with only where the file
    /// can take its results (Store::tryOut()).
    void beginRun(RunScope scope, const QByteArray &settingsJson);
    /// Owing these rows, or all without any; in one step, so that a run never stands there owing nothing yet.
    void beginRunOf(RunScope scope, const QByteArray &settingsJson, std::optional<std::vector<RowId>> rows);
    void continueRun(RunId run, const QByteArray &settingsJson);
    void continueRunOf(RunId run, const QByteArray &settingsJson, std::optional<std::vector<RowId>> rows);
    void owe(std::vector<RowId> rows);
    void oweAll();
    void forgetOwed(std::vector<RowId> rows);
    void append(const ResultBatch &batch);
    /// Whether the batches from now on are written with the beginnings of their bodies. They are, unless
    /// told.
    void setKeepsBodies(bool keeps) { m_keepsBodies = keeps; }
    void endRun(RunEnding ending, bool forgetOwed);
    void setNote(RowId row, const QString &text);

    /// Copies everything to `target` and goes on there; savedAs() or saveFailed() follows. While writing is
    /// stuck it comes first: a way out of a full disk.
    void saveAs(const QString &target, const StoreProgress &progress = {});
    /// Any other work; `action` and its progress run in the writer's thread, `done` in this one. Its Error
    /// goes to `done` and stops nothing.
    void run(std::function<Outcome(Store &)> action, std::function<void(const Outcome &)> done = {});

    /// Tries what failed once more; opens the file again, unless another program only kept it locked.
    void retry();

    /// Of the file that is written now, without links.
    const QString &path() const { return m_path; }
    /// Everything asked for so far is in the file.
    bool isDrained() const { return m_pending == 0; }
    bool isStuck() const { return m_stuck; }
    /// Results that are not in the file yet.
    qsizetype backlog() const { return m_backlog; }

Q_SIGNALS:
    /// The batch is in the file.
    void written(const turnstone::ResultBatch &batch);
    void runBegun(turnstone::RunId run);
    /// Rows left the list, or are in it again.
    void rowsChanged(const std::vector<turnstone::RunInfo> &runs);
    void drained();
    void failed(const turnstone::Error &error);
    void savedAs(const QString &path);
    void saveFailed(const turnstone::Error &error);

private:
    Outcome start(const std::function<Outcome()> &opening, const QString &path);
    void add(WriterJob job, bool first = false);
    void act(std::function<Outcome(Store &)> action);
    void changeRows(std::function<Outcome(Store &)> action);
    void onFinished(const std::vector<WriterJob> &jobs, const Outcome &outcome);

    std::unique_ptr<WriterHand> m_hand; // lives in m_thread
    QThread m_thread;
    QString m_path;
    qsizetype m_pending = 0; // jobs
    qsizetype m_backlog = 0; // results
    bool m_stuck = false;
    bool m_keepsBodies = true;
};

} // namespace turnstone
