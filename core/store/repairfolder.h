// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

namespace turnstone {

/// Where a repair works, beside the file that it makes. It goes with this; what is left by one that was
/// killed goes with the next repair into the same file, which tells it by its lock, one of the kernel on the
/// folder.
class RepairFolder final
{
public:
    explicit RepairFolder(const QString &target);
    ~RepairFolder();
    Q_DISABLE_COPY_MOVE(RepairFolder)

    bool isValid() const { return m_folder.isValid(); }
    QString errorString() const { return m_folder.errorString(); }
    QString filePath(const QString &name) const { return m_folder.filePath(name); }

    /// Removes the folders of repairs into `target` in which nobody works, but for one that is needed.
    static void removeAbandoned(const QString &target, const QString &needed);

private:
    QTemporaryDir m_folder;
    int m_lock = -1; // its descriptor
};

} // namespace turnstone
