// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/autosave.h"
#include "core/store/project.h"
#include "core/store/projectwriter.h"
#include "ui/session/sessionresults.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace turnstone {

/// The project file under a session: made or opened in the background, written and read by threads of its
/// own. What is asked before the file is there waits for it. Belongs to the thread of its creator; nothing
/// here waits for the disk but the destructor, which finishes what is waiting.
class SessionProject final : public QObject
{
    Q_OBJECT

public:
    explicit SessionProject(const Autosave &autosave, QObject *parent = nullptr);
    ~SessionProject() override;

    // once, one of them; opened() or failed() follows
    void create();
    /// In mode Write, what cannot be written but can be read is opened for reading.
    void open(const QString &path, OpenMode mode);
    /// failed() follows with Code::Cancelled, unless the file is as good as open.
    void cancelOpening() { *m_cancelled = true; }

    const QString &path() const { return m_path; }
    /// Nobody gave it a name yet.
    bool isAutosaved() const;
    /// A sentence; empty: it can be written.
    const QString &readOnlyReason() const { return m_readOnlyReason; }
    bool isReadOnly() const { return !m_readOnlyReason.isEmpty(); }
    std::shared_ptr<SessionResults> results() const { return m_results; }

    void write(std::function<void(ProjectWriter &)> work);
    void append(const ResultBatch &batch);
    /// Whether the project keeps the beginnings of bodies, or only this session does. It does not, unless
    /// told.
    void setKeepsBodies(bool keeps);
    /// Copies all to `path` and goes on there; savedAs() or saveFailed() follows. What was autosaved goes;
    /// what is read-only stays as it is, and where it is.
    void saveAs(const QString &path);
    /// After failed(): once more, and now. It tries again by itself as well, every RetryPause.
    void retry();
    static constexpr std::chrono::milliseconds RetryPause{5000};
    void setRetryPause(std::chrono::milliseconds pause) { m_retry.setInterval(pause); }
    /// What failed has not worked since.
    bool isStuck() const { return m_stuck; }
    /// Everything asked for so far is in the file.
    bool isDrained() const;
    /// Results that are not in the file yet.
    qsizetype backlog() const;

    /// Ends it in the background, with its file where `discards` and where it is autosaved.
    static void close(std::unique_ptr<SessionProject> project, bool discards = false);

Q_SIGNALS:
    void opened();
    /// An older file is being brought to the current format.
    void openProgressed(int percent);
    /// Nothing is written until a try works, or until saveAs(). What fails again by itself is told only where
    /// the reason is another one.
    void failed(const turnstone::Error &error);
    void written(const turnstone::ResultBatch &batch);
    void runBegun(turnstone::RunId run);
    void rowsChanged(const std::vector<turnstone::RunInfo> &runs);
    void drained();
    void savedAs(const QString &path);
    void saveFailed(const turnstone::Error &error);

private:
    struct Opened
    {
        std::unique_ptr<ProjectWriter> writer; // none: read-only
        QString path;
        QString readOnlyReason;
        bool isSavedAs = false;
    };

    void openBy(std::function<Result<Opened>()> opening);
    void take(Opened file);
    void fail(const Error &error);
    void noteWorking();
    void tryAgain();
    void finishOpening();
    void beginAt(const QString &path);
    void copyTo(const QString &path);
    void readFrom(const QString &path);

    Autosave m_autosave;
    QString m_path;
    QString m_readOnlyReason;
    std::function<Result<Opened>()> m_opening; // what failed last, for retry()
    std::unique_ptr<ProjectWriter> m_writer;
    std::shared_ptr<SessionResults> m_results = std::make_shared<SessionResults>();
    std::vector<std::function<void(ProjectWriter &)>> m_waiting;
    bool m_stuck = false;
    QTimer m_retry;             // while it is stuck
    bool m_triesItself = false; // nobody asked for the try under way
    QString m_failure;          // told last
    bool m_keepsBodies = false;
    std::shared_ptr<std::atomic_bool> m_cancelled = std::make_shared<std::atomic_bool>(false);
    QThreadPool m_background; // one thread
};

} // namespace turnstone
