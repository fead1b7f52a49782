// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/sessionproject.h"

#include "core/base/fileidentity.h"
#include "core/store/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <utility>

namespace turnstone {

namespace {

/// A writer made in this thread that will live in `home`.
template <typename Begin>
Result<std::unique_ptr<ProjectWriter>> makeWriter(QThread *home, Begin begin)
{
    auto writer = std::make_unique<ProjectWriter>();
    if (const Outcome begun = begin(*writer); !begun)
        return begun.error();
    writer->moveToThread(home);
    return writer;
}

/// An empty project there, in the place of another file where there is one.
Outcome makeEmpty(const QString &path)
{
    const QTemporaryDir beside(QFileInfo(path).absoluteDir().filePath(QStringLiteral(".turnstone-XXXXXX")));
    const Result<std::unique_ptr<Store>> empty = createProject(beside.filePath(QStringLiteral("empty")));
    return empty ? empty.value()->copyTo(path) : empty.error();
}

bool isIn(const QString &folder, const QString &path)
{
    return !path.isEmpty() && QFileInfo(path).absoluteDir() == QDir(folder);
}

} // namespace

SessionProject::SessionProject(const Autosave &autosave, QObject *parent)
    : QObject(parent)
    , m_autosave(autosave)
{
    m_background.setMaxThreadCount(1);
    m_retry.setSingleShot(true);
    m_retry.setInterval(RetryPause);
    connect(&m_retry, &QTimer::timeout, this, [this] {
        m_triesItself = m_stuck;
        tryAgain();
    });
}

SessionProject::~SessionProject()
{
    cancelOpening();
    finishOpening();
}

/// What was asked for before the file was there must not be lost on the way out.
void SessionProject::finishOpening()
{
    const auto wait = [this] {
        m_background.waitForDone();
        QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
    };
    wait();
    if (m_writer || m_waiting.empty())
        return;
    retry(); // there may be room by now, and there is no later
    wait();
}

void SessionProject::create()
{
    openBy([autosave = m_autosave, results = m_results, home = thread()]() -> Result<Opened> {
        const Result<QString> path = autosave.newPath();
        if (!path)
            return path.error();
        auto writer = makeWriter(home, [&path](ProjectWriter &each) { return each.create(path.value()); });
        if (!writer)
            return writer.error();
        if (const Outcome readable = results->project().open(path.value()); !readable)
            return readable.error();
        return Opened{std::move(writer).value(), path.value(), {}};
    });
}

void SessionProject::open(const QString &path, OpenMode mode)
{
    const StoreProgress progress = [this, cancelled = m_cancelled,
                                    told = std::make_shared<qint64>(-1)](qint64 done, qint64 total) {
        const qint64 percent = total > 0 ? done * 100 / total : 0;
        if (std::exchange(*told, percent) != percent)
            QMetaObject::invokeMethod(this, [this, percent] { Q_EMIT openProgressed(int(percent)); });
        return !*cancelled;
    };
    openBy([path = resolvedPath(path), mode, progress, results = m_results,
            home = thread()]() -> Result<Opened> {
        Opened opened{nullptr, path, {}};
        // first: the reader is to meet the current format
        if (mode == OpenMode::Write) {
            auto writer = makeWriter(home, [&](ProjectWriter &each) { return each.open(path, progress); });
            if (writer)
                opened.writer = std::move(writer).value();
            else if (writer.error().code == Error::Code::InUse ||
                     writer.error().code == Error::Code::Cancelled)
                return writer.error();
            else
                opened.readOnlyReason = writer.error().message;
        } else {
            opened.readOnlyReason = tr("%1 is open read-only.").arg(QDir::toNativeSeparators(path));
        }
        if (const Outcome readable = results->project().open(path); !readable)
            return readable.error();
        return opened;
    });
}

void SessionProject::openBy(std::function<Result<Opened>()> opening)
{
    m_opening = std::move(opening);
    m_background.start([this, work = m_opening] {
        auto result = std::make_shared<Result<Opened>>(work());
        QMetaObject::invokeMethod(this, [this, result] {
            if (*result)
                take(std::move(*result).value());
            else
                fail(result->error());
        });
    });
}

void SessionProject::take(Opened file)
{
    noteWorking();
    m_opening = {};
    m_path = file.path;
    m_readOnlyReason = file.readOnlyReason;
    m_writer = std::move(file.writer);
    if (m_writer) {
        m_writer->setKeepsBodies(m_keepsBodies);
        // first: who hears the others asks whether it is stuck
        connect(m_writer.get(), &ProjectWriter::written, this, &SessionProject::noteWorking);
        connect(m_writer.get(), &ProjectWriter::drained, this, &SessionProject::noteWorking);
        connect(m_writer.get(), &ProjectWriter::written, this, &SessionProject::written);
        connect(m_writer.get(), &ProjectWriter::runBegun, this, &SessionProject::runBegun);
        connect(m_writer.get(), &ProjectWriter::rowsChanged, this, &SessionProject::rowsChanged);
        connect(m_writer.get(), &ProjectWriter::drained, this, &SessionProject::drained);
        connect(m_writer.get(), &ProjectWriter::failed, this, &SessionProject::fail);
        connect(m_writer.get(), &ProjectWriter::saveFailed, this, &SessionProject::saveFailed);
        connect(m_writer.get(), &ProjectWriter::savedAs, this, &SessionProject::readFrom);
    }
    Q_EMIT opened();
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &work : waiting)
        write(work);
    if (file.isSavedAs)
        Q_EMIT savedAs(file.path);
    if (isDrained())
        Q_EMIT drained();
}

