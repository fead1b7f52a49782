// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QtGlobal>

#include <optional>

class QSqlError;

namespace turnstone {

/// What SQLite reports, as a sentence about the project file at `path`.
Error sqlError(const QSqlError &error, const QString &path);
/// Says so where the disk, or the limit on the size of files, has no room for that many bytes more of the
/// file.
std::optional<Error> lackOfRoom(const QString &path, qint64 bytes);
/// The file cannot be understood: damaged, or not what it should be.
Error damagedProject(const QString &path, const QString &details);

} // namespace turnstone
