// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

class QSqlError;

namespace turnstone {

/// What SQLite reports, as a sentence about the project file at `path`.
Error sqlError(const QSqlError &error, const QString &path);
/// The file cannot be understood: damaged, or not what it should be.
Error damagedProject(const QString &path, const QString &details);

} // namespace turnstone
