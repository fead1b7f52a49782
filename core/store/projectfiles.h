// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QStringList>

namespace turnstone {

// Paths are resolved (resolvedPath()).

/// Whether the folder of the file is there and can be written, as SQLite needs it.
Outcome checkFolder(const QString &path);
/// The sentence for a file that must not be there yet.
Error alreadyThere(const QString &path);

/// Fails where the file has further names (hard links), or is mounted alone: its log lies beside one name and
/// is missed by the others, which write without it, and what is left of it is played back over what they
/// wrote.
Outcome checkOnlyName(const QString &path);

/// How the names of the files end that SQLite keeps beside a database.
const QStringList &sideFileEndings();
/// And of all that belong to a project: those, and the lock of earlier versions.
const QStringList &companionEndings();
/// Fails where something lies under the name of a side file that is none: SQLite would write over it, or
/// remove it. An empty file is one, and so is one that begins with zeros, as those do that are not complete
/// yet. To be asked before this process holds the file: then they are SQLite's. `Frames`: a log that is long
/// enough for one passes whatever it has, as findLogDamage() will tell of it, and nobody writes it then.
enum class LogBy { Content, Frames };
Outcome checkSideFiles(const QString &path, LogBy logBy = LogBy::Content);
/// Removes what SQLite may have left beside a file that is gone; it must never meet another file.
void removeSideFiles(const QString &path);
/// Removes the lock that earlier versions left beside a project; any other file of that name stays.
void removeOldLock(const QString &path);

/// A name beside `path` that nothing has yet.
QString temporaryNameBeside(const QString &path);
/// An empty file, for SQLite to fill, that its owner alone may read and write: a project may hold what its
/// pages and requests do not tell everybody. SQLite's files beside it take after it.
Outcome makePrivateFile(const QString &path);
/// Brings the file to the disk.
Outcome writeThrough(const QString &path);

enum class Existing { Replaced, Refused };
/// Puts what is complete at `from` in the place of `path`, and removes the side files of what was there.
/// Fails where checkSideFiles() does.
Outcome moveIntoPlace(const QString &from, const QString &path, Existing existing);

} // namespace turnstone
