// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite takes of a write-ahead log what comes before the first frame that is not as it was written, and says
// nothing of the rest. That is right for a transaction that was cut short at the end, and not for what was
// committed and lies behind a damaged frame.
#pragma once

#include "core/base/error.h"

#include <optional>

namespace turnstone {

class ProjectLock;

struct LogDamage
{
    bool isOfHeader = false; ///< then SQLite takes nothing of it
    qint64 first = 0;        ///< number of the first damaged frame, from 1
    qint64 frames = 0;       ///< to the end of the last transaction that can be told
    qint64 lost = 0;         ///< those of them whose content is; all that there are, where none can be told
    quint32 pages = 0;       ///< of the database behind that transaction; 0: cannot be told
};

/// What is damaged of the log beside a project; nothing where it is whole, cut short at its end, or not
/// there, or somebody is writing it: who began to do so has looked. `own`: the right to write it, where the
/// caller has that. Reads the log once. `path` is resolved. Code::Unreadable where the log may not be read.
Result<std::optional<LogDamage>> findLogDamage(const QString &path, const ProjectLock *own = nullptr);
/// The sentence for who would write the project, or read it.
Error damagedLog(const QString &path, const LogDamage &damage);
/// Writes what is left of the damaged log into the file itself, and removes the log: of a page whose last
/// frame is lost there is the version before. For a copy that a repair works on.
Outcome playBack(const QString &path, const LogDamage &damage);

} // namespace turnstone