void SessionProject::fail(const Error &error)
{
    m_stuck = true;
    m_retry.start();
    const bool isKnown = std::exchange(m_triesItself, false) && error.message == m_failure;
    m_failure = error.message;
    if (!isKnown)
        Q_EMIT failed(error);
}

void SessionProject::noteWorking()
{
    m_stuck = false;
    m_triesItself = false;
    m_retry.stop();
}

bool SessionProject::isAutosaved() const
{
    return m_path.isEmpty() || isIn(m_autosave.folder(), m_path);
}

void SessionProject::write(std::function<void(ProjectWriter &)> work)
{
    if (m_writer)
        work(*m_writer);
    else if (!isReadOnly())
        m_waiting.push_back(std::move(work));
}

void SessionProject::append(const ResultBatch &batch)
{
    if (!m_keepsBodies)
        m_results->bodies().add(batch);
    write([batch](ProjectWriter &writer) { writer.append(batch); });
}

void SessionProject::setKeepsBodies(bool keeps)
{
    m_keepsBodies = keeps;
    if (m_writer)
        m_writer->setKeepsBodies(keeps);
}

bool SessionProject::isDrained() const
{
    return isReadOnly() || (m_writer && m_writer->isDrained());
}

qsizetype SessionProject::backlog() const
{
    return m_writer ? m_writer->backlog() : qsizetype(m_waiting.size());
}

void SessionProject::retry()
{
    m_triesItself = false;
    tryAgain();
}

/// A writer is stuck until it has written something, which may take it a while.
void SessionProject::tryAgain()
{
    if (!m_stuck)
        return;
    m_retry.stop();
    if (m_writer) {
        m_writer->retry();
        return;
    }
    m_stuck = false; // or else it would be opened twice
    openBy(m_opening);
}

void SessionProject::saveAs(const QString &path)
{
    const bool hasFile = m_writer || !m_stuck; // or will have one soon
    m_stuck = false;
    if (isReadOnly()) {
        copyTo(path);
        return;
    }
    if (hasFile) {
        write([path](ProjectWriter &writer) { writer.saveAs(path); });
        return;
    }
    beginAt(path);
}

/// Nothing is there that could be copied: it begins at the new place, or else where it was to begin before.
void SessionProject::beginAt(const QString &path)
{
    m_background.start([this, path, results = m_results, home = thread()] {
        const auto begin = [&]() -> Result<Opened> {
            auto writer = makeWriter(home, [&path](ProjectWriter &each) {
                const Outcome made = makeEmpty(path);
                return made ? each.open(path) : made;
            });
            if (!writer)
                return writer.error();
            if (const Outcome readable = results->project().open(path); !readable)
                return readable.error();
            return Opened{std::move(writer).value(), path, {}, true};
        };
        auto result = std::make_shared<Result<Opened>>(begin());
        QMetaObject::invokeMethod(this, [this, result] {
            if (*result) {
                take(std::move(*result).value());
                return;
            }
            Q_EMIT saveFailed(result->error());
            openBy(m_opening);
        });
    });
}

/// A copy of what can only be read is written on.
void SessionProject::copyTo(const QString &path)
{
    m_background.start([this, path] {
        const Outcome copied = m_results->project().run([&path](Store &store) { return store.copyTo(path); });
        QMetaObject::invokeMethod(this, [this, path, copied] {
            if (copied)
                Q_EMIT savedAs(path);
            else
                Q_EMIT saveFailed(copied.error());
        });
    });
}

/// The writer has gone over to `path`; now the reader does.
void SessionProject::readFrom(const QString &path)
{
    const QString before = std::exchange(m_path, path);
    m_background.start([this, before, path] {
        const Outcome readable = m_results->project().open(path);
        if (readable && isIn(m_autosave.folder(), before) && before != path) {
            if (const Outcome gone = m_autosave.discard(before); !gone)
                qWarning().noquote() << gone.error().message;
        }
        QMetaObject::invokeMethod(this, [this, path, readable] {
            if (readable)
                Q_EMIT savedAs(path);
            else
                Q_EMIT saveFailed(readable.error());
        });
    });
}

void SessionProject::close(std::unique_ptr<SessionProject> project, bool discards)
{
    if (!project)
        return;
    project->finishOpening();
    const bool removes = discards && project->isAutosaved();
    std::shared_ptr<ProjectWriter> writer = std::move(project->m_writer);
    if (writer) {
        writer->disconnect();
        writer->moveToThread(nullptr); // its last owner is another thread
    }
    QThreadPool::globalInstance()->start([writer = std::move(writer), results = std::move(project->m_results),
                                          autosave = project->m_autosave, path = project->m_path,
                                          removes]() mutable {
        writer.reset();
        results.reset();
        if (!removes || path.isEmpty())
            return;
        if (const Outcome gone = autosave.discard(path); !gone)
            qWarning().noquote() << gone.error().message;
    });
}

} // namespace turnstone
