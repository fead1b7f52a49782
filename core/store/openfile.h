// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/fileidentity.h"

#include <QString>

#include <functional>

namespace turnstone {

/// Held while this process has a file open through SQLite. A process loses all its POSIX locks on a file as
/// soon as it closes any descriptor of it (sqlite.org/howtocorrupt.html, 2.2): SQLite's would be gone, and
/// the next reader in another process would take the log away from a writer. So nothing here opens such a
/// file by other means; what is needed for locking it is opened here, and closed when nobody holds it any
/// more. Thread-safe.
class OpenFile final
{
public:
    enum class Lock {
        Taken,
        Held,       ///< by another writer, in this process or elsewhere
        Impossible, ///< the file cannot be opened for writing, or not be locked: `error`
    };
    struct LockAnswer
    {
        Lock lock = Lock::Impossible;
        int error = 0;      ///< of the system
        qint64 process = 0; ///< the writer's number; 0: not known here, as in another container
    };

    explicit OpenFile(const QString &path);
    ~OpenFile();
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;

    /// None: the file was not there yet.
    const FileIdentity &identity() const { return m_identity; }
    /// The right to write the file, until the end of this or of the process: a lock of the kernel on the file
    /// itself, far behind its content and the bytes that SQLite locks.
    LockAnswer lock();
    /// Lets others find out this process's number; once SQLite holds a lock of its own, since it drops all
    /// locks of the process together with its last.
    void signLock() const;
    /// Whether somebody has that right now; false where nobody can tell.
    static bool isLocked(const QString &path);

    /// Calls `look`, which may open the file and has closed it when it returns, unless the file is held.
    /// Returns whether it was called. Nobody begins to hold a file meanwhile.
    static bool unlessHeld(const QString &path, const std::function<void()> &look);

private:
    const QString m_path;
    const FileIdentity m_identity;
    bool m_isLocked = false;
};

} // namespace turnstone
