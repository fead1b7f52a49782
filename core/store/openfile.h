// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <utility>

namespace turnstone {

/// Held while this process has a file open through SQLite. A process loses all its POSIX locks on a file as
/// soon as it closes any descriptor of it (sqlite.org/howtocorrupt.html, 2.2): SQLite's would be gone, and
/// the next reader in another process would take the log away from a writer. So nothing here opens such a
/// file by other means. Thread-safe.
class OpenFile final
{
public:
    explicit OpenFile(const QString &path);
    ~OpenFile();
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;

    /// Calls `look`, which may open the file and has closed it when it returns, unless the file is held.
    /// Returns whether it was called. Nobody begins to hold a file meanwhile.
    static bool unlessHeld(const QString &path, const std::function<void()> &look);

private:
    const std::pair<quint64, quint64> m_identity; // none: the file was not there yet
};

} // namespace turnstone
