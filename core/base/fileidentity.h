// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <compare>

struct stat;

namespace turnstone {

/// The file that a path leads to, whatever the path is called: its device and inode; for one that is not
/// there yet those of its real folder and its name. Follows links, also those that lead to nothing yet. A
/// value of the moment it was made. Any thread.
class FileIdentity final
{
public:
    /// No file.
    FileIdentity() = default;
    static FileIdentity of(const QString &path);
    /// Of an open file; none where that descriptor is closed.
    static FileIdentity ofDescriptor(int descriptor);

    /// Something is there.
    bool exists() const { return m_inode != 0 && m_name.isEmpty(); }
    /// It can hold what is written, or would be made: no folder, terminal, null device or socket.
    bool canHold() const { return m_canHold; }

    friend bool operator==(const FileIdentity &a, const FileIdentity &b) { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const FileIdentity &a, const FileIdentity &b);

private:
    explicit FileIdentity(const struct stat &status);

    quint64 m_device = 0;
    quint64 m_inode = 0;
    QString m_name; // empty: of what is there
    bool m_canHold = false;
};

/// The absolute path without links, "." and "..", of what is there or is to be made there. A folder that is
/// missing leaves it absolute and nothing more.
QString resolvedPath(const QString &path);

} // namespace turnstone
