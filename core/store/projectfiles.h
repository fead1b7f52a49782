// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QLockFile>
#include <QString>

#include <memory>
#include <utility>

namespace turnstone {

/// Device and inode of what the path leads to now; zeros where there is nothing.
std::pair<quint64, quint64> fileIdentity(const QString &path);

/// Takes the right to write the project: a lock file beside it. Code::InUse where a living process has it.
Result<std::unique_ptr<QLockFile>> lockProject(const QString &path);
/// Whether a living process, or this one, holds that right now.
bool isProjectLocked(const QString &path);

/// Removes what SQLite may have left beside a file that is gone; it must never meet another file.
void removeSideFiles(const QString &path);

/// A name beside `path` that nothing has yet.
QString temporaryNameBeside(const QString &path);
/// Puts what is complete at `from` on disk and in the place of `path`.
Outcome moveIntoPlace(const QString &from, const QString &path);

} // namespace turnstone
